"""What a spreadsheet makes of gene names, and which names it was likely made from.

A name such as SEPT2 becomes a date, shown as ``2-Sep`` or kept as the number of a day (``43891`` is 2020-03-01, from
MARCH1 or MARC1); a RIKEN clone such as 2310009E07 becomes a number (``2.31E+13``). Several names may give the same:
all are returned, none is chosen. Zeeberg et al. 2004, doi:10.1186/1471-2105-5-80; Abeysooriya et al. 2021,
doi:10.1371/journal.pcbi.1008984.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clinicell.datasets.ontology.genes import Species, table

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_ZERO = date(1899, 12, 30)  # of the numbers that a spreadsheet keeps
_FIRST_YEAR, _LAST_YEAR = 2000, 2040  # a date without year gets that of the day on which it was typed
_POU = {1: "POU2F1", 2: "POU2F2", 4: "POU5F1", 6: "POU3F1", 7: "POU3F2", 8: "POU3F3", 9: "POU3F4", 11: "POU2F3"}
_NAMED = re.compile(r"(\d{1,2})[-/ ]([a-z]{3})[a-z]?(?:[-/ ]\d{2,4})?|([a-z]{3})[a-z]?[-/ ](\d{1,4})", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})(?: 00:00:00)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}")
_POWER = re.compile(r"\d\.(\d+)e\+\d{2}", re.IGNORECASE)
_RIKEN = re.compile(r"(\d{7})E(\d{2})Rik")


@dataclass(frozen=True, slots=True)
class Likely:
    """A gene that a mangled name may have been: the name that was typed, today's symbol, its ids."""

    typed: str
    symbol: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        """Return, e.g., ``SEPT2 (now SEPTIN2, ENSG00000168385)``."""
        now = "" if self.symbol == self.typed else f"now {self.symbol}, "
        return f"{self.typed} ({now}{' or '.join(self.ids)})"


def likely(name: str, species: Species = "human") -> tuple[Likely, ...]:
    """Return all genes that a mangled name may have been; empty where it is none, or of no gene that we know.

    Examples
    --------
    >>> [str(gene) for gene in likely("2-Sep")]
    ['SEPT2 (now SEPTIN2, ENSG00000168385)']
    >>> [gene.typed for gene in likely("43891")]
    ['MARCH1', 'MARC1']
    """
    genes, dates = table(species), list(_dates(name))
    if species == "mouse":  # SEPT2 is Sept2 there
        dates = [(typed.capitalize(), symbol.capitalize()) for typed, symbol in dates]
    pairs = dict.fromkeys((*dates, *_clones(name)))
    return tuple(Likely(typed, symbol, genes.ids_of[symbol]) for typed, symbol in pairs if symbol in genes.ids_of)


def is_date_number(name: str) -> bool:
    """Whether a number is the day of a date that a gene's name becomes.

    Examples
    --------
    >>> is_date_number("43891"), is_date_number("43950"), is_date_number("TP53")
    (True, False, False)
    """
    return name.isascii() and name.isdigit() and len(name) == 5 and bool(likely(name))


def _dates(name: str) -> Iterator[tuple[str, str]]:
    """Yield the names that become this date, as typed and as they are called today."""
    for month, day in dict.fromkeys(_days(name)):
        if month == 9:
            yield (f"SEPT{day}", f"SEPTIN{day}") if day != 15 else ("SEP15", "SELENOF")
        elif month == 3:
            yield f"MARCH{day}", f"MARCHF{day}"
            yield f"MARC{day}", f"MTARC{day}"
        elif month == 12:
            yield f"DEC{day}", f"DELEC{day}"
            yield f"DEC{day}", {1: "BHLHE40", 2: "BHLHE41"}.get(day, "")
        elif month == 10 and day in _POU:
            yield f"OCT{day}", _POU[day]


def _days(name: str) -> Iterator[tuple[int, int]]:
    """Yield month and day; both readings of 9/2/2024."""
    if match := _NAMED.fullmatch(name):
        day, month = int(match[1] or match[4]), (match[2] or match[3]).lower()
        if month in MONTHS:
            yield MONTHS.index(month) + 1, day
    elif match := _ISO.fullmatch(name):
        yield int(match[1]), int(match[2])
    elif match := _SLASHED.fullmatch(name):
        yield int(match[1]), int(match[2])
        yield int(match[2]), int(match[1])
    elif name.isascii() and name.isdigit() and len(name) == 5:
        day_ = _DAY_ZERO + timedelta(days=int(name))
        if _FIRST_YEAR <= day_.year <= _LAST_YEAR:
            yield day_.month, day_.day


def _clones(name: str) -> Iterator[tuple[str, str]]:
    match = _POWER.fullmatch(name)
    if match is None:
        return
    digits = len(match[1])
    for symbol in table("mouse").ids_of:
        clone = _RIKEN.fullmatch(symbol)
        if clone and f"{int(clone[1]) * 10.0 ** int(clone[2]):.{digits}E}" == name.upper():
            yield f"{clone[1]}E{clone[2]}", symbol
