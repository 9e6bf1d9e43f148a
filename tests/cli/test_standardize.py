import ctypes
import json
import sys

import anndata as ad
import pytest

from clinicell.datasets.readers import genotype_matrix

RECIPE = """
recipe = 1
[about]
dataset_id = "toy"
title = "Toy"
license = "MIT"
modality = "genotype"
[[files]]
name = "g"
path = "*.txt"
reader = "genotype_matrix"
answers = {header = "0", orientation = "units x features"}
[units]
file = "g"
[[matrices]]
file = "g"
matrix = "genotype"
slot = "layers/genotype"
scale = "genotype"
[columns]
"""


@pytest.fixture
def raw(tmp_path):
    from clinicell.datasets.standard import CORE

    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "g.txt").write_text("0 1 -1\n1 0 0\n")
    fixed = {"donor_id": '"d1"', "sample_id": '"s1"', "tissue_type": '"tissue"', "suspension_type": '"cell"',
             "is_primary_data": "true"}  # fmt: skip
    lines = [f"{name} = {{constant = {fixed.get(name, chr(34) + 'unknown' + chr(34))}}}" for name in CORE]
    (tmp_path / "r.toml").write_text(RECIPE + "\n".join(lines) + "\n")
    return folder


def test_a_recipe_is_drafted_printed_or_written_and_never_written_over(cli, raw, tmp_path):
    said = cli("recipe", "init", raw)
    assert said.code == 0
    assert "recipe = 1" in said.out
    said = cli("recipe", "init", raw, "-o", tmp_path / "new.toml")
    assert said.code == 0
    assert "lines are marked ASK" in said.err
    assert (tmp_path / "new.toml").read_text().count("# ASK") > 5
    assert cli("recipe", "init", raw, "-o", tmp_path / "new.toml").code == 2


def test_an_unanswered_recipe_is_refused_with_every_open_line(cli, raw, tmp_path):
    cli("recipe", "init", raw, "-o", tmp_path / "new.toml")
    said = cli("standardize", raw, "--recipe", tmp_path / "new.toml", "-o", tmp_path / "out.h5ad")
    assert said.code == 2
    assert "about.title: is still '?'" in said.err
    assert "columns.donor_id.constant: is still '?'" in said.err
    assert not (tmp_path / "out.h5ad").exists()


def test_an_answered_recipe_ends_with_the_verdict(cli, raw, tmp_path):
    said = cli("standardize", raw, "--recipe", tmp_path / "r.toml", "-o", tmp_path / "out.h5ad")
    assert said.code == 0
    assert "L3 clinical ✓" in said.out
    assert "as in the raw files" in said.err
    assert ad.read_h5ad(tmp_path / "out.h5ad").layers["genotype"].tolist() == [[0, 1, -1], [1, 0, 0]]
    assert json.loads((tmp_path / "out.h5ad.log.json").read_text())["steps"]


def test_what_is_not_there_is_an_input_error(cli, raw, tmp_path):
    assert cli("recipe", "init", tmp_path / "gone").code == 2
    assert cli("standardize", raw, "--recipe", tmp_path / "gone.toml", "-o", tmp_path / "o.h5ad").code == 2
    assert cli("standardize", tmp_path / "gone", "--recipe", tmp_path / "r.toml", "-o", tmp_path / "o.h5ad").code == 2


def test_columns_that_are_left_out_are_named_a_few_and_none_that_holds_an_identifier():
    from clinicell.cli.standardize import _told_left_out

    told = _told_left_out(("visit 2019-03-12", *[f"c{n}" for n in range(9)]))
    assert told.startswith("left out, as no column of the recipe takes them: '(a date, 16 characters)', 'c0', ")
    assert "'c6' and 2 more; to keep one" in told
    assert "2019" not in told


@pytest.mark.skipif(sys.platform != "linux", reason="the child is a fork on Linux alone")
def test_a_file_that_crashes_its_reader_ends_both_commands_with_its_code(cli, raw, tmp_path, monkeypatch):
    monkeypatch.setattr(genotype_matrix, "read", lambda *_: ctypes.string_at(0))
    before = sorted(tmp_path.rglob("*"))
    for said in (
        cli("recipe", "init", raw, "-o", tmp_path / "new.toml"),
        cli("standardize", raw, "--recipe", tmp_path / "r.toml", "-o", tmp_path / "out.h5ad"),
    ):
        assert said.code == 2
        assert said.err.startswith("g.txt: crashed the library that reads it (SIGSEGV); this process is unharmed")
        assert "[L0-READ-11]" in said.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_refusal_names_file_line_code_and_where_more_is_said(cli, raw, tmp_path):
    recipe = tmp_path / "r.toml"
    recipe.write_text(recipe.read_text().replace('title = "Toy"', 'title = "?"'))
    said = cli("standardize", raw, "--recipe", recipe, "-o", tmp_path / "out.h5ad")
    assert said.code == 2
    assert "  r.toml:5: about.title: is still '?'; answer it [L0-RECIPE-01]" in said.err
    assert "'clinicell standard show CODE'" in said.err
    assert cli("standard", "show", "L0-RECIPE-01").code == 0
