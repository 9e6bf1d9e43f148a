"""The sentences over the rows: computed from the boards that they stand above."""

from collections.abc import Sequence

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._boards import Board


def lede(boards: Sequence[Board], n_runs: int, n_failed: int) -> str:
    """Return what the whole edition carries, computed from the rows below it."""
    if not boards:
        return "No run yet."
    models = {row.model for each in boards for row in each.models}
    controls = {row.model for each in boards for row in each.rows if row.is_control}
    n_tasks = len({each.task.id for each in boards})
    questions = f"{say.words(n_tasks)} clinical questions, " if n_tasks > 1 else ""
    text = (
        f"{say.words(len(models)).capitalize()} {'model' if len(models) == 1 else 'models'} and "
        f"{say.words(len(controls))} {'control' if len(controls) == 1 else 'controls'}, "
        f"{questions}{say.words(len(boards))} {'panel' if len(boards) == 1 else 'panels'}, "
        f"{say.words(n_runs)} {'run' if n_runs == 1 else 'runs'}. "
    )
    led = [each for each in boards if each.has_leader]
    tied = sum(each.overlapping > 0 for each in led)
    if tied or len(led) > 1:
        where = say.sentence_case(say.share(tied, len(led), "panel"))
        text += f"{where} with intervals, the interval of the best value reaches into that of another model. "
    few = sum(bool(each.too_few) and each.panel.is_scored for each in boards)
    if few:
        who = "panel has" if few == 1 else "panels have"
        text += f"{say.words(few).capitalize()} {who} too few units to order anything. "
    if n_failed:
        text += f"{say.words(n_failed).capitalize()} {'run' if n_failed == 1 else 'runs'} failed, and say why. "
    return text + "Every order on these pages is provisional."


def task_sentence(boards: Sequence[Board]) -> str:
    """Return where a task stands, on its real panels where there are any, else on the simulated ones."""
    own = [each for each in boards if each.panel.suite == "core"] or list(boards)
    ordered = [each for each in own if each.order]
    leaders: dict[str, list[str]] = {}
    for each in ordered:
        first = next(row.title for row in each.models if row.kind == "value")
        leaders.setdefault(first, []).append(each.panel.dataset)
    parts = []
    if leaders:
        edge = "Best value" if len(ordered) == 1 else "Best values"
        parts.append(f"{edge}: {'; '.join(f'{title} on {say.listed(panels)}' for title, panels in leaders.items())}.")
        tied = sum(each.has_leader and each.overlapping > 0 for each in ordered)
        where = say.sentence_case(say.share(tied, len(ordered), "panel"))
        parts += [f"{where}, another interval reaches into that of the best."] if tied else []
        parts.append("The order is provisional.")
    few = [each for each in own if each.panel.is_scored and not each.order]
    parts += [f"No order on {each.panel.dataset}: {each.too_few or 'no model has an interval'}." for each in few]
    parts += [f"{each.panel.dataset} only reports: nobody knows its truth." for each in own if not each.panel.is_scored]
    return " ".join(parts)
