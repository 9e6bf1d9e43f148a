import pytest

from clinicell.datasets.schema.levels import Finding, Level, Verdict, doc_of
from clinicell.datasets.schema.rule import Rule


def verdict(*codes: str, ceiling: Level = Level.L4, asked: Level = Level.L4) -> Verdict:
    findings = tuple(
        Finding(
            code=code, level=Level[code[:2]], path="obs", message="m", fix="f", n_affected=1, n_total=2, unit="cells"
        )
        for code in codes
    )
    return Verdict(
        dataset_id="d", modality="rna", n_obs=2, n_vars=1, n_donors=1, n_samples=1,
        findings=findings, ceiling=ceiling, asked=asked,
    )  # fmt: skip


def test_a_level_has_a_word_for_itself():
    assert [level.title for level in Level] == ["readable", "structural", "semantic", "clinical", "benchmark-ready"]


@pytest.mark.parametrize(
    ("codes", "level"),
    [
        ((), Level.L4),
        (("L4-SPLIT-01",), Level.L3),
        (("L4-SPLIT-01", "L2-GENE-01"), Level.L1),
        (("L1-OBS-01",), Level.L0),
        (("L0-READ-01",), None),
    ],
)
def test_the_level_reached_lies_below_the_lowest_that_is_barred(codes, level):
    assert verdict(*codes).level is level


def test_nothing_is_said_of_levels_that_were_not_looked_at():
    seen = verdict(asked=Level.L2)
    assert seen.level is Level.L2
    assert seen.reaches(Level.L2)
    assert not seen.reaches(Level.L3)
    assert not seen.is_valid


def test_a_data_set_that_is_no_benchmark_is_valid_all_the_same():
    unsplit = verdict("L4-SPLIT-01")
    assert unsplit.is_valid
    assert unsplit.reaches(Level.L3)
    assert not unsplit.reaches(Level.L4)
    assert unsplit.up_to(Level.L3) == ()
    assert [finding.code for finding in unsplit.beyond(Level.L3)] == ["L4-SPLIT-01"]


def test_above_the_ceiling_there_is_nothing_to_reach_but_a_fault_there_counts():
    assert verdict(ceiling=Level.L1).reaches(Level.L4)
    assert verdict(ceiling=Level.L1, asked=Level.L1).reaches(Level.L3)
    contradictory = verdict("L3-RESP-04", ceiling=Level.L1)
    assert contradictory.level is Level.L1
    assert contradictory.reaches(Level.L1)
    assert not contradictory.reaches(Level.L3)


def test_the_standard_is_named_with_its_version():
    assert verdict().standard == "clinicell-standard 1.0"
    assert verdict().ontology_releases == {}


def test_a_rule_and_its_finding_link_to_one_place_in_the_documentation():
    rule = Rule("L1-RNA-01", "w", "f")
    (finding,) = rule.broken(path="X", n_affected=1, n_total=1, unit="matrices")
    assert finding.doc == rule.doc == doc_of("L1-RNA-01")
    assert rule.doc.startswith("https://github.com/clinicell/clinicell/blob/main/docs/")
