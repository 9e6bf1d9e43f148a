"""Drafting: what files say is written, what they leave open is marked, and an answered draft can be followed."""

import re
import tomllib

import anndata as ad
import pytest

from clinicell.datasets.recipes.draft import draft
from clinicell.datasets.recipes.read import read_recipe
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.standardize import standardize
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.validate import validate_file
from clinicell.errors import InputError

COUNTS = "gene,AAAACCCC-1,CCCCAAAA-1,GGGGTTTT-1\nENSG00000141510,1,0,3\nENSG00000133703,0,2,7\n"
CELLS = (
    "barcode,patient,sex,age,cell_type,run\nAAAACCCC-1,p1,M,61,T,a\nCCCCAAAA-1,p1,M,61,B,a\nGGGGTTTT-1,p2,F,72,T,b\n"
)


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "My cohort"
    folder.mkdir()
    (folder / "counts.csv").write_text(COUNTS)
    (folder / "cells.csv").write_text(CELLS)
    (folder / "README.md").write_text("x")
    return folder


def test_a_draft_is_a_recipe_and_its_marks_are_its_open_questions(raw):
    text = draft(raw)
    recipe = Recipe.model_validate(tomllib.loads(text))
    n_marked = sum('= "?"' in line and "# ASK" in line for line in text.splitlines())
    assert len(recipe.open_questions()) == n_marked > 10
    assert recipe.about.dataset_id == "my_cohort"


def test_what_the_files_say_is_written_and_what_they_do_not_say_is_open(raw):
    recipe = Recipe.model_validate(tomllib.loads(draft(raw)))
    files = {file.name: file for file in recipe.files}
    assert {name: (file.path, file.reader) for name, file in files.items()} == {
        "cells": ("cells.csv", "delimited"),
        "counts": ("counts.csv", "delimited"),
    }
    assert files["counts"].answers == {"content": "?", "orientation": "?"}
    assert files["cells"].answers == {}
    assert recipe.units.file == "counts"
    assert [(join.file, join.on, join.to) for join in recipe.units.joins] == [("cells", "barcode", "index")]
    assert recipe.columns["donor_id"].column == "?"
    assert recipe.columns["sex_ontology_term_id"].mapping == {"M": "?", "F": "?"}
    assert recipe.columns["age_band"].kind == "age_years"
    assert recipe.columns["tissue_ontology_term_id"].constant == "unknown"
    assert recipe.matrices[0].scale == "?"


def test_evidence_stands_above_each_mark(raw):
    text = draft(raw)
    told = text.replace("\n# ", " ")
    assert "columns like cells (3 of 3 names)" in told
    assert "which column? 'patient' of cells (2 distinct values)" in text
    assert re.search(r'^"M" = "\?" +# ASK: 2 rows; PATO:0000384 \(male\)\?$', text, re.MULTILINE)
    assert "all whole, 0 to 7" in told


def test_a_draft_refuses_to_run_until_it_is_answered_and_then_runs(raw, tmp_path):
    path, text = tmp_path / "r.toml", draft(raw)
    path.write_text(text)
    with pytest.raises(InputError, match=r"about\.title: is still '\?'"):
        standardize(raw, read_recipe(path), tmp_path / "out.h5ad")
    answers = {"title": "Toy", "license": "MIT", "modality": "rna", "content": "matrix",
               "orientation": "features x units", '"M"': "PATO:0000384", '"F"': "PATO:0000383", '"T"': "CL:0000084",
               '"B"': "CL:0000236", "scale": "counts"}  # fmt: skip
    raw_columns = {"donor_id": "patient", "sex_ontology_term_id": "sex", "age_band": "age", "batch_id": "run",
                   "cell_type_ontology_term_id": "cell_type"}  # fmt: skip
    constants = {"tissue_type": '"tissue"', "suspension_type": '"cell"', "is_primary_data": "true"}
    done, section = [], ""
    for line in text.splitlines():
        section = line.split("]")[0].strip("[") if line.startswith("[") else section
        key = line.split(" = ")[0]
        target = section.removeprefix("columns.")
        if '= "?"' in line and key in answers:
            line = f'{key} = "{answers[key]}"'
        elif '= "?"' in line and key == "column":
            line = f'column = "{raw_columns[target]}"'
        elif '= "?"' in line and key == "constant":
            line = f"constant = {constants[target]}" if target in constants else 'column = "patient"'
        if line in ("# [features.columns.feature_name]", '# column = "index"') and "channel" not in section:
            line = line[2:] if "channel" not in done[-1] else line
        done.append(line)
    path.write_text("\n".join(done))
    assert read_recipe(path).open_questions() == ()
    adata = ad.read_h5ad(standardize(raw, read_recipe(path), tmp_path / "out.h5ad").path)
    assert adata.X.toarray().tolist() == [[1, 0], [0, 2], [3, 7]]
    assert adata.obs["donor_id"].tolist() == ["p1", "p1", "p2"]
    assert adata.obs["batch_id"].tolist() == ["a", "a", "b"]
    assert validate_file(tmp_path / "out.h5ad", level=Level.L3).findings == ()


