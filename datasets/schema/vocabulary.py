"""What a column of text may say: words, a shape, or both; the same for the check, the documentation and the form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


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


def _by_number(word: str) -> tuple[int, str]:
    """Sort age bands by their age, and other words by their letters."""
    number = re.match(r"\d+", word)
    return (int(number[0]) if number else 0, word)
