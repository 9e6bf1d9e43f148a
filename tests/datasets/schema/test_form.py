"""The JSON Schema accepts the good data sets of every modality, and refuses what validation refuses in a single row."""

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.form import json_schema
from clinicell.datasets.schema.modalities import MODALITIES
from clinicell.datasets.schema.vocabulary import Range, Vocabulary

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def plain(value):
    """Return a value of uns or of a row as JSON has it."""
    if isinstance(value, pd.DataFrame):
        return [{str(key): plain(item) for key, item in row.items()} for row in value.to_dict("records")]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | np.ndarray):
        return [plain(item) for item in value]
    if value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def document(data, row=0):
    return {"obs": plain(data.obs.iloc[row].to_dict()), "uns": plain(dict(data.uns)) | _scales(data)}


def _scales(data):
    return {"scales": []} if "scales" not in data.uns else {}


@pytest.mark.parametrize("modality", MODALITIES)
def test_rows_and_entries_of_a_good_data_set_fit_the_schema(good, validator, modality):
    data = good(modality)
    for row in (0, data.n_obs - 1):
        assert list(validator.iter_errors(document(data, row))) == []


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("obs", "age_band", "93"),
        ("obs", "donor_id", "Ann Example"),
        ("obs", "disease_ontology_term_id", "AML"),
        ("obs", "disease_ontology_term_id", "MONDO:0000001 | MONDO:0000002"),
        ("obs", "days_from_baseline", 0.5),
        ("obs", "mrd_lod", 0),
        ("obs", "is_primary_data", "yes"),
        ("obs", "split", "test"),
        ("uns", "modality", "proteome"),
        ("uns", "schema_version", "0.3"),
        ("uns", "duo_terms", ["general research use"]),
        ("uns", "genome_build", "hg19"),
        ("uns", "title", ""),
    ],
)
def test_what_breaks_a_rule_in_one_row_breaks_the_schema(good, validator, part, name, value):
    said = document(good("rna"))
    assert validator.is_valid(said)
    said[part][name] = value
    assert not validator.is_valid(said)


@pytest.mark.parametrize("name", ["donor_id", "age_band", "is_primary_data"])
def test_a_column_of_the_core_is_required(good, validator, name):
    said = document(good("rna"))
    del said["obs"][name]
    assert not validator.is_valid(said)


def test_several_terms_may_stand_in_one_cell(good, validator):
    said = document(good("rna"))
    said["obs"]["disease_ontology_term_id"] = "MONDO:0000001 || MONDO:0018874"
    assert validator.is_valid(said)


@pytest.mark.parametrize("word", ["", "a", "EFO:0009922", "EFO:0009922 || EFO:0000001", "unknown", "EFO:1"])
@pytest.mark.parametrize(
    "vocabulary",
    [
        Vocabulary(frozenset({"unknown"}), r"EFO:\d{7}"),
        Vocabulary(frozenset({"unknown"})),
        Vocabulary(pattern=r"a|EFO:\d{7}"),
        Vocabulary(pattern=r"EFO:\d{7}", separator=" || "),
    ],
)
def test_a_vocabulary_and_its_schema_agree(vocabulary, word):
    assert jsonschema.Draft202012Validator(vocabulary.json_schema()).is_valid(word) == vocabulary(word)


@pytest.mark.parametrize("number", [-1.0, 0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize(
    "allowed",
    [Range(low=0, high=1), Range(low=0, high=1, is_open=True), Range(low=0, is_whole=True), Range(low=-1, high=1)],
)
def test_a_range_and_its_schema_agree(allowed, number):
    is_valid = jsonschema.Draft202012Validator(allowed.json_schema()).is_valid(number)
    assert is_valid == allowed.holds(np.array([number]))[0]
