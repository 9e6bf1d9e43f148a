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
    led = [each.alike for each in boards if each.alike is not None]
    tied = sum(alike > 0 for alike in led)
    if led:
        where = say.sentence_case(say.share(tied or len(led), len(led), "ranked panel"))
        claim = "cannot be told apart from another" if tied else "is better than every other"
        text += f"{where}, the model with the best value {claim}. "
    few = sum(each.panel.is_scored and not each.order and each.has_few_units for each in boards)
    if few:
        who = "panel has" if few == 1 else "panels have"
        text += f"{say.words(few).capitalize()} {who} too few units to order anything. "
    if n_failed:
        text += f"{say.words(n_failed).capitalize()} {'run' if n_failed == 1 else 'runs'} failed, and say why. "
    return text + "Models that the units of a panel cannot tell apart share a rank."


def task_sentence(boards: Sequence[Board]) -> str:
    """Return where a task stands, on its real panels where there are any, else on the simulated ones."""
    own = [each for each in boards if each.panel.suite == "core"] or list(boards)
    best: dict[str, list[str]] = {}
    for each in (each for each in own if each.order):
        first = [row.title for row in each.models if row.rank == 1]
        best.setdefault(say.listed(first), []).append(each.panel.dataset)
    parts = []
    if best:
        found = "; ".join(f"{titles} on {say.listed(panels)}" for titles, panels in best.items())
        parts.append(f"Indistinguishable from the best: {found}.")
    without = [each for each in own if each.panel.is_scored and not each.order]
    parts += [f"No order on {each.panel.dataset}. {each.why_no_order}" for each in without]
    parts += [f"{each.panel.dataset} only reports: nobody knows its truth." for each in own if not each.panel.is_scored]
    return " ".join(parts)
