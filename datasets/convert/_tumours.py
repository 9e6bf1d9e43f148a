"""Published simulations of tumours: several instances, each a donor of its own, in one standard data set."""

from collections.abc import Mapping, Sequence

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._true_tree import TrueTree, tables_of_truth
from clinicell.datasets.readers.genotype_matrix import Genotypes, side_by_side
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

# cells x sites as observed; clone of each cell, 0 onwards; the tree of these clones
Tumour = tuple[Genotypes, NDArray[np.int64], TrueTree]


def tumours(dataset_id: str, instances: Sequence[Tumour], experiments: Mapping[str, Sequence[int]]) -> ad.AnnData:
    """Return simulated tumours as one genotype data set; ``uns["truth"]`` holds their trees.

    Ids are opaque: a site or cell is a running number, so that none says which tumour or clone it belongs to.

    Parameters
    ----------
    experiments
        Which `instances` (by position) belong to which published setting; kept in ``uns["experiments"]``.

    Raises
    ------
    SchemaError
        An instance has not one clone per cell.
    """
    obs = pd.concat([_cells(number, *tumour[:2]) for number, tumour in enumerate(instances)], ignore_index=True)
    obs.index = pd.Index([f"cell{number:05d}" for number in range(1, len(obs) + 1)], dtype="str")
    genotype = side_by_side([observed for observed, _, _ in instances])
    sites = pd.Index([f"site{number:05d}" for number in range(1, genotype.shape[1] + 1)], dtype="str")
    card = find_card(dataset_id)
    return standard(
        dataset_id=dataset_id,
        modality="genotype",
        title=card.title,
        license=card.licence,
        obs=obs,
        clinical=unknown_but(sampled_site_condition="diseased", batch_id="simulation", library_id=""),
        scales={"layers/genotype": Scale(kind="genotype")},
        var=pd.DataFrame(index=sites),
        layers={"genotype": genotype},
        uns={
            "is_simulated": True,
            "truth": tables_of_truth({_donor(number): tree for number, (_, _, tree) in enumerate(instances)}, sites),
            "experiments": {name: [_donor(number) for number in numbers] for name, numbers in experiments.items()},
        },
    )


def _donor(number: int) -> str:
    return f"tumour{number + 1:02d}"


def _cells(number: int, observed: Genotypes, clone: NDArray[np.int64]) -> pd.DataFrame:
    donor = _donor(number)
    if len(clone) != len(observed):
        raise SchemaError(f"{donor}: {len(clone)} cells have a clone and {len(observed)} a genotype; each needs both")
    return pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": f"{donor}_s1",
            "library_id": f"{donor}_l1",
            "clone_id": [f"clone{code + 1:02d}" for code in clone],
            "malignant": pd.array([True] * len(clone), dtype="boolean"),
            "malignant_evidence": "simulation",
        }
    )
