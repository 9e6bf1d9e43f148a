"""Circulating tumour cells of two devices and blood cells of 10x: three tables, and one that says what a cell is."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

SOURCES = {"ctc_hydroseq": "CTC", "blood": "blood", "ctc_clearcell_polaris": "CTC"}  # file: label
WHOLE = ("ctc_hydroseq", "blood")  # the third holds estimated counts


def convert(folder: Path) -> ad.AnnData:
    """Return 1,615 cells x genes; ``obs["is_ctc"]`` is the label, which the device gives away.

    Cells get new names: their own hold the name of a person and codes of a sequencing run.

    Raises
    ------
    SchemaError
        The tables differ in genes or in cells, a cell's label is not that of its table, or a count is not whole.
    """
    tables = [pd.read_csv(folder / f"{name}.csv.gz", index_col=0) for name in SOURCES]
    cells = read_csv(folder / "cells.csv", ["source", "group", "label"], index="cell", text=True)
    _check(dict(zip(SOURCES, tables, strict=True)), cells)
    genes = by_symbol(tables[0].index.astype("str"))
    card = find_card("ctc_hydroseq")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(cells),
        clinical=unknown_but(library_id="", batch_id="", tissue_ontology_term_id="UBERON:0000178"),  # blood
        scales={
            "X": Scale(kind="other", formula="UMI counts; of ClearCell/Polaris cells estimated, not whole, counts")
        },
        var=genes.var,
        X=genes.of(np.concatenate([table.to_numpy("float32").T for table in tables])),
        uns={**genes.uns, "label_note": "label and platform coincide: it shows how devices differ, not detection"},
    )


def _check(tables: dict[str, pd.DataFrame], cells: pd.DataFrame) -> None:
    first, *others = tables.values()
    strange = sum(not table.index.equals(first.index) for table in others)
    apart = [name for table in tables.values() for name in table.columns] != cells.index.tolist()
    wrong = int((cells["source"].map(SOURCES) != cells["label"]).sum())
    if strange or apart or wrong:
        raise SchemaError(
            f"{strange} of {len(tables)} tables have other genes than the first, cells.csv names "
            f"{'other' if apart else 'the same'} cells in order, {wrong} of them with a label against their table"
        )
    for name in WHOLE:
        counts = tables[name].to_numpy()
        if not np.array_equal(counts, np.floor(counts)):
            raise SchemaError(f"{name}.csv.gz: {int((counts != np.floor(counts)).sum()):,} counts are not whole")


def _cells(cells: pd.DataFrame) -> pd.DataFrame:
    number = cells.groupby("group").cumcount() + 1
    return pd.DataFrame(
        {
            "donor_id": "unknown",  # nobody says which groups are of one patient
            "sample_id": "unknown",
            "library_id": cells["group"].array,
            "batch_id": cells["source"].array,
            "is_ctc": (cells["label"] == "CTC").array,
        },
        index=pd.Index(cells["group"] + "-" + number.astype("str").str.zfill(3), dtype="str", name=None),
    )
