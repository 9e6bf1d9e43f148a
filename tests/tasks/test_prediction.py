import gzip
import math
import re

import numpy as np
import pandas as pd
import pytest

from clinicell.errors import PredictionError
from clinicell.tasks._prediction import Prediction, aligned, check_probability
from clinicell.tasks._tables import read_table

UNITS = pd.Index(["u0", "u1", "u2"])
TARGETS = ["a", "b"]


@pytest.fixture
def table():
    return pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4.0, 5.0, 6.0]}, index=UNITS)


def test_rows_and_columns_come_in_the_order_asked_for(table):
    shuffled = table.astype("int64").assign(extra=9)[["b", "extra", "a"]].iloc[[2, 0, 1]]
    pd.testing.assert_frame_equal(aligned(shuffled, UNITS, TARGETS), table)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: pd.concat([table, table.iloc[[1]]]), "1 rows of the prediction repeat an id, e.g. 'u1'"),
        (lambda table: table.drop(index=["u0", "u2"]), "no prediction for 2 of 3 units, e.g. 'u0'"),
        (lambda table: table.iloc[:0], "no prediction for 3 of 3 units"),
        (lambda table: pd.concat([table, table.set_axis(["x", "y", "z"])]), "3 rows were not asked for, e.g. 'x'"),
        (lambda table: table.drop(columns="b"), "no column for 1 of 2 targets, e.g. 'b'"),
        (lambda table: table.assign(b=[1.0, math.nan, 2.0]), "1 of 6 values are NaN or infinite, e.g. of 'u1'"),
        (lambda table: table.assign(a=[1.0, 2.0, math.inf]), "1 of 6 values are NaN or infinite, e.g. of 'u2'"),
        (lambda table: table.assign(a=-math.inf), "3 of 6 values are NaN or infinite, e.g. of 'u0'"),
    ],
    ids=["repeated", "missing", "empty", "surplus", "no-target", "nan", "inf", "minus-inf"],
)
def test_an_answer_that_does_not_fit_is_refused(table, spoil, message):
    with pytest.raises(PredictionError, match=re.escape(message)):
        aligned(spoil(table), UNITS, TARGETS)


def test_a_prediction_comes_back_from_disk_bit_for_bit(tmp_path):
    rng = np.random.default_rng(0)
    bits = np.frombuffer(rng.bytes(8 * 4000), dtype="float64")
    odd = [0.1 + 0.2, 1 / 3, 5e-324, -0.0, 1.7976931348623157e308, 2.0**53 + 2, math.inf, -math.inf, math.nan, 0.0]
    values = np.concatenate([bits[np.isfinite(bits)][:3990], odd]).reshape(-1, 2)
    index = pd.Index([f"NA{row}" for row in range(len(values) - 2)] + ["NA", "007"])
    main = pd.DataFrame(values, index=index, columns=["1", "x, y"])
    Prediction({"main": main, "other": main[["1"]]}).write(tmp_path / "fold-0")
    read = Prediction.read(tmp_path / "fold-0")
    assert sorted(read.answers) == ["main", "other"]
    assert list(read.answers["main"].index) == list(index)
    assert list(read.answers["main"].columns) == ["1", "x, y"]
    found, is_nan = read.answers["main"].to_numpy(), np.isnan(values)
    np.testing.assert_array_equal(np.isnan(found), is_nan)
    assert found[~is_nan].tobytes() == values[~is_nan].tobytes()
    pd.testing.assert_frame_equal(read.answers["other"], read.answers["main"][["1"]])


def test_equal_predictions_have_equal_bytes(tmp_path, table):
    for name in ("once", "again"):
        Prediction.main(table).write(tmp_path / name)
    assert (tmp_path / "once" / "main.csv.gz").read_bytes() == (tmp_path / "again" / "main.csv.gz").read_bytes()


def test_a_folder_without_tables_holds_no_answer(tmp_path):
    assert Prediction.read(tmp_path).answers == {}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"unit_id,a\nu0,1\n", "not a readable gzipped CSV table"),
        (gzip.compress(b"unit_id,a\n" + b"u0,1\n" * 1000)[:-12], "not a readable gzipped CSV table"),
        (gzip.compress(b""), "not a readable gzipped CSV table"),
        (gzip.compress(b"unit_id,a\n\xff\xfe,1\n"), "not a readable gzipped CSV table"),
        (gzip.compress(b'unit_id,a\n"u0,1\n'), "not a readable gzipped CSV table"),
        (gzip.compress(b"unit_id,a\nu0,1\nu1,1,2,3\n"), "not a readable gzipped CSV table"),
        (gzip.compress(b"unit_id,a\nu0,high\n"), "a value is no number"),
    ],
    ids=["not-gzipped", "cut-off", "empty", "not-utf8", "open-quote", "ragged", "text"],
)
def test_a_table_that_cannot_be_read_is_refused_by_name(tmp_path, data, message):
    (tmp_path / "main.csv.gz").write_bytes(data)
    with pytest.raises(PredictionError, match=rf"^main\.csv\.gz: {message}"):
        Prediction.read(tmp_path)


def test_a_table_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PredictionError, match=r"ghost\.csv\.gz: not a readable"):
        read_table(tmp_path / "ghost.csv.gz")


def test_an_empty_field_is_nobody_knows_and_is_then_refused(tmp_path):
    (tmp_path / "main.csv.gz").write_bytes(gzip.compress(b"unit_id,a\nu0,\nu1,2\n"))
    table = Prediction.read(tmp_path).answers["main"]
    assert math.isnan(table.loc["u0", "a"])
    with pytest.raises(PredictionError, match="1 of 2 values are NaN"):
        aligned(table, pd.Index(["u0", "u1"]), ["a"])


def test_a_probability_stands_beside_the_score_and_lies_within_0_and_1(table):
    said = table / 6
    assert set(Prediction.with_probability(table, said).answers) == {"main", "probability"}
    check_probability(said)
    check_probability(said * 0)
    for wrong in (-0.1, 1.1):
        said.loc["u1", "b"] = wrong
        with pytest.raises(PredictionError, match=r"1 of 6 values of the answer 'probability' lie outside.*'u1'"):
            check_probability(said)
