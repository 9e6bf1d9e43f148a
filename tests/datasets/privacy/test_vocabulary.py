"""Words are found in their packed list as in the list as a whole."""

import gzip

import pytest

from clinicell.datasets.privacy import vocabulary
from clinicell.datasets.privacy.vocabulary import is_eponym, is_harmless


@pytest.mark.parametrize("name", ["words", "eponyms"])
def test_the_lists_are_sorted_as_looking_words_up_needs_it(name):
    words = vocabulary._listed(name).decode().split("\n")
    assert words == sorted(set(words))


@pytest.mark.parametrize("name", ["words", "eponyms"])
def test_a_word_is_found_where_the_whole_list_holds_it(name):
    path = vocabulary._DATA / f"{name}.txt.gz"
    words = gzip.decompress(path.read_bytes()).decode().split("\n")
    whole = frozenset(words)
    drawn = [*words[::80], words[-1]]
    asked = [*drawn, *(word[:-1] for word in drawn), *(f"{word}q" for word in drawn), *(word[1:] for word in drawn)]
    asked += ["", "a", "zzzzzz", "é", "0", "~"]
    assert [word for word in asked if vocabulary._is_listed(name, word) != (word in whole)] == []


def test_words_of_both_lists_are_known():
    assert is_harmless("marrow")
    assert not is_harmless("quispe")
    assert is_eponym("aabomycin")
