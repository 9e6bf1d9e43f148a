"""From scores to probabilities: Platt's map, scores by fits that did not see the unit, and what the baselines say."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from clinicell.baselines._model import find_model, model_ids
from clinicell.baselines._probability import Platt, crossed, platt
from clinicell.baselines._training import Training
from clinicell.tasks._find import find_task, task_ids

SAYS = {
    "mrd": {"constant", "logistic_regression", "boosted_trees", "mlp"},
    "response": {"constant", "pseudobulk_elastic_net", "cluster_proportions", "attention_mil"},
    "drug_sensitivity": {"constant", "ridge_per_drug"},
    "subclone": set(),
}
PAIRS = [(task_id, model) for task_id, models in SAYS.items() for model in sorted(models)]


def drawn(n=400, slope=1.0, seed=0):
    """Scores, and labels whose log odds are `slope` times the score less 1."""
    rng = np.random.default_rng(seed)
    score = rng.normal(0, 2, n)
    return score, (rng.random(n) < expit(slope * score - 1)).astype(float)


def by_hand(score, label):
    """The maximum of the likelihood with Platt's targets, by a general optimiser."""
    n_positive, n_negative = label.sum(), (1 - label).sum()
    target = np.where(label == 1, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))

    def loss(at):
        eta = at[0] * score + at[1]
        return float(np.sum(np.logaddexp(0, eta) - target * eta))

    return minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}).x


@pytest.mark.parametrize("slope", [0.3, 1.0, 2.5])
def test_the_map_is_the_maximum_of_the_likelihood_with_targets_drawn_towards_one_half(slope):
    score, label = drawn(slope=slope)
    found = platt(score, label)
    assert (found.slope, found.intercept) == pytest.approx(tuple(by_hand(score, label)), rel=1e-3)
    assert found.slope == pytest.approx(slope, rel=0.3)


def test_the_mean_probability_is_the_share_of_positives_though_the_fit_weighed_both_classes_alike():
    score, label = drawn(n=4000)
    shifted = score - 1 + math.log((1 - label.mean()) / label.mean())  # log odds as a balanced fit gives them
    assert platt(shifted, label)(shifted).mean() == pytest.approx(label.mean(), abs=1e-3)


def test_scores_too_sure_by_a_factor_are_put_right():
    score, label = drawn(n=4000)
    assert platt(5 * score, label).slope == pytest.approx(platt(score, label).slope / 5, rel=1e-3)


def test_separated_classes_give_no_probability_of_0_or_1():
    score = np.array([-3.0, -2, -1, 1, 2, 3])
    said = platt(score, np.array([0.0, 0, 0, 1, 1, 1]))(score)
    assert ((said > 0) & (said < 1)).all()
    assert said[0] == pytest.approx(1 / 5, abs=0.15)


@pytest.mark.parametrize("score", [np.zeros(6), -np.arange(6.0), np.full(6, np.nan)], ids=["alike", "wrong", "none"])
def test_scores_that_tell_nothing_or_the_wrong_way_give_everybody_the_share_of_positives(score):
    label = np.array([0.0, 0, 0, 0, 1, 1])
    known = np.isfinite(score)
    share = (label[known].sum() + 1) / (known.sum() + 2)
    assert platt(score, label)(np.array([-9.0, 0, 9])) == pytest.approx(np.full(3, share))


def test_a_higher_score_is_never_less_likely():
    rng = np.random.default_rng(1)
    for _ in range(50):
        label = np.append([0.0, 1.0], (rng.random(18) < 0.4).astype(float))
        assert platt(rng.normal(size=20), label).slope >= 0


def test_scores_come_from_fits_that_did_not_see_the_unit_and_parts_hold_both_classes():
    label = np.tile([0.0, 1.0], 9)
    seen = []

    def score_of(learnt, asked):
        seen.append((set(learnt.tolist()), set(asked.tolist())))
        assert set(label[learnt]) == {0.0, 1.0}
        return asked.astype(float)

    assert crossed(score_of, label).tolist() == list(range(18))
    assert all(not learnt & asked and len(learnt | asked) == 18 for learnt, asked in seen)
    assert set().union(*(asked for _, asked in seen)) == set(range(18))


