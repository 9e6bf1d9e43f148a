"""Rambow 2018: one csv per time point, cells x six variants; an empty entry has too little coverage."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, unlabelled
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING, Genotypes, recoded
from clinicell.errors import SchemaError

TREATMENT = "BRAF_MEK"
TIME_POINTS = {  # file: sample, time point, days of treatment
    "T1_before_treatment.csv": ("T1", "baseline", np.nan),
    "T2_4_days_treatment.csv": ("T2", "on_treatment", 4.0),
    "T3_28_days_treatment.csv": ("T3", "on_treatment", 28.0),
    "T4_57_days_treatment.csv": ("T4", "on_treatment", 57.0),
}


def convert(folder: Path) -> ad.AnnData:
    """Return 475 cells x 6 variants at four time points of one xenograft.

    Raises
    ------
    SchemaError
        The time points do not have the same variants, or a variant's name states no position and alleles.
    """
    parts = [_read(folder / name, *TIME_POINTS[name]) for name in TIME_POINTS]
    first = parts[0][0].columns
    for table, _, _ in parts[1:]:
        same(first, table.columns, "variants of the time points")
    return genotypes(
        "rambow2018_melanoma",
        obs=pd.concat([cells for _, _, cells in parts]),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0005105",  # melanoma
            sampled_site_condition="diseased",
            time_point="",
        ),
        var=_sites(first),
        layers={"genotype": np.concatenate([calls for _, calls, _ in parts])},
        uns={
            "genome_build": "unknown",
            "genome_build_note": "the files do not state the genome build of the positions",
            "genotype_note": "1 is detected, 0 absent: the files do not tell heterozygous from homozygous",
            "time_anchor": "start of BRAF and MEK inhibition",
            "treatments": {TREATMENT: "a BRAF and a MEK inhibitor; the files do not name them"},
            "donor_note": "cells of a xenograft of one patient; the files do not say which mouse bore them",
        },
    )


def _read(path: Path, sample: str, time_point: str, days: float) -> tuple[pd.DataFrame, Genotypes, pd.DataFrame]:
    table = read_csv(path, [], index="cell", text=True).fillna("").sort_index(axis=1)
    calls = recoded(table.to_numpy(dtype="str"), {"0": 0, "1": 1, "": MISSING}, path.name)
    cells = unlabelled(table.index, "pdx1", sample).assign(
        time_point=time_point,
        days_from_baseline=days,
        treatment_id="na" if np.isnan(days) else TREATMENT,
        treatment_phase="pre" if np.isnan(days) else "on",
    )
    return table, calls, cells


def _sites(names: "pd.Index[str]") -> pd.DataFrame:
    """Return sites x {gene, chrom, pos, ref, alt} of names such as ``RPL5_1_92837514_C_G``."""
    sites = names.str.extract(r"^(?P<gene>\w+)_(?P<chrom>[0-9XY]+)_(?P<pos>\d+)_(?P<ref>[ACGT]+)_(?P<alt>[ACGT]+)$")
    if sites.isna().any(axis=None):
        raise SchemaError(f"a variant does not read 'gene_chromosome_position_ref_alt', e.g. {names[0]!r}")
    return sites.assign(pos=sites["pos"].astype("int64")).set_index(pd.Index(names, dtype="str", name=None))
