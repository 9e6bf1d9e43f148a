"""Values that stand within a text under names of their own, and words in other scripts."""

import json

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.fields import fields_of
from clinicell.datasets.privacy.files import screen_file
from clinicell.datasets.privacy.rules import AGE, BIOMETRIC, CODE, FREE_TEXT, NAME, STRANGER, UNEXPLAINED, VEHICLE
from clinicell.datasets.privacy.screen import check
from clinicell.datasets.privacy.scripts import foreign_strangers


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("tissue: marrow; age: 93", "age", "93"),
        ('{"age": 93, "x": 1}', "age", "93"),
        ("<field name='age'>93</field>", "age", "93"),
        ('<Keyword name="age" value="93"/>', "age", "93"),
        ("<age>93</age>", "age", "93"),
        ('##SAMPLE=<ID=D1,age="93">', "age", "93"),
    ],
)
def test_a_field_is_read_under_its_own_name(text, name, value):
    assert (name, value) in list(fields_of(text))


def codes_at(path) -> set[str]:
    return {one.code for one in screen_file(path)}


def test_a_form_of_two_columns_is_read_row_by_row(tmp_path):
    (tmp_path / "form.csv").write_text("item,value\ntissue,bone marrow\nage,93\ntarga,NG 094UW\npmid,30827681\n")
    assert codes_at(tmp_path / "form.csv") == {AGE, VEHICLE}


def test_a_record_of_name_and_value_is_read_as_one(tmp_path):
    record = {"name": "vingerafdruk", "value": "c5528c48f905556ce298e6e9ea5"}
    (tmp_path / "a.json").write_text(json.dumps({"records": [record]}))
    assert BIOMETRIC in codes_at(tmp_path / "a.json")


def test_what_a_note_holds_is_told_beside_that_it_is_a_note():
    note = [f"Stable, no further remarks; order {n}." for n in (4061670677, 81922, 7711820, 5099218, 60013, 910028)]
    adata = ad.AnnData(
        np.ones((6, 2), dtype="float32"), obs=pd.DataFrame({"note": note}, index=[f"c{n}" for n in range(6)])
    )
    assert {FREE_TEXT, UNEXPLAINED} <= {one.code for one in check(adata)}


def test_a_code_that_each_cell_of_a_donor_bears_is_told():
    obs = pd.DataFrame({"kis": [48291337] * 4 + [48291338] * 2}, index=[f"c{n}" for n in range(6)])
    adata = ad.AnnData(np.ones((6, 2), dtype="float32"), obs=obs)
    assert [one.code for one in check(adata)] == [UNEXPLAINED]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("patient_guid", "2c344d8a-5dd0-4b33-9666-ae92823e8816", CODE),
        ("face_recognition_template", "6ac053ddd300efcbcc392e30641a0c5d", BIOMETRIC),
        ("employee_id", "E4482", CODE),
        ("native_name", "欧阳秀英", NAME),
    ],
)
def test_a_value_is_told_under_a_name_that_asks_for_persons(key, value, code):
    adata = ad.AnnData(np.ones((6, 2), dtype="float32"), uns={key: value})
    assert code in {one.code for one in check(adata)}


def test_words_of_the_clinic_in_other_scripts_are_harmless_and_names_are_not():
    assert not [*foreign_strangers("骨髄 CD34"), *foreign_strangers("IFN-γ und αβ"), *foreign_strangers("костный мозг")]
    assert list(foreign_strangers("田中陽菜"))
    adata = ad.AnnData(np.ones((6, 2), dtype="float32"), uns={"label": "Ольга"})
    assert STRANGER in {one.code for one in check(adata)}
