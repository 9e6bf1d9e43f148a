"""Axes of the row charts, and the one plot per task: Vega-Altair, rendered to SVG and inlined."""

import math
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any  # a Vega-Lite specification is untyped JSON

from clinicell.errors import MissingExtra
from clinicell.leaderboard import _phrases as say
from clinicell.metrics._metric import Metric

LEFT, RIGHT = 2.0, 97.0  # where an axis begins and ends, in percent of its cell
# What Vega draws in the left colour, the page shows in its custom property: so a theme is only a change of properties.
TOKENS = {"#000001": "--ink", "#000002": "--ink2", "#000003": "--ink3", "#000004": "--grid", "#000005": "--hx",
          "#000006": "--ctl", "#000007": "--paper"}  # fmt: skip
INK2, INK3, GRID, HX, CTL = "#000002", "#000003", "#000004", "#000005", "#000006"
# what an SVG takes for granted, or the page says for all of its plots
DEFAULTS = (
    r' (?:opacity="1"|stroke-width="1"|stroke-miterlimit="10"|[xy]2="0"|transform="translate\(0,0\)"|'
    r'font-size="12px"|font-weight="normal")'
)
LABEL_WIDTH, LINE_LENGTH = 114, 16  # of a model's name in the plot: pixels, characters
PLOT_WIDTH, STEP, LINE_HEIGHT = 146, 40, 13


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis common to all rows of a panel."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the place of `value` in percent of the cell's width, NaN for NaN; beyond the axis, its end."""
        if not math.isfinite(value):
            return math.nan
        inside = min(max(value, self.low), self.high)
        return LEFT + (RIGHT - LEFT) * (inside - self.low) / (self.high - self.low)


