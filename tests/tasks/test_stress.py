from dataclasses import replace

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task
from clinicell.tasks._stress import STRESSES

BY_ID = {stress.id: stress for stress in STRESSES}


def side(matrix, kind, slot, labels=None):
    names = pd.Index([f"u{number}" for number in range(len(matrix))], dtype="object")
    place, _, name = slot.partition("/")
    units = ad.AnnData(
        X=matrix if place == "X" else None,
        obs=pd.DataFrame(index=names),
        var=pd.DataFrame(index=[f"g{number}" for number in range(matrix.shape[1])]) if place != "obsm" else None,
        layers={name: matrix} if place == "layers" else {},
        obsm={name: matrix} if place == "obsm" else {},
    )
    formula = "arcsinh(raw / 5)" if kind == "other" else ""
    units.uns["scales"] = scales_table({slot: Scale(kind=kind, formula=formula, fitted_on="all")})
    table = None if labels is None else pd.DataFrame({"target": labels}, index=names)
    return Cohort(units=units, labels=table)


def sides(kind, slot, n=60):
    rng = np.random.default_rng(0)
    matrix = rng.choice([-1, 0, 1, 2], size=(n, 8)).astype(np.int8) if kind == "genotype" else None
    matrix = rng.poisson(5, (n, 8)).astype(np.float32) if matrix is None else matrix
    return side(matrix, kind, slot, labels=np.arange(n) % 2.0), side(matrix, kind, slot)


@pytest.mark.parametrize(
    ("kind", "slot", "modality", "has_a_meaning"),
    [
        ("counts", "X", "rna", {"molecules", "dropout", "panel", "site", "labels"}),
        ("log1p_cp10k", "X", "rna", {"dropout", "panel", "site", "labels"}),
        ("zscore", "X", "rna", {"panel", "labels"}),
        ("other", "X", "cytometry", {"panel", "channels", "labels"}),
        ("counts", "X", "cytometry", {"panel", "channels", "labels"}),
        (
            "genotype",
            "layers/genotype",
            "genotype",
            {"panel", "false_positives", "false_negatives", "missing", "labels"},
        ),
        ("embedding", "obsm/X_pca", "embedding", {"labels"}),
    ],
)
def test_a_stress_without_a_meaning_says_why(kind, slot, modality, has_a_meaning):
    train, test = sides(kind, slot)
    why = {stress.id: stress.bar(train, test, modality) for stress in STRESSES}
    assert {name for name, reason in why.items() if not reason} == has_a_meaning
    assert all(len(reason) > 15 for reason in why.values() if reason)


def test_cells_that_carry_components_made_beforehand_are_not_disturbed_in_part():
    train, test = sides("counts", "X")
    test.units.obsm["X_pca"] = np.zeros((60, 2))
    for name in ("molecules", "dropout", "panel", "site"):
        assert BY_ID[name].bar(train, test, "rna").startswith("obsm/X_pca was made of the cells as they were")
    assert not BY_ID["labels"].bar(train, test, "rna")


def test_where_nobody_teaches_there_are_no_labels_to_disturb():
    train, test = sides("counts", "X")
    assert "no label" in BY_ID["labels"].bar(replace(train, labels=None), test, "rna")
    unknown = train.labels * np.nan
    assert "no label" in BY_ID["labels"].bar(replace(train, labels=unknown), test, "rna")


@pytest.mark.parametrize("stress", STRESSES, ids=lambda stress: stress.id)
def test_a_stress_grows_along_its_levels_and_touches_one_side_only(stress):
    severities = [stress.severity(level) for level in stress.levels]
    assert severities[0] > 0
    assert severities == sorted(severities)
    kind, slot, _ = next(
        case
        for case in (("counts", "X", "rna"), ("other", "X", "cytometry"), ("genotype", "layers/genotype", "genotype"))
        if not stress.bar(*sides(case[0], case[1]), case[2])
    )
    train, test = sides(kind, slot)
    new_train, new_test = stress.change((train, test), find_task("mrd"), stress.levels[-1], seed=0, fold=1)
    assert (new_test is test) == (stress.side == "train")
    assert (new_train is train) == (stress.side == "test")
    assert new_test.labels is None


def test_donors_of_two_folds_do_not_draw_the_same_numbers_but_lose_the_same_features():
    both = sides("counts", "X")
    task = find_task("mrd")

    def under(name, fold):
        return BY_ID[name].change(both, task, 0.5, seed=0, fold=fold)[1].units.X

    assert not np.array_equal(under("molecules", 1), under("molecules", 2))
    assert np.array_equal(under("molecules", 1), under("molecules", 1))
    assert not np.array_equal(under("site", 1), under("site", 2))
    assert np.array_equal(under("panel", 1), under("panel", 2))


def test_a_lost_gene_has_its_training_mean_where_features_were_fixed_before_and_is_gone_where_not():
    train, test = sides("counts", "X")
    filled = BY_ID["panel"].change((train, test), find_task("mrd"), 0.5, seed=0, fold=0)[1].units
    assert filled.n_vars == 8
    constant = np.ptp(filled.X, axis=0) == 0
    assert constant.sum() == 4
    assert filled.X[0, constant] == pytest.approx(train.units.X.mean(axis=0)[constant])
    gone = BY_ID["panel"].change((train, test), find_task("drug_sensitivity"), 0.5, seed=0, fold=0)[1].units
    assert list(gone.var_names) == list(filled.var_names[~constant])
