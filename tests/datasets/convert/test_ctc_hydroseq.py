import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from clinicell.datasets.convert.ctc_hydroseq import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "ctc_hydroseq"
N_DRAWS = 50
CELLS = (
    "cell,source,group,label\n1A_1,ctc_hydroseq,hydro_1A,CTC\nBlood_PBMC_1,blood,PBMC_PBMC,blood\n"
    "Ctc_Somebody_1850,ctc_clearcell_polaris,clearcell,CTC\n"
)


def _raw(folder: Path, *, cells: str = CELLS, count: str = "3") -> Path:
    for name, cell, value in (
        ("ctc_hydroseq", "1A_1", count),
        ("blood", "Blood_PBMC_1", "0"),
        ("ctc_clearcell_polaris", "Ctc_Somebody_1850", "1.92"),
    ):
        text = f",{cell}\nTP53,{value}\nEGFR,1\n"
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "cells.csv").write_text(cells)
    return folder


@pytest.fixture(scope="module")
def scored() -> dict[str, np.ndarray]:
    """Scores of held-out tumour, ClearCell and blood cells, filled by the first test that needs them."""
    return {}


@pytest.fixture
def scores(real, scored) -> dict[str, np.ndarray]:
    if not scored:
        adata, rng = real(ID), np.random.default_rng(0)
        x = np.log1p(1e4 * adata.X / adata.X.sum(axis=1, keepdims=True))
        source, group = (adata.obs[name].astype("str").to_numpy() for name in ("batch_id", "library_id"))
        kept_groups = rng.permutation(np.unique(group[source == "ctc_hydroseq"]))[:17]
        blood = rng.permutation(np.flatnonzero(source == "blood"))
        train = np.r_[np.flatnonzero(np.isin(group, kept_groups)), blood[:250]]
        model = LogisticRegression(max_iter=1000).fit(x[train], adata.obs["is_ctc"].to_numpy()[train])
        held_out = (source == "ctc_hydroseq") & ~np.isin(group, kept_groups)
        scored["ctc"] = model.decision_function(x[held_out])
        scored["clearcell"] = model.decision_function(x[source == "ctc_clearcell_polaris"])
        scored["blood"] = model.decision_function(x[blood[250:]])
    return scored


def _precision(positive: np.ndarray, negative: np.ndarray) -> float:
    truth = np.r_[np.ones(len(positive)), np.zeros(len(negative))]
    return float(average_precision_score(truth, np.r_[positive, negative]))


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_no_persons_name_and_no_run_code_of_a_cells_name_is_kept(tmp_path, real):
    adata = convert(_raw(tmp_path))
    assert adata.obs_names.tolist() == ["hydro_1A-001", "PBMC_PBMC-001", "clearcell-001"]
    text = real(ID).obs.astype("str").to_csv()
    assert "Ctc_" not in text
    assert "1850" not in text


def test_estimated_counts_keep_their_fractions_and_the_scale_says_so(tmp_path):
    adata = convert(_raw(tmp_path))
    np.testing.assert_allclose(adata.to_df()["ENSG00000141510"], [3, 0, 1.92], rtol=1e-6)
    assert adata.uns["scales"].loc[0, "scale"] == "other"


@pytest.mark.parametrize(
    ("cells", "count", "message"),
    [
        (CELLS, "3.5", "ctc_hydroseq.csv.gz: 1 counts are not whole"),
        (CELLS.replace("hydro_1A,CTC", "hydro_1A,blood"), "3", "1 of them with a label against their table"),
        (CELLS.replace("1A_1", "1A_2"), "3", "cells.csv names other cells in order"),
    ],
)
def test_tables_that_do_not_agree_are_refused(tmp_path, cells, count, message):
    with pytest.raises(SchemaError, match=message):
        convert(_raw(tmp_path, cells=cells, count=count))


def test_label_and_platform_coincide(real):
    obs = real(ID).obs
    by_platform = obs.groupby("batch_id", observed=True)["is_ctc"]
    assert (by_platform.nunique() == 1).all()
    assert by_platform.size().to_dict() == {"blood": 500, "ctc_clearcell_polaris": 15, "ctc_hydroseq": 1100}
    assert obs.loc[obs["batch_id"] == "ctc_hydroseq", "library_id"].nunique() == 25


def test_the_device_is_told_as_published(scores, check_figure):
    check_figure(ID, "average_precision_held_out_groups", _precision(scores["ctc"], scores["blood"]))
    check_figure(ID, "average_precision_clearcell", _precision(scores["clearcell"], scores["blood"]))


def test_three_cells_of_the_device_are_found_as_published(scores, check_figure):
    rng = np.random.default_rng(0)
    draws = [_precision(rng.choice(scores["ctc"], 3, replace=False), scores["blood"]) for _ in range(N_DRAWS)]
    check_figure(ID, "average_precision_three_in_250", float(np.mean(draws)))
