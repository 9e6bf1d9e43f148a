"""Numbers of patients that may be shown: none below ten, nor one that follows from the others."""

from collections.abc import Mapping
from dataclasses import replace

from clinicell.leaderboard.measured import Measured

SMALLEST = 10
TOO_FEW = "not shown"


def shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts, None in place of those below ten and of the next smallest while a sum would give one away.

    Examples
    --------
    >>> shown({"a": 30, "b": 12, "c": 4})  # 12 is hidden too: else 46 patients in all give the 4 away
    {'a': 30, 'b': None, 'c': None}
    >>> shown({"a": 30, "b": 12})
    {'a': 30, 'b': 12}
    """
    rising = sorted((count, name) for name, count in counts.items() if count)
    hidden = [name for count, name in rising if count < SMALLEST]
    for _, name in rising[len(hidden) :]:
        if not hidden or len(hidden) > 1:
            break
        hidden.append(name)
    return {name: None if name in hidden else count for name, count in counts.items()}


def without_counts(found: Measured) -> Measured:
    """Return a value whose reasons name no number of patients: they could be few."""
    reason = "interval undefined (too few patients of a class)" if found.interval_reason else ""
    return replace(found, interval_reason=reason, n_units=found.n_units if found.n_units >= SMALLEST else 0)
