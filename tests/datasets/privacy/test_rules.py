"""Each rule has texts that break it and texts like them that do not."""

import hashlib

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.rules import RULES, STRANGER, UNEXPLAINED, UNSEEN
from clinicell.datasets.privacy.screen import check, require_private
from clinicell.errors import SchemaError

HASHED = hashlib.sha256(b"123456").hexdigest()
KEYED = hashlib.sha256(b"a key, and 123456").hexdigest()
CASES = (
    ("L4-PHI-01", "x", "Dr. Xiadani Quispe", "Hodgkin lymphoma"),
    ("L4-PHI-01", "operator", "jdoe", "unknown"),
    ("L4-PHI-01", "x", "Smith, John", "Cell, Paneth"),
    ("L4-PHI-02", "x", "12 Maple Street", "12 Paneth cells"),
    ("L4-PHI-02", "zip", "02139", "021"),
    ("L4-PHI-02", "zip", "036", "100"),
    ("L4-PHI-02", "x", "seen in Boston, MA 02115", "MA plot 02115"),
    ("L4-PHI-03", "x", "2019-03-12", "2019"),
    ("L4-PHI-03", "x", "12 March 2019", "MARCH1"),
    ("L4-PHI-03", "x", "20190312101500", "10x-3v3-20190"),
    ("L4-PHI-03", "dob", "25001", "1968"),
    ("L4-PHI-03", "x", "3/12/2019", "1/2 dose"),
    ("L4-PHI-04", "x", "(617) 555-0134", "617-555"),
    ("L4-PHI-04", "phone", "6175550134", "none"),
    ("L4-PHI-05", "fax", "617 555 0134", "na"),
    ("L4-PHI-06", "x", "jane.doe@hospital.org", "CD34@FITC"),
    ("L4-PHI-07", "x", "123-45-6789", "50-78-2"),
    ("L4-PHI-07", "ssn", "123456789", "unknown"),
    ("L4-PHI-08", "x", "MRN 0012345", "CD45 0012345"),
    ("L4-PHI-08", "patient_id", "00412345", "AML-0A1B2C3D4E5F60718293"),
    ("L4-PHI-08", "donor_id", "12345678", "CRC2"),
    ("L4-PHI-09", "x", "Member ID W123456789", "member of the RAS family"),
    ("L4-PHI-09", "x", "1EG4-TE5-MK73", "1EG4-TE5"),
    ("L4-PHI-10", "x", "DE89370400440532013000", "DE89370400440532013001"),
    ("L4-PHI-10", "x", "account no. 55512345", "taken into account 5 times"),
    ("L4-PHI-11", "x", "license no. D1234567", "CC0-1.0"),
    ("L4-PHI-12", "x", "1M8GDM9AXKP042788", "1M8GDM9A1KP042788"),
    ("L4-PHI-13", "x", "S/N PM1234567", "Illumina NovaSeq 6000"),
    ("L4-PHI-13", "x", "00:1a:2b:3c:4d:5e", "00:1a:2b"),
    ("L4-PHI-14", "x", "https://mychart.example.org/patient/1", "https://doi.org/10.1101/gr.209973.116"),
    ("L4-PHI-15", "x", "192.168.10.25", "1.10.3.2"),
    ("L4-PHI-15", "x", "2001:db8:0:1:1:1:1:1", "A*02:01:01:01"),
    ("L4-PHI-16", "voiceprint", "VP93A00127", "unknown"),
    ("L4-PHI-16", "fingerprint_template", "AQIDBAUGBwgJCg12", "na"),
    ("L4-PHI-16", "drug_fingerprint", None, "0010110100110101"),
    ("L4-PHI-17", "x", "portrait_7.jpg", "umap_7.jpg"),
    ("L4-PHI-17", "x", "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQ", "AAACCTGAGAAACCAT-1"),
    ("L4-PHI-18", "x", "943 476 5919", "943 476 59"),
    ("L4-PHI-18", "x", "1800101221144", "1800101221145"),
    ("L4-PHI-18", "patient_code", "K7XQ93ZLT04B", "P1"),
    ("L4-PHI-19", "age", "93", "89"),
    ("L4-PHI-19", "age_band", None, "90+"),
    ("L4-PHI-19", "x", "a 93-year-old", "93 cells"),
    ("L4-PHI-20", "x", "/home/jdoe/run.sh", "/usr/bin/python"),
    ("L4-PHI-20", "x", "C:\\Users\\jdoe\\x.fcs", "C:\\data\\x.fcs"),
    ("L4-PHI-21", "x", HASHED, KEYED),
    ("L4-PHI-22", "notes", "came late and felt quite unwell", "felt unwell"),
    ("L4-PHI-24", "x", "BM 10432987", "GSM10432987"),
    ("L4-PHI-24", "x", "FX8R21KQ77", "plate 12 well H07"),
    ("L4-PHI-25", "x", "BM_Quispe_d28", "BM_relapse_d28"),
    ("L4-PHI-25", "x", "Garcia", "donor_3"),
)


def data_set(key: str, text: str) -> ad.AnnData:
    obs = pd.DataFrame({key: [text, *["unknown"] * 5]}, index=[f"cell{i}" for i in range(6)])
    return ad.AnnData(np.ones((6, 2), dtype="float32"), obs=obs)


@pytest.mark.parametrize(("code", "key", "bad", "good"), CASES)
def test_a_text_that_breaks_the_rule_is_found_and_its_neighbour_is_not(code, key, bad, good):
    if bad is not None:
        (finding,) = [one for one in check(data_set(key, bad)) if one.code == code]
        assert (finding.path, finding.n_affected, finding.n_total, finding.unit) == (f"obs[{key!r}]", 1, 6, "cells")
        assert bad not in repr(finding)
        assert f"{len(bad)} characters" in finding.examples[0]
    # What is merely unknown is another rule's matter: test_unknown.py.
    assert [one for one in check(data_set(key, good)) if one.code not in (UNEXPLAINED, STRANGER)] == []


def test_every_rule_has_a_case_that_breaks_it():
    assert {code for code, _, bad, _ in CASES if bad is not None} == set(RULES) - {UNSEEN}  # of files; see test_files


def test_a_data_set_with_an_identifier_is_refused_without_repeating_it():
    require_private(data_set("batch_id", "b1"))
    with pytest.raises(SchemaError, match=r"L4-PHI-07 at obs\['x'\].*no proof of anonymity") as refused:
        require_private(data_set("x", "123-45-6789"))
    assert "123-45-6789" not in str(refused.value)
