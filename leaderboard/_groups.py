"""Which rows stand under one heading, and what may be claimed of them: what all pairs, tested at once, carry."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._rows import Row
from clinicell.metrics._metric import Metric
from clinicell.metrics.ranks import FEWEST_TO_RANK
from clinicell.tasks._task import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under one heading of a board."""

    title: str
    note: str
    rows: tuple[Row, ...]


def has_order(rows: Sequence[Row], panel: Panel, effective: float) -> bool:
    """Return whether the models have ranks of their own: evidence of enough units."""
    return panel.is_scored and effective >= FEWEST_TO_RANK and any(each.is_ranked for each in rows)


def why_no_order(rows: Sequence[Row], panel: Panel, n_units: int, effective: float) -> str:
    """Return in a sentence why the models of a panel have no order; empty where they have one."""
    if not panel.is_scored:
        return "Reported, never ranked."
    if has_order(rows, panel, effective):
        return ""
    if n_units < FEWEST_TO_RANK or effective < FEWEST_TO_RANK:
        return say.one_rank(n_units, effective, panel.resample, FEWEST_TO_RANK)
    return "Not ranked: the evidence of these runs is not here."


def groups(rows: Sequence[Row], why: str) -> tuple[Group, ...]:
    """Return the groups of a board: models by shared rank, models without a value, controls.

    Parameters
    ----------
    rows
        Best value first.
    why
        Why there is no order; empty where there is one.
    """
    models = [each for each in rows if not each.is_control]
    valued = [each for each in models if each.kind == "value"]
    made = [Group(title="Models", note=f"{why} In order of the alphabet.", rows=_by_name(valued))] if why else []
    made += [] if why else _ties(valued)
    made.append(
        Group(
            title="Models without a value",
            note="They stay on the board, with the reason.",
            rows=_by_name([each for each in models if each.kind != "value"]),
        )
    )
    controls = [each for each in rows if each.is_control]
    made.append(
        Group(
            title="Controls",
            note="What no knowledge, or a shortcut, reaches. Always shown, never ranked.",
            rows=_by_name(controls) if why else tuple(controls),
        )
    )
    return tuple(group for group in made if group.rows)


def _by_name(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda each: (each.title.casefold(), each.model)))


def _ties(valued: Sequence[Row]) -> list[Group]:
    """Return one group for each shared rank, then the models that have none."""
    ranked = [each for each in valued if each.is_ranked]
    places = sorted({each.rank for each in ranked})
    made = [
        _tie(place, [each for each in ranked if each.rank == place], len(ranked), is_first=number == 0)
        for number, place in enumerate(places)
    ]
    rest = Group(
        title="Models without a rank",
        note="Their evidence is not here, or they are undefined in too many draws of units.",
        rows=_by_name([each for each in valued if not each.is_ranked]),
    )
    return [*made, rest]


def _tie(place: float, rows: list[Row], n_ranked: int, *, is_first: bool) -> Group:
    title = f"Rank {place:.0f}"
    if not is_first:
        note = f"{'Each is' if len(rows) > 1 else 'It is'} worse than at least one model of the group above."
    elif n_ranked == 1:
        note = "The only model: nothing to compare it with."
    elif len(rows) > 1:
        title += ", indistinguishable from the best"
        note = "These units cannot tell which of them is best; the order between them means nothing."
    elif rows[0].rank_high == 1:
        note = f"Better than {say.others(n_ranked - 1)}, all pairs tested at once."
    else:
        note = f"No model is better; it is not told apart from {say.some_of(int(rows[0].rank_high) - 1, n_ranked - 1)}."
    return Group(title=title, note=note, rows=tuple(rows))


def leader(rows: Sequence[Row]) -> Row | None:
    """Return the ranked model with the best value, None without one."""
    return next((each for each in rows if each.is_ranked), None)


def claim(rows: Sequence[Row]) -> str:
    """Return what may be said of the model with the best value, as a clause; empty without ranks."""
    first = leader(rows)
    n_others = sum(each.is_ranked for each in rows) - 1
    if first is None:
        return ""
    if not n_others:
        return "there is no other model to compare it with"
    alike = int(first.rank_high) - 1
    if not alike:
        return f"better than {say.others(n_others)}, all pairs tested at once"
    return f"not told apart from {say.some_of(alike, n_others)}"


def sentence(rows: Sequence[Row], metric: Metric, panel: Panel, why: str, beyond: str) -> str:
    """Return what the rows carry, and no more; for the overview. `beyond` says who is better than a control."""
    models = [each for each in rows if not each.is_control]
    valued = [each for each in models if each.kind == "value"]
    if not panel.is_scored:
        found = sorted(each.value for each in valued if math.isfinite(each.value))
        if not found:
            return "Reported, never ranked; no model gave a value."
        low, high = (say.number(value, say.decimals_of(value, is_count=True)) for value in (found[0], found[-1]))
        span = low if low == high else f"{low} to {high}"
        return f"Reported, never ranked: {metric.title} by {say.counted(len(found), 'model')}, {span}."
    if not valued:
        return "No model has a value, so there is no order."
    if why:
        return f"{why} {beyond}".strip()
    first = next(each for each in valued if each.is_ranked)
    edge = "Highest" if metric.is_higher_better else "Lowest"
    value = f"{first.text} {first.bounds}".strip()
    return f"{edge} {metric.title}: {first.title}, {value}; {claim(valued)}. {beyond}".strip()
