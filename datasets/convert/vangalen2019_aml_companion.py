"""Labels of cells of acute myeloid leukaemia and of normal marrow: three tables, no expression."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

MALIGNANT = (
    "LSPC-Quiescent", "LSPC-Primed", "LSPC-Cycle", "GMP-like", "ProMono-like", "Mono-like", "cDC-like",
)  # fmt: skip
AML, HEALTHY = "MONDO:0018874", "PATO:0000461"
PATHS = "./GRCh38.RNA/"  # a folder of the authors, in the names of Abbas's cells


def convert(folder: Path) -> ad.AnnData:
    """Return 42,768 labelled cells of 20 patients and five normal marrows, named as in the count matrices.

    ``obs["cell_type"]`` is the type as classified, ``obs["cell_type_reannotated"]`` that of the other table.

    Raises
    ------
    SchemaError
        A malignant cell's type or cohort is unknown, or the two tables name other malignant cells.
    """
    malignant = read_csv(
        folder / "zeng2022_vangalen_abbas_cells.csv.gz", ["Patient", "Cohort", "CellType"], index="Cell"
    )
    malignant.index = malignant.index.str.removeprefix(PATHS).str.removesuffix("-0")  # -0 marks the cohort
    again = read_csv(folder / "zeng2022_cell_reannotation.csv.gz", ["Patient", "CellType_new"], index="Cell")
    marrow = pd.read_csv(folder / "BM_6915cells.BackSPIN.txt.gz", sep="\t").set_index("cell")["cluster"]
    _check(malignant, again)
    card = find_card("vangalen2019_aml_companion")
    return standard(
        dataset_id=card.id,
        modality="labels",
        title=card.title,
        license=card.licence,
        obs=pd.concat([_malignant(malignant, again["CellType_new"]), _normal(again), _marrow(marrow)]),
        clinical=unknown_but(
            time_point="",
            tissue_ontology_term_id="",
            sampled_site_condition="",
            disease_ontology_term_id="",
        ),
        scales={},
        uns={"malignant_note": "malignant or normal is the authors' call from expression, not genotype of each cell"},
    )


def _check(malignant: pd.DataFrame, again: pd.DataFrame) -> None:
    strange = ~malignant["CellType"].isin(MALIGNANT) | ~malignant["Cohort"].isin(["vanGalen", "Abbas"])
    if strange.any():
        raise SchemaError(f"{int(strange.sum())} of {len(malignant)} cells have an unknown type or cohort")
    same(
        malignant.index[malignant["Cohort"] == "vanGalen"],
        again.index[again["CellType_new"].isin(MALIGNANT)],
        "malignant cells of van Galen's patients",
    )


def _malignant(cells: pd.DataFrame, again: "pd.Series[str]") -> pd.DataFrame:
    of_abbas = cells["Cohort"] == "Abbas"
    return _labelled(
        cells["Patient"],
        cell_type=cells["CellType"],
        cell_type_reannotated=again.reindex(cells.index).fillna("unknown"),
        time_point=of_abbas.map({True: "unknown", False: "diagnosis"}),
        cohort=cells["Cohort"],
        malignant=True,
    )


def _normal(again: pd.DataFrame) -> pd.DataFrame:
    cells = again[~again["CellType_new"].isin(MALIGNANT)]
    return _labelled(
        cells["Patient"],
        cell_type=cells["CellType_new"],
        cell_type_reannotated=cells["CellType_new"],
        time_point="diagnosis",
        cohort="vanGalen",
        malignant=False,
    )


def _marrow(cluster: "pd.Series[str]") -> pd.DataFrame:
    """Return the cells of normal marrow: ``BM5-34p38n`` is a sorted sample of the donor BM5."""
    sample = cluster.index.to_series().str.partition("_")[0]
    return _labelled(
        sample.str.partition("-")[0],
        sample_id=sample,
        cell_type=cluster,
        cell_type_reannotated="na",
        time_point="na",
        cohort="normal marrow",
        malignant=False,
        tissue_ontology_term_id="UBERON:0002371",  # bone marrow
        sampled_site_condition="healthy",
        disease_ontology_term_id=HEALTHY,
    )


def _labelled(donor: "pd.Series[str]", *, malignant: bool, **columns: "pd.Series[str] | str") -> pd.DataFrame:
    of_patients = {
        "sample_id": donor,
        "tissue_ontology_term_id": "unknown",
        "sampled_site_condition": "diseased",
        "disease_ontology_term_id": AML,
    }
    cells = pd.DataFrame({"donor_id": donor, **of_patients, **columns, "malignant_evidence": "expert"})
    cells["malignant"] = pd.array([malignant] * len(cells), dtype="boolean")
    cells.index = pd.Index(cells.index, dtype="str", name=None)
    return cells
