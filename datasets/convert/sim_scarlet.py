"""SCARLET simulations: copy-number clone, variant reads and all reads per cell; the noise-free matrix beside them."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.convert._clones import genotypes, numbered
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING, side_by_side
from clinicell.errors import SchemaError

INSTANCES = range(10)
THRESHOLD = 0.05  # of the reads
Counts = NDArray[np.int32]


def convert(folder: Path) -> ad.AnnData:
    """Return ten tumours of 100 cells x 20 mutations; a site of one is missing in all cells of the others.

    Raises
    ------
    SchemaError
        A tumour has not one noise-free genotype per cell and site, or more variant reads than reads.
    """
    tumours = [_read(folder, number) for number in INSTANCES]
    obs = pd.concat([cells for cells, _, _ in tumours], ignore_index=True)
    obs.index = pd.Index(numbered("cell", len(obs)), dtype="str")
    alt = side_by_side([alt for _, alt, _ in tumours], fill=0)
    total = side_by_side([total for _, _, total in tumours], fill=0)
    called = np.divide(alt, total, out=np.zeros(alt.shape), where=total > 0) > THRESHOLD
    return genotypes(
        "sim_scarlet",
        obs=obs,
        clinical=unknown_but(sampled_site_condition="diseased", batch_id="simulation"),
        var=pd.DataFrame(index=pd.Index(numbered("site", alt.shape[1]), dtype="str")),
        layers={
            "genotype": np.where(total > 0, called, MISSING).astype(np.int8),
            "dp": total,
            "ad_alt": alt,
        },
        uns={"is_simulated": True, "genotype_rule": f"1 where more than {THRESHOLD:.0%} of the reads are variant"},
    )


def _read(folder: Path, number: int) -> tuple[pd.DataFrame, Counts, Counts]:
    """Return the cells, the variant reads and all reads of one tumour, each cells x sites."""
    name, donor = f"tree.{number}.B", f"tumour{number + 1:02d}"
    table = read_csv(folder / "scarlet_input" / name, ["c"])
    sites = [column.removesuffix("_v") for column in table.columns.astype("str") if column.endswith("_v")]
    alt, total = (table[[f"{site}_{kind}" for site in sites]].to_numpy(dtype="int32") for kind in "vt")
    true = np.loadtxt(folder / "perfect" / name, dtype="int64", skiprows=2, ndmin=2)
    if true.shape != alt.shape or (alt > total).any():
        raise SchemaError(
            f"{name}: {true.shape} noise-free and {alt.shape} observed; {int((alt > total).sum())} entries have more "
            "variant reads than reads"
        )
    _, clone = np.unique(true, axis=0, return_inverse=True)
    cells = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": f"{donor}_s1",
            "clone_id": [f"clone{code + 1:02d}" for code in clone.reshape(-1)],
            "malignant": pd.array([True] * len(alt), dtype="boolean"),
            "malignant_evidence": "simulation",
            "copy_number_clone": "cn" + table["c"].astype("str"),
        }
    )
    return cells, alt, total
