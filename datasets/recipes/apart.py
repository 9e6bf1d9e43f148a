"""Drafting and following a recipe in a child process with limits: raw files are a stranger's, and may be hostile.

What kills the child (a crash, a hang, memory without end) is a fault with a code, and nothing of its output is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clinicell.datasets.privacy.named import shown
from clinicell.datasets.readers import child
from clinicell.datasets.readers.child import GIB, Limits
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.recipes.draft import draft
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.rules import Refused
from clinicell.datasets.recipes.standardize import standardize
from clinicell.datasets.schema.levels import Finding
from clinicell.errors import InputError, SurroundingsError
from clinicell.files import staged

SECONDS = 20  # of CPU, for the smallest folder
BYTES_PER_SECOND = 128 << 10  # of packed text, read and written again, on a slow machine
FULL = ("No space left on device", "Disk quota exceeded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, without the steps themselves, which stand in the log."""

    n_steps: int
    is_pseudonymized: bool
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the child says: a draft, or what was written, or why neither."""

    text: str = ""
    written: Written | None = None
    findings: tuple[Finding, ...] = ()
    refused: str = ""


def limits_for(raw: Path) -> Limits:
    """Return limits that an honest file or folder of this size stays far below, reading and writing it."""
    size = child.size_of(raw)
    n_files = sum(1 for _ in raw.rglob("*")) if raw.is_dir() else 1
    seconds = SECONDS + size // BYTES_PER_SECOND + n_files  # each may take a second to be told from its like
    room = GIB + 64 * size
    return Limits(memory_bytes=room, cpu_seconds=seconds, wall_seconds=seconds * 1.5, file_bytes=room)


def draft_apart(raw: Path, only: str = "*") -> str:
    """Return what `draft` does, carried out in a child process.

    Raises
    ------
    InputError
        There is no file that a reader reads.
    Unreadable
        A file killed the child, or took all that it may.
    """
    return _heard(child.run(partial(_drafted, only=only), raw, Answer, limits_for(raw)), None).text


def standardize_apart(raw: Path, recipe: Recipe, out: Path, *, key_file: Path | None = None) -> Written:
    """Do what `standardize` does in a child process: write `out` and its log, or nothing.

    Raises
    ------
    Refused
        What `standardize` refuses.
    Unreadable
        A file cannot be read, killed the child, or took all that it may.
    """
    with staged(out.parent) as stage:
        task = partial(_followed, recipe=recipe, out=stage / out.name, key_file=key_file)
        written = _heard(child.run(task, raw, Answer, limits_for(raw)), recipe).written
    if written is None:
        raise AssertionError("a child that refuses nothing has written")
    return written


def _heard(answer: Answer, recipe: Recipe | None) -> Answer:
    if answer.findings and recipe is not None:
        raise Refused(answer.findings, where=recipe.where)
    if answer.refused:
        raise InputError(answer.refused)
    return answer


def _drafted(raw: Path, *, only: str) -> Answer:
    try:
        return Answer(text=draft(raw, only))
    except Unreadable:
        raise
    except InputError as fault:
        return Answer(refused=str(fault))


def _followed(raw: Path, *, recipe: Recipe, out: Path, key_file: Path | None) -> Answer:
    try:
        done = standardize(raw, recipe, out, key_file=key_file)
    except Refused as fault:
        return Answer(findings=fault.findings)
    except Unreadable:
        raise
    except InputError as fault:
        return Answer(refused=str(fault))
    except (OSError, RuntimeError) as fault:  # HDF5 raises the second where it cannot close what it could not write
        raise _of_the_disk(fault, raw) from fault
    written = Written(n_steps=len(done.steps), is_pseudonymized=done.is_pseudonymized, left_out=done.left_out)
    return Answer(written=written)


def _of_the_disk(fault: Exception, raw: Path) -> Exception:
    """Return a disk that is full, or an output without end, as what it is; HDF5 tells them in words alone."""
    said = " ".join(_chain(fault))
    if "File too large" in said:
        return Unreadable("L0-READ-02", raw.name, "would become a standard file larger than one of its size may")
    for words in FULL:
        if words in said:
            return SurroundingsError(f"{shown(str(getattr(fault, 'filename', None) or 'disk'))}: {words}; nothing was "
                                     "written")  # fmt: skip
    return fault


def _chain(fault: BaseException | None) -> Iterator[str]:
    while fault is not None:
        yield str(fault)
        fault = fault.__context__
