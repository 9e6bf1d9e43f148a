"""A model that is trained once answers for a steward's own patients, or says why it cannot, before it starts."""

import json
import shutil

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.store import load
from clinicell.errors import InputError, SchemaError
from clinicell.leaderboard.apply import apply_here, apply_trained, fit_of
from clinicell.leaderboard.trained import read_trained, train
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.metrics.detection import auroc

pytest.importorskip("torch")


@pytest.fixture(scope="module")
def cohort(session_store):
    """The simulated drug cells: counts of eight lines."""
    return load("demo_drug_cells", session_store)


@pytest.fixture(scope="module")
def trained(tmp_path_factory, session_store):
    return train(
        "multi_drug_network", "drug_sensitivity", "demo_drug_cells",
        tmp_path_factory.mktemp("trained") / "drugs", seed=1, store=session_store,
    )  # fmt: skip


@pytest.fixture
def own(tmp_path, cohort):
    """Return a function that writes a changed copy of the cohort, its truth taken out."""

    def write(change=lambda adata: adata, name="own.h5ad"):
        adata = cohort.copy()
        del adata.obsm["ln_ic50_um"]
        adata.uns["scales"] = adata.uns["scales"].query("slot == 'X'").reset_index(drop=True)
        changed = change(adata)
        changed.write_h5ad(tmp_path / name)
        return tmp_path / name

    return write


def test_a_trained_model_lies_in_a_folder_with_all_that_it_rests_on(trained, cohort):
    about, features = read_trained(trained)
    assert sorted(path.name for path in trained.iterdir()) == ["features.csv.gz", "trained.json", "weights.safetensors"]
    assert (about.model, about.task, about.dataset, about.seed) == (
        "multi_drug_network", "drug_sensitivity", "demo_drug_cells", 1,
    )  # fmt: skip
    assert (about.n_cells, about.scale, about.limits) == (cohort.n_obs, Scale(kind="counts"), ())
    assert features.index.tolist() == cohort.var_names.tolist()
    np.testing.assert_allclose(features["mean"], np.asarray(cohort.X.mean(axis=0)).ravel(), rtol=1e-6)


def test_it_answers_for_each_cell_under_its_own_name_and_order(trained, own, tmp_path, cohort):
    folder = apply_trained(trained, own(), tmp_path / "out")
    table = pd.read_csv(folder / "predictions.csv", index_col="cell_id")
    assert table.index.tolist() == cohort.obs_names.tolist()
    assert table["donor_id"].tolist() == cohort.obs["donor_id"].tolist()
    drugs = cohort.obsm["ln_ic50_um"].columns
    assert table.columns.tolist() == ["donor_id", *drugs]
    sensitive = cohort.obsm["ln_ic50_um"][drugs[0]] < cohort.obsm["ln_ic50_um"][drugs[0]].median()
    assert auroc(sensitive.to_numpy(dtype=float), table[drugs[0]].to_numpy()) > 0.6
    report = json.loads((folder / "report.json").read_text())
    assert (report["trained_on"], report["n_units"], report["filled_with_training_mean"]) == (
        "demo_drug_cells", cohort.n_obs, [],
    )  # fmt: skip


def test_neither_the_order_of_cells_nor_of_genes_nor_genes_beyond_move_an_answer(trained, own, tmp_path):
    def turned(adata):
        numbers = adata.X.toarray() if hasattr(adata.X, "toarray") else adata.X
        names = [*adata.var_names, "SIMG99999999"]
        var = pd.DataFrame({column: [*adata.var[column], "other"] for column in adata.var}, index=names)
        wider = ad.AnnData(X=np.hstack([numbers, numbers[:, :1]]), obs=adata.obs, var=var, uns=adata.uns)
        return wider[::-1, ::-1].copy()

    plain = pd.read_csv(apply_trained(trained, own(), tmp_path / "a") / "predictions.csv", index_col=0)
    other = pd.read_csv(apply_trained(trained, own(turned, "b.h5ad"), tmp_path / "b") / "predictions.csv", index_col=0)
    pd.testing.assert_frame_equal(other.loc[plain.index], plain, rtol=1e-4, atol=1e-5)
    assert json.loads((tmp_path / "b" / "report.json").read_text())["features_not_read"] == 1


