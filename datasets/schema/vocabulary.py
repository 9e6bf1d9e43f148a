"""What a column may hold, written once: for the check, the documentation and the form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Vocabulary:
    r"""The words that a column may hold; calling it says whether one is among them.

    Parameters
    ----------
    words
        Words that are allowed as they stand.
    pattern
        A regular expression that a word may match whole, such as ``r"EFO:\d{7}"``; "" for none.
    separator
        What joins several words of the pattern in one cell of the table; "" where there is one only.

    Examples
    --------
    >>> is_disease = Vocabulary(frozenset({"unknown"}), r"MONDO:\d{7}", " || ")
    >>> is_disease("unknown"), is_disease("MONDO:0000001 || MONDO:0018874"), is_disease("AML")
    (True, True, False)
    """

    words: frozenset[str] = frozenset()
    pattern: str = ""
    separator: str = ""

    def __call__(self, word: str) -> bool:
        """Whether the column may hold `word`."""
        if word in self.words:
            return True
        parts = word.split(self.separator) if self.separator else [word]
        return bool(self.pattern) and all(re.fullmatch(self.pattern, part) is not None for part in parts)

    def in_words(self) -> str:
        """Return what is allowed, for a reader."""
        said = [f"`{word}`" for word in sorted(self.words, key=_by_number)]
        if self.pattern:
            joined = f", several joined by `{self.separator}`" if self.separator else ""
            said.append(f"`{self.pattern}`{joined}")
        return ", ".join(said)

    def json_schema(self) -> Mapping[str, object]:
        """Return the JSON Schema of a text that is so."""
        words: dict[str, object] = {"enum": sorted(self.words, key=_by_number)}
        whole = self.pattern
        if self.separator:
            whole = f"(?:{self.pattern})(?:{re.escape(self.separator)}(?:{self.pattern}))*"
        shape: dict[str, object] = {"type": "string", "pattern": f"^(?:{whole})$"}
        if not self.pattern:
            return words
        return {"anyOf": [words, shape]} if self.words else shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The numbers that a column may hold.

    Parameters
    ----------
    low, high
        The smallest and the largest; infinite where there is none.
    is_open
        Whether `low` itself is too small.
    is_whole
        Whether they are whole.

    Examples
    --------
    >>> Range(low=0, high=1, is_open=True).holds(np.array([0.0, 0.5, np.nan])).tolist()
    [False, True, False]
    """

    low: float = -np.inf
    high: float = np.inf
    is_open: bool = False
    is_whole: bool = False

    def holds(self, numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Return for each number whether it is one of them; NaN is not."""
        is_above = numbers > self.low if self.is_open else numbers >= self.low
        held: npt.NDArray[np.bool_] = is_above & (numbers <= self.high) & np.isfinite(numbers)
        return held & (numbers == np.floor(numbers)) if self.is_whole else held

    def in_words(self) -> str:
        """Return what is allowed, for a reader."""
        whole = "whole, " if self.is_whole else ""
        if np.isinf(self.high):
            return f"{whole}{'above' if self.is_open else 'from'} {self.low:g}"
        return (
            f"{whole}above {self.low:g}, at most {self.high:g}"
            if self.is_open
            else f"{whole}{self.low:g} to {self.high:g}"
        )

    def json_schema(self) -> Mapping[str, object]:
        """Return the JSON Schema of such a number, or of null where nobody knows."""
        kind = "integer" if self.is_whole else "number"
        low = {"exclusiveMinimum" if self.is_open else "minimum": self.low} if np.isfinite(self.low) else {}
        return {"type": [kind, "null"], **low, **({"maximum": self.high} if np.isfinite(self.high) else {})}


def _by_number(word: str) -> tuple[bool, int, str]:
    """Sort age bands by their age, and behind them other words by their letters."""
    number = re.match(r"\d+", word)
    return (number is None, int(number[0]) if number else 0, word)
