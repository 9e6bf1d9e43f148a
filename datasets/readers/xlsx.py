"""Excel workbooks (.xlsx): one sheet as a matrix or a table of words, and what Excel may have done to it, said.

Dates, formulas and merged cells are counted and asked about; a gene that became a date is never turned back.
"""

import datetime
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any  # openpyxl is untyped

import openpyxl  # type: ignore[import-untyped]  # it ships no types

from clinicell.datasets.readers._survey import measured
from clinicell.datasets.readers.delimited import EMPTY, understood
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Question, Raw
from clinicell.errors import SchemaError

HARMLESS = 1 << 28  # bytes that any workbook may unpack to
RATIO = 100
MOST_EMPTY = 10_000  # rows between two that hold something, or below the last
MOST_CELLS = 20_000_000  # Excel's own limit is far above what fits into memory as text
_MERGED = b"<mergeCell "


@dataclass(slots=True)
class _Seen:
    """What was met while the cells were read: how many, and where the first one is."""

    formulas: list[str] = field(default_factory=list)
    empty_formulas: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


def read(path: Path, answers: Mapping[str, str] = MappingProxyType({})) -> Raw:
    """Return a sheet as `delimited.read` returns a text.

    Parameters
    ----------
    answers
        ``sheet`` where there are several; ``formulas`` (use the stored results), ``dates`` (as text), ``merged``
        (leave: the first cell holds the value, the others are empty); and what `delimited.read` takes.

    Raises
    ------
    InputError
        The file cannot be opened, or is no .xlsx workbook.
    SchemaError
        It is damaged, empty or unpacks to more than a workbook can hold, or a formula has no stored result.
    """
    _require_workbook(path)
    with _opened(path, data_only=True) as results, _opened(path, data_only=False) as formulas:
        names = [sheet.title for sheet in results.worksheets]
        name = answers.get("sheet") or (names[0] if len(names) == 1 else "")
        if not name:
            why = f"the workbook has {len(names)} sheets"
            asked = Question(about="sheet", place=path.name, why=why, choices=tuple(names))
            return Raw(format="xlsx", matrices={}, obs=EMPTY, var=EMPTY, questions=(asked,))
        if name not in names:
            raise Unreadable(
                "L0-READ-18", path.name, f"there is no sheet {name!r} among {len(names)}: {', '.join(names[:8])}"
            )
        seen = _Seen()
        rows = _trimmed(list(_cells(path, results[name], formulas[name], seen)))
        n_merged = _n_merged(path, results[name])
    if not rows:
        raise Unreadable("L0-READ-13", path.name, f"sheet {name!r} is empty")
    if seen.empty_formulas:
        raise Unreadable(
            "L0-READ-04",
            path.name,
            f"{len(seen.empty_formulas):,} formulas have no stored result, the first in "
            f"{seen.empty_formulas[0]}; open the workbook, let it compute, and save it",
        )
    found, questions = measured(path, lambda: iter(rows), answers)
    asked_of_cells = tuple(_questions(f"{path.name}:{name}", seen, n_merged, answers))
    raw = understood(found, questions, answers, "xlsx")
    return replace(raw, questions=asked_of_cells + raw.questions)


def _require_workbook(path: Path) -> None:
    """Refuse what is no zip of a workbook, and one that unpacks to far more than it weighs, before any is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            total = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
    except FileNotFoundError as error:
        raise Unreadable("L0-READ-01", path.name, f"cannot be opened: {error.strerror}") from error
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable(
            "L0-READ-03", path.name, f"is no .xlsx workbook ({error}); save it as .xlsx or .csv"
        ) from error
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable("L0-READ-03", path.name, "is a zip without a workbook in it; save it as .xlsx or .csv")
    if total > max(HARMLESS, RATIO * path.stat().st_size):
        raise Unreadable(
            "L0-READ-02",
            path.name,
            f"unpacks to {total / 2**30:.1f} GiB, more than {RATIO} times its size; that is no workbook",
        )


class _opened:
    """An open workbook; what openpyxl stumbles over becomes a `SchemaError`."""

    def __init__(self, path: Path, *, data_only: bool) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # styles and validations that openpyxl leaves out touch no value
                self._book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        except Exception as error:  # a parser of foreign bytes may raise anything
            raise Unreadable(
                "L0-READ-05", path.name, f"is damaged ({type(error).__name__}); get a whole copy"
            ) from error

    def __enter__(self) -> Any:  # noqa: ANN401 - openpyxl is untyped
        return self._book

    def __exit__(self, *_: object) -> None:
        self._book.close()


def _cells(path: Path, results: Any, formulas: Any, seen: _Seen) -> Iterator[list[str]]:  # noqa: ANN401 - untyped
    n = n_empty = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for told, stated in zip(results.iter_rows(), formulas.iter_rows(), strict=True):
                n += len(told)
                if n > MOST_CELLS:
                    raise Unreadable("L0-READ-09", path.name, f"more than {MOST_CELLS:,} cells; save the sheet as .csv")
                row = [_text_of(value, formula, seen) for value, formula in zip(told, stated, strict=True)]
                n_empty = 0 if any(row) else n_empty + 1
                if n_empty > MOST_EMPTY:
                    what = f"more than {MOST_EMPTY:,} rows in a row are empty, and the sheet goes on"
                    raise Unreadable("L0-READ-02", path.name, what, "delete what stands far below the table")
                yield row
    except SchemaError:
        raise
    except Exception as error:  # a parser of foreign bytes may raise anything
        raise Unreadable("L0-READ-05", path.name, f"is damaged ({type(error).__name__}); get a whole copy") from error


def _text_of(told: Any, stated: Any, seen: _Seen) -> str:  # noqa: ANN401 - openpyxl's cells
    value = told.value
    if stated.data_type == "f":
        (seen.formulas if value is not None else seen.empty_formulas).append(stated.coordinate)
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        seen.dates.append(told.coordinate)
        return value.isoformat() if not isinstance(value, datetime.timedelta) else str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Return rows without the empty ones at the end, all as wide as the widest."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((max((n for n, text in enumerate(row, 1) if text), default=0) for row in rows), default=0)
    return [(row + [""] * width)[:width] for row in rows]


def _n_merged(path: Path, sheet: Any) -> int:  # noqa: ANN401 - openpyxl is untyped
    """Return how many ranges of a sheet are merged, which openpyxl does not tell while it streams."""
    n, rest = 0, b""
    with zipfile.ZipFile(path) as packed, packed.open(sheet._worksheet_path) as stream:
        while block := stream.read(1 << 20):
            joined = rest + block
            n += joined.count(_MERGED)
            rest = joined[-len(_MERGED) + 1 :]
    return n


def _questions(place: str, seen: _Seen, n_merged: int, answers: Mapping[str, str]) -> Iterator[Question]:
    asks: Sequence[tuple[str, int, str, str]] = (
        ("formulas", len(seen.formulas), f"cells hold formulas, the first {''.join(seen.formulas[:1])}",
         "use the stored results"),
        ("dates", len(seen.dates), f"cells are dates, the first {''.join(seen.dates[:1])}: a day of a patient, or a "
         "gene such as MARCH1 that Excel has turned into one", "as text"),
        ("merged", n_merged, "ranges are merged: only the first cell of each holds the value", "leave"),
    )  # fmt: skip
    for about, n, why, choice in asks:
        if n and about not in answers:
            yield Question(about=about, place=place, why=f"{n:,} {why}", choices=(choice,))
