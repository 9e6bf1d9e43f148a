"""What a model keeps under stress, where it is known what it must keep."""

import json
import math

import numpy as np
import pytest

from clinicell.leaderboard.measured import main_answer, measured, of_donors
from clinicell.leaderboard.predict_stressed import predict_stressed
from clinicell.leaderboard.robustness import area_under, robustness
from clinicell.metrics.detection import AUROC
from clinicell.tasks import _perturb as perturb
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._find import find_task
from clinicell.tasks._folds import Folds
from clinicell.tasks._task import Panel

SEED = 4  # g000 stays in a panel of half of the genes and leaves those that are smaller
TASK = find_task("mrd")


@pytest.fixture(scope="module")
def cohort(planted):
    """Eight donors of two sites; g000 tells the targets."""
    return planted.cells_of_sites(sites="AB", n_donors=4)


@pytest.fixture(scope="module")
def blinded(cohort, tmp_path_factory):
    folder = tmp_path_factory.mktemp("blinded") / "panel"
    donors = sorted(cohort.obs["donor_id"].unique())
    folds = Folds({donor: number % 2 for number, donor in enumerate(donors)})
    panel = Panel(dataset="hand_made", suite="demo", resample="donor", folds="hand_made")
    return blind(TASK, panel, Source(adata=cohort, sha256="0" * 64), {}, folder, folds=folds)


def stressed(planted, blinded, tmp_path, body, modality="rna"):
    model = planted.model_folder(tmp_path / "planted", body)
    out = predict_stressed(model, blinded / "public", tmp_path / "out", modality=modality, seed=SEED)
    return robustness(TASK, blinded / "sealed", out, unit="donor")


@pytest.fixture(scope="module")
def found(planted, blinded, tmp_path_factory):
    return stressed(planted, blinded, tmp_path_factory.mktemp("one_gene"), planted.ONE_GENE)


def test_a_model_of_one_gene_collapses_exactly_where_the_gene_is_lost(cohort, found):
    panel = next(each for each in found.degradations if each.stress == "panel")
    n_lost = 0
    prevalence = 0.25  # what a constant score gives: each donor has a quarter of targets
    for level in panel.levels:
        kept = perturb.without_features(cohort, level.level, seed=SEED).var_names
        if "g000" in kept:
            assert level.measured.value == found.clean.value
            assert level.difference.value == 0
        else:
            n_lost += 1
            assert level.measured.value == pytest.approx(prevalence)
            assert level.difference.interval.high < 0
    assert n_lost == 2


def test_fewer_molecules_cost_more_the_fewer_they_are(found):
    by_id = {each.stress: each for each in found.degradations}
    thinned = [level.measured.value for level in by_id["molecules"].levels]
    assert found.clean.value > thinned[0] > thinned[1] > thinned[2] > 0.25
    assert by_id["molecules"].levels[-1].difference.interval.high < 0


def test_a_site_for_each_fold_costs_the_order_between_folds_and_not_that_within(cohort, blinded, planted, tmp_path):
    model = planted.model_folder(tmp_path / "planted", planted.ONE_GENE)
    out = predict_stressed(model, blinded / "public", tmp_path / "out", modality="rna", seed=SEED)
    clean, moved = (main_answer(TASK, blinded / "sealed", out / name) for name in ("clean", "site-1"))

    def auroc_of(data, folds):
        return measured(AUROC, of_donors(data, cohort.obs["donor_id"].unique(), folds), unit="donor")[0].value

    apart = [abs(auroc_of(moved, [fold]) - auroc_of(clean, [fold])) for fold in "01"]
    assert max(apart) < 0.03  # one factor for all cells of a fold: only the rounding of small counts is left
    assert auroc_of(clean, ["0", "1"]) - auroc_of(moved, ["0", "1"]) > 2 * max(apart)


