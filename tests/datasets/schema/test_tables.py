"""The findings of a schema beside pandera's own verdict on the same table."""

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors

from clinicell.datasets.schema.columns import CELLS, CLINIC
from clinicell.datasets.schema.genes import GENES
from clinicell.datasets.schema.rule import Rule
from clinicell.datasets.schema.tables import findings

WORDS = ("unknown", "D1", "John Smith", "CL:0000084", "UBERON:0002371", "60-64", "93", "CR", "", "2-Sep", "cell", None)


def of_pandera(schema: pa.DataFrameSchema, table: pd.DataFrame) -> set[tuple[str, str, int]]:
    """Return path, code and number of faulty rows as pandera sees them."""
    try:
        schema.validate(table[[name for name in schema.columns if name in table]], lazy=True)
    except SchemaErrors as faults:
        return {
            (f"obs[{fault.schema.name!r}]", str(fault.check.name), int((~np.asarray(fault.check_output, bool)).sum()))
            for fault in faults.schema_errors
            if fault.check_output is not None
        }
    return set()


@pytest.mark.parametrize("schema", [CELLS, CLINIC, GENES], ids=["cells", "clinic", "genes"])
@pytest.mark.parametrize("seed", range(5))
def test_a_schema_finds_what_pandera_finds(schema, seed):
    rng = np.random.default_rng(seed)
    names = [name for name in schema.columns if rng.random() < 0.8]
    columns = {name: pd.Categorical(rng.choice(np.array(WORDS, dtype=object), 30)) for name in names}
    columns |= {name: rng.normal(40, 80, 30).round() for name in names if rng.random() < 0.3}
    table = pd.DataFrame(columns)
    codes = {column.code for column in schema.columns.values()} - {None}
    rules = {code: Rule(code, "wrong", "right") for code in codes}
    found = findings(schema, table, rules, of="obs", unit="cells")
    assert {(each.path, each.code, each.n_affected) for each in found} == of_pandera(schema.pandera(), table)
