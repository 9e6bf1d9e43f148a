"""Good 2018: one table of ion counts, whose column of samples is the label."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._mass_cytometry import mass_cytometry
from clinicell.datasets.convert._people import SEXES, age_band
from clinicell.errors import SchemaError

ID = "good2018_bcp_all_cytof"
SURFACE = (
    "cd45", "cd19", "cd22", "cd79b", "cd20", "cd34", "cd179a", "cd123",
    "cd10", "cd179b", "cd24", "cd127", "cd43", "cd38", "cd58", "cd3",
)  # fmt: skip
PHOSPHO = ("psyk", "p4ebp1", "pstat5", "pakt", "ps6", "perk", "pcreb")
HEALTHY, PATIENT = "Healthy1", "UPN1"


def convert(folder: Path) -> ad.AnnData:
    """Return 10,000 cells x 23 markers; ``obs["mrd_target"]`` is True for every cell of the patient.

    Of the clinical table only the patient's sex and age band are kept: of the other patients there are no cells.

    Raises
    ------
    SchemaError
        A sample is neither of the two, or the clinical table does not hold the patient once.
    """
    table = read_csv(folder / "ddpr_cells.csv.gz", ["sample_name", *SURFACE, *PHOSPHO])
    donor = table["sample_name"].str.removesuffix("_Basal")
    strange = ~donor.isin([HEALTHY, PATIENT])
    if strange.any():
        raise SchemaError(f"ddpr_cells.csv.gz: {int(strange.sum())} cells are neither of {HEALTHY} nor of {PATIENT}")
    markers = [*SURFACE, *PHOSPHO]
    return mass_cytometry(
        ID,
        raw=table[markers].to_numpy(dtype="float32"),
        channels=markers,  # the table has no $PnN
        markers=markers,
        obs=_cells(donor, _patient(folder / "patient_metadata.csv")),
        clinical=unknown_but(
            library_id="",
            time_point="",
            tissue_ontology_term_id="",
            sampled_site_condition="",
            disease_ontology_term_id="",
            sex_ontology_term_id="",
            age_band="",
        ),
        uns={"mrd_target_rule": "sample of origin: every cell of the patient with leukaemia, whatever the cell is"},
    )


def _patient(path: Path) -> "pd.Series[str]":
    table = read_csv(path, ["patient_id", "gender", "age_at_diagnosis"], text=True)
    rows = table[table["patient_id"] == PATIENT]
    if len(rows) != 1 or rows["gender"].iloc[0] not in SEXES:
        raise SchemaError(f"{path.name}: {PATIENT} has {len(rows)} rows, or a sex that is none of {', '.join(SEXES)}")
    return rows.iloc[0]


def _cells(donor: "pd.Series[str]", patient: "pd.Series[str]") -> pd.DataFrame:
    is_patient = (donor == PATIENT).to_numpy()
    number = donor.groupby(donor).cumcount() + 1
    return pd.DataFrame(
        {
            "donor_id": donor.array,
            "sample_id": (donor + "-basal").array,
            "library_id": (donor + "-basal").array,
            "time_point": np.where(is_patient, "diagnosis", "na"),
            # the tables do not say whether the patient's cells are of marrow or of blood
            "tissue_ontology_term_id": np.where(is_patient, "unknown", "UBERON:0002371"),  # bone marrow
            "sampled_site_condition": np.where(is_patient, "diseased", "healthy"),
            "disease_ontology_term_id": np.where(is_patient, "MONDO:0020511", "PATO:0000461"),  # B-ALL, healthy
            "sex_ontology_term_id": np.where(is_patient, SEXES[patient["gender"]], "unknown"),
            "age_band": np.where(is_patient, age_band(float(patient["age_at_diagnosis"])), "unknown"),
            "mrd_target": pd.array(is_patient, dtype="boolean"),
        },
        index=pd.Index(donor + "-" + number.astype("str").str.zfill(4), dtype="str"),
    )