def axis_over(metric: Metric, shown: Iterable[float], *, most: float = 6.5) -> Axis:
    """Return an axis that holds all `shown` values; from zero, and to the best value, where these are near.

    Ticks stand at round numbers, at most `most` steps apart; the axis ends at a tick, but begins a little below zero
    where a value lies there.

    Examples
    --------
    >>> from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
    >>> axis_over(AUROC, [0.5, 0.62, 0.93])
    Axis(low=0.5, high=1.0, ticks=(0.5, 0.6, 0.7, 0.8, 0.9, 1.0))
    >>> axis_over(AVERAGE_PRECISION, [0.01, 0.22]).high
    0.25
    """
    finite = [value for value in shown if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    if math.isfinite(metric.best) and max(high, low) >= 0.6 * metric.best > 0:
        high = max(high, metric.best)
    counts = metric.best != 1
    if counts or 0 <= low < 0.35 * high or low == high:
        low = min(low, 0.0)
    high = high if high > low else low + 1
    step = max(_step(high - low, most), 1.0 if counts else 0.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(step * index, 10) for index in range(first, last + 1))
    if first == -1 and low > -0.6 * step:
        return Axis(low - 0.1 * step, ticks[-1], ticks[1:])
    return Axis(ticks[0], ticks[-1], ticks)


def _step(span: float, most: float) -> float:
    unit = 10.0 ** math.floor(math.log10(span))
    return next(unit * factor for factor in (0.1, 0.2, 0.25, 0.5, 1, 2, 5) if span / (unit * factor) <= most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The values of one model behind its mean: one per fold, instance or drug."""

    title: str
    is_control: bool
    value: float
    parts: tuple[float, ...]


def figure(spreads: Sequence[Spread], metric: Metric, chance: float, key: str, name: str, what: str) -> str:
    """Return the SVG of one panel: a tick per part, a dot for the panel's value, a row per model.

    Parameters
    ----------
    key
        Letters and digits; makes the ids inside the SVG unique on the page.
    name, what
        The figure's title and description, for readers who do not see it.

    Raises
    ------
    MissingExtra
        Vega-Altair or vl-convert is not installed.
    """
    alt, convert = extra("altair"), extra("vl_convert")
    chart = _chart(alt, spreads, metric, chance)
    return inlined(convert.vegalite_to_svg(chart), key, name, what)


def picture(spreads: Sequence[Spread], metric: Metric, chance: float) -> bytes:
    """Return the same figure as a PNG, for places that show no styled SVG.

    Raises
    ------
    MissingExtra
        Vega-Altair or vl-convert is not installed.
    """
    alt, convert = extra("altair"), extra("vl_convert")
    png: bytes = convert.vegalite_to_png(_chart(alt, spreads, metric, chance), scale=2)
    return png


def extra(package: str) -> ModuleType:
    """Return the package that draws, or raise `MissingExtra` with the command that installs it."""
    from importlib import import_module

    try:
        return import_module(package)
    except ModuleNotFoundError as fault:
        raise MissingExtra(
            f"the pages need the package {fault.name!r}, which is not installed: pip install 'clinicell[site]'"
        ) from fault


def _chart(alt: ModuleType, spreads: Sequence[Spread], metric: Metric, chance: float) -> dict[str, Any]:
    labels = ["\n".join(textwrap.wrap(each.title, LINE_LENGTH, max_lines=3, placeholder=" …")) for each in spreads]
    keyed = [  # two models may share a name; the letter tells a control
        f"{'c' if each.is_control else 'm'}{number}\n{label}"
        for number, (label, each) in enumerate(zip(labels, spreads, strict=True))
    ]
    shown = [*(part for each in spreads for part in each.parts), *(each.value for each in spreads), chance]
    axis = axis_over(metric, shown, most=4.5)
    rows = [
        {"model": label, "part": round(part, 4), "control": each.is_control}
        for label, each in zip(keyed, spreads, strict=True)
        for part in each.parts
        if math.isfinite(part)
    ]
    dots = [
        {"model": label, "value": round(each.value, 4), "control": each.is_control}
        for label, each in zip(keyed, spreads, strict=True)
    ]
    y = alt.Y("model:N").sort(keyed).scale(paddingInner=0).axis(
        title=None, labelExpr="slice(split(datum.value, '\\n'), 1)", labelLineHeight=LINE_HEIGHT, labelAlign="left",
        labelPadding=LABEL_WIDTH, minExtent=LABEL_WIDTH, maxExtent=LABEL_WIDTH, labelLimit=LABEL_WIDTH - 2,
        labelBaseline="middle", labelFontStyle={
            "condition": {"test": "substring(datum.value, 0, 1) === 'c'", "value": "italic"}, "value": "normal"},
    )  # fmt: skip
    scale = alt.Scale(domain=[axis.low, axis.high], nice=False)
    tick_axis = alt.Axis(values=list(axis.ticks), labelExpr="replace(format(datum.value, '.3~f'), '-', '\u2212')")
    colour = alt.condition("datum.control", alt.value(CTL), alt.value(HX))
    ticks = alt.Chart(alt.Data(values=rows)).mark_tick(thickness=1.5, size=14, opacity=0.45).encode(
        x=alt.X("part:Q").scale(scale).axis(tick_axis).title(None), y=y, color=colour
    )  # fmt: skip
    points = alt.Chart(alt.Data(values=dots)).mark_point(filled=True, size=52, opacity=1).encode(
        x=alt.X("value:Q").scale(scale).axis(tick_axis).title(None), y=y, color=colour
    )  # fmt: skip
    layers = [ticks, points]
    if math.isfinite(chance):
        line = alt.Chart(alt.Data(values=[{"chance": chance}])).mark_rule(strokeDash=[2, 3], color=INK3)
        layers.insert(0, line.encode(x=alt.X("chance:Q").scale(scale).axis(tick_axis).title(None)))
    chart = alt.layer(*layers).properties(width=PLOT_WIDTH, height=alt.Step(STEP), padding=4, background="transparent")
    specification: dict[str, Any] = configured(chart).configure_axisY(grid=False).to_dict(validate=False)
    return specification


def configured(chart: Any) -> Any:  # noqa: ANN401 - altair is imported when first used
    """Return a chart with the lines and letters of the pages."""
    return (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelColor=INK2,
            labelFontSize=12,
            titleColor=INK2,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor=INK3,
            tickColor=INK3,
            ticks=False,
            domain=False,
        )
        .configure_axisX(domain=True, ticks=True, tickSize=4)
    )


LINE = (
    r'<line(?: transform="translate\(([-\d.]+),([-\d.]+)\)")? ([xy])2="([-\d.]+)" style="(stroke:var\(--[a-z0-9]+\))"/>'
)


def inlined(svg: str, key: str, name: str, what: str) -> str:
    """Return an SVG of Vega made fit for a page: named, themed by the page's properties, its ids unique, no address."""
    svg = re.sub(r'<path class="(?:back|fore)ground"[^<>]*/>', "", svg)
    svg = _unwrapped(re.sub(r"<[a-zA-Z][^<>]*>", lambda tag: _tidied(tag.group(), key), svg))
    svg = re.sub(rf"(?:{LINE}){{2,}}", _one_path, svg)
    svg = re.sub(r'(<text [^<>]*) style="fill:var\(--ink2\)"', r"\1", svg)  # the page's own colour of text
    svg = re.sub(r"(translate\([-\d.]+,)([-\d.]+)(\)\"[^<>]*>)((?:<tspan[^<>]*>[^<>]*</tspan>)+)", _centred, svg)
    head = f'<svg role="img" aria-labelledby="{key}-t {key}-d"'
    return svg.replace("<svg", head, 1).replace(
        ">", f'><title id="{key}-t">{_escaped(name)}</title><desc id="{key}-d">{_escaped(what)}</desc>', 1
    )


def _one_path(lines: re.Match[str]) -> str:
    """Return upright or level lines that follow one another as a path for each style."""
    strokes: dict[str, str] = {}
    for x, y, way, length, style in re.findall(LINE, lines.group()):
        step = f"{'h' if way == 'x' else 'v'}{length}"
        strokes[style] = strokes.get(style, "") + f"M{x or 0},{y or 0}{step}"
    return "".join(f'<path d="{drawn}" style="{style}"/>' for style, drawn in strokes.items())


def _unwrapped(svg: str) -> str:
    """Return the SVG without the groups that say nothing."""
    parts: list[str] = []
    is_kept: list[bool] = []
    for part in re.split(r"(<g(?: [^<>]*)?>|</g>)", svg):
        if part == "</g>":
            keeps = is_kept.pop()
        else:
            keeps = part != "<g>"
            if part.startswith("<g") and not part.endswith("/>"):
                is_kept.append(keeps)
        parts += [part] if keeps else []
    return "".join(parts)


def _tidied(tag: str, key: str) -> str:
    """Return a tag without what the page does not need, and its token colours in one style: ``fill:var(--hx)``."""
    tag = re.sub(r' (?:xmlns(?::\w+)?|version|aria-[\w-]+|role|class|font-family|pointer-events)="[^"]*"', "", tag)
    tag = re.sub(DEFAULTS, "", tag)
    tag = re.sub(r"\d+\.\d{2,}", lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), tag)
    tag = re.sub(r'(\bid="|url\(#|href="#)([^")]+)', rf"\1{key}-\2", tag)
    style = []
    for attribute in ("fill", "stroke"):
        found = re.search(rf' {attribute}="({"|".join(TOKENS)})"', tag)
        if found:
            style.append(f"{attribute}:var({TOKENS[found.group(1)]})")
            tag = tag.replace(found.group(), "", 1)
    if not style:
        return tag
    end = -2 if tag.endswith("/>") else -1
    return f'{tag[:end]} style="{";".join(style)}"{tag[end:]}'


def _centred(label: re.Match[str]) -> str:
    """Return a label of several lines with its middle, not its first line, at the row's height."""
    lines = label.group(4).count("<tspan")
    return f"{label.group(1)}{float(label.group(2)) - LINE_HEIGHT * (lines - 1) / 2:g}{label.group(3)}{label.group(4)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def description(spreads: Sequence[Spread], metric: Metric, parts: str) -> str:
    """Return the figure in a sentence."""
    ranges = [
        f"{each.title} {say.plain(min(finite))} to {say.plain(max(finite))}"
        for each in spreads
        if (finite := [part for part in each.parts if math.isfinite(part)])
    ]
    return f"{metric.title} by {parts}, lowest to highest: {'; '.join(ranges)}."


def averaged(series: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the mean of each part over seeds, NaN where no seed has it; seeds with other parts are left out."""
    if not series:
        return ()
    length = len(series[0])
    columns = zip(*(each for each in series if len(each) == length), strict=True)
    return tuple(_mean([value for value in column if math.isfinite(value)]) for column in columns)


def by_target(series: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    """Return the mean of each target over seeds, in the order of the targets' names."""
    names = sorted({name for each in series for name in each})
    return averaged([[each.get(name, math.nan) for name in names] for each in series])


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan
