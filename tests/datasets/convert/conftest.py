"""What the converters' tests share: the standard data sets, made once, and the methods of their sanity figures."""

from collections.abc import Callable
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score

from clinicell.datasets.card import find_card
from clinicell.datasets.store import Store, load

ALPHAS = np.logspace(0, 5, 11)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, dict[str, ad.AnnData]]:
    """A store for the whole session, and what was loaded from it."""
    return Store(tmp_path_factory.mktemp("converted")), {}


@pytest.fixture
def real(mirror: Path, kept) -> Callable[[str], ad.AnnData]:
    """The standard data set of an id: fetched from the mirror, converted and validated; skipped where there is none."""
    store, loaded = kept

    def load_once(dataset_id: str) -> ad.AnnData:
        if dataset_id not in loaded:
            loaded[dataset_id] = load(dataset_id, store)
        return loaded[dataset_id]

    return load_once


@pytest.fixture
def opened(mirror: Path, kept) -> Callable[[str], object]:
    """As `real`, of what is no AnnData: a multiome (MuData) or a table of knowledge."""
    from clinicell.datasets.store import MULTIOME, load_multiome, load_table

    store, loaded = kept

    def load_once(dataset_id: str) -> object:
        if dataset_id not in loaded:
            is_multiome = find_card(dataset_id).modality == MULTIOME
            loaded[dataset_id] = (load_multiome if is_multiome else load_table)(dataset_id, store)
        return loaded[dataset_id]

    return load_once


@pytest.fixture
def level_of(kept) -> Callable[[str], str]:
    """Return the level that a data set reached when its standard file was made."""
    from clinicell.datasets.store import standard_file

    def level(dataset_id: str) -> str:
        return standard_file(dataset_id, kept[0]).level.name

    return level


@pytest.fixture
def check_counts(real) -> Callable[[str], None]:
    """Assert that the standard data set has the size that its card says."""

    def check(dataset_id: str) -> None:
        adata = real(dataset_id)
        seen = (adata.n_obs, adata.n_vars, adata.obs["donor_id"].nunique(), adata.obs["sample_id"].nunique())
        assert seen == tuple(find_card(dataset_id).counts.model_dump().values())

    return check


@pytest.fixture
def check_figure() -> Callable[[str, str, float], None]:
    """Assert that a measured figure lies within the tolerance that the card declared before the first run."""

    def check(dataset_id: str, name: str, measured: float) -> None:
        figure = find_card(dataset_id).sanity_named(name)
        off = abs(measured - figure.expected)
        print(f"{dataset_id}\t{name}\t{figure.expected:g}\t{figure.tolerance:g}\t{measured:.4f}")
        assert off <= figure.tolerance, (
            f"{name}: expected {figure.expected} +- {figure.tolerance}, measured {measured:.4f}"
        )

    return check


@pytest.fixture
def cluster() -> Callable[..., np.ndarray]:
    """Clusters of cells: missing entries imputed by the site mean, then k-means (20 restarts, seed 0) or Ward."""

    def labels(genotype: np.ndarray, k: int, method: str) -> np.ndarray:
        seen = np.where(genotype < 0, np.nan, genotype.astype("float64"))
        imputed = np.where(np.isnan(seen), np.nanmean(seen, axis=0), seen)
        models = {"kmeans": KMeans(k, n_init=20, random_state=0), "ward": AgglomerativeClustering(k, linkage="ward")}
        return models[method].fit_predict(imputed)

    return labels


@pytest.fixture
def mean_agreement(cluster) -> Callable[..., float]:
    """Mean adjusted Rand index over the tumours of one published setting, each clustered alone with the true k."""

    def mean(adata: ad.AnnData, experiment: str, method: str) -> float:
        scores = []
        for donor in adata.uns["experiments"][experiment]:
            tumour = adata[adata.obs["donor_id"] == donor]
            genotype = tumour.layers["genotype"]
            own = genotype[:, (genotype >= 0).any(axis=0)]
            clone = tumour.obs["clone_id"].astype("str")
            scores.append(adjusted_rand_score(clone, cluster(own, clone.nunique(), method)))
        return float(np.mean(scores))

    return mean


@pytest.fixture
def ridge() -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Ridge with an intercept, per target the alpha of `ALPHAS` with the least leave-one-out error.

    The same as scikit-learn's RidgeCV, by one eigendecomposition of lines x lines for all targets.
    """

    def predict(train: np.ndarray, y: np.ndarray, test: np.ndarray) -> np.ndarray:
        centre, mean = train.mean(axis=0), y.mean(axis=0)
        x = train - centre  # (n_train, n_genes)
        weights, vectors = np.linalg.eigh(x @ x.T)
        weights = np.maximum(weights, 0.0)
        along = vectors.T @ (y - mean)  # (n_train, n_targets)
        errors = []
        for alpha in ALPHAS:
            shrink = weights / (weights + alpha)
            leverage = (vectors**2) @ shrink + 1.0 / len(y)
            residual = (y - mean) - vectors @ (shrink[:, None] * along)
            errors.append(np.mean((residual / (1.0 - leverage)[:, None]) ** 2, axis=0))
        best = ALPHAS[np.argmin(errors, axis=0)]  # (n_targets,)
        return ((test - centre) @ x.T) @ (vectors @ (along / (weights[:, None] + best))) + mean

    return predict


@pytest.fixture
def measured_alike() -> Callable[[pd.DataFrame], list[list[str]]]:
    """Drugs in groups that were measured in the very same lines: a group shares one decomposition."""

    def groups(response: pd.DataFrame) -> list[list[str]]:
        key = [column.tobytes() for column in response.notna().to_numpy().T]
        return [list(names) for _, names in response.columns.to_series().groupby(key)]

    return groups
