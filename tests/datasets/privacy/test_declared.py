"""What a steward declares harmless: it silences the unknown alone, and an identifier cannot be declared away."""

import hashlib
import hmac

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.declared import NOTHING, Declared, declared, read_declared, refusal
from clinicell.datasets.privacy.pseudonym import PseudonymKey
from clinicell.datasets.privacy.rules import NAME, PHONE, STRANGER, UNEXPLAINED
from clinicell.datasets.privacy.screen import check
from clinicell.errors import InputError


def told(harmless: Declared, **obs: object) -> set[tuple[str, str]]:
    adata = ad.AnnData(np.ones((6, 2), dtype="float32"), obs=pd.DataFrame(obs, index=[f"cell{n}" for n in range(6)]))
    return {(one.code, one.path) for one in check(adata, harmless=harmless)}


def test_a_declared_word_is_passed_over_wherever_it_stands_whole():
    obs = {"arm": ["Zorvanix"] * 3 + ["zorvanix_b"] * 3}
    assert told(NOTHING, **obs) == {(STRANGER, "obs['arm']")}
    assert told(declared(["ZORVANIX"]), **obs) == set()
    assert told(declared(["zorva"]), **obs) == {(STRANGER, "obs['arm']")}


def test_a_word_that_is_not_declared_is_told_beside_one_that_is():
    said = declared(["zorvanix"])
    assert told(said, arm=["Zorvanix", "Quispe"] * 3) == {(STRANGER, "obs['arm']")}
    assert told(said, arm=["Zorvanix Quispe"] * 6) == {(STRANGER, "obs['arm']")}


def test_a_declared_code_is_passed_over_and_another_is_not():
    said = declared(["FX8R21KQ77"])
    assert told(said, lot=["FX8R21KQ77"] * 6) == set()
    assert told(said, lot=["FX8R21KQ77", "FX8R21KQ78"] * 3) == {(UNEXPLAINED, "obs['lot']")}


def test_marks_on_letters_and_case_make_no_other_word():
    assert told(declared(["Brüggenstein"]), arm=["BRUGGENSTEIN arm"] * 6) == set()


def test_names_that_the_lexicons_alone_know_are_passed_over_and_titles_are_not():
    obs = {"arm": ["Anna Schmidt"] * 6}
    assert (NAME, "obs['arm']") in told(NOTHING, **obs)
    assert told(declared(["Anna Schmidt"]), **obs) == set()
    assert (NAME, "obs['arm']") in told(declared(["schmidt"]), arm=["Dr. Schmidt"] * 6)


def test_no_declaration_hides_the_form_of_an_identifier_beside_it():
    said = declared(["zorvanix"])
    assert told(said, arm=["Zorvanix, call 040 4711 2233"] * 6) == {(PHONE, "obs['arm']")}


def test_the_words_of_a_declared_column_are_passed_over_and_those_of_others_are_not():
    said = declared([], ["arm"])
    assert told(said, arm=["Zorvanix"] * 6, site=["Quispe"] * 6) == {(STRANGER, "obs['site']")}
    assert told(said, arm=["call 040 4711 2233"] * 6) == {(PHONE, "obs['arm']")}


@pytest.mark.parametrize(
    "phrase",
    [
        "2019-03-12", "20190312", "040 4711 2233", "anna@clinic.org", "https://x.example/anna", "10.20.30.41",
        "943 476 5919", "123-45-6789", "DE89370400440532013000", "4821991", "Dr. Quispe", "93 years", "44051401359",
        "00:1A:2B:3C:4D:5E", "12 Elm Street", "MRN 4821991", "x", "y" * 101,
    ],
)  # fmt: skip
def test_what_has_the_form_of_an_identifier_cannot_be_declared_and_is_not_shown(phrase):
    assert refusal(phrase)
    with pytest.raises(InputError, match=r"1 of 2 phrases cannot be declared harmless, e\.g\. number 2") as fault:
        declared(["zorvanix", phrase])
    assert len(phrase) < 2 or phrase not in str(fault.value)


@pytest.mark.parametrize("title", ["patient_name", "nachname", "employee_id", "mother", ""])
def test_a_column_of_persons_cannot_be_declared(title):
    with pytest.raises(InputError, match="column number 1 of 1 cannot be declared harmless"):
        declared([], [title])


def test_the_record_is_a_count_and_a_hash_and_with_a_key_one_that_nobody_can_try_out():
    said = declared(["Zorvanix", "Brüggenstein", "zorvanix"], ["arm"])
    text = b"bruggenstein\nzorvanix\ncolumn: arm"
    assert said.record() == {
        "n_harmless": 2, "n_harmless_columns": 1, "harmless_sha256": hashlib.sha256(text).hexdigest()
    }  # fmt: skip
    secret = bytes(range(32))
    keyed = said.record(PseudonymKey(secret))
    assert keyed["harmless_hmac_sha256"] == hmac.new(secret, text, "sha256").hexdigest()
    assert "harmless_sha256" not in keyed
    assert "zorvanix" not in repr(said) + str(keyed)


def test_a_list_is_read_line_by_line(tmp_path):
    path = tmp_path / "harmless.txt"
    path.write_text("# of the trial\nZorvanix\n\ncolumn: arm\n", encoding="utf-8")
    assert read_declared(path) == declared(["zorvanix"], ["arm"])
    with pytest.raises(InputError, match="cannot be read"):
        read_declared(tmp_path / "none.txt")
