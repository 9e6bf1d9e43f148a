"""Where an identifier is left: the container, the place in it, and the function that writes such a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["value", "prose", "token"]
Write = Callable[[Path, str, Sequence[str]], Path]  # folder, key, texts (one per row) -> the file


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a container that holds values, prose, or tokens such as the names of samples."""

    container: str
    name: str
    kind: Kind
    write: Write
    says_what_it_holds: bool = False  # such as $OP: whatever stands there is a person's name
    is_read: bool = True  # False: the command's help says that it does not look there
