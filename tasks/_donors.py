"""What is known of each donor of a standard data set, as a whole: its site, sex, age, ancestry, and its label."""

import re
from collections.abc import Mapping

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.tasks._standard import cells, column
from clinicell.tasks._task import Task

NOT_KNOWN = frozenset({"unknown", "na", "none", "pooled", "unassigned", ""})
WIDTH = 20  # years; a band of five would hold hardly anybody


def known_of_donors(adata: ad.AnnData, name: str) -> dict[str, str]:
    """Return the value of an obs column by donor, for those of whom one is known; a donor with two of them has none."""
    if name not in cells(adata):
        return {}
    table = pd.DataFrame({"donor": column(adata, "donor_id"), "value": column(adata, name)}).dropna().drop_duplicates()
    table = table[~table["value"].astype("str").isin(NOT_KNOWN)]
    single = table[~table["donor"].duplicated(keep=False)]
    return dict(zip(single["donor"].astype("str"), single["value"].astype("str"), strict=True))


def broad_age(band: str) -> str:
    """Return the band of twenty years that a band of the standard lies in.

    Examples
    --------
    >>> broad_age("35-39"), broad_age("60-64"), broad_age("90+")
    ('20-39', '60-79', '80+')
    """
    begins = int(re.match(r"\d+", band).group())  # type: ignore[union-attr]  # the standard's bands begin with a number
    low = begins // WIDTH * WIDTH
    return "80+" if low >= 80 else f"{low}-{low + WIDTH - 1}"


def label_of_donors(task: Task, adata: ad.AnnData) -> dict[str, float]:
    """Return the class of each donor with a known label, 0 or 1, where labels belong to patients; else 0 for each.

    A patient whose samples differ counts to the commoner class.
    """
    truth = task.answers[0].truth(adata)
    is_known = truth.notna().any(axis=1)
    donor = _donor_of_units(task, adata).loc[truth.index][is_known.to_numpy()]
    if task.labels_of == "cell":
        return dict.fromkeys(sorted(donor.astype("str").unique()), 0.0)
    share = truth.loc[is_known.to_numpy()].iloc[:, 0].groupby(donor.astype("str").to_numpy()).mean()
    return {str(name): float(value >= 0.5) for name, value in share.items()}


def _donor_of_units(task: Task, adata: ad.AnnData) -> "pd.Series[str]":
    donor = column(adata, "donor_id")
    if task.unit == "cell":
        return donor
    return donor.groupby(column(adata, "sample_id").to_numpy()).first()


def members(value_of: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the donors of each value, both in order."""
    found: dict[str, list[str]] = {}
    for donor in sorted(value_of):
        found.setdefault(value_of[donor], []).append(donor)
    return {value: found[value] for value in sorted(found)}


def dealt(label_of: Mapping[str, float], *, seed: int) -> list[str]:
    """Return the donors in random order, one of each class first, then so that each beginning has the classes' shares.

    Examples
    --------
    >>> order = dealt({"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0, "e": 1.0, "f": 1.0}, seed=0)
    >>> sorted("abcd".find(name) < 0 for name in order[:2]), sum(name in "ef" for name in order[:4])
    ([False, True], 1)
    """
    rng = np.random.default_rng(seed)
    first: list[tuple[float, str]] = []
    rest: list[tuple[float, str]] = []
    for label in sorted(set(label_of.values())):
        own = [donor for donor in sorted(label_of) if label_of[donor] == label]
        drawn = [own[place] for place in rng.permutation(len(own))]
        first.append((label, drawn[0]))
        rest += [((place + 0.5) / len(drawn), donor) for place, donor in enumerate(drawn) if place]
    return [donor for _, donor in first] + [donor for _, donor in sorted(rest)]
