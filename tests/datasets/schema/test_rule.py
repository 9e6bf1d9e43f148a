import pytest

from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.scale import Scale, scale_of
from clinicell.errors import SchemaError

RULE = Rule("L2-ASSAY-01", "no EFO term", "write one")


def test_a_rule_bars_the_level_that_its_code_names():
    assert RULE.level is Level.L2
    assert RULE.level.title == "semantic"


def test_nothing_affected_is_no_finding():
    assert RULE.broken(path="obs", n_affected=0, n_total=9, unit="cells", examples=["x"]) == ()


def test_a_finding_holds_five_different_short_examples_at_most():
    (finding,) = RULE.broken(
        path="obs", n_affected=9, n_total=9, unit="cells", examples=["a", "a", *"bcdefg", "x" * 99]
    )
    assert finding.examples == ("a", "b", "c", "d", "e")
    (finding,) = RULE.broken(path="obs", n_affected=1, n_total=9, unit="cells", examples=["x" * 99])
    assert finding.examples == ("x" * 59 + "…",)
    assert (finding.message, finding.fix) == ("no EFO term", "write one")


@pytest.mark.parametrize("unit", ["donors", "samples", "donors or samples"])
def test_no_list_of_patients_is_shown(unit):
    (finding,) = RULE.broken(path="obs", n_affected=3, n_total=9, unit=unit, examples=["D0", "D1", "D2"])
    assert (finding.n_affected, finding.examples) == (3, ("D0",))


def test_a_code_stands_for_one_rule():
    with pytest.raises(ValueError, match="given twice"):
        rulebook(RULE, RULE)


def test_a_scale_is_read_back_as_declared_and_one_that_is_missing_is_named(good):
    assert scale_of(good("rna"), "layers/z") == Scale(kind="zscore", fitted_on="all cells")
    with pytest.raises(SchemaError, match="declares no scale for 'layers/none'"):
        scale_of(good("rna"), "layers/none")
