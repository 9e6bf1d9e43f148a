"""Small cohorts that leak nothing, and every way to make one leak: the seeded corpus of the audit's tests.

A clean cohort has strong effects of batch, donor and cell type; splits, batches and labels are balanced over donors.
"""

from collections.abc import Callable

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.schema.scale import Scale, scales_table

N_DONORS, N_CELLS, N_GENES = 24, 12, 140
Random = np.random.Generator
Leak = Callable[[ad.AnnData, Random], ad.AnnData]


def clean(rng: Random, label: str = "responder_binary") -> ad.AnnData:
    """Return counts of 24 donors in two splits; the label belongs to donors, or (``mrd_target``) to cells."""
    donor = np.repeat(np.arange(N_DONORS), N_CELLS)
    split, batch = np.arange(N_DONORS) % 2, np.arange(N_DONORS) // 2 % 3
    responds = np.arange(N_DONORS) // 6 % 2  # each split, and each batch, holds as many of either
    kind = rng.integers(0, 3, donor.size)
    is_malignant = rng.random(donor.size) < 0.3
    log_rate = rng.normal(0, 1.0, N_GENES) + rng.normal(0, 0.8, (3, N_GENES))[batch][donor]
    log_rate = log_rate + rng.normal(0, 0.3, (N_DONORS, N_GENES))[donor] + rng.normal(0, 0.8, (3, N_GENES))[kind]
    shown = responds[donor] if label == "responder_binary" else is_malignant
    log_rate[:, :10] += 0.7 * shown[:, None]
    share = np.exp(log_rate)
    share /= share.sum(axis=1, keepdims=True)
    depth = np.exp(rng.normal(np.log(500), 0.4, donor.size))[:, None]
    mean = rng.gamma(5, 1 / 5, share.shape) * share * depth
    order = rng.permutation(donor.size)
    place = rng.permutation(N_DONORS)
    obs = pd.DataFrame(
        {
            "donor_id": [f"D{place[d]:02d}" for d in donor],
            "sample_id": [f"S{place[d]:02d}" for d in donor],
            "split": np.array(["train", "test"])[split[donor]],
            "batch_id": [f"batch{b}" for b in batch[donor]],
            "institution_id": [f"SITE-{b % 2}" for b in batch[donor]],
            "sex_ontology_term_id": rng.choice(["PATO:0000383", "PATO:0000384"], N_DONORS)[donor],
            "cluster": [f"k{k}" for k in kind],
            "age": rng.integers(30, 80, N_DONORS)[donor].astype(float),
            "pct_mito": rng.gamma(2, 0.02, donor.size),
            label: (responds[donor] if label == "responder_binary" else is_malignant).astype(bool),
        },
        index=[f"cell{k:04d}" for k in rng.permutation(donor.size)],
    )
    adata = ad.AnnData(
        sparse.csr_matrix(rng.poisson(mean).astype("float32")),
        obs=obs,
        var=pd.DataFrame(index=[f"g{k}" for k in range(N_GENES)]),
    )
    adata.uns["scales"] = scales_table({"X": Scale(kind="counts")})
    return adata[order].copy()


def rows(adata: ad.AnnData, split: str, rng: Random, n: int) -> np.ndarray:
    return rng.choice(np.flatnonzero(adata.obs["split"] == split), n, replace=False)


def label_of(adata: ad.AnnData) -> np.ndarray:
    name = "responder_binary" if "responder_binary" in adata.obs else "mrd_target"
    return adata.obs[name].to_numpy(dtype=int)


