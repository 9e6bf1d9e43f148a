"""Answers without what was measured, and with a random part of it.

Scrambled, each gene keeps its values and loses whose they are: what still scores does so by ids, order or a column that
tells the label. A random tenth of the genes shows how little a model needs: often a random signature does as well as a
published one (Venet, Dumont and Detours (2011), doi:10.1371/journal.pcbi.1002240).
"""

import math

import anndata as ad
import numpy as np

from clinicell.leaderboard.audits.check import Check, apart, judged, not_possible
from clinicell.leaderboard.audits.exchange import exchange
from clinicell.leaderboard.audits.nulls import FEWEST_DONORS
from clinicell.leaderboard.audits.subject import Make, Subject, answered, with_cells

SHARE_OF_GENES = 0.1
FEWEST_OF_A_SET = 5
FEWEST_GENES = 20


def scrambled(cells: ad.AnnData, rng: np.random.Generator) -> ad.AnnData:
    """Return cells each of whose features has its values exchanged between the cells by lot; ids stay.

    A column of obs that holds no ids (a cluster) is a measured one, and is exchanged as well.
    """
    other = cells.copy()
    if cells.X is not None:
        other.X = rng.permuted(_dense(cells.X), axis=0)
    for name, matrix in cells.layers.items():
        other.layers[name] = rng.permuted(_dense(matrix), axis=0)
    for name, matrix in cells.obsm.items():
        other.obsm[name] = rng.permuted(_dense(matrix), axis=0)
    for name in cells.obs:
        if not str(name).endswith("_id"):
            other.obs[name] = cells.obs[name].to_numpy()[rng.permutation(cells.n_obs)]
    return other


def of_some_genes(cells: ad.AnnData, priority: dict[str, float], share: float) -> ad.AnnData:
    """Return cells with the share of their features that has the highest priority, at least five."""
    order = np.argsort([-priority[name] for name in cells.var_names], kind="stable")
    n = max(FEWEST_OF_A_SET, round(share * cells.n_vars))
    return cells[:, np.sort(order[:n])].copy()


def scrambled_genes(subject: Subject, make: Make, *, n_draws: int, seed: int = 2) -> Check:
    """Return whether scrambled features score what the folds give by themselves."""
    name, expected = "scrambled genes", "the value of scrambled features within its Monte Carlo error of the null"
    lots = exchange(subject, by_fold=subject.is_taught)
    if lots.n_donors < FEWEST_DONORS:
        reason = f"donors that carry a label: {lots.n_donors}; {FEWEST_DONORS} are needed"
        return not_possible(name, reason, expected=expected)
    scores, measured = [], []
    for rng in np.random.default_rng(seed).spawn(n_draws):
        answer = answered(with_cells(subject, lambda cells, rng=rng: scrambled(cells, rng)), make)  # type: ignore[misc]
        scores.append(subject.value(answer))
        measured.append(np.mean([subject.value(answer, lots.draw(subject.data.truth, rng)) for _ in range(5)]))
    gap = apart(np.asarray(scores) - np.asarray(measured))
    if not math.isfinite(gap.mean):
        return not_possible(name, "the value of scrambled features is undefined", expected=expected)
    figures = {"scrambled": np.mean(scores), "measured_null": np.mean(measured), "difference": gap.mean,
               "monte_carlo_error": gap.limit, "draws": n_draws}  # fmt: skip
    reason = "each feature's values exchanged between the cells of a side; labels, ids and order kept"
    return judged(name, gap.is_by_lot, expected=expected, measured=figures, reason=reason)


def random_genes(subject: Subject, make: Make, *, n_draws: int, seed: int = 3) -> Check:
    """Return whether random tenths of the genes do no better than all of them."""
    name, expected = "random gene sets", "random sets of genes do not beat all genes"
    n_genes = min(fold.test.cohort.units.n_vars for fold in subject.folds)
    if n_genes < FEWEST_GENES:
        return not_possible(name, f"{n_genes} features; no random set of fewer than {FEWEST_GENES} says anything",
                            expected=expected)  # fmt: skip
    names = sorted({str(name) for fold in subject.folds for name in fold.test.cohort.units.var_names})
    names = sorted({*names, *(str(name) for fold in subject.folds for name in fold.train.cohort.units.var_names)})
    values = []
    for rng in np.random.default_rng(seed).spawn(n_draws):
        priority = dict(zip(names, rng.random(len(names)).tolist(), strict=True))
        part = with_cells(subject, lambda cells, p=priority: of_some_genes(cells, p, SHARE_OF_GENES))  # type: ignore[misc]
        values.append(subject.value(answered(part, make)))
    of_all, sets = subject.value(answered(subject, make)), np.asarray(values)
    sign = 1.0 if subject.task.primary.is_higher_better else -1.0
    gap = apart(sign * (sets - of_all))
    figures = {"all_genes": of_all, "random_sets": float(sets.mean()), "lowest": float(sets.min()),
               "highest": float(sets.max()), "chance": subject.chance(), "draws": n_draws}  # fmt: skip
    reason = f"sets of {max(FEWEST_OF_A_SET, round(SHARE_OF_GENES * n_genes))} of {n_genes} features by lot"
    return judged(name, gap.mean <= gap.limit, expected=expected, measured=figures, reason=reason)


def _dense(matrix: object) -> np.ndarray:
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix)
