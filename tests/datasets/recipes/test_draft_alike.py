"""Files that one pattern names are held against the first, and those that differ are named with what differs."""

import tomllib

import numpy as np
import pytest

from clinicell.datasets.recipes.draft import draft
from clinicell.datasets.recipes.draft_alike import first_line, shape_of
from clinicell.datasets.recipes.draft_files import entries
from clinicell.datasets.recipes.recipe import Recipe

TABLE = "cell,patient,age\nc1,p1,50\nc2,p2,60\nc3,p2,61\n"


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(1, 5):
        (folder / f"cells{number}.csv").write_text(TABLE)
    return folder


def test_files_that_are_alike_are_one_block_without_a_question_of_their_path(raw):
    (entry,) = entries(raw)
    assert (entry.n_files, entry.unlike) == (4, ())
    assert tomllib.loads(draft(raw))["files"][0]["path"] == "cells*.csv"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TABLE.replace("age", "years"), "cells3.csv lacks 'age' and has also 'years'"),
        ("patient,cell,age\np1,c1,50\np2,c2,60\n", "cells3.csv has the same columns in another order"),
        ("cell,patient,age,site\nc1,p1,50,A\nc2,p2,60,B\n", "cells3.csv has also 'site'"),
        ("", "cells3.csv"),
    ],
)
def test_a_file_that_differs_is_named_and_the_path_is_asked_for(raw, text, told):
    (raw / "cells3.csv").write_text(text)
    said = draft(raw).replace("\n# ", " ")
    assert told in said
    if text:
        block = next(one for one in tomllib.loads(draft(raw))["files"] if one["name"] == "cells")
        assert block["path"] == "?"
        assert "1 of 4 files differ from the first (cells1.csv)" in said
        assert "('cells*.csv' names all)" in said


def test_files_without_a_header_differ_by_their_number_of_fields(tmp_path):
    rows = np.random.default_rng(0).integers(0, 9, (6, 4))
    for number in (1, 2, 3):
        table = rows[:, : 3 if number == 2 else 4]
        (tmp_path / f"m{number}.csv").write_text("\n".join(",".join(map(str, row)) for row in table) + "\n")
    said = draft(tmp_path).replace("\n# ", " ")
    assert "1 of 3 files differ from the first (m1.csv): m2.csv has 3 fields in its first line, not 4" in said


def test_columns_that_may_be_cells_may_differ(tmp_path):
    for number in (1, 2):
        cells = ",".join(f"{base * 8}{number}-1" for base in "ACGT")
        rows = "".join(f"ENSG0000000000{n},1,0,{n},2\n" for n in range(5))
        (tmp_path / f"counts{number}.csv").write_text(f"gene,{cells}\n{rows}")
    text = draft(tmp_path)
    assert tomllib.loads(text)["files"][0]["path"] == "counts*.csv"
    assert "so they may where columns are units" in text.replace("\n# ", " ")


def test_the_first_line_is_the_first_that_is_no_comment(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("# made by\n\na\tb,c\td\n1\t2\t3\n")
    assert first_line(path) == "a\tb,c\td"
    assert shape_of(path) == "\t,\t"
    assert first_line(tmp_path / "gone") == ""


def test_what_the_pattern_of_many_files_names_too_and_is_read_alike_is_of_their_block(tmp_path):
    for name in ("P-01_cells", "P-02_cells", "P-03_cells", "P-03_pdx1_cells", "other_cells"):
        (tmp_path / f"{name}.csv").write_text(TABLE)
    told = {entry.path: entry.n_files for entry in entries(tmp_path)}
    assert told == {"P-*_cells.csv": 4, "other_cells.csv": 1}


def test_a_pattern_without_words_at_both_ends_takes_in_no_other_file(tmp_path):
    for name in ("1", "2", "3", "people"):
        (tmp_path / f"{name}.csv").write_text(TABLE)
    assert {entry.path for entry in entries(tmp_path)} == {"1.csv", "2.csv", "3.csv", "people.csv"}


def test_wide_texts_of_one_kind_are_one_block_beside_genotypes(tmp_path):
    rng = np.random.default_rng(0)
    for number in (1, 2, 3):
        counts = rng.integers(5, 90, (4, 70 + number))
        rows = [f"{gene},{','.join(map(str, row))}" for gene, row in zip("ABCD", counts, strict=True)]
        (tmp_path / f"P-0{number}_regions.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "calls.txt").write_text("\n".join(" ".join(map(str, row)) for row in rng.integers(0, 2, (6, 9))) + "\n")
    told = {entry.path: (entry.reader, entry.n_files) for entry in entries(tmp_path)}
    assert told == {"P-*_regions.csv": ("delimited", 3), "calls.txt": ("genotype_matrix", 1)}


def test_the_values_of_a_table_that_nothing_joins_are_asked_for_in_one_line(tmp_path):
    for number in (1, 2, 3):
        rows = "\n".join(f"g{gene},{number},{gene}" for gene in range(6))
        (tmp_path / f"P-0{number}_counts.csv").write_text(f"gene,AAAC,CCCA\n{rows}\n")
    (tmp_path / "people.csv").write_text("who,sex\nAnna,f\nBert,m\n")
    recipe = tomllib.loads(draft(tmp_path))
    assert recipe["columns"]["sex_ontology_term_id"]["values"] == {"?": "?"}
    assert '# "f" = "?"' in draft(tmp_path)
    assert recipe["units"]["joins"] == [{"file": "people", "on": "?"}]
    asked = Recipe.model_validate(recipe).open_questions()
    assert "columns.sex_ontology_term_id.values.? (the key)" in asked
    assert len(asked) == draft(tmp_path).count("# ASK") - 1  # the head speaks of one
