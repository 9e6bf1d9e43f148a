"""Files of events with the same channels are one entry, asked of once, however they are called."""

import tomllib

import anndata as ad
import numpy as np
import pytest

from clinicell.datasets.recipes.draft import draft
from clinicell.datasets.recipes.gathered import paths_of
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.standardize import standardize
from clinicell.errors import InputError

from ..readers.test_fcs import EVENTS, write_fcs
from .test_standardize import plan

UNKNOWN = ("sex_ontology_term_id", "age_band", "cell_type_ontology_term_id")
GATES = ("Mature_B", "CD4pos_T", "NK", "HSC")


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    (folder / "fcs").mkdir(parents=True)
    for gate in GATES:
        write_fcs(folder / "fcs" / f"Basal_{gate}.fcs", surplus_end=1)
    return folder


def test_what_is_open_of_all_is_asked_once(raw):
    (file,) = tomllib.loads(draft(raw))["files"]
    assert file == {"name": "fcs", "path": "fcs/*.fcs", "reader": "fcs", "answers": {"offset": "?"}}
    assert draft(raw).count('transform = "?"') == 1


def test_other_channels_or_another_question_make_an_entry_of_their_own(raw):
    write_fcs(raw / "fcs" / "Basal_NK.fcs", surplus_end=1, keywords={"$P3N": "CD19 PE"})
    write_fcs(raw / "fcs" / "Basal_HSC.fcs")
    files = tomllib.loads(draft(raw))["files"]
    assert [file["path"] for file in files] == [
        ["fcs/Basal_CD4pos_T.fcs", "fcs/Basal_Mature_B.fcs"], "fcs/Basal_HSC.fcs", "fcs/Basal_NK.fcs"
    ]  # fmt: skip
    assert [file.get("answers") for file in files] == [{"offset": "?"}, None, {"offset": "?"}]
    assert "differ from the first" not in draft(raw)


def test_files_that_differ_by_their_number_keep_their_pattern_and_name(tmp_path):
    for number in (1, 2, 10):
        write_fcs(tmp_path / f"tube{number}.fcs")
    (file,) = tomllib.loads(draft(tmp_path))["files"]
    assert (file["name"], file["path"]) == ("tube", "tube*.fcs")


def test_a_list_of_paths_is_followed_in_natural_order_and_each_file_once(raw, tmp_path):
    paths = ["fcs/Basal_NK.fcs", "fcs/*_T.fcs", "fcs/Basal_CD4pos_T.fcs"]
    given = plan(
        about={"dataset_id": "t", "title": "t", "license": "x", "modality": "cytometry"},
        files=[{"name": "f", "path": paths, "reader": "fcs", "answers": {"offset": "off by one"}}],
        units={"file": "f", "id": ["file", "index"]},
        columns={
            "donor_id": {"constant": "unknown"},
            "sample_id": {"column": "file"},
            "gate": {"column": "file", "pattern": "Basal_(.+)"},
        }
        | {
            name: {"constant": "unknown"} for name in ("sex_ontology_term_id", "age_band", "cell_type_ontology_term_id")
        },
        matrices=[
            {"file": "f", "matrix": "raw", "slot": "layers/raw", "scale": "other", "formula": "linear"},
            {"file": "f", "matrix": "raw", "slot": "X", "scale": "other", "transform": "arcsinh(raw / 5)"},
        ],
        features={"columns": {"channel": {"column": "channel"}, "marker": {"column": "marker"}}},
    )
    recipe = given.model_copy(
        update={"columns": {k: v for k, v in given.columns.items() if k not in ("responded", "days")}}
    )
    assert Recipe.model_validate(recipe.model_dump(by_alias=True)) == recipe
    adata = ad.read_h5ad(standardize(raw, recipe, tmp_path / "out.h5ad").path)
    assert adata.obs["gate"].tolist() == ["CD4pos_T"] * len(EVENTS) + ["NK"] * len(EVENTS)
    np.testing.assert_array_equal(adata.layers["raw"], np.vstack([EVENTS, EVENTS]))


def test_a_path_of_a_list_that_names_nothing_or_leads_out_is_refused(raw):
    with pytest.raises(InputError, match=r"there is no 'fcs/none\*'"):
        paths_of(raw, ("fcs/*.fcs", "fcs/none*"))
    with pytest.raises(ValueError, match="leads out of the raw folder"):
        plan(files=[{"name": "counts", "path": ["a.csv", "../b.csv"], "reader": "delimited"}])


def test_the_real_set_of_39_gated_files_is_asked_of_once(mirror):
    text = draft(mirror / "mrd/bendall2011_bm_cytof")
    assert len(tomllib.loads(text)["files"]) == 1
    assert len(Recipe.model_validate(tomllib.loads(text)).open_questions()) < 40


def test_the_real_set_of_wide_texts_is_asked_of_by_kind(mirror):
    text = draft(mirror / "subclone/morita2020_aml")
    assert len(Recipe.model_validate(tomllib.loads(text)).open_questions()) < 40
