import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._clone_answers import clones_prediction, mutation_tree
from clinicell.datasets.simulate._clone_tree import clone_tree
from clinicell.metrics.tree_edits import mltd
from clinicell.metrics.tree_table import tree_matrix
from clinicell.metrics.trees import relation_accuracy


def true_matrix(tree):
    return np.array(
        [[above == below or below in tree.descendants(above) for below in tree.gained_at] for above in tree.gained_at],
        dtype=float,
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_true_profiles_give_the_true_tree(seed):
    tree = clone_tree(n_clones=8, n_sites=40, trunk_share=0.1, n_losses=0, rng=np.random.default_rng(seed))
    profile = tree.genotypes().astype(bool)[np.random.default_rng(seed).permutation(8)]
    found = tree_matrix(mutation_tree(profile))
    assert relation_accuracy(true_matrix(tree), found) == 1.0
    assert mltd(true_matrix(tree), found) == 0.0


def test_a_mutation_that_is_lost_again_arises_once_where_it_fits_best():
    profile = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]], dtype=bool)  # the third clone has lost the first mutation
    table = mutation_tree(profile)
    assert table[:, 0].tolist() == [0, 0, 1]
    assert table[:, 1].tolist() == [-1, -1, 0]


def test_a_mutation_of_no_clone_has_no_place_and_equal_clones_are_one_node():
    table = mutation_tree(np.array([[1, 0, 0], [1, 0, 0], [1, 0, 1]], dtype=bool))
    assert table[1].tolist() == [-1, -1]
    assert table[0, 0] in (0, 1)
    assert table[2].tolist() == [2, table[0, 0]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_without_clones_or_sites_nothing_is_placed(shape):
    assert (mutation_tree(np.zeros(shape, dtype=bool)).reshape(-1, 2) == -1).all()


def test_a_prediction_holds_labels_genotypes_and_tree_under_the_ids_asked_for(toy):
    test = toy("subclone").test
    n_cells, n_sites = test.units.shape
    code = np.arange(n_cells) % 2
    mutated = np.where(code[:, None] == 1, 0.75, 0.25) * np.ones(n_sites)
    answers = clones_prediction(test, ["subclone"], code, mutated).answers
    assert answers["main"].index.equals(answers["genotype"].index)
    assert answers["genotype"].columns.tolist() == test.units.var_names.tolist() == answers["tree"].index.tolist()
    pd.testing.assert_series_equal(
        answers["tree"]["node"], pd.Series(1.0, index=answers["tree"].index), check_names=False
    )
