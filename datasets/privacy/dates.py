"""Dates finer than a year, and ages over 89."""

import re
from collections.abc import Iterator, Sequence

from clinicell.datasets.privacy.key import CITING, RELEASES, Key
from clinicell.datasets.privacy.rules import AGE, DATE
from clinicell.datasets.privacy.wordlist import listed

_YEAR, _MONTH, _DAY = r"(?:18|19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_NAMES = (
    r"(?:Jan(?:uar[y]?|\.)?|Feb(?:ruar[y]?|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|M[äa]rz|Mai|Juni|Juli|Okt(?:ober|\.)?|"
    r"Dez(?:ember|\.)?|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_WRITTEN = re.compile(
    "|".join(
        (
            rf"(?<![\dv.]){_YEAR}([-/.]){_MONTH}\1{_DAY}(?!\d)",
            rf"(?<![\d.]){_DAY}([-/.]){_MONTH}\2{_YEAR}(?![\d])",
            rf"(?<![\d.]){_MONTH}([-/.]){_DAY}\3{_YEAR}(?![\d])",
            rf"(?<![\d/.]){_DAY}/{_MONTH}/\d\d(?![\d/])|(?<![\d/.]){_MONTH}/{_DAY}/\d\d(?![\d/])",
            rf"(?<!\d){_YEAR}年\s?{_MONTH}月",
        )
    )
)
_TEXTUAL = re.compile(
    rf"(?<![\w]){_DAY}(?:st|nd|rd|th|\.)?[ \-./]{{0,2}}(?:of |de )?{_NAMES}[ \-.,/]{{0,2}}(?:de )?{_YEAR}(?!\d)|"
    rf"(?<![\w]){_DAY}[-/ ]{_NAMES}[-/ ]\d\d(?!\d)|"
    rf"(?<![A-Za-z]){_NAMES}[ \-.]{{1,2}}{_DAY}(?:st|nd|rd|th)?,?[ \-]{{1,2}}{_YEAR}(?!\d)|"
    rf"(?<![A-Za-z]){_YEAR}[ \-.]{_NAMES}[ \-.]{_DAY}(?!\d)",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(
    rf"(?<![A-Za-z]){_NAMES},? {_YEAR}(?!\d)|(?<!\w){_DAY}(?:st|nd|rd|th)? (?:January|February|March|April|June|July|"
    r"August|September|October|November|December)\b"
)
_HL7 = re.compile(
    r"(?<![\d.])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)"
)
_COMPACT = re.compile(r"(?<![\d.])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\dA-Za-z.])(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:19\d\d|20[0-3]\d)(?![\dA-Za-z])"
)
_EIGHT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_RUN = re.compile(r"(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[_ ][A-Z]{1,2}\d{5}[_ ]\d{4}[_ ]")
_SHORT = re.compile(
    rf"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|{_YEAR}[-/.]?(?:0[1-9]|1[0-2])|{_DAY}[-.]{_MONTH}[-.]\d\d"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_DATED = listed("date dates dob dod doa birthday birthdate datetime timestamp datum geburtsdatum fecha")
_AGED = listed("age ages alter edad")
_NOT_AGES = listed("band bands group groups stage stages unit units ontology term bin range class")
_PER_YEAR = {"days": 365.25, "day": 365.25, "weeks": 52.18, "week": 52.18, "months": 12.0, "month": 12.0}
_OLD = re.compile(
    r"(?<![\d.])(9\d|1[0-2]\d)(?:\.\d+)?[- ]?(?:years?|yrs?|y/?o|jahre|ans|a[ñn]os)\b|\bage[d:]?\s*(?:is |was |"
    r"of )?(9\d|1[0-2]\d)(?![\d.]*\s*%|\d|\+)",
    re.IGNORECASE,
)  # fmt: skip
MANY_NUMBERS, CHANCE = 50, 0.02  # numbers in a column, and the share of days among them that chance explains
SERIALS = (20000, 60000)  # days since 1900 as spreadsheets count them: 1954 to 2064


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be a date or an age."""
    return key.has(*_DATED, *_AGED) or key.has_all("birth", "year")


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    if _is_date(text, key):
        yield DATE
    if _is_old(text, key):
        yield AGE


def _is_date(text: str, key: Key) -> bool:
    if key.lies_in(RELEASES):
        return False
    if _WRITTEN.search(text) or _TEXTUAL.search(text) or _HL7.search(text) or _RUN.search(text):
        return True
    if not key.is_feature and not key.lies_in(CITING) and (_MONTH_OF_YEAR.search(text) or is_compact(text)):
        return True
    if key.is_keyword and key.has("btim", "etim"):
        return _CLOCK.search(text) is not None
    return key.has(*_DATED) and _is_bare_date(text.strip())


def is_compact(text: str) -> bool:
    """Whether eight digits in a text read as a day, with the year first or last."""
    return _COMPACT.search(text) is not None or _DAY_FIRST.search(text) is not None


def by_chance(texts: Sequence[str], places: Sequence[int]) -> frozenset[int]:
    """Return those of `places` whose dates are eight digits that read as a day as rarely as any number does.

    Of numbers drawn at random 1 in 600 reads as a day between 1900 and 2099, of article numbers 1 in 100.
    """
    numbered = [text for text in texts if _EIGHT.search(text)]
    if len(numbered) < MANY_NUMBERS:
        return frozenset()
    compact = [place for place in places if is_compact(texts[place])]
    few = frozenset(place for place in compact if not _is_date(_EIGHT.sub(" ", texts[place]), Key()))
    return few if len(compact) < CHANCE * len(numbered) else frozenset()


def _is_bare_date(text: str) -> bool:
    number = text.removesuffix(".0")
    is_serial = number.isdecimal() and SERIALS[0] <= int(number) <= SERIALS[1]
    return is_serial or _SHORT.fullmatch(number) is not None or _COMPACT.fullmatch(number) is not None


def _is_age(key: Key) -> bool:
    return key.has(*_AGED) and not key.has(*_NOT_AGES)


def _is_old(text: str, key: Key) -> bool:
    if not key.is_feature and _OLD.search(text):
        return True
    found = re.match(r"\s*(\d{2,6}(?:\.\d+)?)(\s*-\s*\d+)?", text)
    if found is None:
        return False
    if key.has_all("birth", "year"):
        return 1800 < float(found[1]) < 1930
    if key.has(*_AGED) and found[2] is not None:
        return 90 <= float(found[1]) <= 130
    if not _is_age(key) or not re.fullmatch(r"\s*[\d.]+\s*(?:years?|yrs?|y|yo)?\s*", text):
        return False
    unit = next((_PER_YEAR[word] for word in sorted(key.words) if word in _PER_YEAR), 1.0)
    return 90 <= float(found[1].rstrip(".")) / unit <= 130
