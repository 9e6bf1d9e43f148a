"""Where an identifier is left: a container, a place in it, and the function that writes such a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["value", "prose", "token"]
Write = Callable[[Path, str, Sequence[str]], Path]  # folder, key, texts (as many as rows, or fewer) -> the file


@dataclass(frozen=True, slots=True)
class Place:
    """A place that holds a value under a key, prose, or a token such as the name of a sample or file."""

    container: str
    name: str
    kind: Kind
    write: Write
    holds: int = 1  # texts
