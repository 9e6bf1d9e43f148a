"""How names of terms are compared: as words without case, mark or plural, and how far a misspelt word is from another.

"T-cells" and "T cell" are the same words, so are "leukaemia" and "leukemia"; "A-549" and "A549" are when joined.
"""

import re
import unicodedata
from collections.abc import Sequence

_POSSESSIVE = re.compile(r"['\u2019]s\b")
_WORD = re.compile(r"[^\W_]+")
_SINGULAR_ENDINGS = ("ss", "us", "is")
MAX_JOINED, MAX_PARTS = 12, 3  # what is longer is a phrase, which nobody writes without spaces


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name.

    Examples
    --------
    >>> words_of("10x 3' v3"), words_of("T-cells"), words_of("Hodgkin's lymphoma")
    (('10x', '3', 'v3'), ('t', 'cell'), ('hodgkin', 'lymphoma'))
    """
    sound = name.encode("utf-8", "ignore").decode()  # half a character can be written nowhere
    plain = "".join(c for c in unicodedata.normalize("NFKD", sound.lower()) if not unicodedata.combining(c))
    return tuple(_singular(_american(word)) for word in _WORD.findall(_POSSESSIVE.sub("", plain)))


def _american(word: str) -> str:
    """Return leukaemia, oedema and tumour as leukemia, edema and tumor; what else this changes, it changes alike."""
    return word.replace("ae", "e").replace("oe", "e").replace("our", "or") if len(word) > 4 else word


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS)
    return word[:-1] if is_plural else word


def joined(words: Sequence[str]) -> str:
    """Return a short name of several words as one; "" where it is one word or long.

    Examples
    --------
    >>> joined(("a", "549")), joined(("acute", "myeloid", "leukemia"))
    ('a549', '')
    """
    whole = "".join(words)
    return whole if 1 < len(words) <= MAX_PARTS and len(whole) <= MAX_JOINED else ""


def allowed_edits(word: str) -> int:
    """Return how many slips may stand between a word and the one that was meant: a number or a short word is itself."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def edits(left: str, right: str, most: int) -> int:
    """Return the fewest letters to insert, drop, change or swap with their neighbour; ``most + 1`` for anything more.

    Optimal string alignment, the restricted form of Damerau (1964), doi:10.1145/363958.363994.

    Examples
    --------
    >>> edits("marow", "marrow", 2), edits("lukemia", "leukemia", 2), edits("lnug", "lung", 1), edits("skin", "lung", 1)
    (1, 1, 1, 2)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def may_be_near(word: str, other: str, most: int) -> bool:
    """Whether `other` can be within `most` edits: a cheap test that leaves few for `edits`.

    Of the letters of `word`, at most `most` can be missing from `other` (a swap loses none).
    """
    left = list(other)
    lost = 0
    for letter in word:
        if letter in left:
            left.remove(letter)
        else:
            lost += 1
            if lost > most:
                return False
    return True
