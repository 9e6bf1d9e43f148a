"""Where each key of a TOML text stands: its line, which ``tomllib`` does not tell."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
Places = dict[Place, int]

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_PART = re.compile(r"""[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_WORD = re.compile(r"[^,\]}#\r\n]*")
MOST_ITEMS = 2  # of arrays in each other that a recipe has
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def places(text: str) -> Places:
    r"""Return the line of each table, key and item of a text that ``tomllib`` reads, by its place.

    A place names tables and keys, and numbers the items of arrays (of tables too) from 0.

    Examples
    --------
    >>> places("[a.'b c']\nd = [1,\n 2]\n[[e]]\nf.g = {h = 1}")[("a", "b c", "d", 1)]
    3
    """
    found: Places = {}  # positions in the text, until all are known
    counts: dict[Place, int] = {}
    base: Place = ()
    at = _end(_GAP, text, 0)
    while at < len(text):
        if text[at] == "[":
            is_array = text.startswith("[[", at)
            parts, end = _key(text, at + 1 + is_array)
            base = _header(parts, counts, is_array=is_array)
            _note(found, base, at)
            at = text.index("]", end) + 1 + is_array
        else:
            at = _pair(text, at, base, found)
        at = _end(_GAP, text, at)
    ends = [end.start() for end in re.finditer("\n", text)]
    return {place: bisect_right(ends, at) + 1 for place, at in found.items()}


def _note(found: Places, place: Place, at: int) -> None:
    """Write down where a place begins, and the tables around it that no line of their own begins."""
    for n in range(1, len(place) + 1):
        found.setdefault(place[:n], at)


def _key(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """Return the parts of a key, quoted or not, and where it ends."""
    parts: list[str] = []
    while True:
        at = _end(_BLANK, text, at)
        end = _end(_PART, text, at)
        if end == at:
            return tuple(parts), at
        parts.append(_unquoted(text[at:end]))
        at = _end(_BLANK, text, end)
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at += 1


def _unquoted(part: str) -> str:
    if part[0] in "\"'":
        return str(tomllib.loads(f"x = {part}")["x"])
    return part


def _end(pattern: "re.Pattern[str]", text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _header(parts: tuple[str, ...], counts: dict[Place, int], *, is_array: bool) -> Place:
    """Return the place of a table's header: below an array of tables it is of the array's last item."""
    place: Place = ()
    for number, part in enumerate(parts, 1):
        place = (*place, part)
        if is_array and number == len(parts):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _pair(text: str, at: int, base: Place, found: Places) -> int:
    """Note ``key = value`` and all within it; return where it ends."""
    parts, end = _key(text, at)
    place = (*base, *parts)
    _note(found, place, at)
    return _value(text, _end(_BLANK, text, end + 1), place, found)


def _value(text: str, at: int, place: Place, found: Places) -> int:
    if text[at] == "[":
        return _items(text, at, place, found)
    if text[at] == "{":
        return _inline(text, at, place, found)
    for string in _STRINGS:
        end = _end(string, text, at)
        if end > at:
            return end
    return _end(_WORD, text, at)


def _items(text: str, at: int, place: Place, found: Places) -> int:
    number = 0
    at = _end(_GAP, text, at + 1)
    while text[at] != "]":
        _note(found, (*place, number), at)
        at = _end(_GAP, text, _value(text, at, (*place, number), found))
        if text[at] == ",":
            at = _end(_GAP, text, at + 1)
        number += 1
    return at + 1


def _inline(text: str, at: int, place: Place, found: Places) -> int:
    at = _end(_GAP, text, at + 1)
    while text[at] != "}":
        at = _end(_GAP, text, _pair(text, at, place, found))
        if text[at] == ",":
            at = _end(_GAP, text, at + 1)
    return at + 1


def line_at(found: Mapping[Place, int], place: Place) -> int:
    """Return the line of a place; where it stands nowhere, that of the table around it, at last 1."""
    for n in range(len(place), 0, -1):
        if place[:n] in found:
            return found[place[:n]]
    return 1


def by_word(found: Mapping[Place, int], data: Mapping[str, object]) -> dict[str, int]:
    """Return the line of each place as messages write it: ``files[counts].answers.header``, ``matrices[X]``."""
    told: dict[str, int] = {}
    for place, line in found.items():
        if sum(isinstance(part, int) for part in place) > MOST_ITEMS:
            continue  # each would double the words
        for word in _words(place, data):
            told.setdefault(word, line)
    return told


def _words(place: Place, data: object) -> Iterator[str]:
    """Yield the words for a place: an item of an array goes by its number from 1, its name, file or slot."""
    words = [""]
    for part in place:
        data = _inner(data, part)
        if isinstance(part, int):
            named = [data.get(key) for key in ("name", "slot", "file")] if isinstance(data, Mapping) else []
            own = [str(name) for name in named if name]
            words = [f"{word}[{name}]" for word in words for name in (str(part + 1), *own)]
        else:
            words = [f"{word}.{part}" if word else part for word in words]
    yield from words


def _inner(data: object, part: str | int) -> object:
    if isinstance(data, Mapping):
        return data.get(part)
    if isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def line_of(told: Mapping[str, int], word: str) -> int:
    """Return the line of a place by its word; where it stands nowhere, that of the place around it, at last 1."""
    word = word.removesuffix(" (the key)")
    while word:
        if word in told:
            return told[word]
        word = word[: max(word.rfind("."), word.rfind("["), 0)]
    return 1
