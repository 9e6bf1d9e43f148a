"""What the words before it give away as the name of a person or as the place where one lives."""

import pytest

from clinicell.datasets.privacy.spoken import names_person, names_town


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Will Young on the ward.", "Her son, Mark, collected the results.", "Spoke to Rose about transfusion.",
        "wife (Pearl) informed", "daughter Hope drove her home", "nurse Joy took the sample", "signed: K. Park RN",
        "Donor is brother of Hunter", "患者の田中さん", "Пациент Иванов", "المريض محمد العلي",
    ],
)  # fmt: skip
def test_a_word_is_a_name_where_what_stands_before_it_says_so(text):
    assert names_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sorted by Flow Cytometry.", "seen by MDT", "prepared by Illumina protocol", "The mother had anaemia.",
        "Cells reviewed by the Haematology team", "her son was well", "sibling donor 10/10", "processed by FACS",
    ],
)  # fmt: skip
def test_teams_methods_and_relatives_are_no_names(text):
    assert not names_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Patient lives in Bath with her husband.", "Herr Koch wohnt in Halle.", "Mme Petit habite à Nice.",
        "Woonachtig te Medicine Hat.", "Bor i Bielsko-Biała, gift.", "moved to Orange last year", "resident of Kent",
    ],
)  # fmt: skip
def test_a_town_is_one_be_it_a_word_as_well(text):
    assert names_town(text)


@pytest.mark.parametrize("text", ["lives in Germany", "living cells in PBS", "born in 1957", "lives in care"])
def test_countries_and_media_are_no_towns(text):
    assert not names_town(text)
