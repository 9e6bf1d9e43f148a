from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import silhouette_score

from clinicell.datasets.convert.hou2012_et import convert
from clinicell.errors import SchemaError

ID = "hou2012_et"
STRINGS = "cell,sequence\nLC-1,012?\nLC-2,?100\n"
LETTERS = (
    "Coordinates,LN-T1,LC-T1,LC-1,LC-2\n"
    '"1,100,1,G/T",G,G,G,-\n"1,200,1,A/C",A,M,M,M\n"2,300,1,C/T",C,Y,T,C\n"X,400,1,G/A",G,R,-,G\n'
)
IUPAC = {frozenset(pair): letter for pair, letter in zip(("AC", "AG", "AT", "CG", "CT", "GT"), "MRWSYK", strict=True)}


def _raw(folder: Path, letters: str = LETTERS) -> Path:
    (folder / "hou712_single_cell.csv").write_text(STRINGS)
    (folder / "hou712_mutations.csv").write_text(letters)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_a_two_is_homozygous_and_a_question_mark_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[0, 1, 2, -1], [-1, 1, 0, 0]]
    assert adata.var_names.tolist() == ["1:100:G:T", "1:200:A:C", "2:300:C:T", "X:400:G:A"]


def test_a_site_has_its_position_and_alleles_and_a_genome_that_nobody_states(tmp_path):
    adata = convert(_raw(tmp_path))
    assert list(adata.var) == ["chrom", "pos", "ref", "alt"]
    assert adata.var.loc["X:400:G:A"].tolist() == ["X", 400, "G", "A"]
    assert adata.uns["genome_build"] == "unknown"


@pytest.mark.parametrize(
    ("old", "new"),
    [('"2,300,1,C/T",C', '"2,300,1,C/T",T'), ('"2,300,1,C/T"', '"2,300,1,CT/T"'), ('"2,300,1,C/T"', '"2,0,1,C/T"')],
    ids=["normal_is_not_ref", "no_single_letters", "no_position"],
)
def test_a_site_whose_alleles_or_position_do_not_hold_is_refused(tmp_path, old, new):
    with pytest.raises(SchemaError, match=r"1 of 4 sites do not read .* e\.g\. '2,"):
        convert(_raw(tmp_path, LETTERS.replace(old, new)))


def test_nobody_knows_the_clones_and_nothing_says_otherwise(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert set(obs["clone_id"]) == {"unknown"}
    assert obs["malignant"].isna().all()


def test_sites_in_another_order_are_refused(tmp_path):
    head, *sites = LETTERS.splitlines()
    with pytest.raises(SchemaError, match="entries are missing in one of two tables only"):
        convert(_raw(tmp_path, "\n".join([head, *reversed(sites)]) + "\n"))


def test_numbers_agree_with_the_letters_of_the_other_table(real, mirror):
    adata = real(ID)
    letters = pd.read_csv(mirror / "subclone" / ID / "hou712_mutations.csv")[list(adata.obs_names)].to_numpy().T
    ref, alt = (adata.var[name].astype("str").to_numpy() for name in ("ref", "alt"))
    both = np.array([IUPAC[frozenset(pair)] for pair in zip(ref, alt, strict=True)])
    expected = np.select([letters == ref, letters == both, letters == alt], [0, 1, 2], default=-1)
    assert (expected == adata.layers["genotype"]).all()


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


def test_bernoulli_mixture_supports_one_clone(real, clones_by_bic, check_figure):
    check_figure(ID, "clones_by_bic", len(np.unique(clones_by_bic(real(ID).layers["genotype"]))))


@pytest.mark.parametrize("n_sites", [18, 78])
def test_fewer_sites_support_one_clone_too(mirror, clones_by_bic, cluster, imputed, check_figure, n_sites):
    path = mirror / "subclone" / ID / f"dataHou{n_sites}.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not in the mirror")
    coded = np.loadtxt(path, dtype=int).T  # (58 cells, n_sites)
    assert coded.shape == (58, n_sites)
    genotype = np.where(coded == 3, -1, coded)
    check_figure(ID, f"clones_by_bic_{n_sites}_sites", len(np.unique(clones_by_bic(genotype))))
    two = cluster(genotype, 2, "kmeans")
    check_figure(ID, f"silhouette_two_{n_sites}_sites", float(silhouette_score(imputed(genotype), two)))


def test_the_same_mixture_finds_two_clones_where_there_are_two(clones_by_bic):
    rng = np.random.default_rng(0)
    truth = np.repeat([[1] * 60 + [0] * 60, [0] * 60 + [1] * 60], 30, axis=0)
    noisy = np.where(rng.random(truth.shape) < 0.1, 1 - truth, truth)
    found = clones_by_bic(np.where(rng.random(truth.shape) < 0.3, -1, noisy).astype(np.int8))
    assert found[0] != found[-1]
    assert found.tolist() == [found[0]] * 30 + [found[-1]] * 30
