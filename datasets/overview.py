"""Every data set with a card: the level it reaches, what bars the next, and the figures that it must reproduce."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from clinicell.datasets._sanity import Unmet
from clinicell.datasets.card import DatasetCard
from clinicell.datasets.fetch import fetch
from clinicell.datasets.schema.levels import Level, Verdict
from clinicell.datasets.store import Store, judged
from clinicell.errors import FetchError, InputError

COLUMNS = ("dataset", "figure", "expected", "tolerance", "measured")  # `why` beside them stands on the card
HEAD = """# The data sets, and how ready each is

Made by `make table` from the cards, the raw files and the tests of the converters; nothing here is typed by hand.

- **Level**: L0 readable, L1 structural, L2 semantic, L3 clinical, L4 benchmark-ready (see `standard/rules.md`).
- **Bars**: the rules up to L3 that keep a set from the next level; then those that keep it from being a benchmark as it
  stands. A set that is not split is no worse for it: the folds of a task lie beside the task. Where no rule bars a set
  below L3, its kind does: without a feature (labels, an embedding) it ends at L1, without a patient (a table of
  knowledge) at L2; its card says so.
- **Figures**: those that came with the data, written on the card before the first run, and ours. A figure that was not
  met is reported and was not tuned: none is called met by the choice that hits. Why it was not, and what the choices
  give that its source leaves open, stands below and on the card, and the tests measure it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a card, and what the test of its converter measured; None where no test ran."""

    name: str
    expected: float
    tolerance: float
    measured: float | None
    unmet: Unmet | None = None

    @property
    def is_met(self) -> bool:
        """Whether it was measured within its tolerance."""
        return self.measured is not None and abs(self.measured - self.expected) <= self.tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One data set; `verdict` is None where it cannot be had here, and then `reason` says why."""

    card: DatasetCard
    verdict: Verdict | None
    figures: tuple[Figure, ...]
    reason: str = ""

    def codes(self, *, of_benchmark: bool) -> tuple[str, ...]:
        """Return the codes of the findings, those of L4 or those below it, each once."""
        found = self.verdict.findings if self.verdict is not None else ()
        return tuple(dict.fromkeys(each.code for each in found if (each.level is Level.L4) is of_benchmark))


def overview(
    cards: Iterable[DatasetCard], measured: Mapping[tuple[str, str], float], store: Store | None = None
) -> list[Row]:
    """Return a row per card of raw files: converted and judged here, whether or not the store would keep it.

    Parameters
    ----------
    measured
        Figures by data set and name, as `read_figures` returns them.
    """
    return [_row(card, measured, store or Store()) for card in cards if not card.is_simulated]


def _row(card: DatasetCard, measured: Mapping[tuple[str, str], float], store: Store) -> Row:
    figures = tuple(
        Figure(
            name=check.name,
            expected=check.expected,
            tolerance=check.tolerance,
            measured=measured.get((card.id, check.name)),
            unmet=check.unmet,
        )
        for check in card.sanity
    )
    try:
        folder = fetch(card, store)
    except FetchError as fault:
        return Row(card=card, verdict=None, figures=figures, reason=str(fault).splitlines()[0])
    data = import_module(f"clinicell.datasets.convert.{card.id}").convert(folder)
    return Row(card=card, verdict=judged(card, data, level=Level.L4), figures=figures)


def read_figures(path: Path) -> dict[tuple[str, str], float]:
    """Return measured figures by data set and name.

    Raises
    ------
    InputError
        The file is missing or lacks a column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except OSError as fault:
        raise InputError(f"{path}: cannot be read ({fault.strerror}); `make table` writes it") from fault
    if rows and not set(COLUMNS) <= rows[0].keys():
        raise InputError(f"{path}: needs the columns {', '.join(COLUMNS)}")
    return {(row["dataset"], row["figure"]): float(row["measured"]) for row in rows}


def render(rows: Sequence[Row]) -> str:
    """Return the overview as Markdown: a line per data set, then the figures that were not met."""
    lines = [HEAD, _summary(rows), "", "| data set | what | size | donors | level | bars | before L4 | figures met |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    lines += [_line(row) for row in sorted(rows, key=lambda each: each.card.id)]
    missed = [(row, figure) for row in rows for figure in row.figures if not figure.is_met]
    if missed:
        lines += [
            "",
            "## Figures that were not met",
            "",
            "| data set | figure | expected | measured | over the choices | why |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{row.card.id}` | {figure.name} | {figure.expected:g} ± {figure.tolerance:g} | "
            f"{_number(figure)} | {_range(figure.unmet)} | {_why(figure.unmet)} |"
            for row, figure in sorted(missed, key=lambda pair: (pair[0].card.id, pair[1].name))
        ]
    return "\n".join(lines) + "\n"


def _summary(rows: Sequence[Row]) -> str:
    judged = [row.verdict for row in rows if row.verdict is not None]
    levels = ", ".join(f"{sum(verdict.level is level for verdict in judged)} on {level.name}" for level in Level)
    unread = sum(verdict.level is None for verdict in judged)
    figures = [figure for row in rows for figure in row.figures]
    met = sum(figure.is_met for figure in figures)
    below = f", {unread} below" if unread else ""
    folders = len({row.card.mirror for row in rows})
    missed = [figure.unmet for figure in figures if not figure.is_met and figure.unmet is not None]
    n_open = sum(unmet.cause == "under-specified" for unmet in missed)
    explained = f" Of the others, {n_open} are under-specified, {len(missed) - n_open} are not in these data."
    return (
        f"{len(rows)} data sets of {folders} raw folders: {levels}{below}. "
        f"{met} of {len(figures)} figures are met.{explained if missed else ''}"
    )


def _line(row: Row) -> str:
    card, counts = row.card, row.card.counts
    level = "not here" if row.verdict is None else (row.verdict.level.name if row.verdict.level is not None else "none")
    met = sum(figure.is_met for figure in row.figures)
    return (
        f"| `{card.id}` | {card.modality} | {counts.n_obs:,} × {counts.n_vars:,} | {counts.n_donors} | {level} | "
        f"{', '.join(row.codes(of_benchmark=False)) or row.reason or '–'} | "
        f"{', '.join(row.codes(of_benchmark=True)) or '–'} | {met} of {len(row.figures)} |"
    )


def _range(unmet: Unmet | None) -> str:
    return "–" if unmet is None or unmet.low is None else f"{unmet.low:g} to {unmet.high:g}"


def _why(unmet: Unmet | None) -> str:
    return "not known" if unmet is None else f"{unmet.cause}: {unmet.why}"


def _number(figure: Figure) -> str:
    return "not measured" if figure.measured is None else f"{figure.measured:.4g}"
