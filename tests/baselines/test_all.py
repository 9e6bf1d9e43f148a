"""What holds for every model file there is; a new file is found and tried without an edit here."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._model import FoundModel, Model, ModelCard, find_model, model_ids
from clinicell.baselines._training import Training
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.tasks._find import find_task, task_ids
from clinicell.tasks._prediction import aligned

PAIRS = [
    (model, task) for model in model_ids() for task in task_ids() if find_model(model).card.answers(find_task(task))
]
FOLLOWS_ROWS = ("random",)  # lots are drawn row by row: another order, another answer


def fitted(found: FoundModel, train, task, seed: int) -> Model:
    model = found.make()
    training = getattr(model, "training", None)
    if isinstance(training, Training):  # what is tested here holds after a few epochs as well as after many
        model.training = replace(training, max_epochs=4)
    model.fit(train, task, seed=seed)
    return model


@pytest.fixture(scope="module", params=PAIRS, ids=[f"{model}-{task}" for model, task in PAIRS])
def tried(request, toy):
    model_id, task_id = request.param
    found, task, data = find_model(model_id), find_task(task_id), toy(task_id)
    model = fitted(found, data.train, task, 3)
    return found, task, data, model, model.predict(data.test, task).answers["main"]


def test_every_task_has_at_least_three_controls_and_two_models():
    for task in task_ids():
        cards = [find_model(model).card for model, of in PAIRS if of == task]
        assert {"Constant", "Random", "Depth only"} <= {card.title for card in cards if card.is_control}
        assert sum(not card.is_control for card in cards) >= 2


@pytest.mark.parametrize("model_id", model_ids())
def test_a_model_file_has_a_card_that_says_what_it_does(model_id):
    found = find_model(model_id)
    assert isinstance(found.card, ModelCard)
    assert found.card.title
    assert found.card.summary.endswith(".")
    assert set(found.card.tasks) <= set(task_ids())
    assert isinstance(found.make(), Model)


def test_the_answer_is_full_and_finite_with_a_row_per_id_asked_for(tried):
    _, _, data, _, table = tried
    assert table.index.equals(data.test.asked)
    assert list(table.columns) == list(data.truth.columns)
    assert (table.dtypes == "float64").all()
    aligned(table, pd.Index(data.truth.index), list(data.truth.columns))


def test_the_same_seed_gives_identical_predictions(tried):
    found, task, data, model, table = tried
    pd.testing.assert_frame_equal(model.predict(data.test, task).answers["main"], table, check_exact=True)
    again = fitted(found, data.train, task, 3).predict(data.test, task).answers["main"]
    pd.testing.assert_frame_equal(again, table, check_exact=True)


def test_a_model_that_calls_itself_deterministic_reads_no_seed(tried):
    found, task, data, _, table = tried
    if found.card.is_stochastic:
        pytest.skip("a seed is meant to matter")
    other = fitted(found, data.train, task, 4).predict(data.test, task).answers["main"]
    pd.testing.assert_frame_equal(other, table, check_exact=True)


def test_ids_do_not_matter(tried, renamed):
    _, task, data, model, table = tried
    test = renamed(data.test)
    other = model.predict(test, task).answers["main"]
    assert other.index.equals(test.asked)
    np.testing.assert_allclose(other.to_numpy(), table.to_numpy(), rtol=1e-6)


def test_the_order_of_the_test_rows_does_not_matter(tried, reordered):
    found, task, data, model, table = tried
    if found.id in FOLLOWS_ROWS:
        pytest.skip("lots are drawn row by row")
    test = reordered(data.test)
    other = model.predict(test, task).answers["main"].loc[table.index]
    assert not test.asked.equals(data.test.asked)
    if task.within is not None:
        assert adjusted_rand_index(table.to_numpy()[:, 0], other.to_numpy()[:, 0]) == 1
    else:
        np.testing.assert_allclose(other.to_numpy(), table.to_numpy(), rtol=1e-4, atol=1e-5)


def test_the_models_that_claim_no_chance_do_not_read_the_order_of_the_training_rows(tried, reordered):
    found, task, data, _, table = tried
    if found.card.is_stochastic:
        pytest.skip("a seeded model draws its batches or starts along the rows")
    train = reordered(data.train) if data.train.units.n_obs else data.train
    other = fitted(found, train, task, 3).predict(data.test, task).answers["main"]
    np.testing.assert_allclose(other.to_numpy(), table.to_numpy(), rtol=1e-4, atol=1e-6)
