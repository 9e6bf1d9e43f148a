"""Simulations of scAI: RNA and ATAC of the same cells, features x cells, features without names."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._paired import matrix
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard_multiome import multiome, part

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

N_GENES, N_LOCI = 2000, 5000
RNA = Scale(kind="other", formula="expression as scAI simulated it; real numbers, no counts")


def simulation(dataset_id: str, folder: Path, groups: Mapping[str, str]) -> "MuData":
    """Return a simulation as a multiome; cells and features bear running numbers, so that no name says a group.

    Parameters
    ----------
    groups
        Column of ``obs`` by column of ``labels.csv``.

    Raises
    ------
    SchemaError
        A matrix has another size than the labels, or a column of labels is missing.
    """
    labels = read_csv(folder / "labels.csv", ["cell", *groups], index="cell", text=True)
    cells = pd.Index([f"cell{number:05d}" for number in range(1, len(labels) + 1)], dtype="str")
    obs = pd.DataFrame({"donor_id": "simulation", "sample_id": "simulation_s1"}, index=cells)
    for raw, name in groups.items():
        obs[name] = ("group" + labels[raw]).array
    genes = pd.Index([f"SIMG{number:04d}" for number in range(1, N_GENES + 1)], dtype="str")
    loci = pd.Index([f"locus{number:04d}" for number in range(1, N_LOCI + 1)], dtype="str")
    card = find_card(dataset_id)
    return multiome(
        dataset_id=card.id,
        title=card.title,
        license=card.licence,
        obs=obs,
        clinical=unknown_but(time_point="na", batch_id="simulation"),
        rna=part(
            matrix(folder / "rna_matrix.mtx.gz", len(cells), N_GENES),
            pd.DataFrame({"feature_name": genes}, index=genes),
            {"X": RNA},
        ),
        atac=part(
            matrix(folder / "atac_matrix.mtx.gz", len(cells), N_LOCI),
            pd.DataFrame(index=loci),
            {"X": Scale(kind="counts")},
        ),
        uns={"is_simulated": True},
    )
