"""What a field of text may be: a number, in which notation, or a code for missing."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

BLANK = "<blank>"  # how an answer spells the empty field
MISSING_CODES = frozenset(
    {"", "na", "n/a", "nan", "-", "--", ".", "?", "#n/a", "#value!", "#div/0!", "#ref!", "#num!", "null", "none",
     "nd", "n.d.", "missing", "unknown", "<na>"}
)  # fmt: skip
SENTINELS = ("999", "9999", "99999", "-9", "-99", "-999", "-9999", "-1")
NOTATIONS: Mapping[tuple[str, str], re.Pattern[str]] = {
    (".", ""): re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.A),
    (",", ""): re.compile(r"[-+]?(?:\d+,\d*|,\d+|\d+)(?:[eE][-+]?\d+)?", re.A),
    (".", ","): re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.A),
    (",", "."): re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.A),
    (".", "blank"): re.compile(r"[-+]?\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?:\.\d+)?", re.A),
}
_PADDED = re.compile(r"0\d+")  # "00012" is a name, whatever it looks like
_GROUP_OF_THREE = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mrz|mär|mai|okt|dez"
_MANGLED = re.compile(rf"\d{{1,2}}[-.](?:{_MONTHS})|(?:{_MONTHS})[-.]\d{{1,2}}|\d\.\d\de\+\d\d", re.I)


def is_number(field: str, decimal: str = ".", thousands: str = "") -> bool:
    """Whether a field reads as a number; one that begins with a needless 0 is a name.

    Examples
    --------
    >>> is_number("1.5e-3"), is_number("00012"), is_number("1,5"), is_number("1,5", decimal=",")
    (True, False, False, True)
    """
    field = field.strip()
    if _PADDED.fullmatch(field):
        return False
    plain = NOTATIONS[(decimal, "")].fullmatch(field) is not None
    return plain or (bool(thousands) and NOTATIONS[(decimal, thousands)].fullmatch(field) is not None)


@lru_cache(maxsize=1 << 16)  # of a table's fields most stand many times
def in_any_notation(field: str) -> bool:
    """Whether a field reads as a number in some notation."""
    field = field.strip()
    return not _PADDED.fullmatch(field) and any(pattern.fullmatch(field) for pattern in NOTATIONS.values())


@lru_cache(maxsize=1 << 16)
def is_missing_code(field: str) -> bool:
    """Whether a field is one of the words that people write where there is no value."""
    return field.strip().lower() in MISSING_CODES


def notation(fields: Iterable[str]) -> tuple[tuple[str, str] | None, str]:
    """Return (decimal, thousands) where the fields leave no doubt, else None, and what points where.

    Examples
    --------
    >>> notation(["1,5", "2,25"])[0], notation(["1.234,5"])[0], notation(["1,234"])[0], notation(["1", "0.5"])[0]
    ((',', ''), (',', '.'), None, ('.', ''))
    """
    seen = [stripped for field in fields if in_any_notation(stripped := field.strip())]
    marked = [field for field in seen if not field.lstrip("+-").isdigit()]
    doubtful = [field for field in marked if _GROUP_OF_THREE.fullmatch(field)]
    if doubtful and len(doubtful) == len(marked):
        return None, f"{len(doubtful):,} numbers have three digits after their only mark, e.g. {doubtful[0]!r}"
    for pair in NOTATIONS:
        if all(is_number(field, *pair) for field in marked):
            return pair, ""
    n_comma = sum("," in field for field in marked)
    return None, f"{n_comma:,} numbers hold a comma and {len(marked) - n_comma:,} hold none; they cannot all be right"


def suspects(fields: Iterable[str]) -> list[tuple[str, int]]:
    """Return sentinel numbers that stand apart from all others, each with its count.

    -1 and -9 stand apart where nothing else is negative; 999 where the next smaller number is under half of it.
    """
    counts = Counter(stripped for field in fields if is_number(stripped := field.strip()))
    numbers = {text: float(text) for text in counts}
    found = []
    for word in SENTINELS:
        others = [value for text, value in numbers.items() if text not in SENTINELS]
        if word not in counts or not others:
            continue
        stands_apart = max(others) < float(word) / 2 if float(word) > 0 else min(others) >= 0
        if stands_apart and counts[word] > 1:
            found.append((word, counts[word]))
    return found


def mangled(names: Iterable[str]) -> list[str]:
    """Return names that Excel has turned into a date or a number, such as ``"1-Mar"`` of MARCH1.

    Examples
    --------
    >>> mangled(["TP53", "1-Mar", "Sep-02", "2.31E+13"])
    ['1-Mar', 'Sep-02', '2.31E+13']
    """
    return [name for name in names if _MANGLED.fullmatch(name.strip())]
