# ruff: noqa: S311 - chance is seeded, no secret
"""The held-out corpus: which form is planted in which place, by a seed, and nothing of it after a look at any rule."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from . import clean, identifiers_codes, identifiers_persons, persons
from .containers_lab import book, keyword
from .form import Form
from .identifiers_codes import LABELLED
from .place import FILLERS, N, Place

SEED = "held out: the second corpus of the privacy screen"
FORMS = (*identifiers_persons.FORMS, *identifiers_codes.FORMS)
VALUES, PROSES = 14, 11  # of each form, or more where its class has few forms
PER_CLASS = 42
TOKENS = 24
CONTESTED = 6
FRAMES = ("{}", "{}", "{0} {1}", "{1} {0}")  # the sentence alone, or beside a harmless one
FULL, FEW, LONE = N, 2, 1

# Places that say themselves what they hold: the keyword of an FCS file, the author of a workbook
_NAMED = (persons.plain, persons.turned, persons.initialled)
_TOLD = (
    ("A", Place("fcs", "$OP", "value", keyword("$OP"))),
    ("A", Place("fcs", "PATIENT NAME", "value", keyword("PATIENT NAME"))),
    ("A", Place("xlsx", "creator", "value", book("creator"))),
    ("A", Place("xlsx", "lastModifiedBy", "value", book("lastModifiedBy"))),
    ("C", Place("fcs", "$DATE", "value", keyword("$DATE"))),
)


@dataclass(frozen=True, slots=True)
class Plant:
    """An identifier in a file: its values are what no answer may show, its texts are what is written."""

    number: int
    form: Form
    place: Place
    key: str
    values: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def is_free_text(self) -> bool:
        """Prose, or a name of a sample or file: nothing but the text itself tells what it is."""
        return self.place.kind != "value"

    def write(self, root: Path) -> Path:
        folder = root / f"p{self.number:04d}"
        folder.mkdir(parents=True)
        return self.place.write(folder, self.key, self.texts)


def control(place: Place, folder: Path) -> Path:
    """Write the same place with nothing in it, so that what is said of the place alone is known."""
    folder.mkdir(parents=True)
    key, text = {"value": ("lane", "1"), "prose": ("lane", FILLERS[4]), "token": ("lane", "D3")}[place.kind]
    return place.write(folder, key, (text,))


def plants() -> tuple[Plant, ...]:
    """Return all plants that count."""
    rng = Random(SEED)
    told = [_told(letter, place, rng) for letter, place in _TOLD for _ in range(6)]
    return tuple(
        Plant(i, *parts) for i, parts in enumerate([*_planted([f for f in FORMS if not f.contested], rng), *told])
    )


def contested() -> tuple[Plant, ...]:
    """Return plants of which it was said, before any run, that a file alone does not show them to be identifiers."""
    rng = Random(SEED + ", contested")
    forms = [form for form in FORMS if form.contested]
    return tuple(Plant(9000 + i, *parts) for i, parts in enumerate(_planted(forms, rng)) if i % 3 == 0)


Parts = tuple[Form, Place, str, tuple[str, ...], tuple[str, ...]]


def _planted(forms: Sequence[Form], rng: Random) -> Iterator[Parts]:
    for letter in sorted({form.letter for form in forms}):
        of_class = [form for form in forms if form.letter == letter]
        values, proses, tokens = (_turns(kind, rng) for kind in ("value", "prose", "token"))
        more = -(-PER_CLASS // len(of_class))
        for form in of_class:
            yield from (_value(form, next(values), i, rng) for i in range(max(VALUES, more)))
            if form.sentences or form.labels:
                yield from (_prose(form, next(proses), i, rng) for i in range(max(PROSES, more)))
            if form.tokens:
                yield from (_token(form, next(tokens), i, rng) for i in range(TOKENS))


def _turns(kind: str, rng: Random) -> Iterator[Place]:
    places = [place for place in clean.PLACES if place.kind == kind]
    while True:
        yield from rng.sample(places, len(places))


def _value(form: Form, place: Place, i: int, rng: Random) -> Parts:
    values = tuple(form.make(rng) for _ in range((FULL, LONE, FULL, FEW)[i % 4]))
    return form, place, form.keys[i % len(form.keys)], values, values


def _prose(form: Form, place: Place, i: int, rng: Random) -> Parts:
    value = form.make(rng)
    if form.sentences:
        sentence = form.sentences[i % len(form.sentences)].format(value)
    else:
        language, label = form.labels[i % len(form.labels)]
        sentence = rng.choice(LABELLED[language]).format(label, value)
    text = FRAMES[i % len(FRAMES)].format(sentence, rng.choice(FILLERS))
    return form, place, "note", (value,), (text,)


def _token(form: Form, place: Place, i: int, rng: Random) -> Parts:
    value = form.make(rng)
    return form, place, "sample", (value,), (form.tokens[i % len(form.tokens)].format(value),)


def _told(letter: str, place: Place, rng: Random) -> tuple[Form, Place, str, tuple[str, ...], tuple[str, ...]]:
    if letter == "A":
        form = Form("A", "name where only names stand", rng.choice(_NAMED), ())
    else:
        form = Form("C", "day in $DATE", identifiers_persons.dated("{d:02d}-{Mmm}-{y}"), ())
    value = form.make(rng)
    return form, place, place.name, (value,), (value,)


def sha256() -> str:
    """Return the hash of all that is planted, and of all that is clean."""
    told = [
        [p.number, p.form.letter, p.form.name, p.place.kind, p.place.container, p.place.name, p.key, p.values, p.texts]
        for p in (*plants(), *contested())
    ]
    held = json.dumps([told, clean.described(clean.clean())], ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()