def test_a_folder_without_a_file_that_is_read_is_refused(tmp_path):
    (tmp_path / "notes.md").write_text("x")
    with pytest.raises(InputError, match="there is no file that a reader reads"):
        draft(tmp_path)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_drafted(raw):
    (raw / "broken.csv").write_bytes(b"\0\1" + b"x" * 100)
    assert "# not read: broken.csv: broken.csv: is no text" in draft(raw)


def test_only_the_files_that_are_asked_for_are_looked_at(raw):
    recipe = Recipe.model_validate(tomllib.loads(draft(raw, only="cells*")))
    assert [file.name for file in recipe.files] == ["cells"]


@pytest.mark.parametrize(
    ("folder", "n_files", "units"),
    [
        ("response/covid_balf", 2, "?"),
        ("subclone/gawad2014_all", 3, "?"),
        ("mrd/flowcap1_gvhd", 2, "sample"),
        ("subclone/leung2017_crc", None, "?"),
        ("mrd/flowcap2_aml_subset", None, "sample"),
    ],
)
def test_a_draft_of_a_real_folder_is_a_recipe(mirror, folder, n_files, units):
    recipe = Recipe.model_validate(tomllib.loads(draft(mirror / folder)))
    assert n_files is None or len(recipe.files) == n_files
    assert units is None or recipe.units.file == units
    assert recipe.open_questions()


def test_a_10x_folder_is_drafted_with_the_names_of_its_genes_and_without_versions(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "matrix.mtx").write_text("%%MatrixMarket matrix coordinate integer general\n2 2 2\n1 1 3\n2 2 1\n")
    (folder / "barcodes.tsv").write_text("AAAACCCC-1\nCCCCAAAA-1\n")
    (folder / "features.tsv").write_text(
        "ENSG00000141510.18\tTP53\tGene Expression\nENSG00000133703.14\tKRAS\tGene Expression\n"
    )
    assert [file["reader"] for file in tomllib.loads(draft(folder))["files"]] == ["tenx_mtx"]
    features = tomllib.loads(draft(folder))["features"]
    assert re.fullmatch(features["pattern"], "ENSG00000141510.18")[1] == "ENSG00000141510"
    assert features["columns"]["feature_name"] == {"column": "name"}
    assert "name" not in features["columns"]
    (folder / "features.tsv").write_text("ENSG00000141510\tTP53\tGene Expression\nENSG1.1\tKRAS\tGene Expression\n")
    assert "pattern" not in tomllib.loads(draft(folder))["features"]


def test_a_column_named_condition_is_asked_for_with_all_that_it_may_be(raw):
    (raw / "cells.csv").write_text(
        "barcode,condition,treatment_status\nAAAACCCC-1,ctrl,pre\nCCCCAAAA-1,stim,pre\nGGGGTTTT-1,stim,post\n"
    )
    text = draft(raw)
    recipe = tomllib.loads(text)
    for target in ("sampled_site_condition", "disease_ontology_term_id", "treatment_id"):
        assert recipe["columns"][target] == {"column": "?"}
        block = text[text.index(f"[columns.{target}]  #") :].split("\n\n")[0].replace("\n# ", " ")
        assert "'condition' of cells (2 distinct values), e.g. 'stim', 'ctrl', does not tell what it is" in block
        assert block.count("[columns.") >= 3  # its own, and the two others
    assert recipe["columns"]["time_point"]["values"] == {"pre": "?", "post": "?"}


def test_two_tables_without_a_matrix_are_joined_by_what_is_asked_with_the_share(tmp_path):
    (tmp_path / "cells.csv").write_text("cell,patient,marker\nc1,p1,a\nc2,p1,b\nc3,p2,a\nc4,p4,b\n")
    (tmp_path / "patients.csv").write_text("pid,age,drug\np1,61,x\np2,72,y\np3,50,z\n")
    text = draft(tmp_path)
    units = tomllib.loads(text)["units"]
    assert units["file"] == "?"
    assert units["joins"] == [{"file": "patients", "on": "?", "to": "?"}]
    said = text.replace("\n# ", " ")
    assert "one of cells, patients; cells has most rows" in said
    assert "'pid' holds 2 of 3 values (67 %) of 'patient' of cells" in said


def test_a_table_that_holds_some_ids_of_the_units_is_offered_with_the_share(raw):
    (raw / "cells.csv").write_text(CELLS.replace("GGGGTTTT-1", "other"))
    text = draft(raw)
    assert tomllib.loads(text)["units"]["joins"] == [{"file": "cells", "on": "?", "to": "?"}]
    assert "'barcode' holds 2 of 3 values (67 %) of 'index' of counts" in text.replace("\n# ", " ")


def test_a_matrix_whose_numbers_cannot_be_read_yet_is_drafted_with_the_reason(tmp_path):
    rows = "".join(f"ENSG0000000000{n},1,{'' if n == 3 else 2},{n}\n" for n in range(6))
    (tmp_path / "m.csv").write_text("gene,AAAACCCC-1,CCCCAAAA-1,GGGGTTTT-1\n" + rows)
    text = draft(tmp_path).replace("\n# ", " ")
    assert "missing = " in text
    assert tomllib.loads(draft(tmp_path))["matrices"][0]["scale"] == "?"
