"""The speech of every language, read into values: the keys, values, sentences and tokens of each kind of identifier."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import (
    speech_brazil_italy,
    speech_east,
    speech_english,
    speech_far,
    speech_german_dutch,
    speech_india_north,
    speech_south,
)
from .fill import Words

# Kind of identifier -> its class of 45 CFR 164.514(b)(2)(i)
CLASSES: Mapping[str, str] = {
    "name": "A", "kin": "A", "street": "B", "town": "B", "postal": "B", "birth": "C", "day": "C", "age": "C",
    "phone": "D", "fax": "E", "mail": "F", "national": "G", "mrn": "H", "plan": "I", "account": "J", "licence": "K",
    "plate": "L", "device": "M", "url": "N", "ip": "O", "print": "P", "photo": "Q", "case": "R", "pass": "R",
}  # fmt: skip
SPOKEN: Mapping[str, str] = {
    "en-US": speech_english.US, "en-GB": speech_english.GB, "en-IN": speech_india_north.IN,
    "de": speech_german_dutch.DE, "nl": speech_german_dutch.NL, "fr": speech_south.FR, "es": speech_south.ES,
    "pt-BR": speech_brazil_italy.BR, "it": speech_brazil_italy.IT, "pl": speech_east.PL, "tr": speech_east.TR,
    "sv": speech_india_north.SE, "ja-zh": speech_far.JP, "ar": speech_far.AR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speech:
    """How a language has one kind: `plain` values tell what they are under any key."""

    keys: tuple[str, ...]
    values: tuple[str, ...]
    plain: tuple[str, ...]
    sentences: tuple[str, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its words, and its speech by kind."""

    name: str
    words: Words
    speech: Mapping[str, Speech]


def _split(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.split(" | "))


def _speech(lines: list[str]) -> Speech:
    held = {line[0]: _split(line[2:]) for line in lines}
    return Speech(*(held.get(mark, ()) for mark in "kvust"))


_PARTICLES = frozenset(("van", "den", "de", "la", "'t", "von", "De", "ter", "do", "Lo", "Le", "La", "Bin", "Abu"))


def _names(text: str) -> tuple[str, ...]:
    """Return names that blanks part, where a particle belongs to what follows."""
    names: list[str] = []
    for word in text.split():
        if names and names[-1].split()[-1] in _PARTICLES:
            names[-1] += f" {word}"
        else:
            names.append(word)
    return tuple(names)


def _language(name: str, text: str) -> Language:
    head, *parts = text.strip().split("\n@")
    heads = dict(line.split(" ", 1) for line in head.splitlines())
    words = Words(
        *(_names(heads[k]) for k in ("first", "last")),
        *(tuple(heads[k].split("|")) for k in ("towns", "streets")),
        *(tuple(heads[k].split()) for k in ("months", "mails")),
    )
    speech = {kind: _speech(lines) for kind, *lines in (part.splitlines() for part in parts)}
    assert list(speech) == list(CLASSES), (name, set(CLASSES) ^ set(speech))
    return Language(name, words, speech)


def languages() -> tuple[Language, ...]:
    return tuple(_language(name, text) for name, text in SPOKEN.items())
