import pytest

from clinicell.datasets.convert._people import SEXES, age_band
from clinicell.datasets.schema.terms import AGE_BANDS
from clinicell.datasets.schema.terms import SEXES as TERMS


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, "0-4"), (4.99, "0-4"), (5, "5-9"), (61.0, "60-64"), (89.9, "85-89"), (90, "90+"), (float("nan"), "unknown")],
)
def test_an_age_becomes_a_band_of_five_years(years, band):
    assert age_band(years) == band
    assert band in AGE_BANDS


@pytest.mark.parametrize("years", [-1, 780])
def test_what_is_no_age_in_years_is_refused_without_showing_it(years):
    with pytest.raises(ValueError, match="not within 0 and 130 years") as refused:
        age_band(years)
    assert str(years) not in str(refused.value)


def test_sexes_are_terms_of_the_standard():
    assert set(SEXES.values()) <= TERMS
