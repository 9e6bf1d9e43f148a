"""Clean files: columns, names and prose without an identifier, each in a place of the same corpus.

Every FCS file bears $BTIM, an hour without a day, which one may argue about (`contested`): of the 69 false alarms
of the first run 14 point at it, and 55 in 44 files are left without them. A place for one text holds the first of a
column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from .clean_prose import PROSE
from .clean_values import COLUMNS, TOKENS
from .corpus import PLACES, SEED
from .place import Kind, Place


@dataclass(frozen=True, slots=True)
class Clean:
    """A file in which nothing identifies a person."""

    name: str
    place: Place
    key: str
    texts: tuple[str, ...]

    def write(self, root: Path) -> Path:
        folder = root / self.name
        folder.mkdir(parents=True)
        return self.place.write(folder, self.key, self.texts)


@cache
def clean() -> tuple[Clean, ...]:
    """Return the files: every column, sentence and name once, in places by turns."""
    rng = Random(f"{SEED}, clean")  # noqa: S311 - chance is seeded, no secret
    turns = {kind: _turns(kind, rng) for kind in ("value", "prose", "token")}
    held: list[tuple[Kind, str, tuple[str, ...]]] = [("value", key, tuple(told.split("|"))) for key, told in COLUMNS]
    held += [("prose", "note", (text,)) for text in PROSE]
    held += [("token", "sample", (text,)) for text in TOKENS]
    return tuple(Clean(f"k{i:03d}", next(turns[kind]), key, texts) for i, (kind, key, texts) in enumerate(held))


def _turns(kind: str, rng: Random) -> Iterator[Place]:
    places = [place for place in PLACES if place.kind == kind]
    while True:
        yield from rng.sample(places, len(places))


def described(files: Sequence[Clean]) -> list[list[object]]:
    return [[file.name, file.place.container, file.place.name, file.key, file.texts] for file in files]
