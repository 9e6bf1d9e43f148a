"""Whether words are known as names of persons, and pairs of them stand side by side as names do."""

import re
from itertools import pairwise

from clinicell.datasets.privacy import lexicon, lexicon_words, lexicon_world
from clinicell.datasets.privacy.lexicon import ORDINARY
from clinicell.datasets.privacy.wordlist import listed

_GIVEN = lexicon.GIVEN | lexicon_world.GIVEN
_FAMILY = lexicon.FAMILY | lexicon_world.FAMILY
_AMBIGUOUS, _EPONYMS = lexicon_words.AMBIGUOUS, lexicon_words.EPONYMS
_NO_NAMES = ORDINARY | lexicon_words.NO_NAMES
_PARTICLES = listed("van von zu de der den di da do dos du la le del della al el bin ibn ter ten")
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[ ]?|, ?|_|-|\^|\. ?| [A-Z]\.? ")
Part = tuple[str, int, int]


def is_given(word: str) -> bool:
    """Whether a word is a given name and nothing else."""
    low = word.lower()
    return low in _GIVEN and low not in _AMBIGUOUS and low not in _NO_NAMES and low not in _EPONYMS


def is_family(word: str) -> bool:
    """Whether a word is a family name and nothing else."""
    low = word.lower()
    return low in _FAMILY and low not in _AMBIGUOUS and low not in _NO_NAMES and low not in _EPONYMS


def is_name(word: str) -> bool:
    """Whether a word is a name, be it a word as well."""
    low = word.lower()
    return (low in _GIVEN or low in _FAMILY) and low not in _NO_NAMES


# Words first and names second: they count where what stands before them says that a name follows.
_ALSO = listed("""
    abbott archer art baker bath bear beth bill bishop brook buck bud butcher carol cash chance chase chelsea church
    clay cliff coral cotton daisy dale dawn dean destiny drake drew eden eve fern finch flint forest fox frank gale
    gene ginger glass golden grove harbour harmony haven hawk heather holiday hope hunter iris ivy jack jade jasmine
    jean jewel journey joy justice king lake lane laurel law lily lovely lynn mark mason mercy merit miles mill
    miller miss moss norm oak ocean olive page paris pat patience pearl penny pepper pope potter powder precious
    pride priest prior quest rain rainbow ram reading reed rich rob robin rock rod rose ruby sage sailor sandy saint
    sharp short sky star steel sterling stone storm summer sunny sweet swift temple tiger trinity true valentine
    victor violet wade walker ward warren water waters weaver west wheeler wild will willow wise wolf wood woods
    young
    """)


def is_also_name(word: str) -> bool:
    """Whether a word is a name, or a word that people bear as a name as well."""
    low = word.lower()
    return is_name(word) or low in _ALSO or (low in _AMBIGUOUS and len(low) > 2)


def is_no_name(word: str) -> bool:
    """Whether a capitalised word speaks of a cell, a disease, a maker or a place of work."""
    return any(part.lower() in _NO_NAMES or part.lower() in _EPONYMS for part in (word, *re.split(r"[-' ]", word)))


def has_known(text: str, *, is_feature: bool = False) -> bool:
    """Whether a name that is known stands beside another, or beside a word that is written as one."""
    parts = [part for part in _parts(text) if part[0].lower() not in _PARTICLES]
    is_short = len(parts) <= 8
    for first, last in pairwise(parts):
        gap = _between(text, first, last)
        if _GAP.fullmatch(gap) and _are_names(first[0], last[0], is_feature, is_short, is_joined=not gap):
            return True
    return False


def _between(text: str, first: Part, last: Part) -> str:
    words = text[first[2] : last[1]].split()
    kept = [word for word in words if word.strip(",").lower() not in _PARTICLES]
    gap = text[first[2] : last[1]]
    return gap if not words else (" " if not kept else " ".join(("", *kept, ""))) if gap.strip(" ,_-^.") else gap


def _parts(text: str) -> list[Part]:
    found = []
    for word in _WORD.finditer(text):
        start = word.start()
        for piece in _SEAM.split(word[0]):
            found.append((piece, start, start + len(piece)))
            start += len(piece)
    return found


def _are_names(first: str, last: str, is_feature: bool, is_short: bool, *, is_joined: bool) -> bool:
    one, other = first.lower(), last.lower()
    if one == other or one in _NO_NAMES or other in _NO_NAMES:
        return False
    both = (one in _GIVEN and other in _FAMILY) or (one in _FAMILY and other in _GIVEN)
    is_clear = one not in _AMBIGUOUS or other not in _AMBIGUOUS
    are_capital = first[0].isupper() and last[0].isupper() and len(first) > 1 and len(last) > 1
    if both and len(one) > 1 and len(other) > 1 and not (one in _EPONYMS and other in _EPONYMS):
        # In names of files and columns capitals tell nothing; within a sentence words in lower case are words first.
        return (is_short and is_clear) or are_capital or (one not in _AMBIGUOUS and other not in _AMBIGUOUS)
    if is_joined or is_feature or not are_capital or one in _EPONYMS or other in _EPONYMS or not first[1:].islower():
        return not is_joined and are_capital and first[1:].islower() and last[1:].islower() and is_given(first)
    return last[1:].islower() and len(one) > 2 and len(other) > 2 and (is_given(first) or is_given(last))