def test_genes_that_the_cohort_lacks_bar_the_way_by_name_and_number(trained, own, tmp_path, cohort):
    path = own(lambda adata: adata[:, 3:].copy())
    with pytest.raises(InputError, match=rf"3 of the {cohort.n_vars} features .* e\.g\. {cohort.var_names[0]}"):
        apply_trained(trained, path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_genes_that_the_cohort_lacks_are_their_training_mean_where_that_is_asked_for(trained, own, tmp_path, cohort):
    def constant(adata):
        full = adata.X.toarray() if hasattr(adata.X, "toarray") else np.array(adata.X)
        full[:, :3] = np.rint(np.asarray(cohort.X.mean(axis=0)).ravel()[:3])
        adata.X = full
        return adata

    folder = apply_trained(trained, own(lambda adata: adata[:, 3:].copy()), tmp_path / "out", fills_missing=True)
    assert json.loads((folder / "report.json").read_text())["filled_with_training_mean"] == list(cohort.var_names[:3])
    filled = pd.read_csv(folder / "predictions.csv", index_col=0).drop(columns="donor_id")
    alike = pd.read_csv(
        apply_trained(trained, own(constant, "b.h5ad"), tmp_path / "b") / "predictions.csv", index_col=0
    )
    for drug in filled:  # genes that do not vary say nothing, whichever constant they have
        assert filled[drug].corr(alike[drug]) > 0.99


def test_another_scale_and_another_modality_are_said_together(trained, own):
    def logged(adata):
        adata.X = np.log1p(adata.X.toarray() if hasattr(adata.X, "toarray") else adata.X)
        adata.uns["scales"] = scales_table({"X": Scale(kind="other", formula="ln(1 + counts)")})
        adata.uns["modality"] = "cytometry"
        return adata

    about, features = read_trained(trained)
    barred = fit_of(about, features, ad.read_h5ad(own(logged))).barred
    assert barred == (
        "the model reads modality 'rna', the cohort is 'cytometry'",
        "the model reads X of scale 'counts', the cohort's X is scale 'other' = ln(1 + counts)",
    )


def test_genes_of_another_kind_bar_the_way(trained, own, tmp_path):
    def renamed(adata):
        adata.var_names = [f"G{number}" for number in range(adata.n_vars)]
        return adata

    with pytest.raises(InputError, match=r"none of the .* features of the model is in the cohort"):
        apply_trained(trained, own(renamed), tmp_path / "out", fills_missing=True)


def test_a_cohort_that_is_no_standard_file_is_sent_to_validation(trained, own, tmp_path):
    def broken(adata):
        del adata.obs["donor_id"]
        return adata

    with pytest.raises(SchemaError, match=r"findings keep it below L1 structural, e\.g\. L1-.*clinicell validate"):
        apply_trained(trained, own(broken), tmp_path / "out")


def test_weights_that_were_changed_are_refused(trained, own, tmp_path):
    shutil.copytree(trained, tmp_path / "copy")
    weights = tmp_path / "copy" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0")
    with pytest.raises(InputError, match="the weights are not those that were trained"):
        apply_trained(tmp_path / "copy", own(), tmp_path / "out")


def test_a_model_whose_code_has_changed_since_is_refused(trained, own, tmp_path, monkeypatch):
    monkeypatch.setattr("clinicell.leaderboard.apply.model_sha256", lambda found: "0" * 64)
    with pytest.raises(InputError, match="the code of 'multi_drug_network' is not the one that was trained"):
        apply_trained(trained, own(), tmp_path / "out")


def test_an_answer_never_lands_on_another(trained, own, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(InputError, match="exists and is not empty"):
        apply_trained(trained, own(), tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text() == "keep"


@pytest.mark.parametrize(
    ("model", "task", "panel", "says"),
    [
        ("mlp", "response", "demo_response", "does not answer task 'response'; it answers mrd"),
        ("logistic_regression", "mrd", "demo_mrd", "cannot be saved"),
        ("genotype_autoencoder", "subclone", "demo_subclone", "has nothing to learn beforehand"),
    ],
)
def test_what_cannot_be_trained_for_others_says_why(model, task, panel, says, tmp_path, session_store):
    with pytest.raises(InputError, match=says):
        train(model, task, panel, tmp_path / "out", store=session_store)
    assert not (tmp_path / "out").exists()


def test_an_embedding_of_its_own_lesions_teaches_nobody_else(tmp_path, session_store, monkeypatch, cohort):
    from clinicell.leaderboard import trained as module

    embedded = cohort.copy()
    embedded.uns["scales"] = scales_table({"X": Scale(kind="zscore", fitted_on="these cells")})
    monkeypatch.setattr(
        module, "sources", lambda panel, store: (type("S", (), {"adata": embedded, "sha256": "0" * 64}), {})
    )
    with pytest.raises(InputError, match="of scale 'zscore', fitted on its own cells"):
        train("multi_drug_network", "drug_sensitivity", "demo_drug_cells", tmp_path / "out", store=session_store)


def test_a_task_without_training_is_answered_from_the_cohort_itself(tmp_path, session_store):
    tumours = load("demo_subclone", session_store)
    donors = tumours.obs["donor_id"].unique()[:2]
    own = tumours[tumours.obs["donor_id"].isin(donors).to_numpy()].copy()
    truth = own.obs.pop("clone_id")
    own.write_h5ad(tmp_path / "own.h5ad")
    table = pd.read_csv(apply_here("bernoulli_mixture", "subclone", tmp_path / "own.h5ad", tmp_path / "out") /
                        "predictions.csv", index_col="cell_id")  # fmt: skip
    assert table.index.is_unique
    for donor in donors:
        rows = (table["donor_id"] == donor).to_numpy()
        codes = truth.loc[table.index[rows]].astype("category").cat.codes.to_numpy(dtype=float)
        assert adjusted_rand_index(codes, table["subclone"].to_numpy()[rows]) > 0.5


def test_a_task_learnt_from_others_asks_for_training_first(tmp_path, own):
    with pytest.raises(InputError, match="is learnt from other patients; first `clinicell train mlp"):
        apply_here("mlp", "mrd", own(), tmp_path / "out")


def test_what_is_no_trained_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="no trained model"):
        read_trained(tmp_path)
