"""A learning curve drawn: the metric against the number of patients, with its interval; Vega-Altair, inlined as SVG."""

import json
import math
from collections.abc import Mapping
from typing import Any  # a Vega-Lite specification is untyped JSON

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard.charts import GRID, HX, INK2, INK3, axis_over, extra, inlined
from clinicell.leaderboard.learning_curve import Curve
from clinicell.metrics._metric import Metric

WIDTH, HEIGHT = 320, 200
ON_WHITE = {INK2: "#4a4a4a", INK3: "#7a7a7a", GRID: "#e4e4e4", HX: "#1f5fa8"}


def curve_figure(curve: Curve, metric: Metric, key: str, name: str) -> str:
    """Return the SVG of a learning curve: a line through the values, a bar for each interval, a tick for each draw.

    Parameters
    ----------
    key
        Letters and digits; makes the ids inside the SVG unique on the page.
    name
        The figure's title, for readers who do not see it.

    Raises
    ------
    MissingExtra
        Vega-Altair or vl-convert is not installed.
    """
    return inlined(
        extra("vl_convert").vegalite_to_svg(specification(curve, metric)), key, name, described(curve, metric)
    )


def curve_picture(curve: Curve, metric: Metric) -> bytes:
    """Return the same figure as a PNG on white, for places that show no styled SVG.

    Raises
    ------
    MissingExtra
        Vega-Altair or vl-convert is not installed.
    """
    drawn = json.dumps(specification(curve, metric) | {"background": "white"})
    for token, colour in ON_WHITE.items():
        drawn = drawn.replace(token, colour)
    png: bytes = extra("vl_convert").vegalite_to_png(drawn, scale=2)
    return png


def specification(curve: Curve, metric: Metric) -> dict[str, Any]:
    """Return the Vega-Lite specification; numbers of patients stand at equal ratios."""
    alt = extra("altair")
    points = [
        _row(n=one.n, value=one.measured.value, low=one.measured.low, high=one.measured.high) for one in curve.points
    ]
    draws = [_row(n=one.n, value=value) for one in curve.points for value in one.draws if len(one.draws) > 1]
    shown = [value for row in (*points, *draws) for name, value in row.items() if name != "n"]
    axis = axis_over(metric, [*shown, curve.chance], most=5.5)
    x = alt.X("n:Q").scale(type="log", nice=False, padding=12).axis(
        title="patients to learn from", values=[one.n for one in curve.points], format="d", grid=False
    )  # fmt: skip
    scale, ticks = alt.Scale(domain=[axis.low, axis.high], nice=False), alt.Axis(values=list(axis.ticks))

    def y(field: str) -> Any:  # noqa: ANN401 - an Altair channel
        return alt.Y(f"{field}:Q").scale(scale).axis(ticks).title(metric.title)

    def chart(rows: list[dict[str, float]]) -> Any:  # noqa: ANN401 - an Altair chart
        return alt.Chart(alt.Data(values=rows))

    with_value = [row for row in points if "value" in row]
    layers = [
        chart([row for row in points if "low" in row]).mark_rule(color=HX, opacity=0.6).encode(
            x=x, y=y("low"), y2="high:Q"
        ),
        chart(draws).mark_tick(color=HX, opacity=0.5, orient="horizontal", size=12, thickness=1.5).encode(
            x=x, y=y("value")
        ),
        chart(with_value).mark_line(color=HX).encode(x=x, y=y("value")),
        chart(with_value).mark_point(color=HX, filled=True, size=52, opacity=1).encode(x=x, y=y("value")),
    ]  # fmt: skip
    if math.isfinite(curve.chance):
        level = chart([{"chance": curve.chance}]).mark_rule(strokeDash=[2, 3], color=INK3)
        layers.insert(0, level.encode(y=y("chance")))
    made: dict[str, Any] = (
        alt.layer(*layers)
        .properties(width=WIDTH, height=HEIGHT, padding=4, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK2, titleColor=INK2, labelFontSize=12, gridColor=GRID, domainColor=INK3, tickColor=INK3
        )
        .to_dict(validate=False)
    )
    return made


def described(curve: Curve, metric: Metric) -> str:
    """Return the figure in a sentence."""
    parts = [
        f"{say.plain(one.measured.value)} after {one.n}" for one in curve.points if math.isfinite(one.measured.value)
    ]
    return f"{metric.title} by patients to learn from: {', '.join(parts) or 'no value'}."


def _row(**values: float) -> dict[str, float]:
    known: Mapping[str, float] = {name: round(value, 4) for name, value in values.items() if math.isfinite(value)}
    return dict(known)
