"""Miles 2020: one csv per sample, cells x variants, 0, 1 and 2; a variant that a table lacks was not kept in it."""

from collections.abc import Sequence
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, of_samples, on_all_sites
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.readers.genotype_matrix import Genotypes
from clinicell.errors import SchemaError

DISEASES = {  # diagnosis as the authors write it: MONDO, of the broader disease where it has no term of its own
    "AML": "MONDO:0018874",
    "sAML": "MONDO:0018874",  # secondary
    "tAML": "MONDO:0018874",  # therapy-related
    "MPN": "MONDO:0020076",
    "MDS": "MONDO:0018881",
    "CH": "MONDO:0100542",  # clonal hematopoiesis
    "Other": "unknown",
    "unknown": "unknown",
}
TIME_POINTS = {"Newly Diagnosed": "diagnosis"}
CODES = (0, 1, 2)


def convert(folder: Path) -> ad.AnnData:
    """Return 384,656 cells of 146 samples x the 425 variants of all; one that a sample's table lacks is missing there.

    Raises
    ------
    SchemaError
        A table holds a code that is none of 0, 1 and 2, or a diagnosis is not known.
    """
    paths = sorted((folder / "ngt").glob("*.csv.gz"))
    names = [path.name.removesuffix(".csv.gz") for path in paths]
    tables = [_read(path) for path in paths]
    genotype, sites = on_all_sites([calls for _, calls in tables], [variants for variants, _ in tables])
    gene = sites.to_series().str.extract(r"^([A-Z0-9]+)", expand=False)
    return genotypes(
        "miles2020_myeloid",
        obs=of_samples(_samples(folder / "pheno_updated.csv", names), [len(calls) for _, calls in tables]),
        clinical=unknown_but(
            disease_ontology_term_id="",
            time_point="",
        ),
        var=pd.DataFrame({"gene": gene.tolist()}, index=sites),
        layers={"genotype": genotype},
        uns={
            "donor_note": "14 samples are in no table of subjects; each counts as a donor of its own",
            "disease_mapping": DISEASES,
            "time_point_mapping": {**TIME_POINTS, "any other status": "unknown"},
        },
    )


def _read(path: Path) -> tuple["pd.Index[str]", Genotypes]:
    """Return the variants and the calls of one sample; its cells bear running numbers."""
    table = read_csv(path, [], index="cell")
    raw = table.to_numpy()
    strange = ~np.isin(raw, CODES)
    if strange.any():
        raise SchemaError(f"{path.name}: {int(strange.sum()):,} of {raw.size:,} calls are none of {CODES}")
    return pd.Index(table.columns, dtype="str"), raw.astype(np.int8)


def _samples(path: Path, names: Sequence[str]) -> pd.DataFrame:
    """Return samples x {donor, diagnosis, status and what they mean}, in the order of `names`."""
    subject, diagnosis, status = "Subject ID for dbGAP", "Dx", "Disease.Status"
    known = read_csv(path, [subject, diagnosis, status], index="Sample ID for dbGAP", text=True)
    known = known.reindex(pd.Index(names))
    donor = ("subject" + known[subject].str.zfill(3)).fillna(known.index.to_series())
    strange = set(known[diagnosis].dropna()) - set(DISEASES)
    if strange:
        raise SchemaError(f"{path.name}: {min(strange)!r} is no known diagnosis; known are {', '.join(DISEASES)}")
    return pd.DataFrame(
        {
            "donor_id": donor,
            "diagnosis": known[diagnosis].fillna("unknown"),
            "disease_status": known[status].fillna("unknown"),
            "disease_ontology_term_id": known[diagnosis].fillna("unknown").map(DISEASES),
            "time_point": known[status].map(TIME_POINTS).fillna("unknown"),
        }
    )
