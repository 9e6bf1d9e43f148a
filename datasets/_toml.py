"""TOML that a person typed, read without trusting who typed it: a few lines can ask a parser for gigabytes."""

import re
import tomllib
from pathlib import Path
from typing import Any  # what TOML holds

from clinicell.errors import InputError

MOST_BYTES = 16 << 20
_DEEP = re.compile(r"(?:[\w\"'-]{1,64}[ \t]*\.[ \t]*){64}")  # a.a.a...: each dot is a table in the one before


def read_toml(path: Path, wrong: type[InputError], what: str) -> dict[str, Any]:
    """Return what a TOML file holds.

    Parameters
    ----------
    wrong
        The error that is raised.
    what
        What the file should be: ``"a card"``.

    Raises
    ------
    InputError
        It cannot be opened, is no TOML in UTF-8, is larger than 16 MiB or nests deeper than anybody writes.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise wrong(f"{path.name}: is larger than {MOST_BYTES >> 20} MiB; {what} is a short text")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise wrong(f"{path.name}: cannot be read ({error.strerror}); {what} is a TOML file") from error
    except UnicodeDecodeError as error:
        raise wrong(f"{path.name}: is no TOML in UTF-8: {error}") from error
    try:
        if _DEEP.search(text):
            raise RecursionError
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong(f"{path.name}: is no TOML in UTF-8: {error}") from error
    except RecursionError:
        raise wrong(f"{path.name}: is no TOML that is read: it nests too deep; {what} is flat") from None
