"""Keyed pseudonyms: stable, of one cohort and kind, and without the key nobody's.

HMAC-SHA-256 (RFC 2104) over cohort, kind and raw id, cut to 80 bits. Among 1 million ids two share a pseudonym with a
probability of 4e-13. A pseudonym is not anonymity (GDPR, recital 26): whoever holds the key can link.
"""

import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from clinicell.datasets.privacy.public import is_nothing
from clinicell.errors import InputError
from clinicell.files import written_whole

Kind = Literal["donor", "sample", "library", "institution"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MIN_BYTES = 32
HEX = 20  # digits: 80 bits
_COHORT = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """The secret; it is never shown."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that could be guessed."""
        if len(self.secret) < MIN_BYTES:
            raise InputError(f"the key has {len(self.secret)} bytes; at least {MIN_BYTES} random ones are needed")
        if len(set(self.secret)) < 8:
            raise InputError("the key repeats a few bytes; let `clinicell privacy key` make one")


def make_key(path: Path) -> Path:
    """Write a new random key of 32 bytes, readable by its owner alone, and return `path`.

    Raises
    ------
    InputError
        There is a file already: pseudonyms made with its key would be lost.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, _PRIVATE)
    except FileExistsError:
        raise InputError(f"{path.name}: there is such a file; a key is never written over") from None
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(MIN_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    return path


def read_key(path: Path) -> PseudonymKey:
    """Return the key in a file.

    Raises
    ------
    InputError
        It cannot be read, others may read it, or it is too short.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as fault:
        raise InputError(f"{path.name}: no key can be read there ({fault.strerror})") from None
    with os.fdopen(descriptor, "rb") as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode) or mode & 0o077:
            raise InputError(f"{path.name}: a key is a file that its owner alone may read; run: chmod 600 {path.name}")
        return PseudonymKey(stream.read(4096))


def pseudonym(raw: str, *, key: PseudonymKey, cohort: str, kind: Kind) -> str:
    """Return ``COHORT-HEX20`` for a raw id: the same for the same key, cohort, kind and id.

    Raises
    ------
    InputError
        The cohort is no short word, or there is no id.

    Examples
    --------
    >>> pseudonym("0012345", key=PseudonymKey(bytes(range(32))), cohort="AML", kind="donor")
    'AML-B92DE084AC7071DCE045'
    """
    if not _COHORT.fullmatch(cohort):
        raise InputError("the cohort is a word of up to 16 letters and digits that begins with a letter, such as AML1")
    if kind not in KINDS:
        raise InputError(f"a pseudonym is one of a {', a '.join(KINDS)}")
    if is_nothing(raw):
        raise InputError("there is no id to replace; leave 'unknown' as it is")
    # Lengths before the parts: no two triples make the same message.
    parts = [part.encode("utf-8") for part in ("clinicell pseudonym 1", kind, cohort, raw)]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    digest = hmac.new(key.secret, message, "sha256").hexdigest()
    return f"{cohort}-{digest[:HEX].upper()}"


def pseudonyms(raw: Iterable[str], *, key: PseudonymKey, cohort: str, kind: Kind) -> dict[str, str]:
    """Return the pseudonym of each distinct raw id; what says that nobody knows stays as it is.

    Raises
    ------
    InputError
        Two ids differ in case or blanks only, so that one donor might get two pseudonyms; or two got the same one.
    """
    distinct = list(dict.fromkeys(raw))
    named = [word for word in distinct if not is_nothing(word)]
    alike = len(named) - len({"".join(word.split()).casefold() for word in named})
    if alike:
        raise InputError(
            f"{alike} of {len(named)} {kind} ids differ from another in case or blanks only; write each one way"
        )
    made = {word: pseudonym(word, key=key, cohort=cohort, kind=kind) for word in named}
    if len(set(made.values())) < len(made):
        raise InputError(f"two {kind} ids share a pseudonym; take another cohort name")
    return {word: made.get(word, word) for word in distinct}


def write_table(path: Path, table: Mapping[Kind, Mapping[str, str]]) -> Path:
    """Write which pseudonym stands for which raw id, readable by the owner alone: whoever has it needs no key."""
    lines = ["kind\traw\tpseudonym"]
    for kind, made in table.items():
        for raw, name in made.items():
            if any(mark in raw for mark in "\t\r\n"):
                raise InputError(f"a {kind} id holds a tab or a line break; no table can be written of it")
            lines.append(f"{kind}\t{raw}\t{name}")
    with written_whole(path) as part:
        part.chmod(_PRIVATE)
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
