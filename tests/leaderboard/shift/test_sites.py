"""From site to site, where it is known at which site a model must fail."""

import math

import pytest

from clinicell.leaderboard.measured import Measured
from clinicell.leaderboard.sites import OTHERS, Transfer, matrix, summary, usable, why_not
from clinicell.metrics.clustering import CLONE_COUNT_ERROR
from clinicell.metrics.detection import AUROC
from clinicell.tasks._donors import known_of_donors, label_of_donors
from clinicell.tasks._find import find_task

MRD = find_task("mrd")


def matrix_of(planted, adata, tmp_path, body=None, task_id="mrd"):
    model = planted.model_folder(tmp_path / "planted", body or planted.SIGN_OF_GENE)
    asked = planted.ask(task_id, adata, model, tmp_path / "work")
    site_of, label_of = known_of_donors(adata, "institution_id"), label_of_donors(asked.task, adata)
    return matrix(asked, adata, site_of, usable(site_of, label_of), label_of)


def test_the_site_where_the_gene_points_the_other_way_is_the_worst(planted, tmp_path):
    found = matrix_of(planted, planted.cells_of_sites(sites="ABC", reversed_at="C"), tmp_path)
    value = {(each.train, each.test): each.measured.value for each in found.transfers}
    assert found.sites == ("A", "B", "C")
    assert all(value[site, site] > 0.9 for site in "ABC")  # at home the sign that was learnt is right
    assert min(value["A", "B"], value["B", "A"]) > 0.9
    assert max(value["A", "C"], value["B", "C"], value["C", "A"], value["C", "B"]) < 0.25  # below the prevalence
    assert found.worst_site == "C"
    assert "C" in found.worst
    assert found.at_home > 0.9 > 0.6 > found.away
    assert value[OTHERS, "C"] < 0.25 < 0.9 < value[OTHERS, "A"]  # two sites against one: the majority's sign


def test_without_a_confounded_site_the_model_is_worth_the_same_everywhere(planted, tmp_path):
    found = matrix_of(planted, planted.cells_of_sites(sites="AB"), tmp_path)
    assert abs(found.at_home - found.away) < 0.02
    assert len(found.transfers) == 6  # two sites and all others, each tested at two


def test_a_site_with_too_few_donors_neither_teaches_nor_is_tested(planted):
    adata = planted.cells_of_sites(sites="AB", n_donors=5, n_cells=8)
    site_of, label_of = known_of_donors(adata, "institution_id"), label_of_donors(MRD, adata)
    assert sorted(usable(site_of, label_of)) == ["A", "B"]
    del site_of["B-0"]
    assert sorted(usable(site_of, label_of)) == ["A"]


def test_a_site_with_one_patient_of_a_class_cannot_teach():
    site_of = {f"p{number}": "AB"[number % 2] for number in range(20)}
    label_of = {donor: float(place < 4) for place, donor in enumerate(site_of)}  # two responders at each site
    assert sorted(usable(site_of, label_of)) == ["A", "B"]
    label_of["p0"] = 0.0
    assert sorted(usable(site_of, label_of)) == ["B"]


@pytest.mark.parametrize(
    ("task_id", "every", "used", "words"),
    [
        ("subclone", {"A": ["d1"] * 9, "B": ["d2"] * 9}, {}, "no patient of this panel teaches"),
        ("mrd", {}, {}, "no site is known"),
        ("mrd", {"A": ["d1"] * 9}, {"A": ["d1"] * 9}, "1 site is known; 2 are needed"),
        ("mrd", {"A": ["d1"] * 9, "B": ["d2"]}, {"A": ["d1"] * 9}, "of 2 sites 1 has 5 donors"),
        ("mrd", {"A": ["d1"], "B": ["d2"]}, {}, "of 2 sites none has 5 donors"),
    ],
)
def test_where_there_is_no_matrix_the_reason_is_said(task_id, every, used, words):
    reason = why_not(find_task(task_id), every, used)
    assert reason.startswith("not estimable")
    assert words in reason


def test_a_model_that_fails_has_reasons_in_place_of_values(planted, tmp_path):
    found = matrix_of(planted, planted.cells_of_sites(sites="AB", n_cells=8), tmp_path, planted.FAILS)
    assert {each.measured.reason for each in found.transfers} == {"failed (MemoryError: not enough)"}
    assert (found.worst, found.worst_site) == ((), "")


def test_the_worst_of_an_error_is_the_largest():
    transfers = [
        Transfer(train=train, test=test, measured=Measured(value=value))
        for (train, test), value in {("A", "A"): 1.0, ("A", "B"): 3.0, ("B", "A"): 2.0, ("B", "B"): 9.0}.items()
    ]
    assert summary(CLONE_COUNT_ERROR, ("A", "B"), transfers).worst == ("A", "B")
    found = summary(AUROC, ("A", "B"), transfers)
    assert (found.worst, found.worst_site) == (("B", "A"), "A")
    assert (found.at_home, found.away) == (5.0, 2.5)
    assert math.isnan(summary(AUROC, ("A",), []).away)
