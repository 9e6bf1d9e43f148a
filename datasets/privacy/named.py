"""Names that may be shown: of files, columns and entries that hold no identifier themselves."""

import re

from clinicell.datasets.privacy.hashes import hexes
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.public import without_public
from clinicell.datasets.privacy.rules import HASH, NOUNS, UNEXPLAINED
from clinicell.datasets.privacy.text import codes_of
from clinicell.datasets.privacy.unknown_text import unknown_in

MANY_DIGITS = 5  # of a name: what it says is then no word, and may be somebody's number
_NUMBER = re.compile(r"\d(?:[\d./ -]*\d)?")
_LANES = re.compile(r"_S\d{1,3}_L00\d_[RI]\d(?:_001)?")  # as sequencers end the name of a file
_DONOR = Key(frozenset({"donor"}))


def shown(name: str) -> str:
    """Return a name, or what stands in its place when it holds an identifier.

    Examples
    --------
    >>> shown("donor_id"), shown("visit 2019-03-12")
    ('donor_id', '(a date, 16 characters)')
    """
    codes = (
        sorted(codes_of(name, Key()) | codes_of(name, _DONOR))
        or ([HASH] if hexes(name, Key()) else [])
        or sorted(unknown_in(name, Key()))
    )
    codes = codes or ([UNEXPLAINED] if _has_many_digits(name) else [])
    return f"({NOUNS[codes[0]]}, {len(name)} characters)" if codes else name


def _has_many_digits(name: str) -> bool:
    numbers = _NUMBER.findall(_LANES.sub(" ", without_public(name)))
    return any(sum(map(str.isdecimal, number)) >= MANY_DIGITS for number in numbers)
