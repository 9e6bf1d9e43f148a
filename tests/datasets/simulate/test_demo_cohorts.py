"""The demo cohorts: as their cards say, valid, the same for the same seed, and neither hopeless nor easy.

Not easy means, for a plain classical model under the frozen folds: chance + 0.1 < value < best - 0.1. With labels
shuffled (within donors where they vary there, between patients of a fold where they do not, between training lines for
drugs) the mean over shuffles lies within four standard errors of chance.
"""

import time
from importlib import import_module

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.card import card_ids, find_card
from clinicell.datasets.validate import validate
from clinicell.files import sha256
from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.metrics.drugs import AUROC_OF_EXTREMES
from clinicell.tasks._folds import Folds
from clinicell.tasks.drug_sensitivity import truth as sensitivity
from clinicell.tasks.subclone import tumour_clones

DEMO = [name for name in card_ids() if name.startswith("demo_")]
MARGIN = 0.1


def log_shares(adata):
    table = adata.X.toarray().astype(float)
    return np.log1p(1e4 * table / np.maximum(table.sum(axis=1, keepdims=True), 1))


def out_of_fold_of_trees(table, label, donor, folds):
    """Return the probability by boosted trees for each row, learnt from the other folds."""
    score = np.empty(len(label))
    for fold in folds:
        test = np.isin(donor, list(fold.test))
        model = HistGradientBoostingClassifier(learning_rate=0.2, max_iter=30, max_leaf_nodes=15, random_state=0)
        score[test] = model.fit(table[~test], label[~test]).predict_proba(table[test])[:, 1]
    return score


def out_of_fold(table, label, donor, folds):
    """Return the log odds of a logistic regression for each row, learnt from the other folds."""
    score = np.empty(len(label))
    for fold in folds:
        test = np.isin(donor, list(fold.test))
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, class_weight="balanced", max_iter=500))
        score[test] = model.fit(table[~test], label[~test]).decision_function(table[test])
    return score


def lies_clearly_between(value, metric, chance):
    return chance + MARGIN < value < metric.best - MARGIN


def lies_at(chance, values):
    values = np.asarray(values)
    return abs(values.mean() - chance) < 4 * values.std(ddof=1) / np.sqrt(values.size)


@pytest.mark.parametrize("dataset_id", DEMO)
def test_cohort_is_valid_and_as_large_as_its_card_says(cohort, dataset_id):
    adata, card = cohort(dataset_id), find_card(dataset_id)
    verdict = validate(adata)
    assert verdict.findings == ()
    assert (verdict.n_obs, verdict.n_vars) == (card.counts.n_obs, card.counts.n_vars)
    assert (verdict.n_donors, verdict.n_samples) == (card.counts.n_donors, card.counts.n_samples)
    assert adata.uns["is_simulated"] is True
    assert adata.uns["modality"] == card.modality


@pytest.mark.parametrize("dataset_id", DEMO)
def test_same_seed_gives_the_same_bytes_and_another_seed_others(cohort, dataset_id, tmp_path):
    card = find_card(dataset_id)
    simulate = import_module(f"clinicell.datasets.simulate.{card.simulation.module}").simulate
    again, other = (
        simulate(dataset_id=card.id, title=card.title, seed=card.simulation.seed + step, **card.simulation.parameters)
        for step in (0, 1)
    )
    hashes = []
    for number, adata in enumerate([cohort(dataset_id).copy(), again, other]):  # writing changes what it writes
        path = tmp_path / f"{number}.h5ad"
        adata.write_h5ad(path)
        hashes.append(sha256(path))
        assert path.stat().st_size < 10e6
    assert hashes[0] == hashes[1] != hashes[2]


def test_all_cohorts_are_simulated_and_validated_within_20_seconds_of_one_core():
    start = time.process_time()
    for dataset_id in DEMO:
        card = find_card(dataset_id)
        simulate = import_module(f"clinicell.datasets.simulate.{card.simulation.module}").simulate
        validate(
            simulate(dataset_id=card.id, title=card.title, seed=card.simulation.seed, **card.simulation.parameters)
        )
    assert time.process_time() - start < 20


def test_both_drug_cards_name_one_simulation():
    bulk, cells = (find_card(name).simulation for name in ("demo_drug_bulk", "demo_drug_cells"))
    assert bulk.seed == cells.seed
    assert {**bulk.parameters, "part": ""} == {**cells.parameters, "part": ""}


@pytest.mark.parametrize(
    ("name", "dataset_id", "stratum", "n_folds", "per_fold"),
    [
        ("mrd-demo_mrd-v1", "demo_mrd", "institution_id", 4, 1),
        ("response-demo_response-v1", "demo_response", "responder_binary", 5, 4),
    ],
)
def test_frozen_folds_test_every_donor_once_in_even_strata(cohort, name, dataset_id, stratum, n_folds, per_fold):
    folds, obs = Folds.read(name), cohort(dataset_id).obs
    folds.check(list(obs["donor_id"].astype("str").unique()))
    donors = obs.drop_duplicates("donor_id")
    table = donors.groupby([donors["donor_id"].astype("str").map(folds.fold_of), stratum], observed=True).size()
    assert table.index.get_level_values(0).nunique() == n_folds
    assert set(table) == {per_fold}


