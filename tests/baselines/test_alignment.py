import numpy as np
import pytest
import torch
from scipy.spatial.distance import cdist

from clinicell.baselines._alignment import covariance_distance, mean_discrepancy, reversed_gradient
from clinicell.baselines._training import generator_of

FIRST = torch.rand(7, 3, generator=generator_of(1), dtype=torch.float64)
SECOND = 2 * torch.rand(9, 3, generator=generator_of(2), dtype=torch.float64)


def test_the_distance_of_covariances_is_that_of_numpy():
    apart = np.cov(FIRST.numpy(), rowvar=False) - np.cov(SECOND.numpy(), rowvar=False)
    assert float(covariance_distance(FIRST, SECOND)) == pytest.approx((apart**2).sum() / 36)


def test_the_discrepancy_is_the_mean_of_kernels_within_less_those_across():
    def kernel(a, b):
        squared = cdist(a, b, "sqeuclidean")
        return np.mean([np.exp(-squared / (2 * width**2)) for width in (0.5, 2.0)], axis=0).mean()

    a, b = FIRST.numpy(), SECOND.numpy()
    expected = kernel(a, a) + kernel(b, b) - 2 * kernel(a, b)
    assert float(mean_discrepancy(FIRST, SECOND, (0.5, 2.0))) == pytest.approx(expected)


def test_without_bandwidths_the_scale_of_the_features_does_not_matter():
    plain = float(mean_discrepancy(FIRST, SECOND))
    assert float(mean_discrepancy(100 * FIRST, 100 * SECOND)) == pytest.approx(plain)
    assert plain > 0.1
    assert float(mean_discrepancy(FIRST, FIRST)) == pytest.approx(0, abs=1e-12)


def test_features_that_are_all_alike_have_no_discrepancy_and_a_finite_gradient():
    x = torch.ones(4, 3, requires_grad=True)
    apart = mean_discrepancy(x, torch.ones(4, 3))
    (gradient,) = torch.autograd.grad(apart, x)
    assert apart.item() == 0
    assert torch.isfinite(gradient).all()


def test_a_reversed_gradient_leaves_the_value_and_turns_the_slope():
    x = torch.tensor([1.0, -2.0], requires_grad=True)
    y = reversed_gradient(x, 0.5)
    (gradient,) = torch.autograd.grad((3 * y).sum(), x)
    assert torch.equal(y, x)
    assert gradient.tolist() == [-1.5, -1.5]
