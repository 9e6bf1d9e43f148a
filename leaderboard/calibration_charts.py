"""Two plots of one panel's probabilities: do they come true, and what is gained by acting on them?

One model is drawn in colour, with its intervals; the others in grey behind it.
"""

import math
from collections.abc import Sequence
from types import ModuleType
from typing import Any  # a Vega-Lite specification is untyped JSON

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard.calibration_board import CalibrationBoard, CalibrationRow, Curve
from clinicell.leaderboard.charts import CTL, HX, INK3, configured, extra, inlined

WIDTH, HEIGHT = 232, 190
DEEPEST = -0.3  # of the share of positives: how far below zero the decision plot reaches
NUMBER = "replace(format(datum.value, '.3~f'), '-', '\u2212')"


def reliability_figure(rows: Sequence[CalibrationRow], shown: str, key: str, where: str) -> str:
    """Return the SVG of the reliability curves of models, the one `shown` (its id) in colour.

    Raises
    ------
    MissingExtra
        Vega-Altair or vl-convert is not installed.
    """
    alt = extra("altair")
    curves = {row.model: row.reliability for row in rows if row.reliability is not None}
    own = curves[shown]
    x = _x(alt, "mean probability in a group", [0.0, 1.0])
    y = alt.Y("y:Q").scale(domain=[0, 1], nice=False).axis(title="share that came true", labelExpr=NUMBER)
    diagonal = alt.Chart(_data(alt, [{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(strokeDash=[2, 3], color=INK3)
    layers = [diagonal.encode(x=x, y=y)]
    layers += [_line(alt, curve, CTL, 1.0).encode(x=x, y=y) for model, curve in curves.items() if model != shown]
    whole = [point for point in _points(own) if "low" in point]
    bars = alt.Chart(_data(alt, whole)).mark_rule(color=HX, strokeWidth=1.5, opacity=0.7)
    dots = alt.Chart(_data(alt, _points(own))).mark_point(filled=True, size=40, opacity=1, color=HX)
    layers += [bars.encode(x=x, y=alt.Y("low:Q"), y2="high:Q"), dots.encode(x=x, y=y)]
    title = next(row.title for row in rows if row.model == shown)
    pairs = "; ".join(f"{say.plain(at)}: {say.plain(share)}" for at, share in zip(own.x, own.y, strict=True))
    words = f"{title}: share that came true by mean probability, {pairs}. The diagonal is where both agree."
    return _svg(alt, layers, key, f"Reliability, {where}", words)


def decision_figure(board: CalibrationBoard, rows: Sequence[CalibrationRow], shown: str, key: str, where: str) -> str:
    """Return the SVG of the net benefit of models against treating all and none, the one `shown` in colour.

    Raises
    ------
    MissingExtra
        Vega-Altair or vl-convert is not installed.
    """
    alt = extra("altair")
    own = next(row for row in rows if row.model == shown)
    x = _x(alt, "probability from which one treats", [0.0, max(own.decision.x)])
    bottom = DEEPEST * board.share
    domain = [bottom, 1.08 * board.share]
    y = alt.Y("y:Q").scale(domain=domain, nice=False).axis(title="net benefit", labelExpr=NUMBER, tickCount=5)
    nothing = (math.nan,) * len(board.treat_all)
    everyone = Curve(own.decision.x, board.treat_all, nothing, nothing)
    none = alt.Chart(_data(alt, [{"y": 0}])).mark_rule(color=INK3)
    layers = [none.encode(y=y)]
    layers += [_line(alt, part, INK3, 1.2, dash=[5, 3]).encode(x=x, y=y) for part in _inside(everyone, bottom)]
    others = [part for row in rows if row.model != shown for part in _inside(row.decision, bottom)]
    layers += [_line(alt, part, CTL, 1.0).encode(x=x, y=y) for part in others]
    band = [
        {"x": point["x"], "low": max(point["low"], bottom), "high": min(max(point["high"], bottom), domain[1])}
        for point in _points(own.decision)
        if "low" in point
    ]
    area = alt.Chart(_data(alt, band)).mark_area(color=HX, opacity=0.16)
    layers.append(area.encode(x=x, y=alt.Y("low:Q"), y2="high:Q"))
    layers += [_line(alt, part, HX, 2.0).encode(x=x, y=y) for part in _inside(own.decision, bottom)]
    best = [
        f"{say.plain(at)}: {say.plain(model)} against {say.plain(max(of_all, 0.0))}"
        for at, model, of_all in zip(own.decision.x, own.decision.y, board.treat_all, strict=True)
        if math.isclose(10 * at, round(10 * at))  # the whole curve is in the JSON
    ]
    words = f"{own.title}: net benefit by threshold, against the better of treating all and none, {'; '.join(best)}."
    return _svg(alt, layers, key, f"Net benefit, {where}", words)


def _x(alt: ModuleType, title: str, domain: list[float]) -> Any:  # noqa: ANN401 - altair is imported when first used
    return alt.X("x:Q").scale(domain=domain, nice=False).axis(title=title, labelExpr=NUMBER, tickCount=5)


def _line(alt: ModuleType, curve: Curve, colour: str, width: float, dash: Sequence[int] = ()) -> Any:  # noqa: ANN401
    line = {"color": colour, "strokeWidth": width} | ({"strokeDash": list(dash)} if dash else {})
    return alt.Chart(_data(alt, _points(curve))).mark_line(**line)


def _inside(curve: Curve, bottom: float) -> list[Curve]:
    """Return the parts of a curve that do not lie below the bottom of the plot, each cut on the bottom itself."""
    parts: list[list[tuple[float, float]]] = [[]]
    points = [(x, y) for x, y in zip(curve.x, curve.y, strict=True) if math.isfinite(y)]
    for at, (x, y) in enumerate(points):
        before = points[at - 1] if at else (x, y)
        if (before[1] < bottom) != (y < bottom):
            crossing = before[0] + (x - before[0]) * (bottom - before[1]) / (y - before[1])
            parts[-1].append((crossing, bottom))
            if y < bottom:
                parts.append([])
        if y >= bottom:
            parts[-1].append((x, y))
    return [_of_points(part) for part in parts if len(part) > 1]


def _of_points(points: Sequence[tuple[float, float]]) -> Curve:
    nothing = (math.nan,) * len(points)
    return Curve(tuple(x for x, _ in points), tuple(y for _, y in points), nothing, nothing)


def _data(alt: ModuleType, values: Sequence[dict[str, float]]) -> Any:  # noqa: ANN401
    return alt.Data(values=list(values))


def _points(curve: Curve) -> list[dict[str, float]]:
    """Return the points where y is known; the bounds among them where both are."""
    points = []
    for x, y, low, high in zip(curve.x, curve.y, curve.low, curve.high, strict=True):
        if not math.isfinite(y):
            continue
        known = math.isfinite(low) and math.isfinite(high)
        bounds = {"low": round(low, 4), "high": round(high, 4)} if known else {}
        points.append({"x": round(x, 4), "y": round(y, 4)} | bounds)
    return points


def _svg(alt: ModuleType, layers: Sequence[Any], key: str, name: str, words: str) -> str:
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, padding=4, background="transparent")
    return inlined(extra("vl_convert").vegalite_to_svg(configured(chart).to_dict(validate=False)), key, name, words)
