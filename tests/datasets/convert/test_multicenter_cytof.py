from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.multicenter_cytof import SAMPLES, convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "multicenter_cytof"
SAME_GROUP = ("sample01", "sample05", "sample06")


def _raw(folder: Path, *, gates: tuple[int, ...] = (0, 3)) -> Path:
    for number in SAMPLES:
        pd.DataFrame(np.full((2, 8), 5.0)).to_csv(folder / f"sample{number}.csv.gz", index=False, header=False)
        pd.Series(gates).to_csv(folder / f"labels{number}.csv.gz", index=False, header=False)
    return folder


@pytest.fixture(scope="module")
def transferred() -> dict[str, dict[str, tuple[float, float]]]:
    """Accuracy and macro F1 by model and sample, filled by the first test that needs them."""
    return {}


@pytest.fixture
def transfer(real, transferred):
    """Labels of sample 2 given to 8,000 cells of each other sample."""
    if not transferred:
        adata, rng = real(ID), np.random.default_rng(0)
        gate = adata.obs["gate"].cat.codes.to_numpy()
        of = {
            name: rng.permutation(rows) for name, rows in adata.obs.groupby("sample_id", observed=True).indices.items()
        }
        source = of.pop("sample02")
        fitted_on = np.log1p(adata.layers["raw"][source])
        scale, train = StandardScaler().fit(fitted_on), source[:15_000]
        for name, model in (("neighbours", KNeighborsClassifier(15)), ("logistic_regression", LogisticRegression())):
            model.fit(scale.transform(np.log1p(adata.layers["raw"][train])), gate[train])
            transferred[name] = {}
            for sample, rows in of.items():
                test = rows[:8_000]
                predicted = model.predict(scale.transform(np.log1p(adata.layers["raw"][test])))
                f1 = f1_score(gate[test], predicted, average="macro")
                transferred[name][sample] = accuracy_score(gate[test], predicted), f1
        print({name: {k: round(v[0], 3) for k, v in one.items()} for name, one in transferred.items()})
    return transferred


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_files_without_header_lose_no_event(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.n_obs == 2 * len(SAMPLES)
    assert adata.obs["gate"].tolist()[:2] == ["gate0", "gate3"]
    np.testing.assert_allclose(adata.X, np.arcsinh(1.0), rtol=1e-6)
    assert set(adata.var["marker"]) == {"unknown"}


@pytest.mark.parametrize("gates", [(0,), (0, 5)], ids=["too few", "unknown gate"])
def test_gates_that_do_not_fit_are_refused(tmp_path, gates):
    with pytest.raises(SchemaError, match=r"sample 1: 2 events of 8 channels and \d gates"):
        convert(_raw(tmp_path, gates=gates))


def test_events_of_each_sample_are_as_many_as_published(real):
    n = real(ID).obs["sample_id"].value_counts()
    published = {
        1: 55621, 2: 48352, 5: 48713, 6: 72762, 9: 68888, 10: 65177,
        11: 76163, 12: 63317, 13: 77094, 14: 66629, 15: 28637, 16: 34157,
    }  # fmt: skip
    assert n.to_dict() == {f"sample{number:02d}": count for number, count in published.items()}


def test_neighbours_carry_labels_within_the_group_and_less_far_beyond_as_published(transfer, check_figure):
    accuracy = {sample: pair[0] for sample, pair in transfer["neighbours"].items()}
    assert len(accuracy) == 11
    check_figure(ID, "neighbours_accuracy_same_group", float(np.mean([accuracy[name] for name in SAME_GROUP])))
    check_figure(ID, "neighbours_mean_accuracy", float(np.mean(list(accuracy.values()))))
    assert max(value for name, value in accuracy.items() if name not in SAME_GROUP) < 0.95


@pytest.mark.parametrize("model", ["neighbours", "logistic_regression"])
def test_macro_f1_over_the_other_samples_is_as_published(transfer, check_figure, model):
    check_figure(ID, f"{model}_mean_macro_f1", float(np.mean([pair[1] for pair in transfer[model].values()])))
