import re

import pytest

from clinicell.errors import TaskError
from clinicell.tasks import _folds
from clinicell.tasks._folds import Fold, Folds


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Return a function that writes the fold table ``hand.csv``, where `Folds.read` looks."""
    monkeypatch.setattr(_folds, "SPLITS", tmp_path)
    return lambda text: (tmp_path / "hand.csv").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_fold_table_is_read_past_its_comments(table):
    table("# Two folds.\ndonor_id,fold\n007,0\nb,1\nNA,10\n")
    folds = Folds.read("hand")
    assert folds.fold_of == {"007": 0, "b": 1, "NA": 10}
    assert folds.learns


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("donor,fold\na,1\n", "1 of 2 columns are missing, e.g. 'donor_id'", "the columns are donor_id,fold"),
        ("donor_id,part\na,1\n", "1 of 2 columns are missing, e.g. 'fold'", "the columns are donor_id,fold"),
        ("a;b\nc;1\n", "2 of 2 columns are missing", "the columns are donor_id,fold"),
        ("donor_id,fold\na,0\nb,1.5\n", "1 of 2 folds are no whole number, e.g. '1.5' of donor 'b'", "0, 1, 2"),
        ("donor_id,fold\na,first\n", "e.g. 'first' of donor 'a'", "number the folds 0, 1, 2"),
        ("donor_id,fold\na,-1\n", "e.g. '-1' of donor 'a'", "number the folds 0, 1, 2"),
        ("donor_id,fold\na,\nb\n", "2 of 2 folds are no whole number, e.g. '' of donor 'a'", "0, 1, 2"),
        ("donor_id,fold\n,0\nb,1\n", "1 of 2 rows name no donor", "write its donor_id"),
        ("donor_id,fold\na,0,x\n", "more values than there are columns", "the columns are donor_id,fold"),
        ("donor_id,fold\na,0\nb,1,x\n", "not a readable CSV table", "write donor_id,fold"),
        ("", "not a readable CSV table", "write donor_id,fold"),
        (b"donor_id,fold\n\xff\xfe,0\n", "not a readable CSV table", "write donor_id,fold"),
    ],
)
def test_a_fold_table_that_is_wrong_is_refused_with_its_name_the_fault_and_what_is_right(table, text, wrong, right):
    table(text)
    with pytest.raises(TaskError, match=r"^hand\.csv: ") as refused:
        Folds.read("hand")
    assert wrong in str(refused.value)
    assert right in str(refused.value)


def test_a_fold_table_that_is_not_there_is_refused(table):
    with pytest.raises(TaskError, match=re.escape("no fold table ghost.csv")):
        Folds.read("ghost")


def test_a_donor_in_two_folds_is_named_with_both(table):
    table("donor_id,fold\na,0\nb,1\na,2\n")
    with pytest.raises(TaskError, match=re.escape("1 of 2 donors are in two folds: 'a' (0 and 2)")):
        Folds.read("hand")


def test_a_donor_on_both_sides_is_refused():
    with pytest.raises(TaskError, match=re.escape("fold 3: 1 donors are in both train and test, e.g. 'b'")):
        Fold(3, train=frozenset({"a", "b"}), test=frozenset({"b", "c"}))


def test_a_fold_that_tests_nobody_is_refused():
    with pytest.raises(TaskError, match="fold 0: no donor to test"):
        Fold(0, train=frozenset({"a"}), test=frozenset())


def test_a_donor_of_the_data_set_in_no_fold_is_refused():
    with pytest.raises(TaskError, match=re.escape("1 of 3 donors are in no fold, e.g. 'c'")):
        Folds({"a": 0, "b": 1}).check(["c", "a", "b", "a"])


def test_a_fold_of_a_donor_that_the_data_set_lacks_is_refused():
    with pytest.raises(TaskError, match=re.escape("2 donors of the folds are not in the data set, e.g. 'y'")):
        Folds({"a": 0, "z": 1, "y": 1}).check(["a"])


def test_folds_that_cover_the_donors_exactly_pass():
    Folds({"a": 0, "b": 1}).check(["b", "a", "b"])


def test_every_donor_is_tested_once_and_teaches_in_all_other_folds():
    folds = list(Folds({"a": 2, "b": 0, "c": 2, "d": 1}))
    assert [fold.number for fold in folds] == [0, 1, 2]
    assert sorted(donor for fold in folds for donor in fold.test) == ["a", "b", "c", "d"]
    for fold in folds:
        assert fold.train == set("abcd") - fold.test


def test_alone_gives_each_donor_a_fold_and_nobody_teaches():
    folds = list(Folds.alone(["b", "c", "a"]))
    assert [set(fold.test) for fold in folds] == [{"a"}, {"b"}, {"c"}]
    assert all(fold.train == frozenset() for fold in folds)


def test_together_tests_all_at_once_and_nobody_teaches():
    (fold,) = Folds.together(["b", "c", "a"])
    assert fold.test == {"a", "b", "c"}
    assert fold.train == frozenset()


def test_the_hash_names_who_is_tested_when_and_nothing_else():
    folds = Folds({"a": 0, "b": 1, "c": 1})
    assert Folds({"c": 1, "a": 0, "b": 1}).sha256 == folds.sha256
    assert Folds({"a": 0, "b": 1, "c": 0}).sha256 != folds.sha256
    assert Folds({"a": 0, "b": 1, "d": 1}).sha256 != folds.sha256
    assert Folds({"a": 0, "b": 1, "c": 1}, learns=False).sha256 != folds.sha256
