import numpy as np
import pytest

from clinicell.metrics.signed_rank import signed_rank_chances


def by_loops(differences, rope, n_draws, seed):
    """Draw weights of the tasks by gamma variables and add up pair by pair, as the definition reads."""
    rng = np.random.default_rng(seed)
    values = [0.0, *differences]
    won = np.zeros(3)
    for _ in range(n_draws):
        gamma = [rng.gamma(0.5), *(rng.gamma(1.0) for _ in differences)]
        total = sum(gamma)
        share = np.zeros(3)
        for a, x in zip(gamma, values, strict=True):
            for b, y in zip(gamma, values, strict=True):
                place = 0 if x + y > 2 * rope else 2 if x + y < -2 * rope else 1
                share[place] += a * b / total**2
        won[share.argmax()] += 1
    return won / n_draws


@pytest.mark.parametrize(
    "differences", [[0.05, 0.02, -0.01, 0.03, 0.0], [0.0, 0.001, -0.002], [-0.2, -0.1, 0.04, -0.05]]
)
def test_chances_are_those_of_the_definition(differences):
    found = signed_rank_chances(np.array(differences), rope=0.01)
    expected = by_loops(differences, 0.01, 4000, 1)
    assert [found.first, found.equal, found.second] == pytest.approx(expected, abs=4 * 0.5 / np.sqrt(4000))
    assert found.first + found.equal + found.second == pytest.approx(1.0)


def test_a_clear_winner_wins_and_twins_are_equal():
    assert signed_rank_chances(np.full(8, 0.2)).first > 0.99
    assert signed_rank_chances(np.full(8, -0.2)).second > 0.99
    assert signed_rank_chances(np.zeros(8)).equal == 1.0


def test_an_unknown_difference_is_refused():
    with pytest.raises(ValueError, match="1 of 2 differences are NaN"):
        signed_rank_chances(np.array([0.1, np.nan]))
