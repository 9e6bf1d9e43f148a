import pytest

from clinicell.datasets.recipes.recipe import read_recipe
from clinicell.errors import InputError

TEXT = """
recipe = 1
[about]
dataset_id = "x"
title = "?"
license = "MIT"
modality = "rna"
[[files]]
name = "counts"
path = "counts.csv"
reader = "delimited"
[files.answers]
orientation = "?"
[units]
file = "counts"
[columns.donor_id]
column = "?"
[columns.sex_ontology_term_id]
column = "sex"
[columns.sex_ontology_term_id.values]
"M" = "?"
[[matrices]]
file = "counts"
matrix = "X"
slot = "X"
scale = "counts"
"""


def recipe(folder, *changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "r.toml").write_text(text)
    return read_recipe(folder / "r.toml")


def test_every_question_that_is_open_is_named_where_it_stands(tmp_path):
    assert recipe(tmp_path).open_questions() == (
        "about.title",
        "files[counts].answers.orientation",
        "columns.donor_id.column",
        "columns.sex_ontology_term_id.values.M",
    )


def test_an_answered_recipe_has_no_open_question(tmp_path):
    assert recipe(tmp_path, ('"?"', '"y"')).open_questions() == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('scale = "counts"', 'scale = "umi"'), "'umi' is none of counts, tpm"),
        (('slot = "X"', 'slot = "x"'), "'x' is no slot"),
        (('modality = "rna"', 'modality = "dna"'), "'dna' is none of rna"),
        (('path = "counts.csv"', 'path = "/etc/passwd"'), "leads out of the raw folder"),
        (('path = "counts.csv"', 'path = "../x.csv"'), "leads out of the raw folder"),
        (('column = "sex"', 'colum = "sex"'), "Extra inputs are not permitted"),
        (('column = "sex"', 'column = "sex"\nconstant = "M"'), "write either column or constant"),
        (('column = "sex"', 'column = "sex"\npattern = "a+"'), "has no group"),
        (('[units]\nfile = "counts"', '[units]\nfile = "cells"'), "'cells' is the name of no file; files are counts"),
        (('scale = "counts"', 'scale = "counts"\ntransform = "sqrt(raw)"'), "no known transformation"),
        (("recipe = 1", "recipe = 2"), "Input should be 1"),
        (("recipe = 1", "recipe ="), "is no TOML"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path, change, says):
    with pytest.raises(InputError, match=says):
        recipe(tmp_path, change)


def test_two_matrices_cannot_share_a_slot(tmp_path):
    block = TEXT[TEXT.index("[[matrices]]") :]
    with pytest.raises(InputError, match="two matrices go into one slot"):
        recipe(tmp_path, (block, block + block))


def test_all_lines_that_cannot_be_used_are_named_at_once(tmp_path):
    with pytest.raises(
        InputError, match=r"r\.toml: 2 lines cannot be used:\n  about\.modality: .*\n  matrices\.0\.scale:"
    ):
        recipe(tmp_path, ('modality = "rna"', 'modality = "dna"'), ('scale = "counts"', 'scale = "umi"'))


def test_a_recipe_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_recipe(tmp_path / "gone.toml")
