"""Whether a model has learnt from the data that it would be tested on: then it is declined, and loses no rank by it."""

from collections.abc import Sequence

from clinicell.datasets.card import DatasetCard, card_ids, find_card
from clinicell.tasks._task import Panel


def contamination(trained_on: Sequence[str], panel: Panel) -> str:
    """Return why a model that was trained on other data cannot be tested on a panel; empty where it can.

    Parameters
    ----------
    trained_on
        Card ids and DOIs, as a model's card declares them (see `clinicell.baselines._model.ModelCard`).

    Notes
    -----
    A declared data set bars a panel of the same card, and one whose card is made from one of the same raw files. A
    declared DOI bars every panel of that publication: which part of it was seen is not said. References of a panel are
    there to learn from, and bar nothing.

    Examples
    --------
    >>> from clinicell.tasks._find import find_task
    >>> panel = find_task("response").panel("melanoma_icb")
    >>> contamination(("demo_mrd",), panel)
    ''
    >>> contamination(("10.1016/j.cell.2018.10.038",), panel)
    'its training data, 10.1016/j.cell.2018.10.038, is the publication of melanoma_icb'
    """
    if not trained_on or panel.dataset not in card_ids():
        return ""
    tested = find_card(panel.dataset)
    for name in trained_on:
        if found := _overlap(name, tested):
            return f"its training data, {name}, {found}"
    return ""


def _overlap(name: str, tested: DatasetCard) -> str:
    if name == tested.id:
        return "is the data set of this panel"
    if name.casefold() == tested.doi.casefold():
        return f"is the publication of {tested.id}"
    if name not in card_ids():
        return ""
    seen = {file.sha256 for file in find_card(name).files}
    shared = sum(file.sha256 in seen for file in tested.files)
    return f"shares {shared} of {len(tested.files)} raw files with {tested.id}" if shared else ""
