from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from clinicell.datasets.convert.loetsch_lymphoma_flow import CHANNELS, convert
from clinicell.errors import SchemaError

ID = "loetsch_lymphoma_flow"
N_DRAWS = 50


@pytest.fixture(scope="module")
def scored() -> dict[tuple[str, int], tuple[np.ndarray, np.ndarray]]:
    """Label and score of the held-out half by model and seed of the split, filled by the first test that needs it."""
    return {}


@pytest.fixture
def held_out(unfit, scored):
    models = {
        "logistic_regression": LogisticRegression(),
        "trees": HistGradientBoostingClassifier(random_state=0),
    }

    def score(name: str, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
        if (name, seed) not in scored:
            adata, _ = unfit(ID)
            label = adata.obs["mrd_target"].to_numpy(dtype=bool)
            order = np.random.default_rng(seed).permutation(len(label))
            train, test = order[: len(order) // 2], order[len(order) // 2 :]
            model = models[name].fit(adata.X[train], label[train])
            scored[name, seed] = label[test], model.decision_function(adata.X[test])
        return scored[name, seed]

    return score


def _raw(folder: Path, *, of_class: float = 2.0) -> Path:
    table = pd.DataFrame([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1.0], [0.0] * 6 + [of_class]], columns=[*CHANNELS, "Cls"])
    table.to_csv(folder / "flow_cells.csv.gz", index=False)
    return folder


def test_it_has_no_linear_numbers_and_that_is_all_that_it_lacks(check_verdict):
    check_verdict(ID, {"L1-CYTO-01": 1})


def test_nobody_says_which_subject_a_cell_is_of(tmp_path):
    adata = convert(_raw(tmp_path))
    assert set(adata.obs["donor_id"]) == {"unknown"}
    assert adata.obs["mrd_target"].tolist() == [False, True]
    assert adata.X[0].tolist() == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert "raw" not in adata.layers
    assert set(adata.var["marker"]) == {"unknown"}


def test_an_unknown_class_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 events are of no class"):
        convert(_raw(tmp_path, of_class=3.0))


def test_numbers_are_within_six_and_classes_are_even(unfit):
    adata, _ = unfit(ID)
    assert (adata.X.min(), adata.X.max()) == (0, 6)
    assert adata.obs["mrd_target"].value_counts().tolist() == [55_843, 55_843]


@pytest.mark.parametrize("model", ["logistic_regression", "trees"])
def test_status_of_the_subject_is_told_as_published(held_out, check_figure, model):
    label, score = held_out(model)
    check_figure(ID, f"average_precision_{model}", average_precision_score(label, score))
    check_figure(ID, f"auroc_{model}", roc_auc_score(label, score))


def _spiked(label: np.ndarray, score: np.ndarray, n: int) -> float:
    """Return the mean average precision over draws of `n` held-out cells of class 2 among all healthy ones."""
    rng, healthy, ill = np.random.default_rng(0), score[~label], score[label]
    truth = np.r_[np.zeros(len(healthy)), np.ones(n)]
    values = [average_precision_score(truth, np.r_[healthy, rng.choice(ill, n, replace=False)]) for _ in range(N_DRAWS)]
    return float(np.mean(values))


SPIKES = [(0.1, "10"), (0.01, "1"), (0.001, "0_1"), (0.0001, "0_01")]


@pytest.mark.parametrize(("share", "name"), SPIKES)
def test_spiked_cells_are_found_as_published(held_out, check_figure, share, name):
    label, score = held_out("trees")
    n = round(share * int((~label).sum()))
    check_figure(ID, f"average_precision_spike_{name}_percent", _spiked(label, score, n))


def test_ten_percent_of_what_is_left_open_and_so_is_the_split(held_out, check_choices):
    values = []
    for seed in (0, 1, 2):
        label, score = held_out("trees", seed)
        n_healthy = int((~label).sum())
        values += [_spiked(label, score, round(n_healthy / 10)), _spiked(label, score, round(n_healthy / 9))]
    check_choices(ID, "average_precision_spike_10_percent", values)
