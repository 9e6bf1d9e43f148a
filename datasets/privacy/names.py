"""Names of persons: after a title, under a key that asks for one, or of words that are known as names."""

import re
from collections.abc import Iterator
from itertools import pairwise

from clinicell.datasets.privacy.key import CITING, NOTES, Key
from clinicell.datasets.privacy.lexicon import FAMILY, GIVEN, ORDINARY
from clinicell.datasets.privacy.rules import NAME
from clinicell.datasets.privacy.wordlist import listed

_WORD = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-ZÀ-Þ]?[a-zà-ÿ]+)*"
_PARTICLE = r"(?:(?:van|von|de|der|den|di|da|la|le|del|al|el|bin|ibn|O'|Mc|Mac)[ -]?)*"
_TITLED = re.compile(
    rf"(?<![A-Za-z])(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Doctor|Herr|Frau|Mme|Mlle|Sra|Dott|Dra)\.? +"
    rf"(?:(?:med|med\.|Dr|Dr\.) +)?(?:[A-Z]\. ?)?{_PARTICLE}{_WORD}"
)
_KIN = re.compile(
    r"(?i:(?<![A-Za-z])(?:patient|pt|mother|father|wife|husband|daughter|son|brother|sister|spouse|caregiver|guardian|"
    r"named?|called|signed|contact|nurse|operator|technician|physician|surgeon)(?:'s)?(?: (?:is|was|of|by|name))?)"
    rf"[:, ]+({_WORD}) (?:[A-Z]\.? )?{_PARTICLE}({_WORD})"
)
_PAIR = re.compile(rf"(?=(?<![\wÀ-ÿ])({_WORD}) (?:[A-Z]\.? )?{_PARTICLE}({_WORD})(?![\wÀ-ÿ]))")
_REVERSED = re.compile(rf"(?<![\wÀ-ÿ]){_PARTICLE}({_WORD}),[ ]?({_WORD})(?![\wÀ-ÿ])")
_TOKENS = re.compile(r"[A-Za-z]+")
_ROLES = listed("""
    surname forename firstname lastname fullname middlename physician doctor clinician surgeon nurse operator
    technician oncologist pathologist haematologist hematologist creator lastmodifiedby modifier signatory
    attending referrer nachname vorname
    """)  # fmt: skip
_WHOSE = listed("patient first last given family full middle maiden doctor donor subject person user contact")
_SOFTWARE = re.compile(
    r"software|version|openpyxl|excel|office|pandas|diva|cytometer|cell ranger|\d{3,}", re.IGNORECASE
)
_NAME_LIKE = re.compile(r"[^\W\d_][^\d_@/\\:;=+]{1,59}")


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    if (
        _is_named(text.strip(), key)
        or _TITLED.search(text)
        or _has_kin(text)
        or (not key.lies_in(CITING) and (_has_known(text) or (_has_pair(text) and key.has(*NOTES))))
    ):
        yield NAME


def _is_named(text: str, key: Key) -> bool:
    is_asked = key.has(*_ROLES) or (key.has(*_WHOSE) and key.has("name")) or key.has_all("last", "modified", "by")
    is_asked = is_asked or key.has_all("last", "first") or (key.is_keyword and key.has("op", "exp"))
    if is_asked:
        return _NAME_LIKE.fullmatch(text) is not None and not _SOFTWARE.search(text) and len(text) > 2
    return key.is_keyword and key.has("src") and _has_pair(text)


def _has_kin(text: str) -> bool:
    return any(not {first.lower(), last.lower()} & ORDINARY for first, last in _KIN.findall(text))


def _has_pair(text: str) -> bool:
    return any(not {first.lower(), last.lower()} & ORDINARY for first, last in _PAIR.findall(text))


def _has_known(text: str) -> bool:
    """Whether a word that is known as a given name stands beside one that may be a family name."""
    for first, last in _PAIR.findall(text):
        if _is_person(first, last):
            return True
    if any(_is_person(first, last) for last, first in _REVERSED.findall(text)):
        return True
    # In names of files and columns capitals tell nothing: both words must be known.
    if not 5 < len(text) < 200:
        return False
    words = [word.lower() for word in _TOKENS.findall(text)]
    return (
        any(
            ((one in GIVEN and other in FAMILY) or (one in FAMILY and other in GIVEN)) and one != other
            for one, other in pairwise(words)
        )
        and len(words) <= 6
    )


def _is_person(first: str, last: str) -> bool:
    return first.lower() in GIVEN and last.lower() not in ORDINARY
