import numpy as np

from clinicell.datasets.schema.vocabulary import Range, Vocabulary


def test_a_vocabulary_says_what_it_allows():
    assert Vocabulary(frozenset({"10-14", "5-9", "90+", "na"})).in_words() == "`5-9`, `10-14`, `90+`, `na`"
    both = Vocabulary(frozenset({"unknown"}), r"MONDO:\d{7}", " || ")
    assert both.in_words() == r"`unknown`, `MONDO:\d{7}`, several joined by ` || `"


def test_a_word_must_match_whole():
    is_term = Vocabulary(pattern=r"EFO:\d{7}")
    assert is_term("EFO:0009922")
    assert not is_term("EFO:0009922\n")
    assert not is_term("xEFO:0009922")
    assert not is_term("")


def test_a_range_says_what_it_allows_and_holds_neither_nan_nor_infinity():
    share = Range(low=0, high=1)
    assert share.holds(np.array([0, 1, 1.01, -0.01, np.nan, np.inf])).tolist() == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert (share.in_words(), Range(low=1, is_whole=True).in_words()) == ("0 to 1", "whole, from 1")
    assert Range(low=0, high=1, is_open=True).in_words() == "above 0, at most 1"
    assert Range(low=1, is_whole=True).holds(np.array([1.0, 1.5, np.inf])).tolist() == [True, False, False]
