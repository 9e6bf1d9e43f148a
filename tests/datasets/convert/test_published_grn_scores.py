from pathlib import Path

import pandas as pd
import pytest

from clinicell.datasets.convert.published_grn_scores import convert
from clinicell.errors import SchemaError

ID = "published_grn_scores"
WIDE = "dataset,method,f1,recall\nnorman,scenic,0.5,\nnorman,portia,0.25,-1.5\n"


def _raw(folder: Path, text: str = WIDE) -> Path:
    (folder / "all_scores.csv").write_text(text)
    return folder


def test_each_score_is_a_row_and_what_is_not_available_is_missing(tmp_path):
    table = convert(_raw(tmp_path)).set_index(["method", "metric"])["value"]
    assert table["portia", "recall"] == -1.5
    assert table["scenic", "f1"] == 0.5
    assert pd.isna(table["scenic", "recall"])


def test_a_method_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 3 rows repeat a data set and method"):
        convert(_raw(tmp_path, WIDE + "norman,scenic,0.1,0.1\n"))


def test_card_counts_hold_and_no_score_is_lost(opened, mirror, level_of):
    table = opened(ID)
    wide = pd.read_csv(mirror / "multiome" / ID / "all_scores.csv")
    assert table.shape == (5520, 4)
    assert table["value"].isna().sum() == wide.isna().sum().sum() == 800
    again = table.set_index(["dataset", "method", "metric"])["value"].unstack()  # noqa: PD010 - no mean of anything
    pd.testing.assert_frame_equal(
        again, wide.set_index(["dataset", "method"]).sort_index()[list(again)], check_names=False
    )
    assert level_of(ID) == "L2"


def test_no_method_stands_twice_under_a_data_set(mirror, check_figure):
    wide = pd.read_csv(mirror / "multiome" / ID / "all_scores.csv")
    check_figure(ID, "n_repeated_rows", float(wide.duplicated(["dataset", "method"]).sum()))
