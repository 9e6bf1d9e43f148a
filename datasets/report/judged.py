"""A file's verdict and the numbers behind its pictures, out of one reading in a child process with limits."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anndata as ad

from clinicell.datasets import _reading
from clinicell.datasets.file_verdict import JUDGE, unreadable
from clinicell.datasets.readers import child, faults
from clinicell.datasets.report.numbers import Numbers, numbers_of
from clinicell.datasets.schema.levels import Level, Verdict
from clinicell.datasets.validate import judged_reading


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of a file, and what is drawn of it; None of one that cannot be read, and of an .h5mu file."""

    verdict: Verdict
    numbers: Numbers | None


def judge(path: Path, *, level: Level = Level.L4) -> Judged:
    """Return the verdict of a file, as `validate_file` gives it, with the numbers behind its pictures.

    The file is read by a child process alone, which gives back both: no matrix, and nothing that names a donor.
    """
    try:
        return child.run(partial(_judged, level=level), path, Judged, loads=JUDGE)
    except faults.Unreadable as fault:
        return Judged(unreadable(path, fault, level), None)


def _judged(path: Path, *, level: Level) -> Judged:
    data = _reading.read(path)
    verdict = judged_reading(data, path, level=level)
    is_drawn = verdict.level is not None and isinstance(data, ad.AnnData)
    try:
        return Judged(verdict, numbers_of(data) if is_drawn else None)
    except (MemoryError, OSError):
        raise  # a limit, or damage
    except Exception:  # what no rule forbids and cannot be counted: the verdict stands, and the page says so
        return Judged(verdict, None)
