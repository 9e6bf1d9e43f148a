"""The verdict of a file, out of a child process with limits: what judges it is loaded by the child alone."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clinicell.datasets.privacy.named import shown
from clinicell.datasets.readers import child, faults
from clinicell.datasets.readers.ahead import Ahead
from clinicell.datasets.schema.levels import Level, Verdict

if TYPE_CHECKING:
    from clinicell.datasets.privacy.declared import Declared

JUDGE = "clinicell.datasets.validate"


def validate_file(
    path: Path,
    *,
    level: Level = Level.L4,
    numbers: bool = True,
    harmless: "Declared | None" = None,
    ahead: Ahead | None = None,
) -> Verdict:
    """Return the verdict of an .h5ad or .h5mu file, up to `level`; one that cannot be read is a fault on level L0.

    Without `numbers`, those of the matrices are not looked at: what is found is found in no time, but no level above
    L0 is shown to be reached.

    `harmless` is what a steward declares so: the privacy screen passes over it where it knows no better.

    The file is read in a child process with limits, which gives back the verdict alone: a file that crashes the
    library, or takes all memory or time, is a fault like any other. `ahead` is a child that was started for it, see
    `ahead.started`.
    """
    try:
        judge = partial(_verdict_of, level=level, numbers=numbers, harmless=harmless)
        return child.run(judge, path, Verdict, loads=JUDGE, ahead=ahead)
    except faults.Unreadable as fault:
        return unreadable(path, fault, level, numbers=numbers)


def _verdict_of(path: Path, *, level: Level, numbers: bool, harmless: "Declared | None") -> Verdict:
    from clinicell.datasets.validate import judged_file

    return judged_file(path, level=level, numbers=numbers, harmless=harmless)


def unreadable(path: Path, fault: faults.Unreadable, level: Level, *, numbers: bool = True) -> Verdict:
    """Return the verdict of a file that cannot be read: its one fault."""
    return Verdict(
        dataset_id=shown(path.stem),
        modality="unknown",
        n_obs=0,
        n_vars=0,
        n_donors=0,
        n_samples=0,
        findings=(fault.finding,),
        asked=level,
        are_numbers_read=numbers,
    )
