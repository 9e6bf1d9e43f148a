from dataclasses import replace

import numpy as np
import pytest

from clinicell.leaderboard.audits.exchange import Exchange, by_lot, exchange

NAN = np.nan


@pytest.fixture
def told(panel_of):
    """Return a function: truth, donors and folds -> a subject with these."""

    def make(truth, donor, fold, within=False):
        found = panel_of()
        data = replace(
            found.data, truth=np.array(truth)[:, None], donor=np.array(donor), fold=np.array(fold), within=within
        )
        return replace(found, data=data)

    return make


def test_labels_move_with_the_patient_where_they_are_his_and_among_his_cells_where_they_vary(told):
    found = told([1, 1, 0, 0, 0, 1, NAN], list("aabbccd"), list("0000111"))
    lots = exchange(found, by_fold=False)
    assert [[rows.tolist() for rows in group] for group in lots.between] == [[[0, 1], [2, 3]]]
    assert [rows.tolist() for rows in lots.within] == [[4, 5]]
    assert lots.n_donors == 3
    seen = {tuple(lots.draw(found.data.truth, np.random.default_rng(seed))[:, 0][:6]) for seed in range(40)}
    assert seen == {(1, 1, 0, 0, 0, 1), (0, 0, 1, 1, 0, 1), (1, 1, 0, 0, 1, 0), (0, 0, 1, 1, 1, 0)}


def test_within_folds_only_those_tested_together_exchange(told):
    found = told([1, 0, 1, 0], list("abcd"), list("0011"))
    lots = exchange(found, by_fold=True)
    draws = [lots.draw(found.data.truth, np.random.default_rng(seed))[:, 0] for seed in range(20)]
    assert all(drawn[:2].sum() == drawn[2:].sum() == 1 for drawn in draws)
    assert lots.n_moved == 4


def test_codes_that_mean_nothing_across_patients_stay_within_each(told):
    lots = exchange(told([2, 2, 1, 0], list("aabb"), list("0011"), within=True), by_fold=False)
    assert (lots.between, len(lots.within)) == ((), 2)


def test_a_label_that_nobody_knows_stays_unknown(told):
    found = told([1, NAN, 0, 0], list("aabb"), list("0000"))
    drawn = exchange(found, by_fold=False).draw(found.data.truth, np.random.default_rng(1))
    assert np.isnan(drawn[1, 0])
    assert np.isnan(by_lot(found, np.random.default_rng(0))[1, 0])


def test_labels_by_lot_are_one_for_each_patient(told):
    labels = by_lot(told([1, 0, 1, 0, 0], list("aabbb"), list("00011")), np.random.default_rng(3))[:, 0]
    assert labels[0] == labels[1]
    assert labels[2] == labels[3] == labels[4]


def test_nothing_to_exchange_leaves_the_truth():
    truth = np.array([[1.0], [0.0]])
    assert Exchange((), ()).draw(truth, np.random.default_rng(0)).tolist() == truth.tolist()