def test_with_fewer_units_than_parts_in_a_class_nothing_is_scored():
    label = np.array([1.0, 1, 0, 0, 0, 0])
    assert np.isnan(crossed(lambda learnt, asked: np.ones(asked.size), label)).all()


def test_one_part_alone_may_be_scored():
    label = np.tile([0.0, 1.0], 9)
    assert np.isfinite(crossed(lambda learnt, asked: np.ones(asked.size), label, n_asked=1)).sum() == 6


def test_a_map_is_the_logistic_of_a_line():
    assert Platt(2.0, -1.0)(np.array([0.5]))[0] == 0.5


def fitted(model, task, train):
    made = find_model(model).make()
    if isinstance(getattr(made, "training", None), Training):
        made.training = replace(made.training, max_epochs=8)
    made.fit(train, task, seed=0)
    return made


@pytest.fixture(scope="module", params=PAIRS, ids=[f"{model}-{task}" for task, model in PAIRS])
def said(request, toy):
    task_id, model = request.param
    task, data = find_task(task_id), toy(task_id)
    made = fitted(model, task, data.train)
    return model, task, data, made, made.predict(data.test, task).answers


def test_only_these_models_say_a_probability(toy):
    for task_id in task_ids():
        task, data = find_task(task_id), toy(task_id)
        others = [model for model in model_ids() if find_model(model).card.answers(task) and model not in SAYS[task_id]]
        for model in others:
            if find_model(model).card.is_control or task_id == "subclone":
                assert "probability" not in fitted(model, task, data.train).predict(data.test, task).answers, model


def test_a_probability_lies_strictly_between_0_and_1_for_each_unit_and_target(said):
    _, _, data, _, answers = said
    table = answers["probability"]
    assert table.index.equals(data.test.asked)
    assert list(table.columns) == list(data.truth.columns)
    assert ((table > 0) & (table < 1)).all(axis=None)


def test_a_probability_never_falls_where_the_score_rises(said):
    model, task, _, _, answers = said
    for target in answers["main"].columns:
        order = answers["main"][target].argsort()
        steps = np.diff(answers["probability"][target].to_numpy()[order])
        assert (steps >= -1e-12).all(), (model, task.id, target)


def test_a_probability_is_about_as_high_on_average_as_the_event_was_common_in_training(said):
    _, task, data, made, answers = said
    if task.setting == "transductive":
        assert answers["probability"].to_numpy().mean() == pytest.approx((data.truth >= 0).to_numpy().mean(), abs=0.15)
        return
    again = made.predict(replace(data.train, labels=None), task).answers["probability"]
    assert again.to_numpy().mean() == pytest.approx(np.nanmean(data.train.labels.to_numpy()), abs=0.1)


def test_a_probability_is_not_made_where_the_task_asks_for_none(said):
    model, task, data, _, answers = said
    silent = replace(task, answers=task.answers[:1])
    other = fitted(model, silent, data.train).predict(data.test, silent).answers
    assert set(other) == {"main"}
    pd.testing.assert_frame_equal(other["main"], answers["main"])


def test_a_saved_model_says_the_same_probability(said, tmp_path):
    _, task, data, made, answers = said
    if not hasattr(made, "save"):
        pytest.skip("it cannot be saved")
    again = type(made).load(made.save(tmp_path / "m.safetensors")).predict(data.test, task).answers
    np.testing.assert_allclose(again["probability"].to_numpy(), answers["probability"].to_numpy(), rtol=1e-5)


def test_the_constant_says_how_common_the_event_was_in_training(toy):
    task, data = find_task("mrd"), toy("mrd")
    answers = fitted("constant", task, data.train).predict(data.test, task).answers
    assert answers["probability"].to_numpy() == pytest.approx(np.nanmean(data.train.labels.to_numpy()), abs=2e-3)


def test_the_constant_says_for_each_drug_in_which_share_of_bulk_lines_1_micromolar_was_enough(toy):
    task, data = find_task("drug_sensitivity"), toy("drug_sensitivity")
    answers = fitted("constant", task, data.train).predict(data.test, task).answers
    bulk = data.train.references["bulk"].obsm["ln_ic50_um"]
    for drug in bulk:
        measured = bulk[drug].dropna()
        assert answers["probability"][drug].iloc[0] == pytest.approx(((measured <= 0).sum() + 1) / (measured.size + 2))
