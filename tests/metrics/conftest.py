"""What the metrics' tests share: at least 1,000 random and edge cases of each kind, and how two values are compared.

Edge cases: one unit, two units, one class only, a constant answer, ties, 1 positive in 400, the truth itself and its
reverse.
"""

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest

N_CASES = 1000


@pytest.fixture(scope="session")
def agree() -> Callable[[float, float], None]:
    """Assert that two values are both NaN, or both the same infinity, or differ by 1e-9 at most."""

    def compare(ours: float, theirs: float) -> None:
        assert type(ours) is float
        assert math.isnan(ours) == math.isnan(theirs), (ours, theirs)
        assert math.isnan(ours) or ours == theirs or abs(ours - theirs) <= 1e-9, (ours, theirs)

    return compare


@pytest.fixture(scope="session")
def quietly() -> Callable[..., float]:
    """Call another library's function without its warnings; ours have none to hide."""

    def call(function, *args, **options) -> float:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return float(function(*args, **options))

    return call


@pytest.fixture(scope="session")
def binary_cases() -> list[tuple[np.ndarray, np.ndarray]]:
    """Outcomes, 0 or 1, and probabilities strictly between 0 and 1, half of the sets with ties."""
    rng = np.random.default_rng(10)
    cases = []
    for number in range(N_CASES):
        n = int(rng.integers(1, 90))
        truth = (rng.random(n) < rng.uniform(0.02, 0.98)).astype(float)
        score = rng.normal(size=n) + rng.uniform(-1, 3) * truth
        cases.append((truth, 1 / (1 + np.exp(-(score.round(number % 2) if number % 4 < 2 else score)))))
    rare = np.append(np.zeros(399), 1.0)
    few = np.array([0.0, 0, 1, 1, 0, 1])
    cases += [(np.zeros(5), np.linspace(0.1, 0.9, 5)), (np.ones(5), np.linspace(0.1, 0.9, 5))]
    cases += [(few, np.full(6, 0.5)), (few, np.full(6, 0.2)), (few, 0.1 + 0.8 * few), (few, 0.9 - 0.8 * few)]
    cases += [(rare, rng.uniform(0.01, 0.99, 400)), (rare, 0.1 + 0.8 * rare), (1 - rare, rng.uniform(0.01, 0.99, 400))]
    return cases


@pytest.fixture(scope="session")
def class_cases() -> list[tuple[np.ndarray, np.ndarray]]:
    """True and called classes; some classes on one side only."""
    rng = np.random.default_rng(11)
    cases = []
    for _ in range(N_CASES):
        n = int(rng.integers(1, 90))
        truth = rng.integers(0, rng.integers(1, 7), n)
        called = np.where(rng.random(n) < rng.random(), truth, rng.integers(0, rng.integers(1, 8), n))
        cases.append((truth.astype(float), called.astype(float)))
    few = np.array([0.0, 1, 2, 0, 1, 2])
    rare = np.append(np.zeros(399), 1.0)
    cases += [(few, few), (few, (few + 1) % 3), (few, np.zeros(6)), (np.zeros(6), few), (np.zeros(4), np.zeros(4))]
    cases += [(rare, np.zeros(400)), (rare, rare), (np.arange(9.0), np.arange(9.0)), (np.arange(9.0), np.zeros(9))]
    return cases


@pytest.fixture(scope="session")
def quantity_cases() -> list[tuple[np.ndarray, np.ndarray]]:
    """Measured and predicted quantities, a third of the sets with ties."""
    rng = np.random.default_rng(12)
    cases = []
    for number in range(N_CASES):
        n = int(rng.integers(1, 60))
        truth = rng.normal(rng.uniform(-3, 3), 2, n)
        guess = rng.uniform(-1, 1) * truth + rng.normal(size=n)
        cases.append((truth.round(0), guess.round(0)) if number % 3 == 0 else (truth, guess))
    few = np.array([1.0, 2, 4, 8])
    cases += [(few, few), (few, -few), (few, few + 3), (few, np.ones(4)), (np.ones(4), few), (np.ones(4), np.ones(4))]
    cases += [(few, 1e6 * few), (1e6 + few, 1e6 + few[::-1])]
    return cases


@pytest.fixture(scope="session")
def tables() -> list[tuple[np.ndarray, np.ndarray]]:
    """Sensitivities of lines to drugs (NaN where not measured) and answers, every other set with ties."""
    rng = np.random.default_rng(13)
    cases = []
    for number in range(N_CASES):
        shape = int(rng.integers(1, 7)), int(rng.integers(1, 7))
        truth, answer = rng.normal(size=shape), rng.normal(size=shape)
        if number % 2:
            truth, answer = truth.round(0), answer.round(0)
        truth[rng.random(shape) < rng.uniform(0, 0.5)] = np.nan
        cases.append((truth, answer))
    full = np.arange(12.0).reshape(3, 4)
    return [*cases, (full, full), (full, -full), (full, np.zeros((3, 4))), (np.full((2, 2), np.nan), np.zeros((2, 2)))]
