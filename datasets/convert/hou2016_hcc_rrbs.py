"""Hou 2016 as GraphCpG ships it: per chromosome sites x 25 cells, 1 methylated, 0 not, -1 not covered; no positions."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._methylation import SCALES
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

CHROMOSOMES = [f"chr{name}" for name in (*range(1, 23), "X", "Y")]
MISSING = -1
SAME_OF_ALL = {"strand": "unknown", "context": "CG"}


def convert(folder: Path) -> ad.AnnData:
    """Return 25 cells x 2,044,635 CpGs in the order of the genome; positions are missing, the file has none.

    Raises
    ------
    SchemaError
        The file holds other chromosomes, or a state that is none of 1, 0 and -1.
    """
    with np.load(folder / "y_HCC.npz", allow_pickle=False) as file:
        if set(file) != set(CHROMOSOMES):
            raise SchemaError(f"y_HCC.npz: holds {', '.join(sorted(file)[:5])}, ...; chr1 to chr22, chrX and chrY")
        states = [file[name] for name in CHROMOSOMES]  # each (n_sites, n_cells)
    foreign = {int(value) for part in states for value in np.unique(part)} - {MISSING, 0, 1}
    if foreign:
        raise SchemaError(f"y_HCC.npz: holds {sorted(foreign)[:5]}; a state is 1, 0, or -1 where none is known")
    cells = pd.Index([f"cell{number:02d}" for number in range(1, states[0].shape[1] + 1)], dtype="str")
    card = find_card("hou2016_hcc_rrbs")
    return standard(
        dataset_id=card.id,
        modality="methylation",
        title=card.title,
        license=card.licence,
        obs=pd.DataFrame({"donor_id": "HCC", "sample_id": "HCC_s1", "library_id": cells}, index=cells),
        clinical=unknown_but(
            library_id="",
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0007256",  # hepatocellular carcinoma
            assay_ontology_term_id="EFO:0010007",  # scTrio-seq
        ),
        scales=SCALES,
        var=_sites([len(part) for part in states]),
        layers={
            "cov": sparse.hstack([sparse.csr_matrix((part != MISSING).T.astype(np.uint16)) for part in states], "csr"),
            "met": sparse.hstack([sparse.csr_matrix((part == 1).T.astype(np.uint16)) for part in states], "csr"),
        },
        uns={
            "genome_build": "unknown",
            "genome_build_note": "the file holds no positions; those of GEO GSE65364 are of hg19",
            "state_note": "the file holds a state per CpG, no reads: cov 1 says that there is a state",
        },
    )


def _sites(n_sites: list[int]) -> pd.DataFrame:
    chrom = np.repeat(CHROMOSOMES, n_sites)
    number = np.concatenate([np.arange(1, n + 1) for n in n_sites])
    names = np.char.add(np.char.add(chrom, ":site"), number.astype("str"))
    var = pd.DataFrame({"chrom": pd.Categorical(chrom, CHROMOSOMES), "pos": np.nan}, index=pd.Index(names, dtype="str"))
    return var.assign(**{name: pd.Categorical(np.full(len(var), word)) for name, word in SAME_OF_ALL.items()})
