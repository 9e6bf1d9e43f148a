"""Features that are stretches of a genome: bins of copy number, peaks of open chromatin."""

from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema import features
from clinicell.datasets.schema.chromosomes import (
    BUILDS,
    FROM_0,
    FROM_1,
    is_chromosome,
    is_position,
    is_start,
    numbers,
    outside,
)
from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, rows, text
from clinicell.datasets.schema.words import Flags

PLACE = ("chrom", "start", "end")

RULES = rulebook(
    Rule("L2-INTERVAL-01", "no chromosome", "1 to 22, X, Y or MT, with or without 'chr'; drop other contigs"),
    Rule("L2-INTERVAL-02", "no place on a chromosome", "whole numbers, start from 0; missing where nobody knows"),
    Rule("L2-INTERVAL-03", "stretches that end before they begin", "start < end, as in bed: 0-based, end not included"),
    Rule("L2-INTERVAL-04", "a part of a place is missing", f"all of {', '.join(PLACE)}, or none"),
    Rule("L2-INTERVAL-05", "places without their genome", f"uns['genome_build']: {', '.join(sorted(BUILDS))}"),
    Rule("L2-INTERVAL-06", "stretches that the genome does not have", "look whether genome_build is theirs"),
    Rule("L2-INTERVAL-07", "stretches that occur more than once", "keep one"),
)  # fmt: skip


INTERVALS = Schema(
    {
        "chrom": text("L2-INTERVAL-01", is_chromosome, need="conditional", description="The chromosome."),
        "start": rows(
            "L2-INTERVAL-02", is_start, allowed=FROM_0, need="conditional",
            description="The first base, counted from 0.",
        ),
        "end": rows(
            "L2-INTERVAL-02", is_position, allowed=FROM_1, need="conditional", description="Behind the last base."
        ),
    }
)  # fmt: skip


def check(adata: ad.AnnData, unit: str) -> Iterator[Finding]:
    """Yield the faults of the places of features, where `var` holds places."""
    var = features.table_of(adata)
    lost = [name for name in PLACE if name not in var]
    if len(lost) == len(PLACE):
        return
    yield from findings(INTERVALS, var, RULES, of="var", unit=unit)
    yield from RULES["L2-INTERVAL-04"].broken(
        path="var", n_affected=len(lost), n_total=len(PLACE), unit="columns", examples=lost
    )
    build = text_of(adata, "genome_build")
    yield from RULES["L2-INTERVAL-05"].broken(
        path="uns['genome_build']",
        n_affected=int(build not in BUILDS),
        n_total=1,
        unit="entries",
        examples=[build] if build else [],
    )
    if not lost:
        yield from _places(adata, var, build, unit)


def _places(adata: ad.AnnData, var: pd.DataFrame, build: str, unit: str) -> Iterator[Finding]:
    start, end = numbers(var["start"]), numbers(var["end"])
    place = pd.DataFrame({"chrom": var["chrom"].astype("str").to_numpy(), "start": start, "end": end})
    is_known = ~np.isnan(start) & ~np.isnan(end) & (place["chrom"] != "unknown").to_numpy()
    for code, bad in (
        ("L2-INTERVAL-03", start >= end),
        ("L2-INTERVAL-06", outside(var["chrom"], end, build)),
        ("L2-INTERVAL-07", place.duplicated().to_numpy() & is_known),
    ):
        yield from _broken(adata, code, bad, unit)


def _broken(adata: ad.AnnData, code: str, bad: Flags, unit: str) -> tuple[Finding, ...]:
    return RULES[code].broken(
        path="var", n_affected=int(bad.sum()), n_total=len(bad), unit=unit, examples=adata.var_names[bad][:5]
    )
