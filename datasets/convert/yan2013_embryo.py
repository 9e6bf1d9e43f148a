"""Yan 2013: human oocytes and cells of preimplantation embryos, RPKM; the embryo is in the cell's name."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

TISSUES = {  # by stage; the stage "zygote" holds three oocytes
    "zygote": "unknown",
    "2cell": "UBERON:0000922",  # embryo
    "4cell": "UBERON:0000922",
    "8cell": "UBERON:0000922",
    "16cell": "UBERON:0000085",  # morula
    "blast": "UBERON:0000358",  # blastocyst
}
CELL_TYPES = {"oocyte": "CL:0000023", "zygote": "CL:0000365"}  # animal zygote
# As R mangled them: "Oocyte..1.RPKM.", "X2.cell.embryo.1..Cell.2.RPKM.", "Late.blastocyst..3..Cell.8.RPKM."
NAME = r"^X?(?P<kind>[A-Za-z0-9.]+?)(?:\.embryo)?\.+(?P<number>\d+)(?:\.\.Cell\.(?P<cell>\d+))?\.RPKM\.$"


def convert(folder: Path) -> ad.AnnData:
    """Return 90 cells x genes, RPKM; ``obs["stage"]`` is the label, ``donor_id`` the embryo.

    Raises
    ------
    SchemaError
        The two tables name other cells, a name does not say which embryo, or a stage is not known.
    """
    table = pd.read_csv(folder / "rpkm.csv.gz", index_col=0).T
    stage = read_csv(folder / "stages.csv", ["stage"], index="cell", text=True)["stage"]
    if table.index.tolist() != stage.index.tolist() or not stage.isin(TISSUES).all():
        raise SchemaError("rpkm.csv.gz and stages.csv do not name the same cells in one order, or a stage is not known")
    genes = by_symbol(table.columns.astype("str"))
    card = find_card("yan2013_embryo")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(stage),
        clinical=unknown_but(time_point="na", tissue_ontology_term_id="", cell_type_ontology_term_id=""),
        scales={"X": Scale(kind="other", formula="RPKM, linear; no counts")},
        var=genes.var,
        X=genes.of(table.to_numpy(dtype="float32")),
        uns=genes.uns,
    )


def _cells(stage: "pd.Series[str]") -> pd.DataFrame:
    parts = stage.index.to_series().str.extract(NAME)
    if parts[["kind", "number"]].isna().any(axis=None):
        raise SchemaError(f"the names of {int(parts['number'].isna().sum())} of {len(stage)} cells hold no embryo")
    kind = parts["kind"].str.strip(".").str.lower().str.replace(".", "-")
    embryo = kind + "-" + parts["number"]
    cells = pd.DataFrame(
        {
            "donor_id": embryo,
            "sample_id": embryo,
            "tissue_ontology_term_id": stage.map(TISSUES),
            "cell_type_ontology_term_id": kind.map(CELL_TYPES).fillna("unknown"),
            "stage": stage,
        }
    )
    cells.index = pd.Index(embryo + "-" + parts["cell"].fillna("1").str.zfill(2), dtype="str", name=None)
    return cells
