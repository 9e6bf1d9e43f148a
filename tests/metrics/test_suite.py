import math

import numpy as np
import pytest

from clinicell.metrics.suite import Column, scaled, suite_scores, without_each


def column(task, dataset, *values, n_draws=3):
    values = np.asarray(values, dtype=float)
    return Column(task=task, dataset=dataset, values=values, draws=np.tile(values, (n_draws, 1)))


def test_a_scaled_score_is_never_clipped_and_works_where_less_is_better():
    assert scaled(0.3, 0.5, 1.0) == -0.4
    assert scaled(1.2, 0.5, 1.0) == pytest.approx(1.4)
    assert scaled(2.0, 4.0, 0.0) == 0.5
    assert math.isnan(scaled(0.99, 0.91, 1.0))


def test_the_suite_score_is_the_mean_of_tasks_of_the_mean_of_their_data_sets():
    columns = [column("a", "a1", 0.2, 0.4), column("a", "a2", 0.6, 0.0), column("b", "b1", 1.0, 0.5)]
    values, draws, coverage = suite_scores(columns)
    np.testing.assert_allclose(values, [(0.4 + 1.0) / 2, (0.2 + 0.5) / 2])
    np.testing.assert_allclose(draws, np.tile(values, (3, 1)))
    assert coverage.tolist() == [1.0, 1.0]


def test_what_is_not_applicable_is_left_out_and_shows_in_the_coverage():
    columns = [column("a", "a1", 0.2, np.nan), column("b", "b1", 1.0, 0.5), column("b", "b2", 0.0, np.nan)]
    values, _, coverage = suite_scores(columns)
    np.testing.assert_allclose(values, [(0.2 + 0.5) / 2, 0.5])
    np.testing.assert_allclose(coverage, [1.0, 1 / 3])
    none = suite_scores([column("a", "a1", 0.2, np.nan)])
    assert math.isnan(none[0][1])


def test_leaving_out_shows_how_much_hangs_on_a_task_or_a_data_set():
    columns = [column("a", "a1", 0.2), column("a", "a2", 0.6), column("b", "b1", 1.0)]
    by_task = without_each(columns, by="task")
    assert {name: values.tolist() for name, values in by_task.items()} == {"a": [1.0], "b": [0.4]}
    by_dataset = without_each(columns, by="dataset")
    assert by_dataset["a1"].tolist() == [0.8]
    assert set(by_dataset) == {"a1", "a2", "b1"}
    assert without_each([column("a", "a1", 0.2)], by="task") == {}
