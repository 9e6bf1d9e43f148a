"""Days, months and seasons as people of many countries write them."""

import pytest

from clinicell.datasets.privacy.calendars import is_day, names_a_month
from clinicell.datasets.privacy.letters import folded


@pytest.mark.parametrize(
    "text",
    [
        "10 gennaio 1980", "4 februari 1978", "17 sierpnia 1987", "14. března 2021", "14 Mart 2021", "14 марта 2021",
        "26 de maio de 1984", "14.III.2021", "the fourteenth of March", "March 14th", "le 3 juin", "5 de agosto",
        "Punktion am 14.03. wiederholt", "spring 2020", "Q3 2021", "Aug 1945", "平成3年5月14日",
        "3月14日", "1400/05/23",
    ],
)  # fmt: skip
def test_a_day_is_told(text):
    assert is_day(folded(text))


@pytest.mark.parametrize(
    "text",
    ["2 mg/kg", "day 28", "may 3 cells", "stage III", "2019", "I. 5 II. 6", "CD34 of 2020 cells", "Q30 of 91", "set 3"],
)
def test_other_numbers_are_no_days(text):
    assert not is_day(folded(text))


def test_a_month_alone_is_one_under_a_name_that_asks_for_a_date():
    assert names_a_month("March 14th")
    assert names_a_month("marzo 2019")
    assert not names_a_month("marrow")
