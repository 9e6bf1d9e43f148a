import itertools
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.flowcap2_aml_subset import convert
from clinicell.errors import SchemaError
from clinicell.tasks._folds import Folds

ID = "flowcap2_aml_subset"


@pytest.fixture
def cells(real):
    """Features (the 7 channels, and side scatter x CD45), label, subject and official split of each cell."""
    adata = real(ID)
    x = np.asarray(adata.X, dtype="float64")
    marker = adata.var["marker"].astype("str").tolist()
    product = x[:, marker.index("SS Log")] * x[:, marker.index("CD45-ECD")]
    obs = adata.obs.astype({"donor_id": "str", "official_split": "str"})
    return np.column_stack([x, product]), obs["mrd_target"].to_numpy(dtype=bool), obs["donor_id"], obs["official_split"]


def _probability(features, label, is_train, is_test, **choices) -> np.ndarray:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, **choices))
    return model.fit(features[is_train], label[is_train]).predict_proba(features[is_test])[:, 1]


def _leave_one_out(features, label, subject, **choices) -> np.ndarray:
    score = np.empty(len(label))
    for name in subject.unique():
        is_test = (subject == name).to_numpy()
        score[is_test] = _probability(features, label, ~is_test, is_test, **choices)
    return score


def _subject_auroc(label, score, subject) -> float:
    names = subject.unique()
    per_subject = [
        (label[(subject == name).to_numpy()][0], score[(subject == name).to_numpy()].mean()) for name in names
    ]
    return roc_auc_score(*zip(*per_subject, strict=True))


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_channels_bear_the_markers_of_tube_four(real):
    adata = real(ID)
    markers = ["FS Lin", "SS Log", "CD15-FITC", "CD13-PE", "CD45-ECD", "CD16-PC5", "CD56-PC7"]
    assert adata.var["marker"].tolist() == markers
    assert adata.var_names.tolist() == ["FS Lin", "SS Log", *(f"FL{n} Log" for n in range(1, 6))]
    np.testing.assert_allclose(adata.X, np.log10(adata.layers["raw"]), rtol=1e-6)
    assert adata.layers["raw"].min() >= 1
    assert adata.layers["raw"].max() < 10_001


def test_no_date_operator_or_sample_code_of_a_header_is_kept(real):
    adata = real(ID)
    text = adata.obs.astype("str").to_csv() + adata.var.to_csv() + repr(dict(adata.uns))
    for private in ("UP00_", "Flow#", "CLARiENT", "Dec-05", ".LMD", "Irvine"):
        assert private not in text


def test_label_is_the_subjects_and_half_of_them_are_ill(real):
    obs = real(ID).obs
    per_subject = obs.groupby("donor_id", observed=True)["mrd_target"]
    assert (per_subject.nunique() == 1).all()
    assert int(per_subject.first().sum()) == 10
    assert (per_subject.size() == 500).all()


def test_fold_zero_is_the_official_split(real):
    obs = real(ID).obs
    folds = Folds.read(f"mrd-{ID}-v1")
    folds.check(obs["donor_id"].astype("str").unique().tolist())
    official = obs.groupby("donor_id", observed=True)["official_split"].first()
    first, second = folds
    assert first.test == second.train == frozenset(official.index[official == "test"])
    assert len(first.test) == len(second.test) == 10


def test_an_unknown_diagnosis_is_refused(tmp_path: Path):
    (tmp_path / "fcs_info.csv").write_text('"fcsName","Label","dataset"\n"sample1.fcs","AML?","test"\n')
    with pytest.raises(SchemaError, match=r"'AML\?' is no diagnosis"):
        convert(tmp_path)


def test_patients_are_told_apart_on_the_official_split(cells, check_figure):
    features, label, subject, split = cells
    is_test = (split == "test").to_numpy()
    score = _probability(features, label, ~is_test, is_test)
    check_figure(ID, "patient_auroc_official_split", _subject_auroc(label[is_test], score, subject[is_test]))


@pytest.fixture(scope="module")
def left_out() -> dict[str, np.ndarray]:
    """Out-of-fold probabilities of all cells, filled by the first test that needs them."""
    return {}


@pytest.fixture
def probability(cells, left_out) -> np.ndarray:
    features, label, subject, _ = cells
    if not left_out:
        left_out["cells"] = _leave_one_out(features, label, subject)
    return left_out["cells"]


def test_subjects_left_out_are_told_apart_as_published(cells, probability, check_figure):
    _, label, subject, _ = cells
    check_figure(ID, "patient_auroc_leave_one_out", _subject_auroc(label, probability, subject))


def test_cells_of_subjects_left_out_are_told_apart_as_published(cells, probability, check_figure):
    check_figure(ID, "cell_average_precision_leave_one_out", average_precision_score(cells[1], probability))


def test_pooled_over_folds_cells_hang_on_the_class_weights_which_the_source_does_not_state(cells, check_choices):
    features, label, subject, _ = cells
    values = {
        (weights, c): average_precision_score(
            label, _leave_one_out(features, label, subject, class_weight=weights, C=c)
        )
        for weights, c in itertools.product([None, "balanced"], [0.01, 0.1, 1.0])
    }
    # Who is left out shifts the prior of the fold: only balanced classes make the probabilities of folds comparable.
    assert all(values["balanced", c] > values[None, c] + 0.03 for c in (0.01, 0.1, 1.0))
    check_choices(ID, "cell_average_precision_leave_one_out", values.values())


@pytest.mark.parametrize(("share", "name"), [(0.1, "10"), (0.01, "1"), (0.001, "0_1")])
def test_events_of_one_patient_among_those_of_healthy_people_are_found_as_published(cells, check_figure, share, name):
    features, label, subject, split = cells
    is_test = (split == "test").to_numpy()
    score, ill = _probability(features, label, ~is_test, is_test), label[is_test]
    healthy, rng = score[~ill], np.random.default_rng(0)
    assert len(healthy) == 2500
    n = round(share * len(healthy))
    truth = np.r_[np.zeros(len(healthy)), np.ones(n)]
    values = [
        average_precision_score(truth, np.r_[healthy, rng.choice(score[(subject[is_test] == one)], n, replace=False)])
        for one in subject[is_test][ill].unique()
        for _ in range(20)
    ]
    assert len(values) == 100
    check_figure(ID, f"average_precision_spike_{name}_percent", float(np.mean(values)))
