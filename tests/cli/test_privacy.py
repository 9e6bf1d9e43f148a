import json
import stat
import warnings

import anndata as ad
import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def file(tmp_path):
    obs = pd.DataFrame({"donor_id": ["00412345", "00412346"], "sample_id": ["S1", "S2"]}, index=["a", "b"])
    path = tmp_path / "cohort.h5ad"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ad.AnnData(np.ones((2, 2), dtype="float32"), obs=obs).write_h5ad(path)
    return path


def test_the_screen_finds_says_what_would_be_right_and_shows_no_value(cli, file):
    said = cli("privacy", "screen", file)
    assert said.code == 1
    assert "L4-PHI-08 (H)  obs['donor_id']   2 of 2 cells   a record number, 8 characters" in said.out
    assert "no proof of anonymity" in " ".join(said.out.split())
    assert "0041234" not in said.out + said.err


def test_a_clean_file_passes_and_no_proof_is_claimed(cli, tmp_path):
    (tmp_path / "genes.csv").write_text("gene,cell\nTP53,1\n")
    said = cli("privacy", "screen", "genes.csv")
    assert said.code == 0
    assert "genes.csv   no findings" in said.out
    assert "no proof of anonymity" in " ".join(said.out.split())
    record = json.loads(cli("privacy", "screen", "--json", "genes.csv").out)
    assert record["files"] == [{"file": "genes.csv", "findings": []}]


def test_what_is_declared_harmless_is_passed_over_and_counted(cli, tmp_path):
    (tmp_path / "arms.csv").write_text("arm,n_cells\nZorvanix,1\n")
    (tmp_path / "list.txt").write_text("zorvanix\n")
    assert cli("privacy", "screen", "arms.csv").code == 1
    said = cli("privacy", "screen", "arms.csv", "--harmless", "list.txt")
    assert said.code == 0
    assert "declared harmless by you: 1 phrases, 0 columns" in said.out
    record = json.loads(cli("privacy", "screen", "--json", "arms.csv", "--harmless", "list.txt").out)
    assert record["declared"]["n_harmless"] == 1
    assert "zorvanix" not in json.dumps(record).lower()
    (tmp_path / "list.txt").write_text("zorvanix\n2019-03-12\n")
    refused = cli("privacy", "screen", "arms.csv", "--harmless", "list.txt")
    assert refused.code == 2
    assert "number 2: it has the form of a date (L4-PHI-03)" in " ".join(refused.err.split())
    assert "2019-03-12" not in refused.err


def test_the_name_of_a_file_that_is_not_there_is_not_repeated_where_it_names_somebody(cli, nothing_written):
    said = cli("privacy", "screen", "Dr. Quispe 2019-03-12.csv")
    assert said.code == 2
    assert "no such file" in said.err
    assert "Quispe" not in said.err


def test_a_folder_is_screened_with_all_that_lies_beside_the_data(cli, tmp_path):
    (tmp_path / "raw" / "Dr. Quispe").mkdir(parents=True)
    (tmp_path / "raw" / "a.csv").write_text("gene,cell\nTP53,1\n")
    (tmp_path / "raw" / "Dr. Quispe" / "README.md").write_text("Drawn on 2019-03-12.\n")
    said = cli("privacy", "screen", "raw")
    assert said.code == 1
    assert "raw/a.csv   no findings" in said.out
    assert "L4-PHI-03 (C)  line 1" in said.out
    assert "Quispe" not in said.out + said.err
    again = cli("privacy", "repack", "raw", "-o", "new.h5ad")
    assert (again.code, again.err.strip()) == (2, "raw: is a folder; name the files in it")


def test_from_a_key_to_a_file_with_pseudonyms(cli, file, tmp_path):
    assert cli("privacy", "key", "-o", "secret").code == 0
    said = cli("privacy", "pseudonymize", file, "--key", "secret", "--cohort", "AML1", "-o", "new.h5ad",
               "--column", "donor_id", "--column", "sample_id", "--table", "table.tsv")  # fmt: skip
    assert said.code == 0
    assert "not anonymous" in said.err
    assert cli("privacy", "screen", "new.h5ad").code == 0
    assert ad.read_h5ad(tmp_path / "new.h5ad").obs["donor_id"].str.fullmatch("AML1-[0-9A-F]{20}").all()
    assert stat.S_IMODE((tmp_path / "table.tsv").stat().st_mode) == 0o600
    everything = said.out + said.err
    assert "0041234" not in everything
    assert (tmp_path / "secret").read_bytes().hex() not in everything
    assert b"00412345" not in (tmp_path / "new.h5ad").read_bytes()


def test_nothing_is_written_over(cli, file, tmp_path):
    cli("privacy", "key", "-o", "secret")
    said = cli("privacy", "pseudonymize", file, "--key", "secret", "--cohort", "A", "-o", file)
    assert (said.code, "is there already" in said.err) == (2, True)
    assert cli("privacy", "key", "-o", "secret").code == 2
    assert cli("privacy", "repack", file, "-o", file).code == 2


def test_a_column_whose_kind_nobody_knows_is_asked_for(cli, file):
    cli("privacy", "key", "-o", "secret")
    said = cli("privacy", "pseudonymize", file, "--key", "secret", "--cohort", "A", "-o", "n.h5ad", "--column", "mrn")
    assert said.code == 2
    assert "mrn=donor" in said.err


def test_repack_says_what_is_left(cli, file, tmp_path):
    said = cli("privacy", "repack", file, "-o", "new.h5ad")
    assert said.code == 1
    assert "content compared, equal" in said.out
    assert "1 findings are left" in said.out
    assert (tmp_path / "new.h5ad").is_file()


def test_validate_shows_what_the_screen_finds(cli, file):
    said = cli("validate", file)
    assert said.code in (1, 2)
    assert "L4-PHI-08" in said.out
    assert "00412345" not in said.out
