"""What can be wrong with a file before its numbers are looked at, and the one error that says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.errors import ClinicellError, SchemaError

# what the libraries say of a file that ends too early: HDF5, numpy (of rdata), scipy
CUT_OFF = ("truncated file", "buffer is smaller", "could not read bytes", "not fully consume compressed")
AGAIN = "fetch or write the file again, and compare its sha256 with the sender's"

READING = rulebook(
    Rule("L0-READ-01", "cannot be read as AnnData", "an .h5ad file, as AnnData.write_h5ad leaves it; or .h5mu"),
    Rule("L0-READ-02", "declares more than the file can hold", "fetch or write the file again; it is damaged"),
    Rule("L0-READ-03", "is another kind of file than a reader was told", "give the file itself, unpacked"),
    Rule("L0-READ-04", "is cut off, or parts of it were never written", AGAIN),
    Rule("L0-READ-05", "is damaged: a part of it cannot be read", AGAIN),
    Rule("L0-READ-06", "index arrays of a sparse matrix contradict each other", "write the matrix again, as CSR"),
    Rule("L0-READ-07", "shapes contradict each other", "as many rows as units and as many columns as features"),
    Rule("L0-READ-08", "codes of a category point to no category", "write the column again, as text"),
    Rule("L0-READ-09", "needs more memory than it may take", "write the matrix as sparse CSR, or split the file"),
    Rule("L0-READ-10", "takes too long to read", "write the file again, with larger chunks and less compression"),
    Rule("L0-READ-11", "crashed the library that reads it", AGAIN),
    Rule("L0-READ-12", "leads out of itself: a link, or a path that climbs", "one file or folder with all in it"),
    Rule("L0-READ-13", "lacks a part", "the parts that its format names"),
    Rule("L0-READ-14", "holds objects that would run code when read", "plain arrays of numbers and of text"),
    Rule("L0-READ-15", "holds what is no number or no text where one is due", "numbers as numbers, text as UTF-8"),
    Rule("L0-READ-16", "holds an entry twice", "one entry per unit and feature"),
    Rule("L0-READ-17", "holds an object of a class that is not read", "a data.frame, a matrix or a dgCMatrix"),
    Rule("L0-READ-18", "does not fit the answers that were given", "one of the choices that the question lists"),
    Rule("L0-READ-19", "says of one thing what another part of it contradicts", "correct it where it was written"),
)


class Unreadable(SchemaError):
    """A file that cannot be read, or must not be.

    Parameters
    ----------
    code
        A key of `READING`.
    path
        The file's name and, where it helps, the slot: ``"cohort.h5ad: X/indptr"``.
    what
        What is wrong, how much of it, one example; the rule's own words where empty.
    fix
        What would be right; the rule's own words where empty.
    """

    def __init__(self, code: str, path: str, what: str = "", fix: str = "") -> None:
        self.code, self.path, self.what = code, path, what or READING[code].what
        self.fix = fix or READING[code].fix
        super().__init__(f"{path}: {self.what}; {self.fix} [{code}]")

    @property
    def finding(self) -> Finding:
        """The same as a finding on level L0."""
        (finding,) = READING[self.code].broken(
            path=self.path, n_affected=1, n_total=1, unit="files", what=self.what, fix=self.fix
        )
        return finding


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Turn whatever a library raises on a damaged file into `Unreadable`."""
    try:
        yield
    except (ClinicellError, GeneratorExit):
        raise
    except MemoryError:
        raise Unreadable("L0-READ-09", path.name) from None
    except Exception as fault:
        raise _named(path.name, fault) from None


def _named(name: str, fault: Exception) -> Unreadable:
    said = str(fault).lower()
    if isinstance(fault, EOFError) or any(words in said for words in CUT_OFF):
        return Unreadable("L0-READ-04", name, "is cut off: it ends before what it declares")
    if "memory allocation failed" in said or "unable to allocate" in said or "out of memory" in said:
        return Unreadable("L0-READ-09", name)
    if isinstance(fault, FileNotFoundError | IsADirectoryError | PermissionError):
        return Unreadable("L0-READ-01", name, f"cannot be opened: {fault.strerror or type(fault).__name__}")
    if isinstance(fault, UnicodeError):
        return Unreadable("L0-READ-15", name, "holds bytes that are no UTF-8 where text is due")
    return Unreadable("L0-READ-05", name, f"is damaged: a part of it cannot be read ({type(fault).__name__})")
