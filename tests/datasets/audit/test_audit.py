import re
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.audit.audit import RULES, audit
from clinicell.datasets.audit.fitted import says_all
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.errors import InputError

N_SEEDS = 16  # of each kind of leak and label: 528 planted leaks in all
ROOT = Path(__file__).parents[3]


def codes(found):
    return {finding.code for finding in found.findings}


def test_every_kind_of_planted_leak_is_found(kind, leaking):
    code, cohorts = leaking(kind, N_SEEDS)
    missed = [seed for seed, adata in enumerate(cohorts) if code not in codes(audit({"cohort": adata}))]
    assert len(missed) <= 0.01 * len(cohorts), missed


@pytest.mark.parametrize("label", ["responder_binary", "mrd_target"])
@pytest.mark.parametrize("first", range(0, 60, 10))
def test_clean_cohorts_with_strong_batches_raise_no_alarm(first, label, cohort):
    found = {seed: audit({"cohort": cohort(seed, label)}) for seed in range(first, first + 10)}
    assert {seed: codes(one) for seed, one in found.items() if not one.is_clean} == {}
    assert all(one.labels == (label,) and not one.skipped for one in found.values())


def test_each_rule_is_broken_by_some_planted_leak_and_there_are_500_of_them(all_leaks):
    assert {code for code, *_ in all_leaks.values()} == set(RULES)
    assert sum(len(labels) for *_, labels in all_leaks.values()) * N_SEEDS >= 500


def test_a_rule_is_of_the_highest_level():
    assert {rule.level for rule in RULES.values()} == {Level.L4}


def test_a_finding_counts_donors_and_cells_and_shows_only_plain_ids(leaking):
    _, (adata,) = leaking("same donor", 1)
    (finding, *_) = audit({"cohort": adata}).findings
    assert (finding.code, finding.n_affected, finding.n_total, finding.unit) == ("L4-LEAK-01", 1, 24, "donors")
    assert re.search(r"12 cells of 1 donors$", finding.message)
    adata.obs["donor_id"] = adata.obs["donor_id"].map(lambda name: f"Jane Doe, {name}")
    (finding, *_) = audit({"cohort": adata}).findings
    assert finding.examples == ("withheld",)


def test_several_files_are_a_split_each_and_share_features_by_name(cohort):
    adata = cohort(1)
    train, test = (adata[adata.obs["split"] == name].copy() for name in ("train", "test"))
    test = test[:, ::-1].copy()
    assert audit({"train": train, "test": test}).is_clean
    twice = ad.concat([test, train[:3]], merge="same")
    twice.obs_names = [f"other{k}" for k in range(twice.n_obs)]
    found = audit({"train": train, "test": twice})
    assert codes(found) == {"L4-LEAK-01", "L4-LEAK-02", "L4-LEAK-03"}
    assert {f.code: f.n_affected for f in found.findings}["L4-LEAK-03"] == 6  # three here, three there
    assert dict(found.splits) == {"train": 144, "test": 147}
    test.var_names = [f"other{k}" for k in range(test.n_vars)]
    with pytest.raises(InputError, match="no feature in common"):
        audit({"train": train, "test": test})


def test_without_a_split_or_a_label_it_says_what_was_not_looked_for(cohort):
    adata = cohort(0)
    del adata.obs["split"], adata.obs["responder_binary"]
    found = audit({"cohort": adata})
    assert found.is_clean
    assert set(found.skipped) == set(RULES)
    with pytest.raises(InputError, match=r"there is no obs\['relapse'\]"):
        audit({"cohort": adata}, label=["relapse"])
    with pytest.raises(InputError, match="no data set"):
        audit({})
    with pytest.raises(InputError, match="not a single cell"):
        audit({"empty": adata[:0]})


def test_folds_of_donors_stand_in_for_the_column(cohort):
    adata = cohort(0)
    fold_of = {donor: str(int(donor[1:]) % 3) for donor in adata.obs["donor_id"].unique()}
    del adata.obs["split"]
    assert set(audit({"cohort": adata}, fold_of=fold_of).splits) == {"0", "1", "2"}
    with pytest.raises(InputError, match="names none of the donors"):
        audit({"cohort": adata}, fold_of={"other": "0"})


