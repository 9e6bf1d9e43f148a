"""A pattern, filled: ``#`` is a digit, ``@`` a letter, ``{last}`` an invented name; what was filled is known."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from .state_numbers import NUMBERS, digits, letters

_SPOT = re.compile(r"#|(?<!\})@(?!qq\.)|\{(\w+)(\.?)(?::(\d+))?\}")
_DAYS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24, 25, 26, 27, 28)  # English: all end in th
_PLAIN = str.maketrans("øłßıđ’'", "olsid  ")
_B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True, slots=True)
class Words:
    """The names, towns, streets, months and mail domains of a language."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]
    months: tuple[str, ...]
    mails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A text and the parts of it that are the identifier."""

    text: str
    values: tuple[str, ...]


def ascii_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _person(words: Words, rng: Random) -> dict[str, str]:
    first, last = rng.choice(words.first), rng.choice(words.last)
    lower, lowest = ascii_of(last).lower(), ascii_of(first).lower()
    return {
        "first": first, "last": last, "FIRST": first.upper(), "LAST": last.upper(), "F": first[0], "f": lowest[0],
        "lower": lower, "lower.": f"{lowest}.{lower}", "mail": rng.choice(words.mails),
        "town": rng.choice(words.towns), "street": rng.choice(words.streets), "old": str(rng.randint(90, 104)),
    }  # fmt: skip


def _days(words: Words, rng: Random) -> dict[str, str]:
    seen = date(rng.randint(2013, 2024), rng.randint(1, 12), rng.choice(_DAYS))
    born = date(rng.randint(1931, 1988), rng.randint(1, 12), rng.choice(_DAYS))
    month, birth = words.months[seen.month - 1], words.months[born.month - 1]
    return {
        "dd": f"{seen.day:02d}", "d": str(seen.day), "mm": f"{seen.month:02d}", "yyyy": str(seen.year),
        "yy": f"{seen.year % 100:02d}", "Mon": month, "mon": month[:3], "MON": month[:3].upper(),
        "epoch": str(int(datetime(seen.year, seen.month, seen.day, 9, tzinfo=UTC).timestamp())),
        "hy": str(seen.year - 579), "reiwa": str(max(1, seen.year - 2018)),
        "bd": f"{born.day:02d}", "bm": f"{born.month:02d}", "by": str(born.year), "byy": f"{born.year % 100:02d}",
        "bMon": birth, "bmon": birth[:3], "bserial": str((born - date(1899, 12, 30)).days),
        "hb": str(born.year - 579), "showa": str(min(63, born.year - 1925)),
    }  # fmt: skip


def _address(rng: Random) -> str:
    network = rng.choice(("10.44.{}.{}", "172.19.{}.{}", "192.168.{}.{}", "84.17.{}.{}", "203.0.113.{1}"))
    return network.format(rng.randint(0, 254), rng.randint(2, 254))


_DRAWN: Mapping[str, Callable[[Random, int], str]] = {
    "hex": lambda rng, n: "".join(rng.choices("0123456789abcdef", k=n)),
    "b64": lambda rng, n: "".join(rng.choices(_B64, k=n)),
    "ip": lambda rng, n: _address(rng),
    "ip6": lambda rng, n: "2a02:" + ":".join(f"{rng.randint(4096, 65535):x}" for _ in range(7)),
}


def fill(pattern: str, words: Words, rng: Random) -> Filled:
    """Return the pattern with every spot filled; one person and one day each hold for all of it."""
    known = _person(words, rng) | _days(words, rng)
    text, spans = "", []
    end = 0
    for spot in _SPOT.finditer(pattern):
        text += pattern[end : spot.start()]
        end, begin = spot.end(), len(text)
        text += _one(spot, known, rng)
        spans.append((begin, len(text)))
    text += pattern[end:]
    return Filled(text, _values(text, spans))


def _one(spot: re.Match[str], known: Mapping[str, str], rng: Random) -> str:
    if spot[0] == "#":
        return digits(rng, 1)
    if spot[0] == "@":
        return letters(rng, 1)
    name = spot[1] + spot[2]
    if name in known:
        return known[name]
    if spot[1] in NUMBERS:
        return NUMBERS[spot[1]](rng)
    return _DRAWN[spot[1]](rng, int(spot[3] or 0))


def _values(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the filled parts: each grows to the blanks around it and over groups of digits, and near ones are one."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    held = [any(a < end and b > begin for begin, end in spans) for a, b in words]
    counts = [bool(re.fullmatch(r"[+(\d][\d()./-]*", text[a:b])) for a, b in words]
    for i in [*range(1, len(words)), *range(len(words) - 1, 0, -1)]:  # forth and back
        if counts[i] and counts[i - 1] and (held[i] or held[i - 1]):
            held[i] = held[i - 1] = True
    values: list[str] = []
    for i, ((begin, end), is_held) in enumerate(zip(words, held, strict=True)):
        if is_held and i and held[i - 1]:
            values[-1] += text[words[i - 1][1] : end]
        elif is_held:
            values.append(text[begin:end])
    return tuple(dict.fromkeys(value.strip("()[]*.,;:'\"") for value in values))
