"""What a planted identifier is: its class, how it is made, and by what words a hospital introduces it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Said = tuple[str, str]  # language, word or sentence


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing an identifier of one of the 18 classes, A to R, of 45 CFR 164.514(b)(2)(i)."""

    letter: str
    name: str
    make: Callable[[Random], str]
    keys: tuple[str, ...]  # names of columns, keywords and fields that tell what it is
    labels: tuple[Said, ...] = ()  # how prose names it: goes into a sentence with the value
    sentences: tuple[str, ...] = ()  # sentences of its own, {} where the value stands
    tokens: tuple[str, ...] = ()  # names of samples and files that hold it, {} where it stands
    contested: str = ""  # why only a person who knows the circumstances could call it an identifier
