import hmac
import os
import stat

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.pseudonym import PseudonymKey, make_key, pseudonym, pseudonyms, read_key, write_table
from clinicell.datasets.privacy.replace import pseudonymized
from clinicell.datasets.privacy.screen import check
from clinicell.errors import InputError, SchemaError

KEY = PseudonymKey(bytes(range(32)))
RAW = ("00412345", "00412346", "00412347")


def cohort(names: list[str] | None = None, **uns: object) -> ad.AnnData:
    obs = pd.DataFrame({"donor_id": [*RAW, RAW[0]], "sample_id": ["S1", "S2", "S3", "S1"]})
    obs.index = pd.Index(names or ["a", "b", "c", "d"])
    return ad.AnnData(np.ones((4, 2), dtype="float32"), obs=obs, uns=uns)


def test_a_pseudonym_is_the_hmac_over_its_parts_cut_to_80_bits():
    parts = (b"clinicell pseudonym 1", b"donor", b"AML", b"00412345")
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    expected = hmac.digest(KEY.secret, message, "sha256")[:10].hex().upper()
    assert pseudonym("00412345", key=KEY, cohort="AML", kind="donor") == f"AML-{expected}"


def test_key_cohort_kind_and_id_each_change_it():
    given = [
        pseudonym("1234567", key=KEY, cohort="AML", kind="donor"),
        pseudonym("1234567", key=PseudonymKey(bytes(range(1, 33))), cohort="AML", kind="donor"),
        pseudonym("1234567", key=KEY, cohort="AML2", kind="donor"),
        pseudonym("1234567", key=KEY, cohort="AML", kind="sample"),
        pseudonym("1234568", key=KEY, cohort="AML", kind="donor"),
    ]
    assert len({name.rpartition("-")[2] for name in given}) == len(given)
    assert given[0] == pseudonym("1234567", key=KEY, cohort="AML", kind="donor")


def test_a_key_is_made_private_and_never_written_over_or_shown(tmp_path):
    path = make_key(tmp_path / "key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = read_key(path)
    assert len(key.secret) == 32
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)
    with pytest.raises(InputError, match="never written over"):
        make_key(path)
    assert read_key(path) == key


def test_a_key_that_others_may_read_or_that_is_weak_is_refused(tmp_path):
    path = make_key(tmp_path / "key")
    path.chmod(0o640)
    with pytest.raises(InputError, match="chmod 600"):
        read_key(path)
    path.chmod(0o600)
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(InputError, match="no key can be read"):
        read_key(link)
    for weak in (bytes(range(31)), b"\0" * 32):
        path.write_bytes(weak)
        with pytest.raises(InputError, match=r"31 bytes|repeats"):
            read_key(path)


def test_what_nobody_knows_stays_and_ids_that_differ_in_blanks_are_refused():
    made = pseudonyms(["unknown", "P1", "na"], key=KEY, cohort="AML", kind="donor")
    assert (made["unknown"], made["na"]) == ("unknown", "na")
    assert made["P1"].startswith("AML-")
    with pytest.raises(InputError, match="1 of 2 donor ids differ from another in case or blanks only") as refused:
        pseudonyms(["ab 123", "AB123"], key=KEY, cohort="AML", kind="donor")
    assert "123" not in str(refused.value)


def test_a_data_set_gets_pseudonyms_that_the_screen_lets_pass():
    adata = cohort()
    done, table = pseudonymized(adata, key=KEY, cohort="AML", columns={"donor_id": "donor", "sample_id": "sample"})
    assert [one.code for one in check(adata)] == ["L4-PHI-08"]
    assert list(check(done)) == []
    assert done.obs["donor_id"].iloc[0] == done.obs["donor_id"].iloc[3] == table["donor"][RAW[0]]
    assert set(table["sample"]) == {"S1", "S2", "S3"}
    assert adata.obs["donor_id"].iloc[0] == RAW[0]


@pytest.mark.parametrize(
    ("names", "uns", "where"),
    [
        (["00412345_1", "b", "c", "d"], {}, "obs_names"),
        (None, {"runs": {"note": "of 00412346"}}, r"uns\['runs'\]\['note'\]"),
    ],
    ids=["obs_names", "uns"],
)
def test_a_raw_id_that_is_left_elsewhere_is_refused_and_not_shown(names, uns, where):
    with pytest.raises(SchemaError, match=where) as refused:
        pseudonymized(cohort(names, **uns), key=KEY, cohort="AML", columns={"donor_id": "donor"})
    assert "0041234" not in str(refused.value)


def test_pseudonyms_of_pseudonyms_are_refused():
    done, _ = pseudonymized(cohort(), key=KEY, cohort="AML", columns={"donor_id": "donor"})
    with pytest.raises(SchemaError, match="holds pseudonyms already"):
        pseudonymized(done, key=KEY, cohort="AML", columns={"donor_id": "donor"})


def test_the_table_is_private_from_its_first_byte(tmp_path):
    before = os.umask(0)
    try:
        path = write_table(tmp_path / "table.tsv", {"donor": {"00412345": "AML-0"}})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == "kind\traw\tpseudonym\ndonor\t00412345\tAML-0\n"
