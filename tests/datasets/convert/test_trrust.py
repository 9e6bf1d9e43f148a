from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.convert.trrust import convert
from clinicell.errors import SchemaError

ID = "trrust"
ROWS = "AATF\tBAX\tRepression\t22909821\nAATF\tBAX\tUnknown\t1;2\nTP53\tDEC1\tActivation\t3\n"


def _raw(folder: Path, text: str = ROWS) -> Path:
    (folder / "trrust_rawdata.human.tsv").write_text(text)
    return folder


def test_an_unknown_mode_is_missing_and_not_zero(tmp_path):
    table = convert(_raw(tmp_path))
    assert np.array_equal(table["sign"], [-1.0, np.nan, 1.0], equal_nan=True)


def test_a_pair_with_two_modes_keeps_both_rows_and_their_articles(tmp_path):
    table = convert(_raw(tmp_path))
    assert table["evidence"].tolist() == ["PubMed 22909821", "PubMed 1;2", "PubMed 3"]


def test_a_mode_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 of 3 modes are none of .* e\.g\. 'Binding'"):
        convert(_raw(tmp_path, ROWS.replace("Unknown", "Binding")))


def test_card_counts_hold(opened, level_of):
    table = opened(ID)
    assert table.shape == (9387, 6)
    assert table["source"].nunique() == 795
    assert level_of(ID) == "L2"


def test_share_of_symbols_that_are_not_one_gene(opened):
    table = opened(ID)
    for name, n_unknown, n_symbols in (("source", 15, 795), ("target", 35, 2492)):
        ids = table.drop_duplicates(name)[f"{name}_id"]
        assert ((ids == "unknown").sum(), len(ids)) == (n_unknown, n_symbols)


def test_a_row_that_repeats_another_word_for_word_is_kept_once(tmp_path):
    assert len(convert(_raw(tmp_path, ROWS + ROWS))) == 3


def test_pairs_and_modes_are_as_published(opened, mirror, check_figure):
    raw = pd.read_csv(mirror / "knowledge" / ID / "trrust_rawdata.human.tsv", sep="\t", header=None, dtype="str")
    assert raw.duplicated().sum() == 9
    check_figure(ID, "n_distinct_pairs", float(len(opened(ID).drop_duplicates(["source", "target"]))))
    check_figure(ID, "n_activating", float((raw[2] == "Activation").sum()))
    check_figure(ID, "n_repressing", float((raw[2] == "Repression").sum()))
    check_figure(ID, "n_unsigned", float((raw[2] == "Unknown").sum()))
