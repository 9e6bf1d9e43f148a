"""Each rule has a recipe or a raw folder that breaks it and nothing else; the sound ones keep all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinicell.datasets.recipes.read import read_recipe
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.rules import RULES, Refused, finding
from clinicell.datasets.recipes.standardize import standardize
from clinicell.datasets.recipes.streams import transformed

from .test_recipe import TEXT
from .test_standardize import CELLS, COUNTS, PATIENTS, plan

Plan = dict[str, Any]
Change = Callable[[Path, Plan], None]
FOLDER = {"counts.csv": COUNTS, "cells.csv": CELLS, "patients.csv": PATIENTS.replace("1,5", "1.5")}


def file(name: str, old: str, new: str) -> Change:
    """Write one raw file otherwise."""

    def change(folder: Path, _: Plan) -> None:
        assert old in FOLDER[name]
        (folder / name).write_text(FOLDER[name].replace(old, new))

    return change


def said(*keys: str | int, value: object) -> Change:
    """Write one value of the recipe otherwise."""

    def change(_: Path, recipe: Plan) -> None:
        part: Any = recipe
        for key in keys[:-1]:
            part = part[key]
        part[keys[-1]] = value

    return change


def no_core(_: Path, recipe: Plan) -> None:
    del recipe["columns"]["time_point"]


def two_kinds(folder: Path, recipe: Plan) -> None:
    (folder / "cells2.csv").write_text("barcode,patient,gender,age\nx,p1,M,5\n")
    recipe["files"][1]["path"] = "cells*.csv"


def by_position(_: Path, recipe: Plan) -> None:
    recipe["units"]["joins"][1] |= {"on": "position"}


def header_of_another_build(folder: Path, recipe: Plan) -> None:
    head = '##fileformat=VCFv4.2\n##reference=GRCh37\n##FORMAT=<ID=GT,Number=1,Type=String,Description="x">\n'
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tc1\n"
    (folder / "x.vcf").write_text(f"{head}{columns}1\t100\t.\tA\tC\t.\t.\t.\tGT\t0/1\n")
    recipe["files"] = [*recipe["files"], {"name": "v", "path": "x.vcf", "reader": "vcf"}]
    recipe["uns"] = {"genome_build": "GRCh38"}


CASES = [
    ("01", said("about", "title", value="?")),
    ("05", said("files", 1, "path", value="gone.csv")),
    ("05", said("files", 1, "reader", value="word_processor")),
    ("06", said("files", 0, "answers", value={"content": "matrix"})),
    ("07", two_kinds),
    ("08", said("columns", "age_band", "column", value="years")),
    ("08", said("units", "id", value=["donor"])),
    ("08", said("units", "drop", value={"donor": ["x"]})),
    ("08", said("units", "joins", 0, "on", value="cell")),
    ("08", said("features", "id", value="gene_id")),
    ("09", no_core),
    ("10", said("columns", "sex_ontology_term_id", "values", value={"M": "PATO:0000384"})),
    ("11", said("columns", "donor_id", "pattern", value="q(.)")),
    ("11", said("features", "pattern", value="^(X.*)$")),
    ("12", said("columns", "days", "missing", value=[])),
    ("12", file("cells.csv", ",61,", ",161,")),
    ("12", said("columns", "responded", "values", value={"yes": "yes", "no": "false"})),
    ("13", file("cells.csv", "AAA,", "AAX,")),
    ("14", file("patients.csv", "p3;", "p1;")),
    ("15", by_position),
    ("16", said("units", "id", value=["patient"])),
    ("17", file("counts.csv", "ENSG00000146648", "ENSG00000133703")),
    ("18", said("features", "symbols_of", value="human")),
    ("19", said("matrices", 0, "matrix", value="spliced")),
    ("20", said("matrices", 0, "columns", value="nothing.*")),
    ("21", header_of_another_build),
]
OF_A_TEXT = {  # of the form alone: a recipe of a file
    "02": ('scale = "counts"', 'scale = "umi"'),
    "03": ("recipe = 1", "recipe ="),
    "04": ('[units]\nfile = "counts"', '[units]\nfile = "cells"'),
}


@pytest.fixture
def folder(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, text in FOLDER.items():
        (raw / name).write_text(text)
    return raw


def test_a_sound_folder_breaks_no_rule(folder, tmp_path):
    assert standardize(folder, plan(), tmp_path / "out.h5ad").path.is_file()


@pytest.mark.parametrize(("number", "change"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)])
def test_a_broken_rule_is_the_one_finding_with_a_fix_and_a_link(folder, tmp_path, number, change):
    recipe = plan().model_dump(by_alias=True, mode="json")
    change(folder, recipe)
    with pytest.raises(Refused) as refused:
        standardize(folder, Recipe.model_validate(recipe), tmp_path / "out.h5ad")
    (found,) = refused.value.findings
    assert found.code == f"L0-RECIPE-{number}"
    assert found.doc.endswith(f"rules.md#l0-recipe-{number}")
    assert found.fix
    assert f"{found.path}: {found.message}; {found.fix} [{found.code}]" in str(refused.value)
    assert not (tmp_path / "out.h5ad").exists()


@pytest.mark.parametrize("number", OF_A_TEXT)
def test_a_broken_rule_of_the_form_is_the_one_finding(tmp_path, number):
    path = tmp_path / "r.toml"
    path.write_text(TEXT)
    assert read_recipe(path).about.dataset_id == "x"
    path.write_text(TEXT.replace(*OF_A_TEXT[number]))
    with pytest.raises(Refused) as refused:
        read_recipe(path)
    assert [one.code for one in refused.value.findings] == [f"L0-RECIPE-{number}"]


def test_a_number_without_a_logarithm_breaks_its_rule():
    assert transformed([[1.0, 10.0]], "log10(raw)").tolist() == [[0, 1]]
    with pytest.raises(Refused) as refused:
        transformed([[0.0, 10.0]], "log10(raw)")
    assert [one.code for one in refused.value.findings] == ["L0-RECIPE-22"]


def test_every_rule_is_tested():
    assert {number for number, _ in CASES} | set(OF_A_TEXT) | {"22"} == {code[-2:] for code in RULES}


def test_a_raw_file_that_is_damaged_keeps_the_code_of_its_reader(folder, tmp_path):
    (folder / "cells.csv").write_bytes(b"\0\1\2" + b"x" * 100)
    with pytest.raises(Refused) as refused:
        standardize(folder, plan(), tmp_path / "out.h5ad")
    (found,) = refused.value.findings
    assert found.code.startswith("L0-READ-")
    assert found.path == "files[cells]"
    assert str(refused.value).count(found.code) == 1


def test_a_text_without_a_fix_takes_that_of_its_rule():
    assert finding("L0-RECIPE-14", "x", "2 of 3 keys stand twice").fix == RULES["L0-RECIPE-14"].fix
    assert finding("L0-RECIPE-14", "x", "2 keys; write one").fix == "write one"


def test_a_finding_of_a_recipe_that_was_read_names_its_line(folder, tmp_path):
    path = tmp_path / "r.toml"
    path.write_text(TEXT)
    with pytest.raises(Refused, match=r"(?m)^  r\.toml:5: about\.title: is still '\?'; answer it \[L0-RECIPE-01\]$"):
        standardize(folder, read_recipe(path), tmp_path / "out.h5ad")