def test_numbers_fitted_on_the_training_side_raise_no_alarm(cohort):
    for seed in range(20):
        adata = cohort(seed)
        is_train = (adata.obs["split"] == "train").to_numpy()
        level = np.log1p(adata.X.toarray())
        adata.X = (level - level[is_train].mean(axis=0)) / np.maximum(level[is_train].std(axis=0), 1e-9)
        _, _, axes = np.linalg.svd(level[is_train] - level[is_train].mean(axis=0), full_matrices=False)
        adata.obsm["X_pca"] = (level - level[is_train].mean(axis=0)) @ axes[:10].T
        adata.var["means"] = level[is_train].mean(axis=0)
        adata.uns["scales"] = scales_table(
            {
                "X": Scale(kind="zscore", fitted_on="the training donors"),
                "obsm/X_pca": Scale(kind="embedding", fitted_on="all cells of the training donors"),
            }
        )
        assert codes(audit({"cohort": adata})) == set()


def markers(rng, n=4000, n_markers=7, *, is_whole=False):
    """Cytometry: 20 donors, each a cloud of its own; with whole numbers, cells coincide by nature."""
    donor = rng.integers(0, 20, n)
    table = rng.normal(0, 0.3, (20, n_markers))[donor] + rng.normal(0, 1, (n, n_markers))
    table = np.round(3 * table) if is_whole else table
    obs = pd.DataFrame(
        {"donor_id": [f"D{d:02d}" for d in donor], "split": np.array(["train", "test"])[donor % 2]},
        index=[f"c{k}" for k in range(n)],
    )
    return ad.AnnData(table, obs=obs)


def test_few_markers_raise_no_alarm_and_copies_of_events_do():
    for seed in range(10):
        rng = np.random.default_rng([7, seed])
        assert audit({"events": markers(rng, is_whole=bool(seed % 2))}).is_clean
        for noise, code in ((0.0, "L4-LEAK-03"), (1e-3, "L4-LEAK-04")):
            adata = markers(rng)
            train, test = (np.flatnonzero(adata.obs["split"] == name)[:40] for name in ("train", "test"))
            adata.X[test] = adata.X[train] * (1 + rng.normal(0, noise, (40, 7)))
            assert codes(audit({"events": adata})) == {code}


def test_cells_of_one_clone_are_no_copies():
    rng = np.random.default_rng(0)
    genotype = rng.integers(0, 3, (4, 60)).astype("int8")[rng.integers(0, 4, 200)]
    obs = pd.DataFrame({"split": ["train", "test"] * 100}, index=[f"c{k}" for k in range(200)])
    adata = ad.AnnData(layers={"genotype": genotype}, obs=obs, uns={"modality": "genotype"})
    assert audit({"tumour": adata}).is_clean


def test_cells_that_express_next_to_nothing_are_no_copies():
    table = sparse.csr_matrix((np.ones(400), (np.arange(400), np.arange(400) % 3)), shape=(400, 200))
    obs = pd.DataFrame({"split": ["train", "test"] * 200}, index=[f"c{k}" for k in range(400)])
    assert audit({"debris": ad.AnnData(table, obs=obs)}).is_clean


def folds(task, dataset_id):
    table = pd.read_csv(ROOT / f"tasks/splits/{task}-{dataset_id}-v1.csv", comment="#", dtype="str")
    return dict(zip(table["donor_id"], table["fold"], strict=True))


@pytest.mark.parametrize("dataset_id", ["flowcap1_gvhd", "flowcap2_aml_subset"])
def test_real_cytometry_by_its_folds_raises_no_alarm(dataset_id, mirror, store):
    from clinicell.datasets.store import load

    assert audit({dataset_id: load(dataset_id, store)}, fold_of=folds("mrd", dataset_id)).is_clean


def test_the_components_of_the_melanoma_lesions_were_fitted_on_all_of_them(mirror, store):
    from clinicell.datasets.store import load

    found = audit({"melanoma_icb": load("melanoma_icb", store)}, fold_of=folds("response", "melanoma_icb"))
    assert codes(found) == {"L4-LEAK-08", "L4-LEAK-09", "L4-LEAK-10"}


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("all cells", True),
        ("the whole data set", True),
        ("training and test donors", True),
        ("the training donors", False),
        ("every cell of the training donors", False),
        ("all but the test donors", False),
        ("fold 1, not the test side", False),
        ("another cohort", False),
        ("", False),
    ],
)
def test_what_a_scale_says_of_its_fit_is_read(text, is_all):
    assert says_all(text) == is_all
