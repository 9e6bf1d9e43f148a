"""Eight cohorts under checkpoint blockade: bulk expression per cohort, and one clinical table for all."""

from functools import reduce
from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.convert._people import SEXES, age_band
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

COHORTS = ("Hugo", "Liu", "Mariathasan", "Miao", "Nathanson", "Padron", "Riaz", "Van_Allen")
NOT_THERE = "True"  # what became of columns without any value in the distributor's object
DISEASES = {
    "Melanoma": "MONDO:0005105",
    "Bladder": "MONDO:0001187",  # urinary bladder cancer
    "Kidney": "MONDO:0002367",  # kidney cancer
    "Pancreas": "MONDO:0009831",  # pancreatic cancer
}
TREATMENTS = {"PD-1/PD-L1": "anti-PD1-PDL1", "CTLA4": "anti-CTLA4", "IO+combo": "IO-combination"}
DESCRIPTIONS = {
    "anti-PD1-PDL1": "antibody to PD-1 or PD-L1",
    "anti-CTLA4": "antibody to CTLA-4",
    "IO-combination": "checkpoint blockade in combination; the table does not say with what",
}
RESPONSES = {"R": True, "NR": False}
MAPPING = {
    "criterion": "clinical_binary",
    "rule": "R or NR as the distributor drew them from RECIST; patients of neither are unknown",
}
RECIST = ("CR", "PR", "SD", "PD")
KEPT = "the intersection of the eight cohorts; a gene that one does not report is not zero in it"
CLINICAL = ["sample", "cohort", "sex", "age", "cancer_type", "treatment", "recist", "response"]


def convert(folder: Path) -> ad.AnnData:
    """Return 463 tumours x the genes that were measured in all of them, log2(TPM + 0.001).

    The times of survival, in months, are not carried over: the standard counts whole days.

    Raises
    ------
    SchemaError
        A cohort's expression and the clinical table do not name the same patients, or a code is not known.
    """
    clinical = read_csv(folder / "clinical.csv", CLINICAL, text=True)
    clinical.index = pd.Index(clinical["cohort"].str.replace("_", "") + "-" + clinical["sample"], dtype="str")
    expression, genes_not_measured = _measured_in_all([_expression(folder, cohort, clinical) for cohort in COHORTS])
    genes = by_symbol(expression.columns.astype("str"))
    card = find_card("icb_bulk")
    return standard(
        dataset_id=card.id,
        modality="bulk_rna",
        title=card.title,
        license=card.licence,
        obs=_patients(clinical.loc[expression.index]),
        clinical=unknown_but(
            batch_id="",
            sampled_site_condition="diseased",
            disease_ontology_term_id="",
            assay_ontology_term_id="EFO:0008896",  # RNA-Seq
            suspension_type="na",
            sex_ontology_term_id="",
            age_band="",
        ),
        scales={"X": Scale(kind="other", formula="log2(TPM + 0.001)")},
        var=genes.var,
        X=genes.of(expression.to_numpy(dtype="float32")),
        uns={
            **genes.uns,
            "genes_kept": KEPT,
            "genes_not_measured": genes_not_measured,  # in some patients
            "response_mapping": MAPPING,
            "treatments": DESCRIPTIONS,
        },
    )


def _measured_in_all(tables: list[pd.DataFrame]) -> tuple[pd.DataFrame, list[str]]:
    """Return patients x the genes that all tables report, and the names of those that lack a value and are left out."""
    shared = reduce(lambda left, right: left.intersection(right, sort=False), (table.columns for table in tables))
    expression = pd.concat([table[shared] for table in tables])
    is_measured = expression.notna().all()
    return expression.loc[:, is_measured], shared[~is_measured.to_numpy()].tolist()


def _expression(folder: Path, cohort: str, clinical: pd.DataFrame) -> pd.DataFrame:
    """Return patients x symbols of one cohort; two cohorts may use the same number for two patients."""
    table = read_csv(folder / f"{cohort}.expression.csv.gz", [], index="gene").T
    table.index = pd.Index(f"{cohort.replace('_', '')}-" + table.index.astype("str"), dtype="str")
    same(table.index, clinical.index[clinical["cohort"] == cohort], f"patients of {cohort}")
    return table


def _patients(clinical: pd.DataFrame) -> pd.DataFrame:
    known = clinical.assign(**{name: clinical[name].replace(NOT_THERE, pd.NA) for name in ("sex", "age", "recist")})
    codes = {"sex": SEXES, "cancer_type": DISEASES, "treatment": TREATMENTS, "recist": RECIST, "response": RESPONSES}
    for name, allowed in codes.items():
        strange = ~known[name].isin(list(allowed)) & known[name].notna()
        if strange.any():
            raise SchemaError(
                f"clinical.csv: {int(strange.sum())} patients have a {name} that is none of {list(allowed)}"
            )
    response = known["response"].fillna("unknown")
    return pd.DataFrame(
        {
            "donor_id": known.index,
            "sample_id": known.index,
            "batch_id": known["cohort"],
            "disease_ontology_term_id": known["cancer_type"].map(DISEASES),
            "sex_ontology_term_id": known["sex"].map(SEXES).fillna("unknown"),
            "age_band": pd.to_numeric(known["age"]).astype("float64").map(age_band),
            "treatment_id": known["treatment"].map(TREATMENTS),
            "response_criterion": (response != "unknown").map({True: "clinical_binary", False: "unknown"}),
            "response_value": response,
            "responder_binary": known["response"].map(RESPONSES).astype("boolean"),
            "recist": known["recist"].fillna("unknown"),
        },
        index=known.index,
    )
