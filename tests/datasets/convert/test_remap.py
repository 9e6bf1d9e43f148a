import gzip
from pathlib import Path

import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert.remap import convert

ID = "remap"
RAW = "knowledge/remap/remap_network.csv.gz"


def _raw(folder: Path) -> Path:
    text = "tf,target\nADNP,ABCC1\nADNP,C16ORF45\nADNP,ABCC1\n"
    (folder / "remap_network.csv.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def test_a_pair_that_the_file_repeats_is_kept_once_and_has_no_sign(tmp_path):
    table = convert(_raw(tmp_path))
    assert table[["source", "target"]].to_numpy().tolist() == [["ADNP", "ABCC1"], ["ADNP", "C16ORF45"]]
    assert table["sign"].isna().all()
    assert set(table["evidence"]) == {"ChIP-seq"}


def test_a_symbol_in_capitals_is_no_symbol_of_a_gene_and_stays(tmp_path):
    assert convert(_raw(tmp_path))["target_id"].tolist() == ["ENSG00000103222", "unknown"]


def test_the_card_forbids_commercial_use():
    card = find_card(ID)
    assert "commercial" not in card.allows
    assert "Non-commercial" in card.licence_note


def test_card_counts_hold(opened, level_of):
    table = opened(ID)
    assert table.shape == (130267, 6)
    assert table["source"].nunique() == 297
    assert level_of(ID) == "L2"


def test_share_of_symbols_that_are_not_one_gene(opened):
    target = opened(ID).drop_duplicates("target")["target_id"]
    assert ((target == "unknown").sum(), len(target)) == (1733, 14342)


def test_rows_of_the_file_are_as_many_as_published(mirror, check_figure):
    raw = pd.read_csv(mirror / RAW, dtype="str", keep_default_na=False)
    assert raw.duplicated().sum() == 6721
    check_figure(ID, "n_rows_of_the_file", float(len(raw)))


def test_pairs_are_shared_with_collectri_as_published(opened, check_figure):
    ours, theirs = (set(opened(name)[["source", "target"]].itertuples(index=False)) for name in (ID, "collectri"))
    check_figure(ID, "pairs_shared_with_collectri", float(len(ours & theirs)))