def test_clones_are_hard_but_not_hopeless_to_find(cohort):
    adata = cohort("demo_subclone")
    codes = tumour_clones(adata)["subclone"].to_numpy()
    rng, values, shuffled = np.random.default_rng(0), [], []
    for donor in adata.obs["donor_id"].unique():
        rows = (adata.obs["donor_id"] == donor).to_numpy()
        seen = adata.layers["genotype"][rows].astype(float)
        seen = np.where(seen < 0, np.nan, seen)[:, (seen >= 0).any(axis=0)]
        known, truth = ~np.isnan(codes[rows]), codes[rows][~np.isnan(codes[rows])]
        filled = np.where(np.isnan(seen), np.nanmean(seen, axis=0), seen)
        found = AgglomerativeClustering(len(np.unique(truth))).fit_predict(filled)[known].astype(float)
        values.append(ADJUSTED_RAND_INDEX(truth, found))
        shuffled.append([ADJUSTED_RAND_INDEX(rng.permutation(truth), found) for _ in range(20)])
    assert lies_clearly_between(np.mean(values), ADJUSTED_RAND_INDEX, 0.0)
    assert lies_at(0.0, np.mean(shuffled, axis=0))


def test_malignant_cells_are_hard_but_not_hopeless_to_find(cohort):
    adata, folds = cohort("demo_mrd"), Folds.read("mrd-demo_mrd-v1")
    table, label = log_shares(adata), adata.obs["mrd_target"].to_numpy(dtype=float)
    donor = adata.obs["donor_id"].astype("str").to_numpy()
    for model in (out_of_fold, out_of_fold_of_trees):
        value = AVERAGE_PRECISION(label, model(table, label, donor, folds))
        assert lies_clearly_between(value, AVERAGE_PRECISION, AVERAGE_PRECISION.chance_of(label))
    rng, shuffled = np.random.default_rng(0), []
    for _ in range(6):
        mixed = label.copy()
        for one in np.unique(donor):
            mixed[donor == one] = rng.permutation(label[donor == one])
        score = out_of_fold(table, mixed, donor, folds)
        shuffled.append((AVERAGE_PRECISION(mixed, score), AUROC(mixed, score)))
    by_precision, by_auroc = zip(*shuffled, strict=True)
    assert lies_at(AVERAGE_PRECISION.chance_of(label), by_precision)
    assert lies_at(0.5, by_auroc)


def test_response_is_hard_but_not_hopeless_to_predict(cohort):
    adata, folds = cohort("demo_response"), Folds.read("response-demo_response-v1")
    donors = adata.obs.drop_duplicates("donor_id")
    donor, label = donors["donor_id"].astype("str").to_numpy(), donors["responder_binary"].to_numpy(dtype=float)
    cells, cell_donor = log_shares(adata), adata.obs["donor_id"].astype("str").to_numpy()
    bulk = np.stack([cells[cell_donor == one].mean(axis=0) for one in donor])
    value = AUROC(label, out_of_fold(bulk, label, donor, folds))
    assert lies_clearly_between(value, AUROC, 0.5)
    rng, shuffled, fold = np.random.default_rng(0), [], np.array([folds.fold_of[one] for one in donor])
    for _ in range(40):
        mixed = label.copy()
        for number in np.unique(fold):  # each fold keeps its balance: else an out-of-fold score leans below chance
            mixed[fold == number] = rng.permutation(label[fold == number])
        shuffled.append(AUROC(mixed, out_of_fold(bulk, mixed, donor, folds)))
    assert lies_at(0.5, shuffled)


def test_response_shows_in_the_rarest_type_more_than_in_the_mean_over_all_cells(cohort):
    # What attention over cells can gain over plain pseudobulk: the same model, on cells of the type that responds.
    adata, folds = cohort("demo_response"), Folds.read("response-demo_response-v1")
    donors = adata.obs.drop_duplicates("donor_id")
    donor, label = donors["donor_id"].astype("str").to_numpy(), donors["responder_binary"].to_numpy(dtype=float)
    cells, cell_donor = log_shares(adata), adata.obs["donor_id"].astype("str").to_numpy()
    rare = (adata.obs["cell_type"] == "type6").to_numpy()
    plain = np.stack([cells[cell_donor == one].mean(axis=0) for one in donor])
    aware = np.stack([cells[(cell_donor == one) & rare].mean(axis=0) for one in donor])
    values = [AUROC(label, out_of_fold(bulk, label, donor, folds)) for bulk in (plain, aware)]
    assert values[1] > values[0] + 0.05


def test_drug_sensitivity_is_hard_but_not_hopeless_to_predict(cohort):
    bulk, cells = cohort("demo_drug_bulk"), cohort("demo_drug_cells")
    seen = StandardScaler().fit_transform(log_shares(cells))
    learnt, label = StandardScaler().fit_transform(bulk.X.astype(float)), sensitivity(bulk)
    truth, rng = sensitivity(cells), np.random.default_rng(0)

    def value(rows):
        values = []
        for drug in truth:
            y, known = label[drug].to_numpy()[rows], truth[drug].notna().to_numpy()
            model = Ridge(alpha=300.0).fit(learnt[~np.isnan(y)], y[~np.isnan(y)])
            values.append(AUROC_OF_EXTREMES(truth[drug].to_numpy()[known], model.predict(seen)[known]))
        assert np.sum(~np.isnan(values)) >= 8
        return np.nanmean(values)

    everyone = np.arange(bulk.n_obs)
    assert lies_clearly_between(value(everyone), AUROC_OF_EXTREMES, 0.5)
    assert lies_at(0.5, [value(rng.permutation(everyone)) for _ in range(40)])
