"""The demo cohorts: as their cards say, valid, the same for the same seed, and neither hopeless nor easy.

Not easy means, for the best of the shipped classical models, blinded, run and scored as on the board: chance + 0.1 <
value < best - 0.1. With labels shuffled (within donors where they vary there, between patients of a fold where they do
not, between training lines for drugs) the mean over shuffles lies within four standard errors of chance. The shuffled
runs are those of the same shipped model for subclones and drugs; boosted trees and cluster proportions take too long
for many runs, so there a plain logistic regression under the same frozen folds stands in.
"""

import shutil
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import anndata as ad
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.card import card_ids, find_card
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.validate import validate
from clinicell.files import sha256
from clinicell.leaderboard.predict import predict
from clinicell.leaderboard.result import Score
from clinicell.leaderboard.score import score
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._find import find_task
from clinicell.tasks._folds import Folds
from clinicell.tasks._tables import read_table, write_table

DEMO = [name for name in card_ids() if name.startswith("demo_")]
MARGIN = 0.1
BEST_CLASSICAL = {
    "subclone": "bernoulli_mixture",
    "mrd": "boosted_trees",
    "response": "cluster_proportions",
    "drug_sensitivity": "ridge_per_drug",
}


def log_shares(adata):
    table = adata.X.toarray().astype(float)
    return np.log1p(1e4 * table / np.maximum(table.sum(axis=1, keepdims=True), 1))


def out_of_fold(table, label, donor, folds):
    """Return the log odds of a logistic regression for each row, learnt from the other folds."""
    odds = np.empty(len(label))
    for fold in folds:
        test = np.isin(donor, list(fold.test))
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, class_weight="balanced", max_iter=500))
        odds[test] = model.fit(table[~test], label[~test]).decision_function(table[test])
    return odds


def blinded(task_id: str, cohort: Callable[[str], ad.AnnData], folder: Path, **references: ad.AnnData) -> Path:
    """Blind the task's demo panel as its card describes it, but for the `references` given."""
    task = find_task(task_id)
    panel = next(panel for panel in task.panels if panel.suite == "demo")
    known: Mapping[str, ad.AnnData] = {role: cohort(name) for role, name in panel.references.items()} | references
    # the hashes only feed the order of rows, from which no shipped model may take anything
    sources = {role: Source(adata=adata, sha256="1" * 64) for role, adata in known.items()}
    return blind(task, panel, Source(adata=cohort(panel.dataset), sha256="0" * 64), sources, folder)


def primary(prediction: Path, sealed: Path, task_id: str) -> Score:
    """Return the score that ranks."""
    result = score(prediction, sealed)
    assert (result.status, result.reason) == ("scored", "")
    found = result.score("main", find_task(task_id).primary.name)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def best_classical(cohort, tmp_path_factory):
    """Return a function from task id to the folders of the best classical model's prediction and of what is sealed."""

    @cache
    def evaluated(task_id: str) -> tuple[Path, Path]:
        folder = tmp_path_factory.mktemp(task_id)
        panel = blinded(task_id, cohort, folder / "panel")
        prediction = predict(BEST_CLASSICAL[task_id], panel / "public", folder / "prediction", seed=0)
        return prediction, panel / "sealed"

    return evaluated


def lies_at(chance, values):
    values = np.asarray(values)
    return abs(values.mean() - chance) < 4 * values.std(ddof=1) / np.sqrt(values.size)


@pytest.mark.parametrize("dataset_id", DEMO)
def test_cohort_is_valid_and_as_large_as_its_card_says(cohort, dataset_id):
    adata, card = cohort(dataset_id), find_card(dataset_id)
    verdict = validate(adata)
    assert verdict.up_to(Level.L3) == ()
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
        ("mrd-demo_mrd-v2", "demo_mrd", "institution_id", 4, 2),
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


@pytest.mark.parametrize("task_id", BEST_CLASSICAL)
def test_best_classical_model_lies_clearly_between_chance_and_best(best_classical, task_id):
    found = primary(*best_classical(task_id), task_id)
    assert found.chance + MARGIN < found.value < find_task(task_id).primary.best - MARGIN


def test_shuffled_clones_are_found_at_chance(best_classical, tmp_path):
    # The model is never told a clone: its one prediction is compared with clones shuffled within each tumour.
    prediction, sealed = best_classical("subclone")
    mixed = shutil.copytree(sealed, tmp_path / "sealed")
    truth, donor = read_table(sealed / "main.csv.gz"), read_table(sealed / "units.csv.gz", dtype="str")
    donor_of = donor.set_index("unit_id")["donor_id"].loc[truth.index].to_numpy()
    rng, values = np.random.default_rng(0), []
    for _ in range(20):
        for one in np.unique(donor_of):
            rows = (donor_of == one) & truth["subclone"].notna().to_numpy()
            truth.loc[rows, "subclone"] = rng.permutation(truth.loc[rows, "subclone"].to_numpy())
        write_table(mixed / "main.csv.gz", truth)
        values.append(primary(prediction, mixed, "subclone").value)
    assert lies_at(0.0, values)


def test_shuffled_malignant_cells_are_found_at_chance(cohort):
    adata, folds = cohort("demo_mrd"), Folds.read("mrd-demo_mrd-v2")
    table, label = log_shares(adata), adata.obs["mrd_target"].to_numpy(dtype=float)
    donor = adata.obs["donor_id"].astype("str").to_numpy()
    rng, shuffled = np.random.default_rng(0), []
    for _ in range(6):
        mixed = label.copy()
        for one in np.unique(donor):
            mixed[donor == one] = rng.permutation(label[donor == one])
        odds = out_of_fold(table, mixed, donor, folds)
        shuffled.append((AVERAGE_PRECISION(mixed, odds), AUROC(mixed, odds)))
    by_precision, by_auroc = zip(*shuffled, strict=True)
    assert lies_at(AVERAGE_PRECISION.chance_of(label), by_precision)
    assert lies_at(0.5, by_auroc)


def test_shuffled_response_is_predicted_at_chance(cohort):
    adata, folds = cohort("demo_response"), Folds.read("response-demo_response-v1")
    donors = adata.obs.drop_duplicates("donor_id")
    donor, label = donors["donor_id"].astype("str").to_numpy(), donors["responder_binary"].to_numpy(dtype=float)
    cells, cell_donor = log_shares(adata), adata.obs["donor_id"].astype("str").to_numpy()
    bulk = np.stack([cells[cell_donor == one].mean(axis=0) for one in donor])
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


def test_shuffled_drug_responses_predict_at_chance(cohort, tmp_path):
    bulk, rng, values = cohort("demo_drug_bulk"), np.random.default_rng(0), []
    for number in range(20):
        mixed, response = bulk.copy(), bulk.obsm["ln_ic50_um"]
        mixed.obsm["ln_ic50_um"] = response.iloc[rng.permutation(bulk.n_obs)].set_axis(bulk.obs_names, axis=0)
        panel = blinded("drug_sensitivity", cohort, tmp_path / f"panel{number}", bulk=mixed)
        model = BEST_CLASSICAL["drug_sensitivity"]
        prediction = predict(model, panel / "public", tmp_path / f"prediction{number}")
        found = primary(prediction, panel / "sealed", "drug_sensitivity")
        values.append(found.value)
    assert len(found.targets) >= 8
    assert lies_at(0.5, values)
