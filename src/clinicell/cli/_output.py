"""How the command line speaks: results to stdout, everything else to stderr, quiet when not a terminal."""

import json
import math
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

WIDTH = 100
PATIENCE = 2.0  # seconds; what is quicker needs no bar


def out() -> Console:
    """Return the console for results, at most 100 columns wide."""
    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def say(message: str) -> None:
    """Print a message that is no result."""
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=not sys.stderr.isatty())
    console.width = min(console.width, WIDTH)
    console.print(message)


def step(name: str, outcome: str, seconds: float) -> None:
    """Leave one line behind for a step that is done."""
    say(f"{name:<14}{outcome:<52}{duration(seconds):>12}")


def print_json(value: object) -> None:
    """Print `value` as JSON, None for NaN."""
    sys.stdout.write(json.dumps(_plain(value), indent=2, ensure_ascii=False, sort_keys=False) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """Print rows under small heads; columns named in `right` are set flush right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for column in columns:
        is_whole = column == "id"  # somebody will copy it
        table.add_column(column, justify="right" if column in right else "left", overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*[cell.replace("[", r"\[") for cell in row])
    out().print(table)


def print_hanging(console: Console, text: str, *, indent: int) -> None:
    """Print text whose lines, wrapped at the console's width, all begin `indent` columns from the left."""
    margin = " " * indent
    lines = textwrap.fill(text, console.width, initial_indent=margin, subsequent_indent=margin,
                          break_long_words=False, break_on_hyphens=False)  # fmt: skip
    console.print(lines, markup=False, soft_wrap=True)


@contextmanager
def progress(title: str, total: int) -> Iterator[Progress]:
    """Yield a progress bar on stderr: on a terminal only, after `PATIENCE` seconds only, leaving nothing behind."""
    columns = (TextColumn(f"{title:<13}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.description}", markup=False))  # fmt: skip
    with _drawn_late(columns) as bar:
        bar.add_task("", total=total)
        yield bar


@contextmanager
def waiting(title: str) -> Iterator[None]:
    """Show that one long step goes on, as `progress` does where there is nothing to count."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with _drawn_late(columns) as bar:
        bar.add_task(title, total=None)
        yield


@contextmanager
def _drawn_late(columns: Sequence[ProgressColumn]) -> Iterator[Progress]:
    bar = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # results that go into a file or a pipe stay on stdout
        disable=not sys.stderr.isatty(),
    )
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    if not bar.disable:
        timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        if not bar.disable:
            timer.join()
            bar.stop()


def number(value: float, digits: int = 2) -> str:
    """Return a number with a true minus sign, or a dash where there is none.

    Examples
    --------
    >>> number(-0.5), number(float("nan"))
    ('\u22120.50', '\u2013')
    """
    return f"{value:.{digits}f}".replace("-", "\u2212") if math.isfinite(value) else "\u2013"


def with_interval(value: float, low: float, high: float) -> str:
    """Return ``0.34 [0.23, 0.47]``, or the value alone where there is no interval."""
    if not math.isfinite(low):
        return number(value)
    return f"{number(value)} [{number(low)}, {number(high)}]"


def duration(seconds: float) -> str:
    """Return a time in words.

    Examples
    --------
    >>> duration(0.4), duration(124), duration(9600)
    ('0.4 s', '2 min 04 s', '2 h 40 min')
    """
    if not math.isfinite(seconds):
        return "not known"
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
