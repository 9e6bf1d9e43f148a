"""Simulated cell lines: one law for bulk and cells, no line in both, a shift between them."""

import numpy as np
import pytest

from clinicell.datasets.simulate.cell_lines import simulate

PARAMETERS = {
    "dataset_id": "x",
    "title": "x",
    "seed": 3,
    "n_bulk_lines": 400,
    "n_cell_lines": 6,
    "cells_per_line": 40,
    "n_batches": 2,
    "n_genes": 100,
    "n_drugs": 10,
    "n_factors": 4,
    "n_tissues": 3,
    "factor_effect": 0.3,
    "tissue_effect": 0.3,
    "expression_log_sd": 0.3,
    "response_sd": 1.8,
    "response_share_explained": 0.5,
    "missing_rate": 0.1,
    "library_size": 500.0,
    "library_size_log_sd": 0.4,
    "dispersion": 0.2,
    "cell_log_sd": 0.3,
    "domain_log_sd": 0.6,
    "batch_log_sd": 0.3,
    "dropout_half": 0.5,
}


@pytest.fixture(scope="module")
def bulk():
    return simulate(**PARAMETERS, part="bulk")


@pytest.fixture(scope="module")
def cells():
    return simulate(**PARAMETERS, part="cells")


def test_no_line_of_the_cells_is_in_the_bulk(bulk, cells, cohort):
    assert not set(bulk.obs["donor_id"]) & set(cells.obs["donor_id"])
    assert not set(cohort("demo_drug_bulk").obs["donor_id"]) & set(cohort("demo_drug_cells").obs["donor_id"])


def test_both_parts_have_the_same_genes_and_drugs(bulk, cells):
    assert list(bulk.var_names) == list(cells.var_names)
    assert list(bulk.obsm["ln_ic50_um"]) == list(cells.obsm["ln_ic50_um"])


def test_bulk_is_log2_of_tpm(bulk):
    np.testing.assert_allclose((2.0 ** bulk.X.astype(float) - 1).sum(axis=1), 1e6, rtol=1e-4)


def test_response_is_missing_and_spread_as_asked(bulk):
    response = bulk.obsm["ln_ic50_um"]
    n = response.size
    assert abs(response.isna().to_numpy().mean() - 0.1) < 4 * np.sqrt(0.1 * 0.9 / n)
    assert response.std().mean() == pytest.approx(1.8, rel=0.05)


def test_factors_and_tissue_explain_the_share_of_the_response_that_was_asked_for(bulk):
    factors = bulk.uns["truth"]["factors"].drop(columns="donor_id").to_numpy()
    tissue = np.stack([bulk.obs["tissue"] == one for one in bulk.obs["tissue"].unique()], axis=1)
    design, explained = np.hstack([factors, tissue]).astype(float), []
    for drug in bulk.obsm["ln_ic50_um"]:
        y = bulk.obsm["ln_ic50_um"][drug].to_numpy()
        known = ~np.isnan(y)
        fit = design[known] @ np.linalg.lstsq(design[known], y[known], rcond=None)[0]
        explained.append(1 - np.var(y[known] - fit) / np.var(y[known]))
    assert np.mean(explained) == pytest.approx(0.5, abs=0.04)


def test_response_of_a_cell_is_its_lines(cells):
    by_line = cells.obsm["ln_ic50_um"].groupby(cells.obs["donor_id"].astype("str").to_numpy())
    assert by_line.nunique(dropna=False).max().max() == 1


def test_cells_are_shifted_against_the_bulk_and_between_batches():
    still = {"domain_log_sd": 0.0, "batch_log_sd": 0.0, "cell_log_sd": 0.0, "dropout_half": 0.0}
    rate = {}
    for name, changed in (("shifted", {}), ("still", still)):
        adata = simulate(**{**PARAMETERS, **changed}, part="cells")
        first = (adata.obs["batch_id"] == "batch1").to_numpy()
        rate[name] = [np.log(np.asarray(adata.X[rows].mean(axis=0)).ravel() + 0.01) for rows in (first, ~first)]
    assert np.std(rate["still"][0] - rate["still"][1]) < 0.5 * np.std(rate["shifted"][0] - rate["shifted"][1])
    assert np.std(rate["shifted"][0] - rate["still"][0]) > 0.4


def test_dropout_loses_molecules(cells):
    kept = simulate(**{**PARAMETERS, "dropout_half": 0.0}, part="cells")
    assert (cells.X > 0).mean() < 0.85 * (kept.X > 0).mean()


def test_each_batch_holds_cells_of_each_line(cells):
    assert cells.obs.groupby(["donor_id", "batch_id"], observed=True).size().tolist() == [20] * 12
