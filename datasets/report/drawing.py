"""The pictures of a validation report as inline SVG: each 330 units wide, labelled directly, with title and desc."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from clinicell.datasets.report.numbers import FEW_CELLS, MOST_DONORS, Donor, Histogram, Labels, Missing, Numbers

WIDTH = 330
NAMES = 150  # left of the marks: names of columns
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One figure: a heading, its SVG (escaped, safe to inline), and what it shows in words."""

    heading: str
    svg: str
    caption: str


def pictures(numbers: Numbers) -> tuple[Picture, ...]:
    """Return the pictures that the numbers allow; none is drawn of what is not there."""
    drawn = [_missing(numbers), _donors(numbers)]
    drawn += [_labels(labels, number, numbers.n_sites) for number, labels in enumerate(numbers.labels)]
    drawn += [_histogram(each, number) for number, each in enumerate(numbers.quality)]
    return tuple(picture for picture in drawn if picture is not None)


def _svg(name: str, height: float, title: str, desc: str, marks: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-labelledby="{name}t {name}d">'
        f'<title id="{name}t">{escape(title)}</title><desc id="{name}d">{escape(desc)}</desc>{"".join(marks)}</svg>'
    )


def _text(x: float, y: float, text: str, style: str = "t1", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str = "g") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def _rect(x: float, y: float, width: float, height: float, style: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{style}"/>'


def _short(name: str) -> str:
    short = name.removesuffix("_ontology_term_id")
    return short if len(short) <= LONGEST_NAME else f"{short[: LONGEST_NAME - 1]}…"


def _missing(numbers: Numbers) -> Picture | None:
    """Draw a row per column and a mark per donor, filled from below by the share that is missing."""
    if not numbers.missing:
        return None
    shown = min(len(numbers.donors), MOST_DONORS)
    step = (WIDTH - NAMES) / shown
    marks = []
    for row, column in enumerate(numbers.missing):
        y = 8 + 19 * row
        marks.append(_text(0, y + 12, _short(column.column)))
        marks += list(_missing_row(column, shown, step, y))
    height = 8 + 19 * len(numbers.missing) + 16
    cut = "" if shown == len(numbers.donors) else f", the first {shown} of {len(numbers.donors)}"
    marks.append(_text(0, height - 4, f"One mark a donor{cut}; filled: missing", "t3"))
    worst = numbers.missing[0]
    share = sum(worst.shares) / len(worst.shares)
    return Picture(
        heading="What is missing, for whom",
        svg=_svg("mi", height, "Missing values per column and donor", f"{len(numbers.missing)} columns", marks),
        caption=f"Most is missing in {_short(worst.column)}: {share:.0%} of a donor's cells, the mean over donors.",
    )


def _missing_row(column: Missing, shown: int, step: float, y: float) -> Iterable[str]:
    width = max(step - min(1.6, step / 4), 0.4)
    for position, share in enumerate(column.shares[:shown]):
        x = NAMES + position * step
        yield _rect(x, y, width, 14, "mok")
        if share > 0:
            yield _rect(x, y + 14 * (1 - share), width, 14 * share, "mis")


def _donors(numbers: Numbers) -> Picture | None:
    """Draw a dot per donor on a log axis of cells, site by site."""
    sizes = [donor.n_cells for donor in numbers.donors]
    if not sizes or max(sizes) <= 1:
        return None
    low, high = math.log10(min([*sizes, FEW_CELLS])), math.log10(max([*sizes, FEW_CELLS]))

    def at(n_cells: float) -> float:
        return 62 + (WIDTH - 72) * (math.log10(n_cells) - low) / max(high - low, 1e-9)

    shown, bottom, marks = _donor_rows(numbers.donors, at, numbers.n_sites)
    ticks = [10**power for power in range(math.ceil(low), math.floor(high) + 1)]
    axis = [
        _line(at(tick), 18, at(tick), bottom) + _text(at(tick), bottom + 14, f"{tick:,}", "t3", "middle")
        for tick in ticks
    ]
    few = sum(size < FEW_CELLS for size in sizes)
    axis.append(_line(at(FEW_CELLS), 18, at(FEW_CELLS), bottom, "orc"))
    side = "end" if at(FEW_CELLS) > WIDTH / 2 else "start"
    axis.append(_text(at(FEW_CELLS), 12, f"{FEW_CELLS} cells", "t3", side))
    marks.append(_text(WIDTH, bottom + 30, "cells, log scale", "t3", "end"))
    cut = "" if shown == len(sizes) else f" The {shown} first of {len(sizes)} donors are drawn."
    words = f"{few} of {len(sizes)} donors" if len(sizes) > 1 else f"{few} of 1 donor"
    return Picture(
        heading="Cells per donor",
        svg=_svg("do", bottom + 34, "Cells per donor and site", f"{words} below {FEW_CELLS} cells", [*axis, *marks]),
        caption=(
            f"{words} {'lies' if few == 1 else 'lie'} under {FEW_CELLS} cells, the smallest at {min(sizes):,}. "
            f"Effective number of donors: {numbers.effective_donors:.1f} of {len(sizes)}"
            f"{'; intervals would be flagged (under 20)' if numbers.effective_donors < 20 else ''}.{cut}"
        ),
    )


def _site(site: int, n_sites: int) -> str:
    return f"site {site + 1}" if site < n_sites else "site ?"


def _donor_rows(donors: Sequence[Donor], at: Callable[[float], float], n_sites: int) -> tuple[int, float, list[str]]:
    """Return how many donors are drawn, where the drawing ends, and its marks."""
    marks: list[str] = []
    y, site = 22.0, -1
    step = min(12.0, max(5.0, 320 / min(len(donors), MOST_DONORS)))  # many donors stand closer
    for donor in donors[:MOST_DONORS]:
        if donor.site != site:
            y += 8 if site >= 0 else 0
            marks.append(_text(0, y + 9, _site(donor.site, n_sites)))
            site = donor.site
        marks.append(_line(62, y + 5, at(donor.n_cells), y + 5))
        style = "bad3" if donor.n_cells < FEW_CELLS else "pt"
        marks.append(
            f'<circle cx="{at(donor.n_cells):.1f}" cy="{y + 5:.1f}" r="{min(3.6, step / 2):.1f}" class="{style}"/>'
        )
        y += step
    return min(len(donors), MOST_DONORS), y + 4, marks


def _labels(labels: Labels, number: int, n_sites: int) -> Picture:
    """Draw a bar per site: yes filled, no hollow, unknown hatched by a word."""
    most = max(max(sum(row) for row in labels.per_site), 1)
    words = [f"{yes:,} / {no:,}" + (f" / {unknown:,}" if unknown else "") for yes, no, unknown in labels.per_site]
    room = WIDTH - 70 - 7.0 * max(len(each) for each in words)
    marks = [
        _rect(62, 4, 10, 10, "pt"), _text(76, 13, "yes"), _rect(112, 4, 10, 10, "no"), _text(126, 13, "no"),
        _rect(158, 4, 10, 10, "mok"), _text(172, 13, "unknown"),
    ]  # fmt: skip
    for site, (yes, no, unknown) in enumerate(labels.per_site):
        y, x = 28 + 24 * site, 62.0
        marks.append(_text(0, y + 11, _site(site, n_sites)))
        for count, style in ((yes, "pt"), (no, "no"), (unknown, "mok")):
            width = room * count / most
            if count:
                marks.append(_rect(x, y, width, 14, style))
            x += width
        marks.append(_text(x + 5, y + 11, words[site], "t3"))
    height = 28 + 24 * len(labels.per_site) + 22
    told = labels.is_told_by_site
    if told:
        marks.append(_text(0, height - 6, "Each site holds one label: the site tells it.", "bad2"))
    return Picture(
        heading=f"{labels.name} and site",
        svg=_svg(f"la{number}", height, f"{labels.name} per site", f"{len(labels.per_site)} sites", marks),
        caption=(
            f"Counted in {labels.unit}s. "
            + ("A model may learn the site instead of the disease." if told else "Yes / no at the end of each bar.")
        ),
    )


def _histogram(each: Histogram, number: int) -> Picture:
    """Draw bars on a linear or a log axis, with the median named."""
    most = max(*each.counts, 1)
    width = WIDTH / len(each.counts)
    marks = [
        _rect(column * width, 110 - 92 * count / most, max(width - 1, 0.5), 92 * count / most, "hist")
        for column, count in enumerate(each.counts)
        if count
    ]
    marks.append(_line(0, 110, WIDTH, 110, "ax"))
    low, high = each.edges[0], each.edges[-1]
    if math.isfinite(each.median) and (not each.is_log or each.median > 0):
        x = WIDTH * ((math.log10(each.median) if each.is_log else each.median) - low) / max(high - low, 1e-9)
        marks.append(_line(x, 14, x, 110, "orc") + _text(x, 10, f"median {_number(each.median)}", "t3", _anchor(x)))
    for edge, anchor, x in ((low, "start", 0), (high, "end", WIDTH)):
        marks.append(_text(x, 125, _number(10**edge if each.is_log else edge), "t3", anchor))
    marks.append(_text(WIDTH / 2, 140, each.unit + (", log scale" if each.is_log else ""), "t3", "middle"))
    zero = f" {each.n_zero:,} cells are 0 and lie beside the axis." if each.n_zero else ""
    return Picture(
        heading=each.title,
        svg=_svg(f"qc{number}", 146, each.title, f"median {_number(each.median)}", marks),
        caption=f"{sum(each.counts) + each.n_zero:,} cells.{zero}",
    )


def _anchor(x: float) -> str:
    return "start" if x < 50 else ("end" if x > WIDTH - 50 else "middle")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
