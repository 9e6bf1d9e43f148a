"""Putting pseudonyms in the place of raw ids in a whole data set, and making sure that none is left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.privacy.column import Column
from clinicell.datasets.privacy.pseudonym import Kind, PseudonymKey, pseudonyms
from clinicell.datasets.privacy.public import PSEUDONYM, is_nothing
from clinicell.datasets.privacy.walk import columns_of
from clinicell.errors import SchemaError

COLUMNS: Mapping[str, Kind] = MappingProxyType(
    {"donor_id": "donor", "sample_id": "sample", "library_id": "library", "institution_id": "institution"}
)
Replaced = dict[Kind, dict[str, str]]
SHORT = 4  # letters of an id below which it is not looked for within other texts: "12" stands everywhere


def pseudonymized(
    adata: ad.AnnData, *, key: PseudonymKey, cohort: str, columns: Mapping[str, Kind] = COLUMNS
) -> tuple[ad.AnnData, Replaced]:
    """Return a copy of the data set with pseudonyms in `columns` of obs, and by kind the table raw -> pseudonym.

    Raises
    ------
    SchemaError
        A column is missing or holds pseudonyms already, or a raw id is left elsewhere: in names of cells, other
        columns, uns.
    InputError
        An id cannot be replaced; see `pseudonyms`.
    """
    copy = adata.copy()
    table = replaced([copy.obs], key=key, cohort=cohort, columns=columns)
    require_none_left(columns_of(copy), table)
    return copy, table


def replaced(
    tables: Sequence[pd.DataFrame], *, key: PseudonymKey, cohort: str, columns: Mapping[str, Kind]
) -> Replaced:
    """Put pseudonyms into `columns` of tables that belong together, and return by kind the table raw -> pseudonym.

    A column may stand in several tables, and must in one; one raw id gets one pseudonym in all of them.
    """
    lost = [name for name in columns if not any(name in table for table in tables)]
    if lost:
        raise SchemaError(
            f"obs has no column {lost[0]!r}, {len(lost)} of {len(columns)} are missing; name those to replace"
        )
    made: Replaced = {}
    for name, kind in columns.items():
        holding = [table for table in tables if name in table]
        distinct = list(dict.fromkeys(word for table in holding for word in table[name].astype("str")))
        _refuse_twice(name, distinct)
        own = pseudonyms(distinct, key=key, cohort=cohort, kind=kind)
        made.setdefault(kind, {}).update({raw: new for raw, new in own.items() if raw != new})
        for table in holding:
            table[name] = pd.Categorical(table[name].astype("str").map(own))
    return made


def require_none_left(columns: Iterable[Column], table: Replaced) -> None:
    """Refuse where a raw id still stands in one of `columns`; the message names places, and no id."""
    left = list(_left(columns, [raw for made in table.values() for raw in made]))
    if left:
        raise SchemaError(
            f"raw ids are left at {len(left)} places, e.g. {left[0]}; rename or remove what stands there first "
            "(names of cells often begin with the sample)"
        )


def _refuse_twice(name: str, words: list[str]) -> None:
    known = [word for word in words if not is_nothing(word)]
    done = sum(PSEUDONYM.fullmatch(word) is not None for word in known)
    if known and done == len(known):
        raise SchemaError(
            f"obs[{name!r}] holds pseudonyms already; a pseudonym of a pseudonym cannot be linked to anything"
        )


def _left(columns: Iterable[Column], raw: list[str]) -> Iterator[str]:
    """Yield the paths at which a raw id still stands."""
    long, exact = tuple(word for word in raw if len(word) >= SHORT), frozenset(raw)
    for column in columns:
        if column.key.is_feature:
            continue
        texts = np.array(column.texts, dtype=object)
        joined = "\n".join(texts)
        if any(word in joined for word in long) or (
            column.path.startswith(("obs", "column")) and exact.intersection(column.texts)
        ):
            yield column.path
