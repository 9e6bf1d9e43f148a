"""What was changed on the way to the standard: each step named, counted, and written so that it can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clinicell.datasets.recipes.rules import finding
from clinicell.datasets.schema.levels import Finding

# Their values may name a patient: steps count them and never show them.
IDENTIFIERS = frozenset(
    {"donor_id", "sample_id", "library_id", "institution_id", "batch_id", "sequencing_run_id", "age_band", "obs_names"}
)
MOST_VALUES = 200  # distinct values that a step lists; more are free text, and counted only


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change.

    Parameters
    ----------
    what
        ``joined``, ``renamed``, ``mapped``, ``recoded missing``, ``converted``, ``transposed``, ``transformed``,
        ``dropped``, ``pseudonymized``, ``constant``, ...
    place
        The slot or column that was changed.
    n
        How many rows, values or features.
    detail
        What undoes it: the old name, the distinct values with counts, the rows that were dropped.
    """

    what: str
    place: str
    n: int
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Log:
    """The steps so far, and the faults that forbid to write: all of them are said at once.

    `unavailable` are columns that a fault has kept away already: that they are missing is no fault of its own.
    """

    steps: list[Step] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    unavailable: set[str] = field(default_factory=set)

    def add(self, what: str, place: str, n: int, **detail: object) -> None:
        """Note a step; one that changed nothing is none."""
        if n:
            self.steps.append(Step(what, place, int(n), detail))

    def refuse(self, code: str, fault: str) -> None:
        """Note a fault: the rule that is broken, and ``"place: what is wrong; what would be right"``."""
        place, _, told = fault.partition(": ")
        self.faults.append(finding(code, place, told))

    def as_json(self) -> list[dict[str, object]]:
        """Return the steps as plain values."""
        return [{"step": step.what, "place": step.place, "n": step.n, **step.detail} for step in self.steps]


def told_values(target: str, pairs: Sequence[tuple[str, str, int]]) -> dict[str, object]:
    """Return the distinct changes of a column, old to new with counts; of an identifier only how many there are."""
    if target in IDENTIFIERS or len(pairs) > MOST_VALUES:
        return {"n_distinct": len(pairs), "values": "withheld: they may name a patient"}
    return {"values": [{"from": old, "to": new, "n": n} for old, new, n in pairs]}
