import json

import numpy as np
import pytest

from clinicell.datasets.store import load


@pytest.fixture
def cohort(session_store):
    adata = load("demo_response", session_store)
    number = adata.obs["donor_id"].astype("str").str[-2:].astype(int)
    adata.obs["split"] = np.where(number % 4 == 0, "test", "train")
    return adata


def test_a_clean_file_leaves_with_0_and_says_so(cli, cohort, tmp_path):
    cohort.write_h5ad(tmp_path / "clean.h5ad")
    said = cli("datasets", "audit", "clean.h5ad")
    assert said.code == 0
    assert "No leak found" in said.out
    record = json.loads(cli("datasets", "audit", "clean.h5ad", "--json").out)
    assert (record["is_clean"], record["labels"], record["skipped"]) == (True, ["responder_binary"], {})
    assert sum(record["splits"].values()) == record["n_cells"] == cohort.n_obs


def test_a_file_without_split_and_label_leaves_with_2_for_nothing_was_looked_for(cli, cohort, tmp_path):
    del cohort.obs["split"], cohort.obs["responder_binary"]
    cohort.write_h5ad(tmp_path / "bare.h5ad")
    said = cli("datasets", "audit", "bare.h5ad")
    assert said.code == 2
    assert "Nothing could be looked for" in said.out
    assert "No leak found" not in said.out
    assert json.loads(cli("datasets", "audit", "bare.h5ad", "--json").out)["n_looked_for"] == 0


def test_leaks_leave_with_1_and_are_named_with_their_numbers(cli, cohort, tmp_path):
    is_train = (cohort.obs["split"] == "train").to_numpy()
    cohort.obs["arm"] = np.where(cohort.obs["responder_binary"].to_numpy(dtype=bool), "A", "B")
    cohort[is_train].copy().write_h5ad(tmp_path / "train.h5ad")
    also_trained = np.concatenate([np.flatnonzero(~is_train), np.flatnonzero(is_train)[:60]])
    cohort[also_trained].copy().write_h5ad(tmp_path / "test.h5ad")
    said = cli("datasets", "audit", "train.h5ad", "test.h5ad")
    assert said.code == 1
    for code in ("L4-LEAK-01", "L4-LEAK-03", "L4-LEAK-05"):
        assert code in said.out
    found = json.loads(cli("datasets", "audit", "train.h5ad", "test.h5ad", "--json").out)
    (column,) = [finding for finding in found["findings"] if finding["code"] == "L4-LEAK-05"]
    assert (column["path"], column["level"], column["n_affected"]) == ("obs['arm']", "L4", 40)


def test_a_table_of_folds_and_a_label_can_be_named(cli, cohort, tmp_path):
    del cohort.obs["split"]
    cohort.write_h5ad(tmp_path / "one.h5ad")
    said = cli("datasets", "audit", "one.h5ad")
    assert said.code == 0
    assert "not looked for: L4-LEAK-01" in said.out
    donors = sorted(cohort.obs["donor_id"].unique())
    lines = [f"{donor},{k % 2}" for k, donor in enumerate(donors)]
    (tmp_path / "folds.csv").write_text("\n".join(["# two folds", "donor_id,fold", *lines]) + "\n")
    record = json.loads(
        cli("datasets", "audit", "one.h5ad", "--folds", "folds.csv", "--label", "cell_type", "--json").out
    )
    assert (set(record["splits"]), record["labels"]) == ({"0", "1"}, ["cell_type"])


def test_what_cannot_be_read_is_an_input_error(cli, cohort, tmp_path):
    (tmp_path / "page.h5ad").write_bytes(b"<!doctype html>")
    (tmp_path / "folds.csv").write_text("patient,side\n")
    cohort.write_h5ad(tmp_path / "one.h5ad")
    for arguments, says in (
        (["none.h5ad"], "no such file"),
        (["page.h5ad"], "HTML"),
        (["one.h5ad", "--folds", "folds.csv"], "donor_id,fold"),
        (["one.h5ad", "--folds", "none.csv"], "no such file"),
        (["one.h5ad", "--label", "relapse"], "relapse"),
    ):
        said = cli("datasets", "audit", *arguments)
        assert (said.code, says in said.err) == (2, True), said.err
