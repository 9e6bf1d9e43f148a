"""What the licences of the data forbid to whoever uses a value or a model that rests on them."""

from clinicell.datasets.card import DatasetCard, card_ids, find_card
from clinicell.errors import TaskError
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Panel

FORBIDDEN = {"commercial": "no commercial use", "redistribution": "no redistribution"}
UNKNOWN = "licence unknown"


def limits_of(card: DatasetCard) -> tuple[str, ...]:
    """Return what the licence of a data set does not allow, in words; empty where it allows all.

    Examples
    --------
    >>> limits_of(find_card("flowcap2_aml_subset")), limits_of(find_card("demo_mrd"))
    ((), ())
    """
    if not card.allows:
        return (UNKNOWN,)
    return tuple(words for use, words in FORBIDDEN.items() if use not in card.allows)


def limits(panel: Panel) -> tuple[str, ...]:
    """Return what the licences of a panel's data set and of its references do not allow, each once."""
    found: dict[str, None] = {}
    for dataset in (panel.dataset, *panel.references.values()):
        found |= dict.fromkeys(limits_of(find_card(dataset)) if dataset in card_ids() else (UNKNOWN,))
    return tuple(found)


def limits_on(task_id: str, dataset: str) -> tuple[str, ...]:
    """Return `limits` of a task's panel; a panel that the task no longer has is of unknown licence."""
    try:
        return limits(find_task(task_id).panel(dataset))
    except TaskError:
        return (UNKNOWN,)
