"""What a call is predicted from in the sanity figures of methylation: other cells, and neighbours in the cell."""

import anndata as ad
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

NOWHERE = 1e6  # distance to a neighbour that is not there
STATES = ["other_cells", "n_other_cells", "left", "right"]
DISTANCES = ["left_distance", "right_distance"]


def entries(adata: ad.AnnData) -> pd.DataFrame:
    """Return one row per observed (cell, site), in the order of cells and of the genome."""
    cov, met = (adata.layers[name].tocsr().astype(float) for name in ("cov", "met"))
    for matrix in (cov, met):
        matrix.sort_indices()
    cell, site = cov.nonzero()
    state = (np.asarray(met[cell, site]).ravel() / np.asarray(cov[cell, site]).ravel() > 0.5).astype(float)
    n = np.bincount(site, minlength=adata.n_vars)[site] - 1
    total = np.bincount(site, weights=state, minlength=adata.n_vars)[site] - state
    chrom = adata.var["chrom"].astype("category").cat.codes.to_numpy()[site]
    pos = adata.var["pos"].to_numpy(dtype=float)[site]
    pos = np.where(np.isnan(pos), site, pos)  # without positions, distances are numbers of sites
    goes_on = (cell[1:] == cell[:-1]) & (chrom[1:] == chrom[:-1])  # the row belongs to the one before
    step = np.log1p(np.where(goes_on, np.diff(pos), NOWHERE))
    return pd.DataFrame(
        {
            "cell": cell,
            "chrom": adata.var["chrom"].astype("str").to_numpy()[site],
            "state": state,
            "other_cells": np.where(n > 0, total / np.maximum(n, 1), 0.5),
            "n_other_cells": n,
            "left": np.concatenate([[0.5], np.where(goes_on, state[:-1], 0.5)]),
            "right": np.concatenate([np.where(goes_on, state[1:], 0.5), [0.5]]),
            "left_distance": np.concatenate([[np.log1p(NOWHERE)], step]),
            "right_distance": np.concatenate([step, [np.log1p(NOWHERE)]]),
        }
    )


def neighbours(table: pd.DataFrame) -> pd.Series:
    """Return the mean state of the neighbours; one that is not there counts as 0.5."""
    return (table["left"] + table["right"]) / 2


def neighbours_by_distance(table: pd.DataFrame, scale: float = 500.0) -> pd.Series:
    """Return the states of the neighbours, -1/2 or 1/2, summed with weights that fall by e in every `scale` bases."""
    sides = (("left", "left_distance"), ("right", "right_distance"))
    parts = [(table[state] - 0.5) * np.exp(-np.expm1(table[away]) / scale) for state, away in sides]
    return parts[0] + parts[1]


def four_neighbours(table: pd.DataFrame) -> pd.Series:
    """Return the mean state of the two nearest observed sites on either side; one that is not there counts as 0.5."""
    of = [table["cell"], table["chrom"]]
    second = [table[side].groupby(of).shift(step, fill_value=0.5) for side, step in (("left", 1), ("right", -1))]
    return (table["left"] + table["right"] + second[0] + second[1]) / 4


def probabilities(train: pd.DataFrame, test: pd.DataFrame, features: list[str]) -> np.ndarray:
    """Return the probability of being methylated that a logistic regression gives to each entry of `test`."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(train[features], train["state"]).predict_proba(test[features])[:, 1]


def figures(test: pd.DataFrame, probability: np.ndarray) -> dict[str, float]:
    """Return what is reported of a prediction."""
    per_cell = [
        roc_auc_score(test["state"].iloc[rows], probability[rows]) for rows in test.groupby("cell").indices.values()
    ]
    return {
        "auc": float(roc_auc_score(test["state"], probability)),
        "mean_auc_per_cell": float(np.mean(per_cell)),
        "average_precision": float(average_precision_score(test["state"], probability)),
        "accuracy": float(((probability > 0.5) == test["state"]).mean()),
    }
