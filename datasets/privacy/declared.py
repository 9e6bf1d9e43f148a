"""What a steward declares harmless: words, phrases and whole columns that the rules of the unknown then pass over.

The steward answers for it. A standard file keeps how many there are and a hash of the list, never a word of it; and
what has the form of an identifier (a date, an address, a number with a check digit …) cannot be declared away.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from clinicell.datasets.privacy import asked, names, national
from clinicell.datasets.privacy.column import Column
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.letters import alike, folded
from clinicell.datasets.privacy.pseudonym import PseudonymKey
from clinicell.datasets.privacy.rules import NAME, NOUNS, STRANGER, UNEXPLAINED
from clinicell.datasets.privacy.text import codes_of
from clinicell.errors import InputError

SILENCED = frozenset({UNEXPLAINED, STRANGER})  # and names that only the lexicons know
SHORTEST, LONGEST, MOST = 2, 100, 100_000  # letters of a phrase; phrases
MANY_DIGITS = 6  # of a bare number: it may be anybody's
COLUMN = "column:"


@dataclass(frozen=True, slots=True)
class Declared:
    """Words, phrases and columns that somebody declares harmless.

    Parameters
    ----------
    phrases
        In lower case, without marks; each silences itself wherever it stands as a whole word.
    columns
        Names of columns whose words are harmless.
    """

    phrases: frozenset[str] = field(default=frozenset(), repr=False)
    columns: frozenset[str] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        """Whether anything is declared."""
        return bool(self.phrases or self.columns)

    def record(self, key: PseudonymKey | None = None) -> Mapping[str, int | str]:
        """Return what a standard file keeps of it: how many, and a hash, with `key` one that nobody can try out."""
        text = "\n".join([*sorted(self.phrases), *(f"{COLUMN} {name}" for name in sorted(self.columns))]).encode()
        counted = {"n_harmless": len(self.phrases), "n_harmless_columns": len(self.columns)}
        if key is None:
            return {**counted, "harmless_sha256": hashlib.sha256(text).hexdigest()}
        return {**counted, "harmless_hmac_sha256": hmac.new(key.secret, text, hashlib.sha256).hexdigest()}

    def without(self, column: Column) -> Column:
        """Return a column for the rules of the unknown: what is declared is blanked, and of a declared column all."""
        if _name_of(column.path) in self.columns and column.unit != "names":
            return replace(column, texts=("",) * len(column.texts))
        if not self.phrases:
            return column
        return replace(column, texts=tuple(map(self.blanked, column.texts)))

    def blanked(self, text: str) -> str:
        """Return a text without the phrases; as it is, where it holds none."""
        plain = folded(alike(text)).lower()
        rest = plain
        for found in _longest_first(plain, self.phrases):
            rest = re.sub(rf"(?<![a-z0-9]){re.escape(found)}(?![a-z0-9])", lambda hit: " " * len(hit[0]), rest)
        if rest == plain:
            return text
        cased = folded(alike(text))
        return "".join(" " if a != b else c for a, b, c in zip(plain, rest, cased, strict=True))

    def passes_over(self, text: str, key: Key, path: str) -> bool:
        """Whether a text breaks the rule of names by the lexicons alone, and by what is declared."""
        if not names.is_known_alone(text, key):
            return False
        return _name_of(path) in self.columns or NAME not in codes_of(self.blanked(text), key)


NOTHING = Declared()


def _longest_first(plain: str, phrases: frozenset[str]) -> list[str]:
    return sorted((phrase for phrase in phrases if phrase in plain), key=len, reverse=True)


def _name_of(path: str) -> str:
    """Return the name of a column within a path, ``site`` of ``obs['site']`` and of ``column 'site'``."""
    found = re.search(r"[\[ ](['\"])(.+)\1\]?$", path)
    return found[2] if found else ""


def declared(phrases: Iterable[str], columns: Iterable[str] = ()) -> Declared:
    """Return a declaration of words, phrases and columns.

    Raises
    ------
    InputError
        One of them has the form of an identifier, is too short or too long, or names persons. It is not shown: it is
        told by its place in the list.
    """
    texts, titles = tuple(phrases), tuple(columns)
    if len(texts) > MOST:
        raise InputError(f"{len(texts):,} phrases are declared harmless; at most {MOST:,} are taken: name the column")
    faults = [(n, what) for n, text in enumerate(texts, start=1) if (what := refusal(text))]
    if faults:
        place, what = faults[0]
        raise InputError(
            f"{len(faults):,} of {len(texts):,} phrases cannot be declared harmless, e.g. number {place}: {what}"
        )
    for n, title in enumerate(titles, start=1):
        if what := _refused_column(title):
            raise InputError(f"column number {n} of {len(titles)} cannot be declared harmless: {what}")
    return Declared(frozenset(_plain(text) for text in texts), frozenset(title.strip() for title in titles))


def refusal(phrase: str) -> str:
    """Return why a phrase cannot be declared harmless, without showing it; "" where it can be."""
    text = phrase.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        return f"it has {len(text)} letters; write {SHORTEST} to {LONGEST}"
    hard = sorted(codes_of(text, Key()) - SILENCED - {NAME})
    if hard:
        return f"it has the form of {NOUNS[hard[0]]} ({hard[0]}); remove it from the data"
    number = re.sub(r"[^A-Za-z0-9]", "", alike(text))
    is_bare = number.isdecimal() and len(number) >= MANY_DIGITS
    if is_bare or (len(number) >= 8 and any(map(str.isdecimal, number)) and national.is_proven(number)):
        return (
            "it is a number that may be a person's; replace it by a keyed pseudonym, or name the column for what it is"
        )
    if NAME in codes_of(text, Key()) and not names.is_known_alone(text, Key()):
        return "it names a person by title or role; remove it from the data"
    return ""


def _refused_column(title: str) -> str:
    if not title.strip():
        return "it has no name"
    key = key_of(title)
    if asked.asks_for_name(key) or asked.asks_for_persons(key):
        return "its name says that it is about persons; declare its words one by one"
    return ""


def _plain(phrase: str) -> str:
    return folded(alike(phrase.strip())).lower()


def read_declared(path: Path) -> Declared:
    """Return the declaration in a file: a phrase a line, ``column: NAME`` for a column, ``#`` before a remark.

    Raises
    ------
    InputError
        It cannot be read, or `declared` refuses what it says.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{path.name}: the list of harmless words cannot be read ({type(fault).__name__})") from None
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    columns = [line.removeprefix(COLUMN).strip() for line in said if line.startswith(COLUMN)]
    return declared((line for line in said if not line.startswith(COLUMN)), columns)
