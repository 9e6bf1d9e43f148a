"""What a planted identifier is: its class, how it is written, and by what words a hospital introduces it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Phrase = tuple[str, str]  # language, sentence part


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing an identifier of one class of 45 CFR 164.514(b)(2)."""

    letter: str  # the class, A to R
    name: str
    make: Callable[[Random], str]
    keys: tuple[str, ...]  # column names and keywords that say what it is
    phrases: tuple[Phrase, ...]  # how it stands in free text
    tokens: tuple[str, ...] = ()  # how it stands in a sample's, file's or folder's name; none where it never does
    is_plain: bool = False  # a person sees what it is without any key
