"""The tutorial data of scbs: per cell a Bismark ``.cov`` without header, positions from 1."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._methylation import SCALES, reads
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

COLUMNS = ["chrom", "pos", "end", "percent", "n_methylated", "n_unmethylated"]
LOW_QUALITY = ("cell_10", "cell_20", "cell_30")  # the tutorial's outliers
ROUNDING = 1e-3  # per cent


def convert(folder: Path) -> ad.AnnData:
    """Return 30 cells of a mouse x 139,224 cytosines of chromosomes 15 to 19 and X.

    The strands were not merged, and the files do not name them: ``strand`` is unknown.

    Raises
    ------
    SchemaError
        A row is no single position, or its percentage is not that of its reads.
    """
    paths = sorted((folder / "cells").glob("cell_*.cov.gz"))
    calls = pd.concat([_calls(path) for path in paths], ignore_index=True)
    cells = pd.Index([path.name.removesuffix(".cov.gz") for path in paths], dtype="str")
    layers, sites = reads(calls, cells)
    card = find_card("scbs_tutorial_mouse")
    return standard(
        dataset_id=card.id,
        modality="methylation",
        title=card.title,
        license=card.licence,
        obs=pd.DataFrame(
            {
                "donor_id": "unknown",
                "sample_id": "unknown",
                "library_id": cells,
                "is_low_quality": cells.isin(LOW_QUALITY),
            },
            index=cells,
        ),
        clinical=unknown_but(
            library_id="", time_point="na", self_reported_ethnicity_ontology_term_id="na", age_band="na"
        ),
        scales=SCALES,
        var=sites.assign(strand="unknown", context="CG"),
        layers=layers,
        uns={
            "organism_ontology_term_id": "NCBITaxon:10090",
            "genome_build": "GRCm38",
            "strand_note": "cytosines of both strands stand side by side; the files do not say which is which",
            "quality_rule": "the tutorial names cells 10, 20 and 30 as outliers: few sites, 11 % or 74 % methylated",
        },
    )


def _calls(path: Path) -> pd.DataFrame:
    raw = pd.read_csv(path, sep="\t", header=None, names=COLUMNS, dtype={"chrom": "str"})
    n_reads = raw["n_methylated"] + raw["n_unmethylated"]
    apart = (raw["percent"] - 100 * raw["n_methylated"] / n_reads).abs() > ROUNDING
    bad = (raw["pos"] != raw["end"]) | apart
    if bad.any():
        raise SchemaError(
            f"{path.name}: {int(bad.sum())} of {len(raw)} rows are no single position, or their percentage is not that "
            "of their reads; Bismark's .cov has chromosome, start, end, per cent, methylated, unmethylated"
        )
    return pd.DataFrame(
        {
            "cell": path.name.removesuffix(".cov.gz"),
            "chrom": "chr" + raw["chrom"],
            "pos": raw["pos"],
            "cov": n_reads,
            "met": raw["n_methylated"],
        }
    )
