"""The best models over tasks: chances of the Bayesian signed-rank test, and what is said of them."""

import math

import numpy as np
import pytest

from clinicell.leaderboard.suite_pairs import MOST_MODELS, ROPE, suite_pairs
from clinicell.leaderboard.suite_panels import ScaledPanel
from clinicell.metrics.signed_rank import signed_rank_chances


def panels(**values):
    """Return panels on which each model has the values given, one a panel."""
    n = len(next(iter(values.values())))
    return [
        ScaledPanel(task="mrd", dataset=f"d{at}", values={model: own[at] for model, own in values.items()}, draws={},
                    asked=frozenset(values), failed=frozenset(), declined={}, not_applicable={}, n_units=20)
        for at in range(n)
    ]  # fmt: skip


def pairs(**values):
    titles = {model: model.title() for model in values}
    return suite_pairs(panels(**values), {model: float(np.mean(own)) for model, own in values.items()}, titles)


def test_a_model_that_is_worse_on_every_task_is_most_likely_worse():
    (pair,) = pairs(good=[0.9] * 8, bad=[0.5, 0.4, 0.6, 0.5, 0.5, 0.4, 0.6, 0.5])
    assert (pair.model, pair.best, pair.n_tasks) == ("bad", "good", 8)
    assert pair.worse > 0.95
    assert pair.better + pair.equal + pair.worse == pytest.approx(1)
    assert pair.sentence == f"Bad against Good, over 8 tasks: most likely worse (chance {pair.worse:.2f})."


def test_differences_within_the_region_are_practically_equal():
    rng = np.random.default_rng(0)
    (pair,) = pairs(good=[0.5] * 10, alike=(0.499 + rng.uniform(-0.8, 0.8, 10) * ROPE / 2).tolist())
    assert pair.equal > 0.95
    assert "practically equal" in pair.sentence


def test_what_is_open_is_said_to_be_open():
    (pair,) = pairs(good=[0.9, 0.1, 0.8, 0.3, 0.7], other=[0.1, 0.9, 0.3, 0.8, 0.6])
    assert max(pair.better, pair.equal, pair.worse) < 0.95
    assert pair.sentence.endswith("and that is open.")


def test_the_chances_are_those_of_the_differences_to_the_best():
    good, other = [0.9, 0.7, 0.8, 0.6, 0.7, 0.9], [0.8, 0.75, 0.7, 0.61, 0.5, 0.9]
    (pair,) = pairs(good=good, other=other)
    found = signed_rank_chances(np.subtract(other, good), rope=0.01, seed=0)
    assert (pair.better, pair.equal, pair.worse) == (found.first, found.equal, found.second)


def test_below_five_tasks_it_says_so_and_gives_no_chance():
    (pair,) = pairs(good=[0.9] * 4, bad=[0.5] * 4)
    assert pair.reason == "too few tasks (4; 5 are needed)"
    assert all(math.isnan(each) for each in (pair.better, pair.equal, pair.worse))


def test_the_best_is_compared_with_the_next_ones_only_and_never_with_itself():
    found = pairs(**{f"m{number}": [1 - number / 10] * 6 for number in range(8)})
    assert [pair.model for pair in found] == ["m1", "m2", "m3", "m4"]
    assert len(found) == MOST_MODELS - 1
    assert {pair.best for pair in found} == {"m0"}


def test_one_model_alone_has_no_pair():
    assert pairs(good=[0.9] * 6) == ()
