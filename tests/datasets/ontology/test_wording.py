import numpy as np
import pytest

from clinicell.datasets.ontology.wording import allowed_edits, edits, joined, may_be_near, words_of


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("T-cells", "T cell"),
        ("10X 3' V3", "10x 3' v3"),
        ("Sjögren's syndrome", "sjogren syndrome"),
        ("  bone\tmarrow ", "Bone marrow"),
        ("Hodgkin\u2019s", "hodgkin"),
        ("Tumour of the oesophagus", "tumor of the esophagus"),
    ],
)
def test_names_that_differ_in_case_mark_or_plural_are_the_same_words(left, right):
    assert words_of(left) == words_of(right)


@pytest.mark.parametrize("word", ["virus", "analysis", "abscess", "gas"])
def test_what_ends_in_s_without_being_a_plural_stays(word):
    assert words_of(word) == (word,)


def test_half_a_character_is_left_out():
    assert words_of("a\ud800b cell") == ("ab", "cell")


def test_only_short_names_are_joined():
    assert joined(("mcf", "7")) == "mcf7"
    assert joined(("leukemia",)) == ""
    assert joined(("chronic", "lymphocytic")) == ""


def alignment(left: str, right: str) -> int:
    """Return the distance by the whole table, written independently of the code under test."""
    table = np.zeros((len(left) + 1, len(right) + 1), dtype=int)
    table[:, 0], table[0, :] = range(len(left) + 1), range(len(right) + 1)
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (left[i - 1] != right[j - 1])]
            if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return int(table[-1, -1])


def test_edits_agree_with_the_whole_table_on_random_words():
    rng = np.random.default_rng(0)
    for _ in range(2000):
        left, right = ("".join(rng.choice(list("abc"), rng.integers(0, 8))) for _ in range(2))
        true = alignment(left, right)
        assert edits(left, right, 2) == min(true, 3)
        if true <= 2:
            assert may_be_near(left, right, 2)


def test_numbers_and_short_words_allow_no_slip():
    assert [allowed_edits(word) for word in ("aml", "v3", "2023", "lung", "leukemia")] == [0, 0, 0, 1, 2]
