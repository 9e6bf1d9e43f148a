"""DeepCpG's test data: per cell a bed of chromosome, position from 1, and state 0.0 or 1.0; no header."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._methylation import SCALES, reads
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

CELLS = ("BS27_4_SER", "BS28_2_SER")
STATES = {"0.0": 0, "1.0": 1}
REGIONS = {"in_cpg_island": "CGI.bed.gz", "in_exon": "exons.bed.gz"}


def convert(folder: Path) -> ad.AnnData:
    """Return 2 serum embryonic stem cells of the mouse x the CpGs of chromosomes 18 and 19 that either observed.

    Raises
    ------
    SchemaError
        A state is neither 0.0 nor 1.0, or a site stands twice in a cell.
    """
    calls = pd.concat([_calls(folder, cell) for cell in CELLS], ignore_index=True)
    cells = pd.Index(CELLS, dtype="str")
    layers, sites = reads(calls, cells)
    regions = {name: _is_inside(sites, folder / "annos" / file) for name, file in REGIONS.items()}
    card = find_card("deepcpg_mesc_mini")
    return standard(
        dataset_id=card.id,
        modality="methylation",
        title=card.title,
        license=card.licence,
        obs=pd.DataFrame({"donor_id": "unknown", "sample_id": "serum", "library_id": cells}, index=cells),
        clinical=unknown_but(
            library_id="",
            time_point="na",
            tissue_type="cell line",
            cell_type_ontology_term_id="CL:0002322",  # embryonic stem cell
            assay_ontology_term_id="EFO:0008905",  # scBS-seq
            self_reported_ethnicity_ontology_term_id="na",
            age_band="na",
        ),
        scales=SCALES,
        var=sites.assign(strand=".", context="CG", **regions),
        layers=layers,
        uns={
            "organism_ontology_term_id": "NCBITaxon:10090",
            "genome_build": "GRCm38",
            "state_note": "the file holds a state per CpG, no reads: cov 1 says that there is a state",
        },
    )


def _calls(folder: Path, cell: str) -> pd.DataFrame:
    path = folder / "cpg_profiles" / f"{cell}.bed.gz"
    raw = pd.read_csv(path, sep="\t", header=None, names=["chrom", "pos", "state"], dtype="str")
    bad = ~raw["state"].isin(STATES)
    if bad.any():
        raise SchemaError(
            f"{path.name}: {int(bad.sum())} of {len(raw)} states are neither 0.0 nor 1.0, "
            f"e.g. {raw['state'][bad].iloc[0]}"
        )
    return pd.DataFrame(
        {
            "cell": cell,
            "chrom": "chr" + raw["chrom"],
            "pos": raw["pos"].astype("int64"),
            "cov": 1,
            "met": raw["state"].map(STATES),
        }
    )


def _is_inside(sites: pd.DataFrame, path: Path) -> np.ndarray:
    """Return per site whether one of the bed's stretches, from 0 and without their end, holds it."""
    bed = pd.read_csv(path, sep="\t", header=None, names=["chrom", "start", "end"])
    inside = np.zeros(len(sites), dtype=bool)
    for chrom, rows in sites.groupby("chrom").indices.items():
        own = bed[bed["chrom"] == chrom]
        position = sites["pos"].to_numpy()[rows]
        n_begun = np.searchsorted(np.sort(own["start"].to_numpy()), position, side="left")
        n_ended = np.searchsorted(np.sort(own["end"].to_numpy()), position, side="left")
        inside[rows] = n_begun > n_ended  # start < pos <= end
    return inside
