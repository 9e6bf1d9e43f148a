"""What every family asks of its arrays before it counts anything."""

import numpy as np

from clinicell.metrics._metric import Floats


def is_blank(*arrays: Floats) -> bool:
    """Whether one of the arrays is empty or holds a NaN: something is not known, so no value is defined."""
    return any(array.size == 0 or bool(np.isnan(array).any()) for array in arrays)


def is_probability(values: Floats) -> bool:
    """Whether there is a value, none is NaN, and all lie in [0, 1]."""
    return values.size > 0 and bool(((values >= 0) & (values <= 1)).all())


def is_constant(values: Floats) -> bool:
    """Whether all values, of which there is at least one, are the same."""
    return bool(values.max() == values.min())


def two_classes(y_true: Floats, y_pred: Floats) -> bool:
    """Whether nothing is NaN and the truth, 0 or 1, holds both classes."""
    return not is_blank(y_true, y_pred) and not is_constant(y_true)
