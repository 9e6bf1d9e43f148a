"""Putting pseudonyms in the place of raw ids in a whole data set, and making sure that none is left."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.privacy.pseudonym import Kind, PseudonymKey, pseudonyms
from clinicell.datasets.privacy.public import PSEUDONYM, is_nothing
from clinicell.datasets.privacy.walk import columns_of
from clinicell.errors import SchemaError

COLUMNS: Mapping[str, Kind] = MappingProxyType(
    {"donor_id": "donor", "sample_id": "sample", "library_id": "library", "institution_id": "institution"}
)
SHORT = 4  # letters of an id below which it is not looked for within other texts: "12" stands everywhere


def pseudonymized(
    adata: ad.AnnData, *, key: PseudonymKey, cohort: str, columns: Mapping[str, Kind] = COLUMNS
) -> tuple[ad.AnnData, dict[Kind, dict[str, str]]]:
    """Return a copy of the data set with pseudonyms in `columns` of obs, and by kind the table raw -> pseudonym.

    Raises
    ------
    SchemaError
        A column is missing or holds pseudonyms already, or a raw id is left elsewhere: in names of cells, other
        columns, uns.
    InputError
        An id cannot be replaced; see `pseudonyms`.
    """
    lost = [name for name in columns if name not in adata.obs]
    if lost:
        raise SchemaError(
            f"obs has no column {lost[0]!r}, {len(lost)} of {len(columns)} are missing; name those to replace"
        )
    table: dict[Kind, dict[str, str]] = {}
    copy = adata.copy()
    for name, kind in columns.items():
        words = copy.obs[name].astype("str")
        distinct = list(dict.fromkeys(words))
        _refuse_twice(name, distinct)
        made = pseudonyms(distinct, key=key, cohort=cohort, kind=kind)
        table.setdefault(kind, {}).update({raw: new for raw, new in made.items() if raw != new})
        copy.obs[name] = pd.Categorical(words.map(made))
    left = list(_left(copy, [raw for made in table.values() for raw in made]))
    if left:
        raise SchemaError(
            f"raw ids are left at {len(left)} places, e.g. {left[0]}; rename or remove what stands there first "
            "(names of cells often begin with the sample)"
        )
    return copy, table


def _refuse_twice(name: str, words: list[str]) -> None:
    known = [word for word in words if not is_nothing(word)]
    done = sum(PSEUDONYM.fullmatch(word) is not None for word in known)
    if known and done == len(known):
        raise SchemaError(
            f"obs[{name!r}] holds pseudonyms already; a pseudonym of a pseudonym cannot be linked to anything"
        )


def _left(adata: ad.AnnData, raw: list[str]) -> Iterator[str]:
    """Yield the paths at which a raw id still stands."""
    long, exact = tuple(word for word in raw if len(word) >= SHORT), frozenset(raw)
    for column in columns_of(adata):
        if column.path == "var_names" or column.path.startswith("var"):
            continue
        texts = np.array(column.texts, dtype=object)
        joined = "\n".join(texts)
        if any(word in joined for word in long) or (column.path.startswith("obs") and exact.intersection(column.texts)):
            yield column.path
