"""From bulk lines to single cells: what every model that learns across the two kinds at once is given, and answers.

The cells come without a label and only when they are asked for, so that such a model learns in `predict`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import anndata as ad
import numpy as np
import pandas as pd
import torch
from torch import Tensor

from clinicell.baselines._bulk import Floats, on_one_scale
from clinicell.baselines._features import Rows, answer, bulk_response, content_order, features
from clinicell.baselines._training import Training, folds, generator_of
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

HELD_OUT = 5  # one part of five says when to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Domains:
    """Lines and cells over the genes that both have, z-scored within their kind (cells: within their batch).

    Both stand in the order of their content: nothing can follow from the order in which they came.

    Parameters
    ----------
    lines
        float32, shape (n_lines, n_genes).
    cells
        float32, shape (n_cells, n_genes).
    ln_ic50
        Of the lines, ln micromolar, NaN where not measured, shape (n_lines, n_drugs).
    """

    lines: Tensor
    cells: Tensor
    ln_ic50: Floats


class Learn(Protocol):
    """What learns from both kinds and returns the sensitivity of the cells, (n_cells, n_drugs), higher for more."""

    def __call__(self, domains: Domains, training: Training, seed: int) -> Floats:
        """Learn and answer; every lot is drawn from `seed`."""
        ...


class Transfer:
    """A model that learns when the cells come: on labelled lines and unlabelled cells together."""

    def __init__(self, learn: Learn, training: Training) -> None:
        self.training = training
        self._learn = learn

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Keep the bulk reference.

        Raises
        ------
        InputError
            There is no bulk reference, or a drug was measured in fewer than two of its lines.
        """
        response = bulk_response(train)
        scarce = response.columns[response.notna().sum(axis=0) < 2]
        if len(scarce):
            raise InputError(
                f"{len(scarce)} of {response.shape[1]} drugs were measured in fewer than two lines of the reference, "
                f"e.g. {scarce[0]!r}; leave them out"
            )
        self._bulk, self._response, self._seed = train.references["bulk"], response, seed

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the sensitivity of the cells to each drug: higher is more sensitive; the scale is the model's own.

        Raises
        ------
        InputError
            The model was not fitted, no gene is shared, a value is not finite, or there are fewer than five lines or
            cells.
        """
        if not hasattr(self, "_bulk"):
            raise InputError("the model was asked before it was fitted; call fit first")
        domains, place = domains_of(self._bulk, self._response, test.units)
        sensitivity = self._learn(domains, self.training, self._seed)
        return Prediction.main(answer(test, [str(drug) for drug in self._response.columns], sensitivity[place]))


def domains_of(bulk: ad.AnnData, response: pd.DataFrame, cells: ad.AnnData) -> tuple[Domains, Rows]:
    """Return both kinds in the order of their content, and the place there of each cell."""
    measured = response.to_numpy(dtype=np.float64)
    by_line, by_cell = content_order(features(bulk), measured), content_order(features(cells))
    _, lines, single = on_one_scale(bulk[by_line], cells[by_cell])
    domains = Domains(
        lines=torch.from_numpy(lines.astype(np.float32)),
        cells=torch.from_numpy(single.astype(np.float32)),
        ln_ic50=measured[by_line],
    )
    return domains, np.argsort(by_cell)


def is_sensitive(ln_ic50: Floats) -> Tensor:
    """Return 1 where a line's ln IC50 is below the drug's median, 0 where not, NaN as it came; float32, same shape."""
    below = (ln_ic50 < np.nanmedian(ln_ic50, axis=0)).astype(np.float32)
    return torch.from_numpy(np.where(np.isfinite(ln_ic50), below, np.nan).astype(np.float32))


def parted(n_rows: int, *seeds: int) -> tuple[Tensor, Tensor]:
    """Return the positions to learn from and those held out, a fifth.

    Raises
    ------
    InputError
        There are fewer than five rows.
    """
    held, *kept = folds(n_rows, HELD_OUT, generator_of(*seeds))
    return torch.sort(torch.cat(kept)).values, held  # noqa: PD011 - of torch, not of pandas


def at_least_two(rows: Tensor) -> Tensor:
    """Return the rows, a lone one twice: batch normalization cannot take the variance of one."""
    return rows if len(rows) > 1 else rows.repeat(2)


def drawn(rows: Tensor, n: int, generator: torch.Generator) -> Tensor:
    """Return `n` of the rows (at least two, with repetition) by lot."""
    return rows[torch.randint(len(rows), (max(n, 2),), generator=generator)]


def measured_mean(loss: Callable[[Tensor, Tensor], Tensor], answer: Tensor, truth: Tensor) -> Tensor:
    """Return the mean of an elementwise loss over the pairs that were measured, those that are not NaN in `truth`."""
    is_measured = torch.isfinite(truth)
    values = loss(answer, torch.nan_to_num(truth)) * is_measured
    mean: Tensor = values.sum() / is_measured.sum().clamp(min=1)
    return mean
