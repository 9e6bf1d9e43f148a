"""What the converters' tests share: the standard data sets, made once, and the methods of their sanity figures."""

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score

from clinicell.datasets.card import find_card
from clinicell.datasets.fetch import fetch
from clinicell.datasets.schema.levels import Level, Verdict
from clinicell.datasets.store import Store, load
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

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
def check_level(real) -> Callable[[str, Level], None]:
    """Assert that the standard data set reaches at least a readiness level."""

    def check(dataset_id: str, least: Level) -> None:
        verdict = validate(real(dataset_id))
        assert verdict.level is not None, verdict.findings
        assert verdict.level >= least, verdict.findings

    return check


@pytest.fixture
def check_figure(request: pytest.FixtureRequest) -> Callable[[str, str, float], None]:
    """Assert that a measured figure lies within the tolerance that the card declared before the first run.

    A figure whose card says why it is unmet must miss: its test is expected to fail, with the card's reason.
    """

    def check(dataset_id: str, name: str, measured: float) -> None:
        figure = find_card(dataset_id).sanity_named(name)
        off = abs(measured - figure.expected)
        why = "" if figure.unmet is None else str(figure.unmet)
        if kept_in := os.environ.get("CLINICELL_FIGURES"):  # `make table` asks for them
            row = (dataset_id, name, f"{figure.expected:g}", f"{figure.tolerance:g}", f"{measured:.6g}", why)
            with Path(kept_in).open("a", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerow(row)
        if why:
            request.node.add_marker(pytest.mark.xfail(reason=why, strict=True, raises=AssertionError))
        assert off <= figure.tolerance, (
            f"{name}: expected {figure.expected} +- {figure.tolerance}, measured {measured:.4f}"
        )

    return check


@pytest.fixture
def check_choices() -> Callable[[str, str, Iterable[float]], None]:
    """Assert that what the choices give that a figure's source leaves open is what its card says of them."""

    def check(dataset_id: str, name: str, measured: Iterable[float]) -> None:
        unmet, values = find_card(dataset_id).sanity_named(name).unmet, list(measured)
        assert unmet is not None
        assert (min(values), max(values)) == pytest.approx((unmet.low, unmet.high), abs=0.006)

    return check


@pytest.fixture
def imputed() -> Callable[[np.ndarray], np.ndarray]:
    """Genotypes as numbers, missing entries imputed by the site mean."""

    def filled(genotype: np.ndarray) -> np.ndarray:
        seen = np.where(genotype < 0, np.nan, genotype.astype("float64"))
        return np.where(np.isnan(seen), np.nanmean(seen, axis=0), seen)

    return filled


@pytest.fixture
def cluster(imputed) -> Callable[..., np.ndarray]:
    """Clusters of cells: missing entries imputed by the site mean, then k-means (20 restarts, seed 0) or Ward."""

    def labels(genotype: np.ndarray, k: int, method: str) -> np.ndarray:
        models = {"kmeans": KMeans(k, n_init=20, random_state=0), "ward": AgglomerativeClustering(k, linkage="ward")}
        return models[method].fit_predict(imputed(genotype))

    return labels


def _likelihood(is_mutated: np.ndarray, is_seen: np.ndarray, k: int, seed: int) -> tuple[float, np.ndarray]:
    """Return the log-likelihood that EM of a Bernoulli mixture reaches from one random start, and each cell's clone."""
    rng = np.random.default_rng(seed)
    weight = np.full(k, 1.0 / k)
    rate = rng.uniform(0.25, 0.75, (k, is_mutated.shape[1]))  # (k, n_sites)
    yes, no = (is_mutated & is_seen).astype(float), (~is_mutated & is_seen).astype(float)  # (n_cells, n_sites)
    before = -np.inf
    for _ in range(500):
        joint = yes @ np.log(rate).T + no @ np.log1p(-rate).T + np.log(weight)  # (n_cells, k)
        top = joint.max(axis=1, keepdims=True)
        total = top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))
        if total.sum() - before < 1e-6:
            break
        before = total.sum()
        share = np.exp(joint - total[:, None])
        weight = np.maximum(share.mean(axis=0), 1e-12)
        rate = np.clip((share.T @ yes) / np.maximum(share.T @ (yes + no), 1e-12), 1e-3, 1 - 1e-3)
    return float(before), joint.argmax(axis=1)


@pytest.fixture
def clones_by_bic() -> Callable[..., np.ndarray]:
    """The clone of each cell: Bernoulli mixture by EM over the observed entries alone (5 starts), clones by BIC."""

    def clones(genotype: np.ndarray, most: int = 8, n_starts: int = 5, first_seed: int = 0) -> np.ndarray:
        is_seen, is_mutated = genotype >= 0, genotype > 0
        n_cells, n_sites = genotype.shape
        bic = {}
        for k in range(1, most + 1):
            value, clone = max(
                (_likelihood(is_mutated, is_seen, k, first_seed + start) for start in range(n_starts)),
                key=lambda one: one[0],
            )
            bic[k] = ((k * n_sites + k - 1) * np.log(n_cells) - 2 * value, clone)
        return min(bic.values(), key=lambda one: one[0])[1]

    return clones


