from dataclasses import replace

import numpy as np

from clinicell.baselines._pseudobulk import Pseudobulk

from .responders import patients


def test_the_rows_are_standardised_by_the_bags_that_were_learnt_from(toy):
    train = toy("response").train
    made, rows = Pseudobulk.of(train, np.arange(20))
    np.testing.assert_allclose(rows.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(rows.std(axis=0), 1)
    np.testing.assert_allclose(made(train)[:20], rows)


def test_a_feature_that_does_not_vary_stays_zero_and_not_nan(toy):
    train = toy("response", is_embedding=True).train
    units = train.units.copy()
    units.obsm["X_pca"][:, 2] = 3.0
    _, rows = Pseudobulk.of(replace(train, units=units), np.arange(20))
    np.testing.assert_allclose(rows[:, 2], 0, atol=1e-6)


def test_genes_are_found_by_name_and_new_ones_are_left_aside():
    rng = np.random.default_rng(0)
    data = patients(rng.normal(size=(30, 3, 12)), (np.arange(30) % 2).astype(float), 20)
    train, test = data.train, data.test
    made, _ = Pseudobulk.of(replace(train, units=train.units[:, :8].copy()), np.arange(20))
    backwards, same = (replace(test, units=test.units[:, genes].copy()) for genes in (slice(None, None, -1), slice(8)))
    np.testing.assert_allclose(made(backwards), made(same), rtol=1e-6, atol=1e-6)
