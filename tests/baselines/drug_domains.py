"""Simulated lines and cells whose kinds differ by more than a shift, for the models that are to align them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.baselines import deep_coral
from clinicell.baselines._alignment import TRAINING
from clinicell.baselines._model import Model
from clinicell.baselines._transfer import Transfer
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.metrics.drugs import macro_spearman
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

from .paired import interval
from .test_beats_untrained import drug_sensitivity as demo_like

TASK = find_task("drug_sensitivity")
SEEDS = tuple(range(301, 309))  # hyper-parameters were looked at on others
QUICK = replace(TRAINING, max_epochs=60)
N_GENES, N_DRUGS, N_FACTORS = 24, 4, 2
N_LINES, N_NEW, N_CELLS = 200, 20, 15  # lines with a response, lines of the cells, cells of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Bulk lines to learn from, cells of further lines to judge by; `truth` of the cells is minus ln IC50."""

    train: Cohort
    test: Cohort
    truth: pd.DataFrame


@cache
def domain(seed: int, *, programme: float = 4.0, signal: float = 2.0) -> Domain:
    """Return lines and cells with a programme on half of the genes that only the cells run.

    Two factors drive the genes and, by `signal`, the responses. The first half of the genes tells them almost without
    noise in bulk; in the cells these very genes also follow a programme that differs from cell to cell (`programme`
    is the standard deviation of its effects) and says nothing of a drug. It survives z-scoring: only who heeds the
    other, noisier half is not misled. Nothing but the difference of the two kinds shows which half that is.
    """
    rng = np.random.default_rng([2027, seed])
    is_misled = np.arange(N_GENES) < N_GENES // 2
    loads = rng.normal(scale=0.4, size=(N_FACTORS, N_GENES))
    noise = np.where(is_misled, 0.1, 0.7)
    factor = rng.normal(size=(N_LINES + N_NEW, N_FACTORS))
    cause = factor @ rng.normal(size=(N_FACTORS, N_DRUGS)) / np.sqrt(N_FACTORS)
    response = signal * cause + 0.3 * rng.normal(size=cause.shape)
    lines = factor[:N_LINES] @ loads + noise * rng.normal(size=(N_LINES, N_GENES))
    line = np.repeat(np.arange(N_LINES, N_LINES + N_NEW), N_CELLS)
    cells = factor[line] @ loads + noise * rng.normal(size=(line.size, N_GENES))
    cells += rng.normal(size=(line.size, 1)) * rng.normal(scale=programme, size=N_GENES) * is_misled
    return _domain(lines, cells, response[:N_LINES], response[line])


@cache
def by_law_of_demo(seed: int) -> Domain:
    """Return a cohort by the law of the demo: single cells lose molecules, and differ by batch."""
    train, test, truth = demo_like(seed)
    return Domain(train=train, test=test, truth=truth)


def two_kinds_of_lines(seed: int) -> Domain:
    """Return lines of two kinds, a quarter of them sensitive to every drug, and cells of further such lines."""
    rng = np.random.default_rng([2028, seed])
    profile = rng.normal(size=N_GENES) * 3 / np.sqrt(N_GENES)
    is_sensitive = np.arange(N_LINES + N_NEW) % 4 == 0
    line = np.repeat(np.arange(N_LINES, N_LINES + N_NEW), N_CELLS)
    response = np.tile(-2.0 * is_sensitive[:, None], N_DRUGS)
    bulk = response[:N_LINES] + 0.5 * rng.normal(size=(N_LINES, N_DRUGS))
    seen = [is_sensitive[rows, None] * profile for rows in (np.arange(N_LINES), line)]
    lines, cells = (x + 0.5 * rng.normal(size=x.shape) for x in seen)
    return _domain(lines, cells, bulk, response[line])


def value(model: Model, data: Domain, seed: int = 0) -> float:
    """Return Spearman's correlation over the cells, its mean over drugs."""
    model.fit(data.train, TASK, seed=seed)
    table = model.predict(data.test, TASK).answers["main"].loc[data.truth.index]
    return macro_spearman(data.truth.to_numpy(), table.to_numpy())


def values(make: Callable[[], Model], domains: list[Domain]) -> np.ndarray:
    """Return `value` of a fresh model on each cohort, each with a seed of its own."""
    return np.array([value(make(), data, seed) for seed, data in enumerate(domains)])


@cache
def lines_alone(seeds: tuple[int, ...], programme: float) -> np.ndarray:
    """Return `values` of the network that deep_coral, mmd and dann add to, on `domain` of these seeds.

    It is Deep CORAL's own at the weight 0: trained by the same lots, but on lines alone.
    """
    network = replace(deep_coral.MODEL.args[0], weight=0.0, n_members=1)
    return values(lambda: Transfer(network, QUICK), [domain(seed, programme=programme) for seed in seeds])


def gain(make: Callable[[], Model], control: Callable[[], Model], domains: list[Domain]) -> tuple[float, float]:
    """Return the 95 % interval of how much the first is above the second, over cohorts."""
    return interval(values(make, domains) - values(control, domains))


def _domain(lines: np.ndarray, cells: np.ndarray, of_lines: np.ndarray, of_cells: np.ndarray) -> Domain:
    bulk, units = _units(lines, "line"), _units(cells, "cell")
    drugs = [f"drug{number}" for number in range(N_DRUGS)]
    bulk.obsm["ln_ic50_um"] = pd.DataFrame(of_lines, index=bulk.obs_names, columns=drugs)
    references = {"bulk": bulk}
    return Domain(
        train=Cohort(units=units[:0].copy(), references=references),
        test=Cohort(units=units, references=references),
        truth=pd.DataFrame(-of_cells, index=units.obs_names, columns=drugs),
    )


def _units(x: np.ndarray, prefix: str) -> ad.AnnData:
    ids = pd.Index([f"{prefix}{number:05d}" for number in range(len(x))], dtype="str")
    genes = pd.Index([f"SIMG{number:03d}" for number in range(x.shape[1])], dtype="str")
    units = ad.AnnData(X=x.astype(np.float32), obs=pd.DataFrame(index=ids), var=pd.DataFrame(index=genes))
    units.uns["scales"] = scales_table({"X": Scale(kind="other", formula="standardised log expression")})
    return units
