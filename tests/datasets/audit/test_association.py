from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.audit.association import chance_of_purity, confounded, cramers_v, ranks, target, tells
from clinicell.datasets.schema.words import words

N_DONORS, PER_DONOR = 24, 5
DONOR = np.repeat(np.arange(N_DONORS), PER_DONOR)


def column(values):
    return words(pd.Series([str(value) for value in values], dtype="object"))


@pytest.fixture
def of_donors():
    """Half of 24 donors respond, five cells each."""
    return target("responder_binary", column(DONOR % 2), column(DONOR), column(DONOR))


@pytest.fixture
def of_cells():
    """Every second cell is malignant, in each of 12 donors of ten cells."""
    cells = np.arange(120)
    return target("mrd_target", column(cells % 2), column(cells // 10), column(cells // 10))


@pytest.mark.parametrize(("sizes", "n_one"), [([3, 3], 3), ([1, 2, 3, 4], 5), ([2, 2, 2, 2], 4), ([5, 1, 1], 2)])
def test_chance_of_purity_is_what_counting_all_draws_gives(sizes, n_one):
    group = np.repeat(np.arange(len(sizes)), sizes)
    draws = [set(draw) for draw in combinations(range(group.size), n_one)]
    pure = [
        all(len({k in draw for k in np.flatnonzero(group == one)}) == 1 for one in range(len(sizes))) for draw in draws
    ]
    assert chance_of_purity(sizes, n_one) == pytest.approx(np.mean(pure))


def test_a_label_belongs_to_donors_or_else_to_samples_or_cells(of_donors, of_cells):
    assert of_donors.is_of_unit
    assert of_donors.of_units()[1].tolist() == (np.arange(N_DONORS) % 2).tolist()
    assert not of_cells.is_of_unit
    lesion = np.arange(120) // 5
    by_lesion = target("responder_binary", column(lesion % 2), column(lesion // 2), column(lesion))
    assert by_lesion.is_of_unit
    assert by_lesion.of_units()[0].size == 24


def test_codes_that_go_with_one_class_each_tell_it_and_names_of_donors_do_not(of_donors):
    assert tells(of_donors, column(np.where(DONOR % 2, "x", "y"))) == N_DONORS
    assert tells(of_donors, column(DONOR)) == 0  # each donor its own name: pure whatever the class
    assert tells(of_donors, column(DONOR % 3)) == 0
    one_wrong = np.where(DONOR % 2, "x", "y")
    one_wrong[DONOR == 3] = "y"
    assert tells(of_donors, column(one_wrong)) == 0


def test_twelve_pure_donors_are_too_few_to_tell_chance_from_leak():
    aim = target("responder_binary", column(DONOR[:60] % 2), column(DONOR[:60]), column(DONOR[:60]))
    assert tells(aim, column(DONOR[:60] % 2)) == 0  # 2 of 924 shufflings would look the same


def test_numbers_tell_a_class_when_a_threshold_parts_all_donors(of_donors):
    rng = np.random.default_rng(0)
    assert ranks(of_donors, DONOR % 2 + rng.normal(0, 0.1, DONOR.size)) == N_DONORS
    assert ranks(of_donors, -1.0 * (DONOR % 2)) == N_DONORS
    assert ranks(of_donors, rng.normal(size=DONOR.size)) == 0
    assert ranks(of_donors, np.full(DONOR.size, np.nan)) == 0


def test_cells_are_compared_within_their_donor(of_cells):
    cells, rng = np.arange(120), np.random.default_rng(0)
    assert tells(of_cells, column(cells % 2)) == 120
    assert tells(of_cells, column(cells // 10 % 2)) == 0
    assert tells(of_cells, column(cells)) == 0  # each cell its own name
    shifted = cells % 2 + 100.0 * (cells // 10)  # of another height in each donor
    assert ranks(of_cells, shifted) == 120
    assert ranks(of_cells, rng.normal(size=120)) == 0


def test_cramers_v_is_one_for_a_perfect_table_and_next_to_nothing_without_association():
    assert cramers_v(np.array([[50.0, 0], [0, 50]])) == pytest.approx(1.0, abs=0.02)
    assert cramers_v(np.array([[25.0, 25], [25, 25]])) == 0.0
    # Bergsma's formula by hand: chi2 = 36, phi2 = 0.36 - 1/99, both corrected widths 2 - 1/99.
    expected = np.sqrt((0.36 - 1 / 99) / (1 - 1 / 99))
    assert cramers_v(np.array([[40.0, 10], [10, 40]])) == pytest.approx(expected)


def test_a_batch_with_one_stray_donor_is_still_confounded_and_a_balanced_one_is_not(of_donors):
    batch = DONOR % 2
    batch[DONOR == 3] = 0
    assert tells(of_donors, column(batch)) == 0
    assert confounded(of_donors, column(batch)) in (0, N_DONORS)
    forty = np.repeat(np.arange(40), 5)
    aim = target("responder_binary", column(forty % 2), column(forty), column(forty))
    stray = np.where(forty == 3, 0, forty % 2)
    assert confounded(aim, column(stray)) == 40
    assert confounded(aim, column(forty // 2 % 2)) == 0
    assert confounded(aim, column(forty)) == 0
