"""The line of a key is the one where it stands, however the key is written."""

import tomllib
from time import perf_counter

import pytest

from clinicell.datasets.recipes.lines import by_word, line_at, line_of, places

TEXT = '''# [not.a.table]
recipe = 1
title = """
x = 1
[a]
"""
[about]  # [x]
"data.set" = 'r#1'
a . 'b c' = [1, "],", # ]
  2, {c = 3}]
[[files]]
name = "counts"
[files.answers]
"M\\u0041" = "?"
[[files]]
name = "cells"
answers = {header = "1", q = ["x", "y"]}
[[files.parts]]
n = 1
[[files.parts]]
n = 2
[columns."cell type".values]
"T; cell" = "?"
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("recipe",), 2),
        (("title",), 3),
        (("about",), 7),
        (("about", "data.set"), 8),
        (("about", "a", "b c"), 9),
        (("about", "a", "b c", 1), 9),
        (("about", "a", "b c", 2), 10),
        (("about", "a", "b c", 3, "c"), 10),
        (("files", 0), 11),
        (("files", 0, "answers", "MA"), 14),
        (("files", 1), 15),
        (("files", 1, "name"), 16),
        (("files", 1, "answers", "q", 1), 17),
        (("files", 1, "parts", 0, "n"), 19),
        (("files", 1, "parts", 1, "n"), 21),
        (("columns", "cell type"), 22),
        (("columns", "cell type", "values", "T; cell"), 23),
    ],
)
def test_a_key_is_found_in_tables_arrays_of_tables_dotted_and_quoted(place, line):
    assert places(TEXT)[place] == line


def test_every_place_of_the_parsed_text_has_a_line_and_no_other():
    def walk(value, place):
        if place:
            yield place
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for part, item in items:
            yield from walk(item, (*place, part))

    assert set(walk(tomllib.loads(TEXT), ())) == set(places(TEXT))


def test_line_ends_of_windows_count_once():
    assert places(TEXT.replace("\n", "\r\n")) == places(TEXT)


def test_what_stands_nowhere_is_looked_for_in_the_table_around_it():
    found = places(TEXT)
    assert line_at(found, ("files", 1, "path")) == 15
    assert line_at(found, ("uns", "genome_build")) == 1


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("files[counts].answers.MA", 14),
        ("files[1].answers.MA", 14),
        ("files[cells].answers.header", 17),
        ("files[cells].path", 15),
        ("columns.cell type.values.T; cell (the key)", 23),
        ("matrices[X].scale", 1),
    ],
)
def test_a_place_in_the_words_of_a_message_leads_to_its_line(word, line):
    assert line_of(by_word(places(TEXT), tomllib.loads(TEXT)), word) == line


def test_a_text_of_100_000_lines_takes_no_time():
    text = "".join(f'k{n} = "v"\n' for n in range(100_000))
    began = perf_counter()
    found = places(text)
    assert found["k99999",] == 100_000
    assert perf_counter() - began < 5


def test_arrays_in_each_other_make_no_words_without_end():
    text = "a = " + '[{name = "n", b = ' * 20 + "1" + "}]" * 20
    assert len(by_word(places(text), tomllib.loads(text))) < 100
