from functools import partial

import numpy as np
import pandas as pd

from clinicell.baselines._column_only import ColumnOnly
from clinicell.leaderboard.audits.genes import of_some_genes, random_genes, scrambled, scrambled_genes


def test_scrambled_cells_keep_each_genes_values_and_lose_whose_they_are(cells):
    other = scrambled(cells, np.random.default_rng(0))
    before, after = cells.X.toarray(), other.X
    assert (np.sort(before, axis=0) == np.sort(after, axis=0)).all()
    assert (before != after).any(axis=1).mean() > 0.9
    assert other.obs_names.equals(cells.obs_names)
    assert other.obs["donor_id"].equals(cells.obs["donor_id"])


def test_some_genes_are_a_tenth_and_five_at_least(cells):
    priority = {str(name): float(number) for number, name in enumerate(cells.var_names)}
    assert of_some_genes(cells, priority, 0.1).var_names.tolist() == cells.var_names[-6:].tolist()
    assert of_some_genes(cells, priority, 0.01).n_vars == 5


def test_an_honest_model_finds_nothing_in_scrambled_genes(panel_of, models):
    assert scrambled_genes(panel_of(), models["Centroids"], n_draws=15).outcome == "passed"


def test_what_is_found_without_genes_fails(panel_of, cells):
    adata = cells.copy()
    adata.obs["library_id"] = pd.Categorical(np.where(adata.obs["mrd_target"].astype(bool), "run1", "run2"))
    leaky = panel_of(adata, inputs=("obs/library_id",))
    found = scrambled_genes(leaky, partial(ColumnOnly, "library_id"), n_draws=5)
    assert (found.outcome, found.measured["scrambled"]) == ("failed", 1.0)


def test_random_sets_do_no_better_than_all_genes_unless_the_model_drowns_in_them(panel_of, models):
    honest = random_genes(panel_of(), models["Centroids"], n_draws=6)
    assert honest.outcome == "passed"
    assert honest.measured["all_genes"] > honest.measured["random_sets"]
    assert random_genes(panel_of(), models["LostInGenes"], n_draws=15).outcome == "failed"


def test_of_few_features_no_random_set_says_anything(panel_of, cells, models):
    found = random_genes(panel_of(cells[:, :12].copy()), models["Centroids"], n_draws=6)
    assert found.outcome == "not possible"
    assert found.reason.startswith("12 features")
