"""Each network against its own untrained weights and against lots, on the law of the demo cohorts.

Paired over five seeds, each with a cohort of its own (none of them the demo's). The claim is that the trained network
wins each of the five pairs, which an equal match would do with probability 1/32.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._model import Model, find_model
from clinicell.baselines._training import Training
from clinicell.datasets.card import find_card
from clinicell.datasets.simulate import cell_lines, rna, snv
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

SEEDS = (11, 12, 13, 14, 15)
PAIRS = {
    "subclone": "genotype_autoencoder",
    "mrd": "mlp",
    "response": "attention_mil",
    "drug_sensitivity": "multi_drug_network",
}
Sides = tuple[Cohort, Cohort, pd.DataFrame]


def simulated(simulate: Callable[..., ad.AnnData], dataset_id: str, seed: int, **smaller: object) -> ad.AnnData:
    simulation = find_card(dataset_id).simulation
    assert simulation is not None
    assert seed != simulation.seed
    return simulate(dataset_id=dataset_id, title="", seed=seed, **{**simulation.parameters, **smaller})


def seen(adata: ad.AnnData, rows: np.ndarray) -> ad.AnnData:
    units = ad.AnnData(X=adata.X[rows], var=adata.var[[]], obs=pd.DataFrame(index=adata.obs_names[rows]))
    units.uns["scales"] = adata.uns["scales"]
    return units


def bags(adata: ad.AnnData, rows: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit_id": adata.obs["sample_id"].astype("str").to_numpy()[rows], "cell_id": adata.obs_names[rows]}
    )


def subclone(seed: int) -> Sides:
    adata = simulated(snv.simulate, "demo_subclone", seed, n_donors=1)
    truth = find_task("subclone").answers[0].truth(adata)
    units = ad.AnnData(obs=pd.DataFrame(index=adata.obs_names), layers={"genotype": adata.layers["genotype"]})
    units.uns["scales"] = adata.uns["scales"]
    return Cohort(units=units[:0].copy()), Cohort(units=units), truth


def mrd(seed: int) -> Sides:
    adata = simulated(rna.simulate, "demo_mrd", seed, cells_per_donor=300)
    truth = find_task("mrd").answers[0].truth(adata)
    is_test = (adata.obs["donor_id"].astype("category").cat.codes < 8).to_numpy()
    train, test = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    return Cohort(units=seen(adata, train), labels=truth.iloc[train]), Cohort(units=seen(adata, test)), truth.iloc[test]


def response(seed: int) -> Sides:
    adata = simulated(rna.simulate, "demo_response", seed, n_donors=120, cells_per_donor=60)
    truth = find_task("response").answers[0].truth(adata)
    is_test = (adata.obs["donor_id"].astype("category").cat.codes >= 40).to_numpy()
    train, test = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    cohort = Cohort(units=seen(adata, train), bags=bags(adata, train))
    asked = Cohort(units=seen(adata, test), bags=bags(adata, test))
    return replace(cohort, labels=truth.loc[cohort.asked]), asked, truth.loc[asked.asked]


def drug_sensitivity(seed: int) -> Sides:
    bulk = simulated(cell_lines.simulate, "demo_drug_bulk", seed)
    adata = simulated(cell_lines.simulate, "demo_drug_cells", seed, cells_per_line=30)
    truth = find_task("drug_sensitivity").answers[0].truth(adata)
    units = seen(adata, np.arange(adata.n_obs))
    units.obs["batch_id"] = adata.obs["batch_id"].to_numpy()
    references = {"bulk": bulk}
    return Cohort(units=units[:0].copy(), references=references), Cohort(units=units, references=references), truth


SIMULATED: dict[str, Callable[[int], Sides]] = {
    "subclone": subclone,
    "mrd": mrd,
    "response": response,
    "drug_sensitivity": drug_sensitivity,
}


def value(model: Model, task_id: str, sides: Sides, seed: int) -> float:
    """Return the task's primary metric, its mean over targets where there are several."""
    task, (train, test, truth) = find_task(task_id), sides
    model.fit(train, task, seed=seed)
    table = model.predict(test, task).answers["main"].loc[truth.index]
    values = []
    for target in truth.columns:
        known = truth[target].notna()
        values.append(task.primary(truth.loc[known, target].to_numpy(), table.loc[known, target].to_numpy()))
    return float(np.nanmean(values))


@cache
def measured(task_id: str) -> pd.DataFrame:
    """Return seeds x {trained, untrained, random}."""
    found, rows = find_model(PAIRS[task_id]), {}
    for seed in SEEDS:
        sides = SIMULATED[task_id](seed)
        rows[seed] = {
            "trained": value(found.make(), task_id, sides, seed),
            "untrained": value(found.make(training=Training(max_epochs=0)), task_id, sides, seed),
            "random": value(find_model("random").make(), task_id, sides, seed),
        }
    return pd.DataFrame(rows).T


@pytest.mark.parametrize("control", ["untrained", "random"])
@pytest.mark.parametrize("task_id", PAIRS)
def test_a_trained_network_wins_all_five_pairs(task_id, control):
    table = measured(task_id)
    assert (table["trained"] > table[control]).all(), table.round(3).to_string()
