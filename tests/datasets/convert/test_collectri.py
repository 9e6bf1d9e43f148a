import gzip
from pathlib import Path

import pandas as pd
import pytest

from clinicell.datasets.convert.collectri import convert
from clinicell.errors import SchemaError

ID = "collectri"
EDGES = '"source","target","weight"\n"TP53","CDKN1A",1\n"NFKB","SRC",-1\n"MYC","NANX",1\n'


def _raw(folder: Path, text: str = EDGES) -> Path:
    (folder / "collectri.csv.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def test_edges_are_signed_and_evidence_is_unknown(tmp_path):
    table = convert(_raw(tmp_path))
    assert list(table) == ["source", "source_id", "target", "target_id", "sign", "evidence"]
    assert table["sign"].tolist() == [1.0, -1.0, 1.0]
    assert set(table["evidence"]) == {"unknown"}


def test_a_complex_and_a_symbol_that_no_gene_bears_stay_without_an_id(tmp_path):
    table = convert(_raw(tmp_path))
    assert table["source_id"].tolist()[:2] == ["ENSG00000141510", "unknown"]
    assert table["target"].tolist() == ["CDKN1A", "SRC", "NANX"]
    assert table["target_id"].tolist()[2] == "unknown"


def test_a_weight_that_is_no_sign_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 of 3 weights are neither 1 nor -1"):
        convert(_raw(tmp_path, EDGES.replace('"SRC",-1', '"SRC",0.5')))


def test_card_counts_and_factors_hold(opened, level_of):
    table = opened(ID)
    assert table.shape == (43178, 6)
    assert table["source"].nunique() == 1186
    assert level_of(ID) == "L2"


def test_share_of_symbols_that_are_not_one_gene(opened):
    table = opened(ID)
    target, source = (table.drop_duplicates(name).set_index(name)[f"{name}_id"] for name in ("target", "source"))
    assert ((target == "unknown").sum(), len(target)) == (73, 6692)
    assert sorted(source.index[source == "unknown"]) == ["AP1", "NFKB", "SHOX", "ZBED1"]


def test_signs_are_as_published(opened, check_figure):
    sign = opened(ID)["sign"]
    check_figure(ID, "n_activating", float((sign == 1).sum()))
    check_figure(ID, "n_repressing", float((sign == -1).sum()))


def test_pairs_of_trrust_are_contained_as_published(mirror, check_figure):
    names = {"dtype": "str", "keep_default_na": False}
    edges = pd.read_csv(mirror / "knowledge/collectri/collectri.csv.gz", **names)
    trrust = pd.read_csv(mirror / "knowledge/trrust/trrust_rawdata.human.tsv", sep="\t", header=None, **names)
    ours, theirs = set(zip(edges["source"], edges["target"], strict=True)), set(zip(trrust[0], trrust[1], strict=True))
    check_figure(ID, "trrust_pairs_contained", float(len(ours & theirs)))