@pytest.fixture
def sizes_apart() -> Callable[[np.ndarray, list[int]], float]:
    """The share of cells by which the sizes of clones, largest first, differ from published ones."""

    def apart(clone: np.ndarray, published: list[int]) -> float:
        _, found = np.unique(clone, return_counts=True)
        width = max(len(found), len(published))
        left, right = (np.pad(np.sort(sizes)[::-1], (0, width - len(sizes))) for sizes in (found, published))
        return float(np.abs(left - right).sum() / max(left.sum(), 1))

    return apart


@pytest.fixture
def mean_agreement(cluster) -> Callable[..., float]:
    """Mean score (adjusted Rand index) over a published setting's tumours, each clustered alone with the true k."""

    def mean(adata: ad.AnnData, experiment: str, method: str, score: Callable = adjusted_rand_score) -> float:
        scores = []
        for donor in adata.uns["experiments"][experiment]:
            tumour = adata[adata.obs["donor_id"] == donor]
            genotype = tumour.layers["genotype"]
            own = genotype[:, (genotype >= 0).any(axis=0)]
            clone = tumour.obs["clone_id"].astype("str")
            scores.append(score(clone, cluster(own, clone.nunique(), method)))
        return float(np.mean(scores))

    return mean


@pytest.fixture
def all_genes() -> Callable[[ad.AnnData, str], pd.DataFrame]:
    """Cells x symbols: the genes with an Ensembl id, and those beside them that have none."""

    def table(adata: ad.AnnData, slot: str) -> pd.DataFrame:
        kept = adata.X.toarray() if sparse.issparse(adata.X) else np.asarray(adata.X)
        symbols = [*adata.var["feature_name"].astype("str"), *adata.uns["genes_left_out"]["symbol"].astype("str")]
        return pd.DataFrame(np.hstack([kept, adata.obsm[slot]]), columns=symbols).astype("float64")

    return table


@pytest.fixture
def normalised() -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Values to 10,000 per cell, ln(1 + x), genes seen in more than 10 % of the cells."""

    def norm(values: pd.DataFrame) -> pd.DataFrame:
        scaled = np.log1p(values.div(values.sum(axis=1), axis=0) * 1e4)
        return scaled.loc[:, (values > 0).mean(axis=0) > 0.1]

    return norm


@pytest.fixture
def along_the_genome(mirror: Path, normalised) -> Callable[[pd.DataFrame], np.ndarray]:
    """Running mean of 101 genes per chromosome, the median of each cell removed, shape (n_cells, n_windows)."""
    path = mirror / "subclone" / "tirosh2016_oligo_rna" / "gencode_downsampled.EXAMPLE_ONLY_DONT_REUSE.txt.gz"
    places = pd.read_csv(path, sep="\t", header=None, names=["gene", "chromosome", "start", "end"])

    def windows(values: pd.DataFrame) -> np.ndarray:
        seen, means = normalised(values), []
        for _, genes in places[places["gene"].isin(seen.columns)].groupby("chromosome", sort=False):
            if len(genes) >= 101:
                ordered = seen[genes.sort_values("start")["gene"]].to_numpy()
                means.append(np.lib.stride_tricks.sliding_window_view(ordered, 101, axis=1).mean(axis=2))
        smooth = np.hstack(means)
        return smooth - np.median(smooth, axis=1, keepdims=True)

    return windows


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


@pytest.fixture
def unfit(mirror: Path, kept) -> Callable[[str], tuple[ad.AnnData, Verdict]]:
    """A data set whose files do not hold what the standard asks for, and what validation says of it.

    `load` refuses it, and the test sees to that; so it is converted here from the verified raw files.
    """
    store, loaded = kept

    def convert_once(dataset_id: str) -> tuple[ad.AnnData, Verdict]:
        if dataset_id not in loaded:
            card = find_card(dataset_id)
            with pytest.raises(SchemaError, match=f"{dataset_id}: no valid standard data set"):
                load(dataset_id, store)
            loaded[dataset_id] = import_module(f"clinicell.datasets.convert.{card.id}").convert(fetch(card, store))
        return loaded[dataset_id], validate(loaded[dataset_id])

    return convert_once


@pytest.fixture
def check_verdict(unfit) -> Callable[[str, Mapping[str, int]], None]:
    """Assert that a data set has the size that its card says, and that validation finds exactly these faults."""

    def check(dataset_id: str, n_affected: Mapping[str, int]) -> None:
        _, verdict = unfit(dataset_id)
        counts = find_card(dataset_id).counts.model_dump()
        assert {name: getattr(verdict, name) for name in counts} == counts
        bars = [finding for finding in verdict.findings if finding.level <= Level.L3]
        assert {finding.code: finding.n_affected for finding in bars} == n_affected

    return check
