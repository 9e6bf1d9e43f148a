import pytest

from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.labels import codes, is_about
from clinicell.datasets.privacy.rules import DEVICE, LICENCE, PHONE, PLAN, RECORD, VEHICLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Fallnummer 20231336513", RECORD), ("n° dossier: 4471902", RECORD), ("SN PZK48707123", DEVICE),
        ("Versichertennummer A123456780", PLAN), ("Reisepass C01X00T47", LICENCE), ("Kennzeichen HD-AB 1234", VEHICLE),
        ("Handy 0170 1234567", PHONE),
    ],
)  # fmt: skip
def test_a_number_behind_its_label_is_known_in_the_language_of_the_hospital(text, code):
    assert code in set(codes(text, Key()))


@pytest.mark.parametrize("text", ["Fallnummer unknown", "dossier 12", "molecular fingerprint 2048 bits", "12345678"])
def test_a_label_without_its_number_or_a_number_without_a_label_says_nothing(text):
    assert not set(codes(text, Key()))


def test_the_name_of_a_column_is_read_as_a_label():
    assert RECORD in set(codes("20231336513", key_of("Fallnummer")))
    assert not set(codes("20231336513", key_of("total_counts")))
    assert is_about(key_of("iban"))
    assert not is_about(key_of("insurance_count"))
