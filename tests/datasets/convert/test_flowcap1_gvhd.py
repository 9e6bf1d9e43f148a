from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.flowcap1_gvhd import CHANNELS, PATIENTS, convert
from clinicell.errors import SchemaError
from clinicell.tasks._folds import Folds

ID = "flowcap1_gvhd"


def _raw(folder: Path, *, n_gates: int = 3) -> Path:
    for number in PATIENTS:
        events = pd.DataFrame(np.full((3, 6), 50.0), columns=CHANNELS)
        events.to_csv(folder / f"sample{number}.csv.gz", index=False)
        pd.Series([0, 3, 4][:n_gates]).to_csv(folder / f"labels{number}.csv.gz", index=False, header=False)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_target_is_gate_three_and_the_gate_is_kept(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs["gate"].tolist()[:3] == ["gate0", "gate3", "gate4"]
    assert adata.obs["mrd_target"].tolist()[:3] == [False, True, False]
    np.testing.assert_allclose(adata.X, np.arcsinh(1.0), rtol=1e-6)
    assert (adata.layers["raw"] == 50).all()


def test_events_without_a_gate_are_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"3 events of .* and 2 gates"):
        convert(_raw(tmp_path, n_gates=2))


def test_gates_are_as_many_as_published(real):
    obs = real(ID).obs
    rare = obs.groupby("donor_id", observed=True)["mrd_target"].sum()
    assert rare.astype("int").tolist() == [1040, 789, 649, 1171, 310, 930, 733, 1034, 783, 929, 67, 86]


def test_hard_patients_are_in_different_folds(real):
    folds = Folds.read(f"mrd-{ID}-v1")
    folds.check(real(ID).obs["donor_id"].astype("str").unique().tolist())
    assert {len(fold.test) for fold in folds} == {3}
    assert len({folds.fold_of[donor] for donor in ("gvhd11", "gvhd12", "gvhd07", "gvhd08")}) == 4


def test_logistic_regression_finds_gate_three_in_patients_never_seen(real, check_figure):
    adata = real(ID)
    x, label = adata.X.astype("float64"), adata.obs["mrd_target"].to_numpy(dtype=bool)
    donor = adata.obs["donor_id"].astype("str").to_numpy()
    value = {}
    for name in np.unique(donor):
        is_test = donor == name
        model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", solver="newton-cholesky"))
        score = model.fit(x[~is_test], label[~is_test]).decision_function(x[is_test])
        value[name] = average_precision_score(label[is_test], score)
    print({name: round(float(one), 3) for name, one in value.items()})
    check_figure(ID, "average_precision_gate3_patient11", value["gvhd11"])
    check_figure(ID, "mean_average_precision_gate3", float(np.mean(list(value.values()))))
