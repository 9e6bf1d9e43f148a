import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.words import marks, n_used, shown, with_several, words

COLUMNS = {
    "text": pd.Series(["b", "a", "b", None]),
    "category": pd.Series(["b", "a", "b", None], dtype="category"),
    "string": pd.Series(["b", "a", "b", None], dtype="string"),
    "mixed": pd.Series(["b", "a", "b", 7], dtype="object"),
    "category with a number": pd.Series(["b", "a", "b", 7]).astype("category"),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_words_are_the_texts_of_a_column_of_any_type(kind):
    column = words(COLUMNS[kind])
    assert [column.words[code] if code >= 0 else None for code in column.codes] == ["b", "a", "b", None]
    assert column.rows("b".__eq__).tolist() == [True, False, True, False]
    assert column.rows("b".__eq__, otherwise=True).tolist() == [True, False, True, True]
    assert column.examples(np.ones(4, dtype=bool)) == ["b", "a"]
    assert n_used(column) == 2


def test_a_column_of_numbers_has_no_words():
    assert (words(pd.Series([1.0, 2.0])).codes == -1).all()


def test_an_unused_category_is_not_counted():
    column = words(pd.Series(["a"], dtype=pd.CategoricalDtype(["a", "bad"])))
    assert column.examples(np.array([True])) == ["a"]
    assert not column.rows("bad".__eq__).any()
    assert n_used(column) == 1


def test_what_nobody_knows_is_left_out():
    assert words(pd.Series(["unknown", "na", "D1"])).known().codes.tolist() == [-1, -1, 2]


def test_a_key_with_several_marks_is_found_and_a_missing_value_is_a_mark():
    keys = words(pd.Series(["s1", "s1", "s2", "s2", "s3"]))
    assert with_several(keys, marks(pd.Series([1, 2, 5, 5, 1]))) == ["s1"]
    assert with_several(keys, marks(pd.Series([1.0, np.nan, 5, 5, 1]))) == ["s1"]
    assert with_several(keys, marks(pd.Series([[1], [1], [2], [3], [1]]))) == ["s2"]
    assert with_several(keys, np.array([0, -1, 3, 4, 0])) == ["s2"]


def test_an_id_that_may_be_a_name_is_withheld():
    assert shown(["D-1", "Ann Example"]) == ["D-1", "withheld"]
