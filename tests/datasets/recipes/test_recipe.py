import pytest

from clinicell.datasets.recipes.read import read_recipe
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.rules import Refused
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
        (('column = "sex"', 'colum = "sex"'), "there is no such key; perhaps 'column'"),
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
        InputError,
        match=r"r\.toml: 2 lines cannot be used\n  r\.toml:7: about\.modality: .*\n  r\.toml:26: matrices\[1\]\.scale:",
    ):
        recipe(tmp_path, ('modality = "rna"', 'modality = "dna"'), ('scale = "counts"', 'scale = "umi"'))


def test_a_recipe_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_recipe(tmp_path / "gone.toml")


def test_a_fault_of_form_hides_no_fault_of_names_and_each_says_its_line(tmp_path):
    with pytest.raises(Refused) as refused:
        recipe(
            tmp_path, ('modality = "rna"', 'modality = "dna"'), ('[units]\nfile = "counts"', '[units]\nfile = "cells"'),
            ('path = "counts.csv"\n', ""), ('column = "sex"', "constant = 3"),
        )  # fmt: skip
    said = str(refused.value).splitlines()
    assert said[0] == "r.toml: 4 lines cannot be used"
    assert [line.split(": ")[:2] for line in said[1:-1]] == [
        ["  r.toml:7", "about.modality"],
        ["  r.toml:8", "files[1].path"],
        ["  r.toml:14", "units.file"],
        ["  r.toml:18", "columns.sex_ontology_term_id.constant"],
    ]
    assert [one.code for one in refused.value.findings] == [f"L0-RECIPE-0{n}" for n in (2, 2, 4, 2)]
    assert "is missing; write path = ..." in said[2]


def test_a_key_that_holds_a_colon_is_named_whole(tmp_path):
    with pytest.raises(Refused, match=r"r\.toml:17: columns\.a: b\.colum: there is no such key; perhaps 'column'"):
        recipe(tmp_path, ("[columns.donor_id]\ncolumn", '[columns."a: b"]\ncolum'))


def test_a_recipe_of_a_file_knows_its_lines_and_one_of_no_file_has_none(tmp_path):
    read = recipe(tmp_path)
    assert read.where("files[counts].answers.orientation") == "r.toml:13: "
    assert read.where("columns.sex_ontology_term_id.values.M") == "r.toml:21: "
    assert Recipe.model_validate(read.model_dump(by_alias=True)).where("about.title") == ""
