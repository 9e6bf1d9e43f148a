import pytest
from pydantic import ValidationError

from clinicell.datasets._sanity import Sanity, Unmet

OPEN = {"cause": "under-specified", "why": "folds are not stated", "low": 0.84, "high": 0.91}


def test_an_unmet_figure_says_its_cause_what_the_choices_give_and_why():
    assert str(Unmet(**OPEN)) == "under-specified, measured 0.84 to 0.91 over the choices: folds are not stated"
    gone = Unmet(cause="not in these data", why="the file holds other rows")
    assert str(gone) == "not in these data: the file holds other rows"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"high": None}, "under-specified has 1 of low and high"),
        ({"cause": "not in these data"}, "not in these data has 2 of low and high"),
        ({"low": 0.95}, "low 0.95 is above high 0.91"),
        ({"why": " "}, "why"),
    ],
)
def test_a_range_without_choices_choices_without_a_range_and_a_range_the_wrong_way_round_are_refused(changed, message):
    with pytest.raises(ValidationError, match=message):
        Unmet(**{**OPEN, **changed})


def test_choices_that_do_not_hold_the_figure_explain_nothing_and_are_refused():
    figure = {"name": "auroc", "protocol": "p", "unmet": OPEN}
    assert Sanity(**figure, expected=0.92).tolerance == 0.02
    with pytest.raises(ValidationError, match=r"the choices give 0\.84 to 0\.91, and do not explain 0\.94"):
        Sanity(**figure, expected=0.94)
