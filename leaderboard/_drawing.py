"""What a template asks of a board while it draws it: where marks stand, and what is said of the axis."""

import math

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._boards import Board
from clinicell.leaderboard._rows import Row

TOO_NEAR = 31.0  # percent of an axis: two names above it would touch on a phone


def published_beside(each: Board) -> bool:
    """Return whether others' figures stand in a column beside ours: where nothing is scored, they are what there is."""
    return not each.panel.is_scored and each.card is not None and bool(each.card.published)


def unit(each: Board) -> str:
    """Return the unit that a panel resamples."""
    return say.UNITS.get(each.panel.resample, (each.panel.resample,))[0]


def units(each: Board) -> str:
    """Return the units that a panel resamples, in the plural."""
    return say.units_named(each.panel.resample)


def direction(each: Board) -> str:
    """Return which way a metric is better, its best value, and what chance reaches."""
    metric = each.metric
    if not metric.ranks:
        return "a description of the answer"
    chance = f", chance {say.plain(each.chance)}" if math.isfinite(each.chance) else ""
    return f"{'higher' if metric.is_higher_better else 'lower'} is better (best {say.plain(metric.best)}{chance})"


def axis_words(each: Board) -> str:
    """Return in words where the axis does not reach zero or the best value."""
    cut = [f"begins at {say.plain(each.axis.low)}"] if each.axis.low > 0 else []
    if math.isfinite(each.metric.best) and each.axis.high < each.metric.best:
        cut.append(f"ends at {say.plain(each.axis.high)}")
    return f"The axis {say.listed(cut)}." if cut else ""


def shows_best(each: Board) -> bool:
    """Return whether the best possible value lies on the axis."""
    return math.isfinite(each.metric.best) and each.axis.low <= each.metric.best <= each.axis.high


def axis_marks(each: Board) -> list[dict[str, object]]:
    """Return the names above an axis; those too near one another to be read are joined."""
    marks: list[tuple[float, str]] = []
    if each.band:
        marks.append(((each.band[0] + each.band[1]) / 2, "controls"))
    if math.isfinite(each.chance):
        at = each.axis.at(each.chance)
        if marks and abs(marks[0][0] - at) < TOO_NEAR:
            marks = [(marks[0][0], "controls, chance")]
        else:
            marks.append((at, "chance"))
    if shows_best(each) and not any(abs(at - each.axis.at(each.metric.best)) < TOO_NEAR for at, _ in marks):
        marks.append((each.axis.at(each.metric.best), "best"))
    return [
        {"at": at, "text": text, "tone": "t1" if text == "best" else "t3", "anchor": _anchor(at)} for at, text in marks
    ]


def _anchor(at: float) -> str:
    return "start" if at < 16 else ("end" if at > 84 else "middle")


def failed_at(each: Board) -> float:
    """Return where a failed model's cross stands: at the better end of the controls, else at chance."""
    if each.band:
        return each.band[1] if each.metric.ranks and each.metric.is_higher_better else each.band[0]
    return each.axis.at(each.chance if math.isfinite(each.chance) else each.axis.low)


def words_at(each: Board, row: Row) -> float:
    """Return where the words of a row without a value begin, in percent of the axis."""
    return min(failed_at(each) + 4, 60.0) if row.kind == "failed" else 3.0
