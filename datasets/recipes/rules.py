"""What can stand against following a recipe, and the one error that says all of it with code, place and fix."""

from collections.abc import Callable, Sequence

from clinicell.datasets.readers.faults import READING, Unreadable
from clinicell.datasets.schema.levels import RULES_PAGE, Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.errors import ClinicellError, InputError

RULES = rulebook(
    Rule("L0-RECIPE-01", "a line of the recipe is still '?'", "answer it, or take it out where its comment allows it"),
    Rule("L0-RECIPE-02", "a line of the recipe cannot be used", "a key and a value that the form knows"),
    Rule("L0-RECIPE-03", "the recipe cannot be read as TOML", "a short text in TOML 1.0 and UTF-8"),
    Rule("L0-RECIPE-04", "names in the recipe do not fit together", "names of its own [[files]], and each slot once"),
    Rule("L0-RECIPE-05", "a raw file is not there, or no reader is named so", "a path below the raw folder"),
    Rule("L0-RECIPE-06", "a raw file leaves open what the recipe does not answer", "a line in its [files.answers]"),
    Rule("L0-RECIPE-07", "files of one [[files]] block differ in their columns", "a block for each kind of file"),
    Rule("L0-RECIPE-08", "a column that the recipe names is absent", "the name as the raw file spells it"),
    Rule("L0-RECIPE-09", "columns of the clinical core are missing", "constant = 'unknown' where nobody knows"),
    Rule("L0-RECIPE-10", "a coding does not cover all values", "a line in values for each, or 'unknown' for it"),
    Rule("L0-RECIPE-11", "values do not fit the pattern", "a pattern whose first group every value has"),
    Rule("L0-RECIPE-12", "values are not of the kind that was declared", "numbers, ages, or true, false and unknown"),
    Rule("L0-RECIPE-13", "a join leaves units without a row", "columns that both name the same thing"),
    Rule("L0-RECIPE-14", "keys of a join stand twice", "one row per key in the file that is joined"),
    Rule("L0-RECIPE-15", "a join by position has unequal numbers of rows", "equal numbers, or a join by a column"),
    Rule("L0-RECIPE-16", "ids of units stand twice", "add 'file' to units.id, or set units.drop_duplicates"),
    Rule("L0-RECIPE-17", "ids of features stand twice", "features.duplicates = 'number them' or 'keep the first'"),
    Rule("L0-RECIPE-18", "gene symbols do not lead to one gene each", "features.unresolved = 'drop', or other ids"),
    Rule("L0-RECIPE-19", "a matrix is absent, or has not one row per unit", "a matrix of the file, units in its rows"),
    Rule("L0-RECIPE-20", "columns that shall be a matrix hold no numbers", "a pattern of columns of numbers alone"),
    Rule("L0-RECIPE-21", "the genome build contradicts a file's header", "the build that the positions are of"),
    Rule("L0-RECIPE-22", "a number cannot be transformed as declared", "another transform, or leave it out"),
)  # fmt: skip


def finding(code: str, place: str, told: str) -> Finding:
    """Return a fault as a finding.

    Parameters
    ----------
    code
        A key of `RULES`, or of the rules of reading.
    told
        ``"what is wrong; what would be right"``; the rule's own fix where the text has none.
    """
    rule = RULES[code] if code in RULES else READING[code]
    told = told.removesuffix(f" [{code}]")
    what, mark, fix = told.rpartition("; ")
    (found,) = rule.broken(
        path=place, n_affected=1, n_total=1, unit="lines", what=what if mark else told, fix=fix if mark else rule.fix
    )
    return found


def code_of(fault: ClinicellError) -> str:
    """Return the code of what a raw file could not be read for."""
    return fault.code if isinstance(fault, Unreadable) else "L0-RECIPE-05"


def _nowhere(_: str) -> str:
    return ""


class Refused(InputError):
    """A recipe that cannot be followed; nothing was written.

    Parameters
    ----------
    findings
        All that stands against it.
    head
        The first line of the message; by default how many things stand against it.
    where
        What gives the line of a place, such as ``"recipe.toml:12: "``.
    """

    def __init__(self, findings: Sequence[Finding], head: str = "", where: Callable[[str], str] = _nowhere) -> None:
        self.findings = tuple(dict.fromkeys(findings))
        n = len(self.findings)
        head = head or f"{n} thing{' stands' if n == 1 else 's stand'} against it; nothing was written"
        lines = [f"  {where(one.path)}{one.path}: {one.message}; {one.fix} [{one.code}]" for one in self.findings]
        more = f"'clinicell standard show CODE' says more of each; so does {RULES_PAGE}"
        super().__init__("\n".join([head, *lines, more]))
