"""Tables of knowledge: each rule with a table that keeps it and one that breaks it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema import knowledge
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

EDGES = {
    "source": ["TP53", "NFKB"], "source_id": ["ENSG00000141510", "unknown"],
    "target": ["CDKN1A", "NAN"], "target_id": ["ENSG00000124762", "unknown"],
    "sign": [1.0, np.nan], "evidence": ["PubMed 1", "unknown"],
}  # fmt: skip
GOOD = {
    "network": EDGES,
    "gene_sets": {"set_id": ["S"], "set_name": ["a set"], "gene": ["TP53"], "gene_id": ["ENSG00000141510"]},
    "hierarchy": {"parent": ["R-HSA-1", "R-HSA-1"], "child": ["R-HSA-2", "R-HSA-3"]},
    "scores": {"dataset": ["norman"] * 2, "method": ["scenic", "ppcor"], "metric": ["f1"] * 2, "value": [-0.5, np.nan]},
}


def _codes(kind, frame: pd.DataFrame) -> dict[str, int]:
    return {finding.code: finding.n_affected for finding in knowledge.judge("t", kind, frame).findings}


@pytest.mark.parametrize("kind", knowledge.KINDS)
def test_a_good_table_reaches_its_ceiling(kind):
    verdict = knowledge.judge("t", kind, knowledge.table(kind, pd.DataFrame(GOOD[kind])))
    assert verdict.findings == ()
    assert verdict.level is Level.L2
    assert verdict.is_valid
    assert (verdict.n_donors, verdict.n_samples) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "change", "found"),
    [
        ("network", {"evidence": None}, {"L1-TABLE-01": 1}),
        ("network", {"weight": 1.0}, {"L1-TABLE-02": 1}),
        ("hierarchy", {"child": "R-HSA-2"}, {"L1-TABLE-04": 1}),
        ("hierarchy", {"parent": ["", " R-HSA-1"]}, {"L2-TABLE-01": 2}),
        ("network", {"target": ["2-Sep", "CDKN1A"]}, {"L2-TABLE-02": 1}),
        ("network", {"target_id": ["ENSG00000124762.12", ""]}, {"L2-TABLE-03": 2}),
        ("network", {"sign": [0.0, 0.5]}, {"L2-TABLE-04": 2}),
        ("scores", {"value": [np.inf, 1.0]}, {"L2-TABLE-05": 1}),
    ],
)
def test_a_fault_is_found_once_and_counted(kind, change, found):
    frame = pd.DataFrame(GOOD[kind])
    for name, value in change.items():
        frame = frame.drop(columns=name) if value is None else frame.assign(**{name: value})
    assert _codes(kind, frame) == found


def test_a_table_without_rows_is_a_fault():
    assert _codes("hierarchy", pd.DataFrame({"parent": [], "child": []}, dtype="str")) == {"L1-TABLE-03": 1}


def test_every_rule_is_broken_by_some_table():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in knowledge.RULES if f'"{code}"' not in text] == []


def test_a_table_with_other_columns_is_refused():
    with pytest.raises(SchemaError, match=r"a table of hierarchy has the columns parent, child; weight is the diff"):
        knowledge.table("hierarchy", pd.DataFrame(GOOD["hierarchy"]).assign(weight=1))


def test_what_was_written_is_read_again_and_a_symbol_never_becomes_missing(tmp_path: Path):
    frame = knowledge.table("network", pd.DataFrame(EDGES))
    for name in ("a.csv.gz", "b.csv.gz"):
        knowledge.write(frame, tmp_path / name)
    again = knowledge.read(tmp_path / "a.csv.gz")
    assert again["target"].tolist() == ["CDKN1A", "NAN"]
    assert np.array_equal(again["sign"], [1.0, np.nan], equal_nan=True)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
