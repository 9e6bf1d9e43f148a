import numpy as np

from clinicell.baselines.random import N_CODES, Random
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task


def answered(data, task_id, seed):
    model, task = Random(), find_task(task_id)
    model.fit(data.train, task, seed=seed)
    return model.predict(data.test, task).answers["main"]


def test_scores_are_uniform_and_lie_at_chance_on_average_over_seeds(toy):
    data = toy("mrd")
    tables = [answered(data, "mrd", seed)["target"].to_numpy() for seed in range(100)]
    pooled = np.concatenate(tables)
    assert 0 <= pooled.min() < pooled.max() < 1
    assert abs(pooled.mean() - 0.5) < 4 * np.sqrt(1 / 12 / pooled.size)
    values = np.array([auroc(data.truth["target"].to_numpy(), table) for table in tables])
    assert abs(values.mean() - 0.5) < 4 * values.std(ddof=1) / 10


def test_for_subclones_it_draws_whole_codes_and_agrees_by_chance_only(toy):
    data = toy("subclone")
    tables = [answered(data, "subclone", seed)["subclone"].to_numpy() for seed in range(100)]
    assert set(np.concatenate(tables)) == set(range(N_CODES))
    values = np.array([adjusted_rand_index(data.truth["subclone"].to_numpy(), table) for table in tables])
    assert abs(values.mean()) < 4 * values.std(ddof=1) / 10


def test_each_seed_and_each_target_is_drawn_anew(toy):
    data = toy("drug_sensitivity")
    first, second = answered(data, "drug_sensitivity", 0), answered(data, "drug_sensitivity", 1)
    assert not np.isclose(first.to_numpy(), second.to_numpy()).all(axis=0).any()
    assert not np.isclose(first.iloc[:, 0], first.iloc[:, 1]).all()
