import numpy as np
from sklearn.linear_model import RidgeCV

from clinicell.baselines._ridge import PENALTIES, ridge


def made(n_lines, n_genes, n_targets, seed=0):
    rng = np.random.default_rng(seed)
    genes = rng.normal(size=(n_lines, n_genes))
    return genes, genes[:, :3] @ rng.normal(size=(3, n_targets)) + rng.normal(size=(n_lines, n_targets)) + 4, rng


def test_it_equals_sklearn_with_leave_one_out_on_the_lines_measured():
    for n_lines, n_genes in ((40, 100), (60, 8)):
        genes, response, rng = made(n_lines, n_genes, 4)
        response[rng.random(response.shape) < 0.2] = np.nan
        new = rng.normal(size=(5, n_genes))
        found = ridge(genes, response)(new)
        for number in range(4):
            rows = np.isfinite(response[:, number])
            other = RidgeCV(np.array(PENALTIES) * n_genes).fit(genes[rows], response[rows, number])
            np.testing.assert_allclose(found[:, number], other.predict(new), rtol=1e-6)


def test_a_target_with_too_few_lines_is_its_mean_and_one_without_any_is_nan():
    genes, response, _ = made(10, 6, 3)
    response[2:, 1] = np.nan
    response[:, 2] = np.nan
    found = ridge(genes, response)(genes)
    np.testing.assert_allclose(found[:, 1], response[:2, 1].mean())
    assert np.isnan(found[:, 2]).all()
    assert np.isfinite(found[:, 0]).all()