def same_donor(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    """Some cells of a training donor are tested."""
    one = rng.choice(adata.obs.loc[adata.obs["split"] == "train", "donor_id"].unique())
    mine = np.flatnonzero(adata.obs["donor_id"] == one)
    adata.obs.iloc[rng.choice(mine, 4, replace=False), adata.obs.columns.get_loc("split")] = "test"
    return adata


def same_sample(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    """A donor was given a second id, the sample was not."""
    adata = same_donor(adata, rng)
    is_test = adata.obs["split"] == "test"
    split_of = adata.obs.groupby("donor_id")["split"].nunique()
    twice = is_test & adata.obs["donor_id"].isin(split_of.index[split_of > 1])
    adata.obs.loc[twice, "donor_id"] = "D99"
    return adata


def copied(change: Callable[[np.ndarray, Random], np.ndarray], n: int = 5) -> Leak:
    """Return a leak that overwrites test cells by changed training cells."""

    def plant(adata: ad.AnnData, rng: Random) -> ad.AnnData:
        table = adata.X.toarray()
        table[rows(adata, "test", rng, n)] = change(table[rows(adata, "train", rng, n)], rng)
        adata.X = sparse.csr_matrix(table)
        return adata

    return plant


def downsampled(cells: np.ndarray, rng: Random) -> np.ndarray:
    return rng.binomial(cells.astype(int), rng.uniform(0.6, 0.9)).astype("float32")


def noisy(cells: np.ndarray, rng: Random) -> np.ndarray:
    return np.maximum(0, cells * rng.normal(1, 0.1, cells.shape)).astype("float32")


def scaled(cells: np.ndarray, rng: Random) -> np.ndarray:
    return (cells * rng.uniform(0.3, 3)).astype("float32")


def some_more(cells: np.ndarray, rng: Random) -> np.ndarray:
    return cells + rng.poisson(0.15, cells.shape).astype("float32")


def stored_otherwise(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    """Copies whose numbers are stored in another order, with zeros written down."""
    adata = copied(lambda cells, _: cells)(adata, rng)
    held = adata.X
    for k in range(held.shape[0]):
        own = slice(held.indptr[k], held.indptr[k + 1])
        order = rng.permutation(held.indptr[k + 1] - held.indptr[k])
        held.indices[own], held.data[own] = held.indices[own][order], held.data[own][order]
    held.has_sorted_indices = False
    return adata


def column_of_codes(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    codes = rng.permutation(["arm A", "arm B"])
    adata.obs["arm"] = codes[label_of(adata)]
    return adata


def finer_column(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    """Four codes, two for each class."""
    adata.obs["stage"] = [
        f"s{2 * y + k}" for y, k in zip(label_of(adata), rng.integers(0, 2, adata.n_obs), strict=True)
    ]
    return adata


def score(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    adata.obs["risk"] = rng.choice([-1, 1]) * label_of(adata) + rng.normal(0, 0.05, adata.n_obs)
    return adata


def feature(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    table = adata.X.toarray()
    table[:, rng.integers(N_GENES)] = rng.integers(1, 9) * label_of(adata)
    adata.X = sparse.csr_matrix(table)
    return adata


def noisy_feature(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    table = adata.X.toarray()
    table[:, rng.integers(N_GENES)] = 10 * label_of(adata) + rng.normal(0, 0.3, adata.n_obs) ** 2
    adata.X = sparse.csr_matrix(table)
    return adata


def batch_is_label(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    adata.obs["batch_id"] = rng.permutation(["b0", "b1"])[label_of(adata)]
    return adata


def sites_of_one_class(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    """Four institutions, each with donors of one class."""
    half = adata.obs["donor_id"].str[1:].astype(int) % 2
    adata.obs["institution_id"] = [f"SITE-{2 * y + h}" for y, h in zip(label_of(adata), half, strict=True)]
    return adata


def zscored(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    level = np.log1p(adata.X.toarray())
    adata.X = ((level - level.mean(axis=0)) / np.maximum(level.std(axis=0), 1e-9)).astype(rng.choice(["f4", "f8"]))
    adata.uns["scales"] = scales_table({"X": Scale(kind="zscore", fitted_on="the training donors")})
    return adata


def components(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    level = np.log1p(adata.X.toarray())
    left, values, _ = np.linalg.svd(level - level.mean(axis=0), full_matrices=False)
    adata.obsm["X_pca"] = (left * values)[:, : rng.integers(5, 20)]
    adata.uns["scales"] = scales_table(
        {"X": Scale(kind="counts"), "obsm/X_pca": Scale(kind="embedding", fitted_on="the training donors")}
    )
    return adata


def declared(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    adata.obsm["X_vae"] = rng.normal(size=(adata.n_obs, 5))
    words = ["all cells", "every donor", "train+test", "train and test", "the whole data set", "all 48 lesions"]
    adata.uns["scales"] = scales_table(
        {"X": Scale(kind="counts"), "obsm/X_vae": Scale(kind="embedding", fitted_on=str(rng.choice(words)))}
    )
    return adata


def gene_statistics(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    table = adata.X.toarray().astype(float)
    name = str(rng.choice(["means", "variances", "sd"]))
    adata.var[name] = {"means": table.mean(axis=0), "variances": table.var(axis=0, ddof=1), "sd": table.std(axis=0)}[
        name
    ]
    adata.var["highly_variable"] = table.var(axis=0) > np.median(table.var(axis=0))
    return adata


def prefix(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    adata.obs_names = [f"{('NR', 'R')[y]}_{name}" for y, name in zip(label_of(adata), adata.obs_names, strict=True)]
    return adata


def donor_prefix(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    ids = [f"{('C', 'P')[y]}{name[1:]}" for y, name in zip(label_of(adata), adata.obs["donor_id"], strict=True)]
    adata.obs["donor_id"] = ids
    return adata


def order(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    return adata[np.lexsort((rng.random(adata.n_obs), rng.choice([-1, 1]) * label_of(adata)))].copy()


def running_number(adata: ad.AnnData, rng: Random) -> ad.AnnData:
    first = adata.obs.assign(y=label_of(adata)).drop_duplicates("donor_id").sort_values("y", kind="stable")["donor_id"]
    number = {donor: f"D{k:02d}" for k, donor in enumerate(first)}
    adata.obs["donor_id"] = adata.obs["donor_id"].map(number)
    return adata


DONOR, CELL = "responder_binary", "mrd_target"
LEAKS: dict[str, tuple[str, Leak, tuple[str, ...]]] = {
    "same donor": ("L4-LEAK-01", same_donor, (DONOR,)),
    "same sample": ("L4-LEAK-02", same_sample, (DONOR,)),
    "copied cells": ("L4-LEAK-03", copied(lambda cells, _: cells, n=1), (DONOR, CELL)),
    "copied cells, stored otherwise": ("L4-LEAK-03", stored_otherwise, (DONOR,)),
    "downsampled cells": ("L4-LEAK-04", copied(downsampled), (DONOR, CELL)),
    "noisy cells": ("L4-LEAK-04", copied(noisy), (DONOR,)),
    "scaled cells": ("L4-LEAK-04", copied(scaled), (DONOR,)),
    "cells with ambient molecules": ("L4-LEAK-04", copied(some_more), (DONOR,)),
    "column of codes": ("L4-LEAK-05", column_of_codes, (DONOR, CELL)),
    "finer column": ("L4-LEAK-05", finer_column, (CELL,)),
    "score": ("L4-LEAK-05", score, (DONOR, CELL)),
    "feature": ("L4-LEAK-06", feature, (DONOR, CELL)),
    "noisy feature": ("L4-LEAK-06", noisy_feature, (DONOR, CELL)),
    "batch is label": ("L4-LEAK-07", batch_is_label, (DONOR, CELL)),
    "sites of one class": ("L4-LEAK-07", sites_of_one_class, (DONOR,)),
    "z-scored over all": ("L4-LEAK-08", zscored, (DONOR,)),
    "says so itself": ("L4-LEAK-09", declared, (DONOR,)),
    "components of all": ("L4-LEAK-10", components, (DONOR,)),
    "ids of cells": ("L4-LEAK-11", prefix, (DONOR, CELL)),
    "ids of donors": ("L4-LEAK-11", donor_prefix, (DONOR,)),
    "order of rows": ("L4-LEAK-12", order, (DONOR, CELL)),
    "running number": ("L4-LEAK-12", running_number, (DONOR,)),
    "statistics of genes": ("L4-LEAK-13", gene_statistics, (DONOR,)),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `kind` on each kind of leak."""
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", sorted(LEAKS))


@pytest.fixture
def cohort() -> Callable[..., ad.AnnData]:
    """A cohort that leaks nothing, by seed and label."""
    return lambda seed, label=DONOR: clean(np.random.default_rng([seed, 0]), label)


@pytest.fixture
def leaking() -> Callable[[str, int], tuple[str, list[ad.AnnData]]]:
    """The rule that a kind of leak breaks, and cohorts with that leak, one per seed and label."""

    def make(kind: str, n_seeds: int) -> tuple[str, list[ad.AnnData]]:
        code, leak, labels = LEAKS[kind]
        randoms = [(np.random.default_rng([seed, 1]), label) for label in labels for seed in range(n_seeds)]
        return code, [leak(clean(rng, label), rng) for rng, label in randoms]

    return make


@pytest.fixture
def all_leaks() -> dict[str, tuple[str, Leak, tuple[str, ...]]]:
    return LEAKS
