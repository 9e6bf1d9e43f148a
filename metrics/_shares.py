"""How much of a cohort lies on one value: what bins of equal share are made of, whichever units a resample draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats

FEW_COUNTS = 250_000  # of units times bins up to which nothing needs to share a bin


@dataclass(frozen=True, slots=True)
class Shares:
    """Of each distinct value, in their order, shape (n_values,) both.

    `share` is the part of all rows that has it, the mean over classes; half of it counts each row alike and the other
    half each unit alike, as a resample may consist of small units. `alone` is the largest part of a class that it has
    where each unit counts alike: a row of a small unit may outweigh thousands.
    """

    share: Floats
    alone: Floats


def shares(
    code: NDArray[np.intp], classes: Sequence[NDArray[np.bool_]], unit: NDArray[np.intp], n_units: int
) -> Shares:
    """Return the shares of values.

    Parameters
    ----------
    code
        The number of each row's value, shape (n,).
    classes
        Masks of the rows of each class, shape (n,) each.
    unit
        Codes in [0, n_units), shape (n,).
    """
    n_values = int(code.max(initial=-1)) + 1
    share, alone = np.zeros(n_values), np.zeros(n_values)
    for rows in classes:
        size = np.bincount(unit[rows], minlength=n_units)
        by_unit = 1 / (max(int((size > 0).sum()), 1) * np.maximum(size, 1))
        of_unit = np.bincount(code[rows], weights=by_unit[unit[rows]], minlength=n_values)
        of_row = np.bincount(code[rows], minlength=n_values) / max(int(rows.sum()), 1)
        share += (of_row + of_unit) / 2 / len(classes)
        np.maximum(alone, of_unit, out=alone)
    return Shares(share, alone)
