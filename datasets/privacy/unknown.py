"""Private by default: what is not known to be harmless is told, whatever it may be."""

import re
from collections.abc import Iterable

from clinicell.datasets.privacy.column import Column
from clinicell.datasets.privacy.rules import UNEXPLAINED
from clinicell.datasets.privacy.unexplained import are_counted, has_code, is_named_apart, without_count
from clinicell.datasets.privacy.unknown_text import unknown_in

_WRITTEN = re.compile(r"[\w .,:;/()-]+")  # what stands among bytes by chance has other signs, too
FEW = 1 / 3  # of the texts of genes, sites or channels: where more are unknown, that is how they are called


def unknown(column: Column, places: Iterable[int], told: set[int]) -> dict[str, list[int]]:
    """Return by rule those of `places` that hold what nothing explains, and that no other rule has `told` of."""
    found: dict[str, list[int]] = {}
    is_index = column.key.is_feature and not column.key.words
    for place in () if is_index else places:
        if place not in told and (column.unit != "strings" or _WRITTEN.fullmatch(column.texts[place])):
            for code in unknown_in(column.texts[place], column.key, is_name=column.unit == "names"):
                found.setdefault(code, []).append(place)
    if column.key.is_feature and not (column.key.words and is_named_apart(column.key)):
        found = {code: own for code, own in found.items() if len(own) <= max(1, FEW * len(column.texts))}
    if UNEXPLAINED in found and column.unit != "names" and are_counted(column.texts):
        texts, key = column.texts, column.key
        found[UNEXPLAINED] = [place for place in found[UNEXPLAINED] if has_code(without_count(texts[place]), key)]
    return {code: own for code, own in found.items() if own}
