import warnings

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from clinicell.baselines._elastic_net import L1_SHARE, balance, elastic_net
from clinicell.errors import InputError


def made(n, n_features, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, n_features))
    y = (x[:, 0] - x[:, 1] + rng.normal(size=n) > 0.4).astype(float)
    return (x - x.mean(axis=0)) / x.std(axis=0), y


@pytest.mark.parametrize(("n", "n_features"), [(120, 6), (40, 150)])
def test_the_solution_equals_sklearns_at_the_penalty_chosen(n, n_features):
    x, y = made(n, n_features)
    found = elastic_net(x, y)
    other = LogisticRegression(
        solver="saga", l1_ratio=L1_SHARE, C=1 / (found.penalty * n), tol=1e-8, max_iter=20000, class_weight="balanced"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # versions differ in whether `penalty` must be named
        other.set_params(penalty="elasticnet")
        other.fit(x, y)
    np.testing.assert_allclose(found.weights, other.coef_[0], atol=2e-3)
    assert found.intercept == pytest.approx(float(other.intercept_[0]), abs=2e-3)


def test_it_keeps_the_features_that_matter_and_drops_most_others():
    x, y = made(200, 50)
    weights = np.abs(elastic_net(x, y).weights)
    assert set(np.argsort(-weights)[:2]) == {0, 1}
    assert (weights == 0).mean() > 0.3


def test_both_classes_weigh_the_same():
    weight = balance(np.array([1.0, 0, 0, 0]))
    assert weight[0] == pytest.approx(weight[1:].sum())
    assert weight.mean() == pytest.approx(1)


def test_constant_features_give_a_constant_answer():
    found = elastic_net(np.zeros((6, 3)), np.array([0.0, 1, 0, 1, 0, 1]))
    np.testing.assert_allclose(found(np.ones((2, 3))), [0, 0], atol=1e-6)


def test_one_class_is_refused():
    with pytest.raises(InputError, match="both classes"):
        elastic_net(np.zeros((3, 2)), np.ones(3))
