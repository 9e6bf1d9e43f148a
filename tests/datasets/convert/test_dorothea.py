import gzip
from pathlib import Path

import pytest

from clinicell.datasets.convert.dorothea import convert
from clinicell.errors import SchemaError

ID = "dorothea"
EDGES = "tf,confidence,target,mor\nAHR,C,CYP1A1,1.0\nTP53,A,NA,-1.0\n"


def _raw(folder: Path, text: str = EDGES) -> Path:
    (folder / "dorothea_hs_ABC.csv.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def test_the_mode_of_regulation_is_the_sign_and_the_confidence_the_evidence(tmp_path):
    table = convert(_raw(tmp_path))
    assert table["sign"].tolist() == [1.0, -1.0]
    assert table["evidence"].tolist() == ["confidence C", "confidence A"]


def test_a_symbol_that_reads_as_missing_stays_a_symbol(tmp_path):
    assert convert(_raw(tmp_path))["target"].tolist() == ["CYP1A1", "NA"]


@pytest.mark.parametrize(("old", "new"), [("AHR,C", "AHR,D"), ("-1.0", "0.0")])
def test_an_unknown_confidence_or_mode_is_refused(tmp_path, old, new):
    with pytest.raises(SchemaError, match="1 of 2 rows have another confidence than A to C, or another mor"):
        convert(_raw(tmp_path, EDGES.replace(old, new)))


def test_card_counts_and_confidences_hold(opened, level_of):
    table = opened(ID)
    assert table.shape == (13223, 6)
    assert table["source"].nunique() == 271
    assert table["evidence"].value_counts().to_dict() == {
        "confidence C": 6815,
        "confidence A": 5434,
        "confidence B": 974,
    }
    assert level_of(ID) == "L2"


def test_share_of_symbols_that_are_not_one_gene(opened):
    target = opened(ID).drop_duplicates("target")["target_id"]
    assert ((target == "unknown").sum(), len(target)) == (41, 5321)


def test_edges_are_shared_with_collectri_as_published(opened, check_figure):
    ours, theirs = (set(opened(name)[["source", "target"]].itertuples(index=False)) for name in (ID, "collectri"))
    check_figure(ID, "edges_shared_with_collectri", float(len(ours & theirs)))
