"""Ages over 89, in figures and in words of many languages."""

import pytest

from clinicell.datasets.privacy.elders import asks_age, asks_birth, is_old, is_old_value
from clinicell.datasets.privacy.key import key_of
from clinicell.datasets.privacy.letters import folded


@pytest.mark.parametrize(
    "text",
    [
        "a ninety-three-year-old woman", "93 yo man", "92 ans", "93-jährige Patientin", "lat 98", "En 97-årig kvinna",
        "novantadue anni", "quatre-vingt-treize ans", "noventa y tres años", "negentig jaar", "born in 1926",
        "né en 1927", "Jahrgang 1928", "aged 101 at diagnosis", "91 lat", "93歳", "93 лет", "turned 92 in spring",
        "a nonagenarian", "one hundred and two years",
    ],
)  # fmt: skip
def test_an_age_over_89_is_told(text):
    assert is_old(folded(text))


@pytest.mark.parametrize(
    "text",
    [
        "64 years old", "92 % blasts", "95 cells", "aged 90+", "born in 1957", "turned 90 degrees", "v93", "day 100",
        "age 60-69", "viability 97 %", "a hundred cells", "0.95 years",
    ],
)  # fmt: skip
def test_other_numbers_are_no_ages(text):
    assert not is_old(folded(text))


@pytest.mark.parametrize("name", ["age", "Alter", "wiek", "leeftijd", "idade", "ålder", "patient_age", "yas"])
def test_a_name_of_a_column_asks_for_an_age(name):
    assert asks_age(key_of(name).words)


def test_bands_and_stages_are_no_ages_and_years_of_birth_are_asked_for():
    assert not asks_age(key_of("age_band").words)
    assert asks_birth(key_of("rok_urodzenia").words)
    assert asks_birth(key_of("yob").words)


@pytest.mark.parametrize(("value", "is_told"), [("93", True), ("ninety-three", True), (">89", False), ("90+", False),
                                                ("60-69", False), ("89", False), ("92 J.", True),
                                                ("91+", True), ("90-94", True), (">=91", True)])  # fmt: skip
def test_a_value_of_an_age_is_told_from_90_on(value, is_told):
    assert is_old_value(value) == is_told