def test_a_model_that_learns_nothing_from_labels_keeps_all_under_noise_on_them(found):
    noise = next(each for each in found.degradations if each.stress == "labels")
    assert [level.measured.value for level in noise.levels] == [found.clean.value] * 3
    assert (noise.area, noise.kept) == pytest.approx((found.clean.value, 1.0))


def test_noise_on_labels_reaches_a_model_that_learns_from_them(planted, blinded, tmp_path):
    # ln(13) - ln(4) = 1.18 apart in training; with a share s of labels dealt anew, 1 - s of it is left: 0.9 and 0.6
    needs_clean_labels = "        return values[0] if self.apart[0] > 0.7 else 0 * values[0]\n"
    found = stressed(planted, blinded, tmp_path, needs_clean_labels)
    noise = next(each for each in found.degradations if each.stress == "labels")
    value = {level.level: level.measured.value for level in noise.levels}
    assert value[0.1] == value[0.25] == found.clean.value
    assert value[0.5] == pytest.approx(0.25)


def test_the_area_is_that_of_straight_lines_and_the_worst_is_the_lowest_of_all(found):
    for each in found.degradations:
        x = [0.0, *(level.severity for level in each.levels)]
        y = [found.clean.value, *(level.measured.value for level in each.levels)]
        by_hand = sum((x[i + 1] - x[i]) * (y[i] + y[i + 1]) / 2 for i in range(len(x) - 1)) / x[-1]
        assert each.area == pytest.approx(by_hand)
        assert each.kept == pytest.approx((by_hand - found.chance) / (found.clean.value - found.chance))
    values = {(each.stress, level.level): level.measured.value for each in found.degradations for level in each.levels}
    assert values[found.worst] == min(values.values())
    assert math.isnan(area_under([0.0, 1.0, 2.0], [1.0, math.nan, 0.5]))


def test_p_values_are_corrected_for_all_levels(found):
    levels = [level for each in found.degradations for level in each.levels]
    assert all(level.p_corrected >= level.difference.p_value for level in levels)
    smallest = min(levels, key=lambda level: level.difference.p_value)
    assert smallest.p_corrected == pytest.approx(min(1, smallest.difference.p_value * len(levels)))


def test_what_has_no_meaning_is_named_with_its_reason(found):
    assert set(found.barred) == {"channels", "false_positives", "false_negatives", "missing"}
    assert found.barred["channels"] == "there are no channels in rna"


def test_the_stress_leaves_the_blinded_cohorts_as_they_were(planted, blinded, tmp_path):
    def files():
        return {path: path.read_bytes() for path in sorted((blinded / "public").rglob("*.*"))}

    before = files()
    stressed(planted, blinded, tmp_path, planted.ONE_GENE)
    assert files() == before


def test_the_same_seed_gives_the_same_answers(planted, blinded, tmp_path, found):
    assert stressed(planted, blinded, tmp_path, planted.ONE_GENE) == found


def test_a_model_that_fails_has_a_reason_and_no_value(planted, blinded, tmp_path):
    found = stressed(planted, blinded, tmp_path, planted.FAILS)
    assert found.clean.reason == "failed (MemoryError: not enough)"
    assert math.isnan(found.clean.value)
    assert (found.degradations, found.worst) == ((), ())


def test_a_level_at_which_a_model_fails_is_named_and_leaves_no_area(planted, blinded, tmp_path):
    body = (
        "        if (values == 0).to_numpy().mean() > 0.4: raise ValueError('too sparse')\n        return values[0]\n"
    )
    found = stressed(planted, blinded, tmp_path, body)
    dropout = next(each for each in found.degradations if each.stress == "dropout")
    assert dropout.levels[-1].measured.reason == "failed (ValueError: too sparse)"
    assert math.isfinite(dropout.levels[0].measured.value)
    assert math.isnan(dropout.area)
    about = json.loads((tmp_path / "out" / "stressed.json").read_text())
    assert "dropout-0.75" in about["failed"]
    assert np.isfinite(found.clean.value)
