"""The figures of a card: what our own reading of the data must reproduce, and why it does not where it does not."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from clinicell.datasets._fields import Identifier, Number, Positive, Text


class Unmet(BaseModel):
    """Why a figure was not measured as expected, found out afterwards; nothing was tuned for it.

    Parameters
    ----------
    cause
        ``"under-specified"``: the source leaves choices open on which the figure depends; ``"not in these data"``: no
        reading of the files gives it.
    why
        What was found out, in a sentence or two.
    low, high
        The least and the most that was measured over the choices; of ``"under-specified"`` only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cause: Literal["under-specified", "not in these data"]
    why: Text
    low: Number | None = None
    high: Number | None = None

    @model_validator(mode="after")
    def _has_a_range_where_there_are_choices(self) -> Self:
        n_ends = sum(end is not None for end in (self.low, self.high))
        if n_ends != (2 if self.cause == "under-specified" else 0):
            raise ValueError(
                f"{self.cause} has {n_ends} of low and high; under-specified needs both, else there is none"
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}; write the least first")
        return self

    def __str__(self) -> str:
        measured = "" if self.low is None else f", measured {self.low:g} to {self.high:g} over the choices"
        return f"{self.cause}{measured}: {self.why}"


class Sanity(BaseModel):
    """A figure that our own reading of the data must reproduce, written before the first run.

    Parameters
    ----------
    expected, tolerance
        The test passes when the measured figure lies within `expected` ± `tolerance` (2 sd where given, else 0.02).
    unmet
        Why it does not lie there: then the test must fail. None for a figure that is met.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Identifier
    protocol: Text
    expected: Number
    tolerance: Positive = 0.02
    unmet: Unmet | None = None

    @model_validator(mode="after")
    def _choices_hold_the_figure(self) -> Self:
        low, high = (None, None) if self.unmet is None else (self.unmet.low, self.unmet.high)
        if low is None or high is None or low - self.tolerance <= self.expected <= high + self.tolerance:
            return self
        raise ValueError(f"{self.name}: the choices give {low} to {high}, and do not explain {self.expected}")
