# ruff: noqa: S311 - chance is seeded, no secret
"""The third corpus: which identifier of which language stands where, by a seed, written without a look at any rule."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from . import containers_hdf, containers_table, containers_text
from .catalogue import CLASSES, Language, Speech, languages
from .contested import CONTESTED
from .fill import Filled, Words, fill
from .frames import HARMLESS, UNTELLING, N
from .place import Kind, Place

SEED = "third corpus of the privacy screen"
PLACES = (*containers_hdf.PLACES, *containers_table.PLACES, *containers_text.PLACES)
TOLD, UNTOLD, PROSE, TOKENS = 5, 1, 4, 1  # of each kind in each language; untold and tokens where the kind has them
COMMON = {"name": 6, "day": 5, "birth": 2, "town": 2, "mrn": 5, "national": 2, "case": 4}  # what names of samples hold
FEW = (1, N, 1, 3)  # rows that hold an identifier


@dataclass(frozen=True, slots=True)
class Form:
    """The kind of an identifier and its class, A to R."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class Plant:
    """An identifier in a file: its values are what no answer may show, its texts are what is written."""

    number: int
    language: str
    form: Form
    place: Place
    manner: str  # told by its key, untold, prose, token
    key: str
    values: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def is_free_text(self) -> bool:
        """Prose, or a name of a sample or file: no key tells what it is."""
        return self.place.kind != "value"

    def write(self, root: Path) -> Path:
        folder = root / f"p{self.number:04d}"
        folder.mkdir(parents=True)
        return self.place.write(folder, self.key, self.texts)


Parts = tuple[str, Form, Place, str, str, tuple[str, ...], tuple[str, ...]]
Turns = dict[Kind, Iterator[Place]]


@cache
def plants() -> tuple[Plant, ...]:
    """Return all plants that count."""
    rng = Random(SEED)
    turns: Turns = {kind: _turns(kind, rng) for kind in ("value", "prose", "token")}
    parts = [
        part
        for language in languages()
        for kind, speech in language.speech.items()
        for part in _planted(language, kind, speech, turns, rng)
    ]
    return tuple(Plant(i, *part) for i, part in enumerate(parts))


@cache
def contested() -> tuple[Plant, ...]:
    """Return plants of which it was said, before any run, that one may argue whether a file shows an identifier."""
    rng = Random(f"{SEED}, contested")
    turns: Turns = {kind: _turns(kind, rng) for kind in ("value", "prose", "token")}
    words = {language.name: language.words for language in languages()}
    made = []
    for letter, name, kind, language, key, pattern in CONTESTED:
        for _ in range(3):
            filled = fill(pattern, words[language], rng)
            values = (filled.text,) if kind != "prose" else filled.values
            made.append((language, Form(letter, name), next(turns[kind]), kind, key, values, (filled.text,)))
    return tuple(Plant(9000 + i, *part) for i, part in enumerate(made))


def _turns(kind: Kind, rng: Random) -> Iterator[Place]:
    places = [place for place in PLACES if place.kind == kind]
    while True:
        yield from rng.sample(places, len(places))


def _planted(language: Language, kind: str, speech: Speech, turns: Turns, rng: Random) -> Iterator[Parts]:
    form, words = Form(CLASSES[kind], kind), language.words
    offset = rng.randrange(12)
    for i in range(offset, offset + TOLD):
        key, pattern = speech.keys[i % len(speech.keys)], speech.values[i % len(speech.values)]
        place = next(turns["value"])
        texts = _texts(pattern, words, min(place.holds, FEW[i % 4]), rng)
        yield language.name, form, place, "told", key, texts, texts
    for i in range(UNTOLD if speech.plain else 0):
        pattern = speech.plain[(offset + i) % len(speech.plain)]
        place = next(turns["value"])
        texts = _texts(pattern, words, min(place.holds, FEW[(offset + i) % 4]), rng)
        yield language.name, form, place, "untold", rng.choice(UNTELLING), texts, texts
    for i in range(offset, offset + PROSE):
        filled = fill(speech.sentences[i % len(speech.sentences)], words, rng)
        yield (
            language.name,
            form,
            next(turns["prose"]),
            "prose",
            "note",
            filled.values,
            (_framed(language, filled, rng),),
        )
    for i in range(max(TOKENS, COMMON.get(kind, 0)) if speech.tokens else 0):
        text = fill(speech.tokens[(offset + i) % len(speech.tokens)], words, rng).text
        yield language.name, form, next(turns["token"]), "token", "sample", (text,), (text,)


def _texts(pattern: str, words: Words, n: int, rng: Random) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fill(pattern, words, rng).text for _ in range(n)))


def _framed(language: Language, filled: Filled, rng: Random) -> str:
    """Return a sentence alone, or among harmless ones of its language."""
    before, after = rng.sample(list(HARMLESS[language.name]), 2)
    return rng.choice(("{1}", "{0} {1}", "{1} {2}", "{0} {1} {2}")).format(before, filled.text, after)


def described(planted: Sequence[Plant]) -> list[list[object]]:
    return [
        [
            p.number,
            p.language,
            p.form.letter,
            p.form.name,
            p.place.container,
            p.place.name,
            p.manner,
            p.key,
            p.values,
            p.texts,
        ]
        for p in planted
    ]


def sha256(clean_described: object) -> str:
    """Return the hash of all that is planted, and of all that is clean."""
    held = json.dumps([described(plants()), described(contested()), clean_described], ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()
