"""COVID-19 lung lavage: a table of cells with type and cluster, and one of people; no expression."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import same, unknown_but
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

SEVERITIES = {"HC": "healthy", "M": "moderate", "S": "severe"}
HEALTHY = "PATO:0000461"
DISEASES = {"HC": HEALTHY, "M": "MONDO:0100096", "S": "MONDO:0100096"}  # COVID-19
CELL_TYPES = {
    "Macrophages": "CL:0000235",
    "T": "CL:0000084",
    "Epithelial": "CL:0000066",
    "Neutrophil": "CL:0000775",
    "NK": "CL:0000623",
    "Plasma": "CL:0000786",
    "mDC": "CL:0000782",  # myeloid dendritic cell
    "B": "CL:0000236",
    "pDC": "CL:0000784",
    "Mast": "CL:0000097",
}
VIRAL = {"N": False, "Y": True}


def convert(folder: Path) -> ad.AnnData:
    """Return 65,813 cells without any matrix: the files hold neither genes nor coordinates.

    ``obs["severity"]`` is the person's, ``obs["has_viral_reads"]`` the cell's.

    Raises
    ------
    SchemaError
        The tables do not name the same people, disagree on a person's group, or hold an unknown code.
    """
    cells = pd.read_csv(folder / "all.cell.annotation.meta.txt.gz", sep="\t", dtype="str")
    people = pd.read_csv(folder / "sample_meta.txt", sep="\t", dtype="str").set_index("sample_new")
    same(cells["sample_new"], people.index, "people of the two tables")
    apart = cells["sample_new"].map(people["group"]) != cells["group"]
    codes = {"group": list(SEVERITIES), "celltype": list(CELL_TYPES), "hasnCoV": list(VIRAL)}
    strange = [name for name, known in codes.items() if not cells[name].isin(known).all()]
    if apart.any() or strange:
        raise SchemaError(
            f"{int(apart.sum())} of {len(cells)} cells are of another group than their person, or hold an unknown code "
            f"in {strange or 'no column'}"
        )
    card = find_card("covid_balf")
    return standard(
        dataset_id=card.id,
        modality="labels",
        title=card.title,
        license=card.licence,
        obs=_cells(cells),
        clinical=unknown_but(
            library_id="",
            tissue_ontology_term_id="UBERON:0002048",  # lung
            sampled_site_condition="",
            disease_ontology_term_id="",
            cell_type_ontology_term_id="",
            cell_type_label_source="expert",
        ),
        scales={},
        uns={"severity_rule": "of the person, as the authors state it: healthy control, moderate, severe or critical"},
    )


def _cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells under new names: their own end in the number of the person."""
    disease = cells["group"].map(DISEASES)
    number = cells.groupby("sample_new").cumcount() + 1
    return pd.DataFrame(
        {
            "donor_id": cells["sample_new"].array,
            "sample_id": cells["sample_new"].array,
            "library_id": cells["sample"].array,
            "sampled_site_condition": (disease == HEALTHY).map({True: "healthy", False: "diseased"}).array,
            "disease_ontology_term_id": disease.array,
            "cell_type_ontology_term_id": cells["celltype"].map(CELL_TYPES).array,
            "cell_type": cells["celltype"].array,
            "cluster": ("G" + cells["cluster"]).array,
            "severity": cells["group"].map(SEVERITIES).array,
            "has_viral_reads": cells["hasnCoV"].map(VIRAL).astype("bool").array,
        },
        index=pd.Index(cells["sample_new"] + "-" + number.astype("str").str.zfill(5), dtype="str"),
    )
