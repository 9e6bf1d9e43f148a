import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, roc_auc_score, v_measure_score

from clinicell.datasets.convert.melissa_encode import convert
from clinicell.errors import SchemaError

ID = "melissa_encode"
CALLS = "cell,region,rel_pos,meth\nc1,1,-0.5,1\nc1,2,0.25,0\nc2,1,-0.5,0\n"
BANDWIDTH = 0.1


def _raw(folder: Path, calls: str = CALLS, clusters: str = "c1,2\nc2,4\n") -> Path:
    (folder / "cpg_long.csv.gz").write_bytes(gzip.compress(calls.encode()))
    (folder / "true_clusters.csv").write_text("cell,true_cluster\n" + clusters)
    return folder


def _long(adata) -> pd.DataFrame:
    """Return one row per call."""
    cov, met = (adata.layers[name].tocsr() for name in ("cov", "met"))
    cell, site = cov.nonzero()
    return pd.DataFrame(
        {
            "cell": cell,
            "region": adata.var["region"].to_numpy()[site],
            "place": adata.var["rel_pos"].to_numpy()[site],
            "state": np.asarray(met[cell, site]).ravel().astype(float),
        }
    )


def _clusters(calls: pd.DataFrame, n_cells: int) -> np.ndarray:
    """Return k-means clusters of the region means; a missing one is filled with the mean of the region."""
    mean = calls.groupby(["cell", "region"])["state"].mean().unstack().reindex(range(n_cells))  # noqa: PD010
    filled = mean.fillna(mean.mean()).to_numpy()
    return KMeans(4, n_init=20, random_state=0).fit_predict(filled)


def _imputed(calls: pd.DataFrame, is_held_out: np.ndarray, bandwidth: float) -> np.ndarray:
    """Return per held-out call the weighted mean of the seen calls of its cell and region; 0.5 where there are none."""
    score = np.full(len(calls), 0.5)
    place, state = calls["place"].to_numpy(), calls["state"].to_numpy()
    for rows in calls.groupby(["cell", "region"]).indices.values():
        seen, asked = rows[~is_held_out[rows]], rows[is_held_out[rows]]
        if len(seen) and len(asked):
            weight = (
                np.exp(-0.5 * ((place[asked][:, None] - place[seen]) / bandwidth) ** 2) + 1e-12
            )  # (n_asked, n_seen)
            score[asked] = weight @ state[seen] / weight.sum(axis=1)
    return score[is_held_out]


def test_a_site_is_a_region_and_a_place_within_it_and_nowhere_on_a_chromosome(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["region001:-0.500", "region002:0.250"]
    assert set(adata.var["chrom"]) == {"unknown"}
    assert adata.var["pos"].isna().all()
    assert adata.uns["is_simulated"] is True


def test_a_site_without_a_call_is_not_unmethylated(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["cov"].toarray().tolist() == [[1, 1], [1, 0]]
    assert adata.layers["met"].toarray().tolist() == [[1, 0], [0, 0]]
    assert adata.obs["population"].tolist() == ["population2", "population4"]


@pytest.mark.parametrize("row", ["c2,1,-0.5,1\n", "c2,2,0.1,2\n"], ids=["twice", "no_state"])
def test_a_site_twice_in_a_cell_or_no_state_is_refused(tmp_path, row):
    with pytest.raises(SchemaError, match="1 of 4 rows are no state, or repeat a site of a cell"):
        convert(_raw(tmp_path, CALLS + row))


def test_a_cell_without_a_cluster_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 names are in one of two tables only"):
        convert(_raw(tmp_path, clusters="c1,2\n"))


def test_card_counts_populations_and_level_hold(real, check_counts, level_of):
    check_counts(ID)
    assert real(ID).obs["population"].value_counts().sort_index().tolist() == [32, 81, 35, 52]
    assert real(ID).layers["cov"].nnz == 399654
    assert level_of(ID) == "L3"


def test_clusters_of_region_means_are_the_populations_as_published(real, check_figure):
    adata = real(ID)
    truth, found = adata.obs["population"].astype("str"), _clusters(_long(adata), adata.n_obs)
    check_figure(ID, "kmeans_ari_everything", adjusted_rand_score(truth, found))
    check_figure(ID, "kmeans_v_everything", v_measure_score(truth, found))


def test_with_few_calls_clusters_are_by_chance_as_published(real, check_figure):
    adata, rng = real(ID), np.random.default_rng(0)
    calls = _long(adata)
    pair = calls.groupby(["cell", "region"]).ngroup()
    kept = rng.random(pair.max() + 1) < 0.3
    few = calls[kept[pair] & (rng.random(len(calls)) < 0.1)]
    truth = adata.obs["population"].astype("str")
    check_figure(ID, "kmeans_ari_hard", adjusted_rand_score(truth, _clusters(few, adata.n_obs)))


@pytest.mark.parametrize(("name", "bandwidth"), [("kernel", BANDWIDTH), ("mean", np.inf)])
def test_held_out_calls_are_imputed_as_published(real, check_figure, name, bandwidth):
    calls = _long(real(ID))
    is_held_out = np.random.default_rng(0).random(len(calls)) < 0.1
    score = _imputed(calls, is_held_out, bandwidth)
    check_figure(ID, f"imputation_auc_{name}", float(roc_auc_score(calls["state"][is_held_out], score)))
