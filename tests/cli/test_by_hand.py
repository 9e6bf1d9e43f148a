import json

import anndata as ad
import pytest

from clinicell.datasets.store import standard_file

pytest.importorskip("torch")


@pytest.fixture
def tumours(cli, tmp_path, session_store):
    adata = ad.read_h5ad(standard_file("demo_subclone", session_store).path)
    donor = adata.obs["donor_id"].iloc[0]
    path = tmp_path / "own.h5ad"
    adata[(adata.obs["donor_id"] == donor).to_numpy()].copy().write_h5ad(path)
    return path


def test_train_and_predict_for_ones_own_patients(cli, tmp_path, session_store):
    said = cli("train", "multi_drug_network", "--task", "drug_sensitivity", "--panel", "demo_drug_cells", "-o", "drugs")
    assert (said.code, said.out.strip()) == (0, "drugs")
    assert "Multi-drug network" in said.err
    own = standard_file("demo_drug_cells", session_store).path
    said = cli("predict", "drugs", own, "-o", "answer")
    assert said.code == 0
    assert said.out.strip() == "answer/predictions.csv"
    assert "no probabilities and no diagnosis" in said.err
    assert json.loads((tmp_path / "answer" / "report.json").read_text())["model"] == "multi_drug_network"


def test_an_untrained_model_takes_its_only_task(cli, tumours):
    said = cli("predict", "k_modes", tumours, "-o", "answer")
    assert said.code == 0
    assert "1 donors" in said.err


def test_a_model_of_many_tasks_asks_which(cli, tumours):
    said = cli("predict", "random", tumours, "-o", "answer")
    assert said.code == 2
    assert "answers every task; name one with --task" in said.err


def test_a_cohort_that_is_not_there_is_exit_code_2(cli, tmp_path):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "trained.json").write_text("{}")
    said = cli("predict", "m", "nowhere.h5ad", "-o", "answer")
    assert said.code == 2
    assert "nowhere.h5ad: no such file" in said.err
    assert not (tmp_path / "answer").exists()
