"""All text of a data set in memory, column by column."""

from collections.abc import Iterator, Mapping

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.privacy.bodies import is_image
from clinicell.datasets.privacy.column import Column, column, column_of, written
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.unexplained import may_be_codes

_NAME_OF = ("name", "key", "field", "label", "item", "property", "attribute", "term", "question", "variable", "k")
_VALUE_OF = ("value", "values", "val", "content", "text", "answer", "data", "v")
MAX_NUMBERS = 100_000  # numbers of one array of uns that are read where its key asks for numbers


def columns_of(adata: ad.AnnData) -> Iterator[Column]:
    """Yield the names, obs, var, uns and the tables of obsm of a data set."""
    yield from table_of(adata.obs, "obs", "cells")
    yield from table_of(adata.var, "var", "features", is_feature=True)
    for name, table in adata.obsm.items():
        if isinstance(table, pd.DataFrame):
            yield from _columns(table, f"obsm[{shown(str(name))!r}]", "cells", is_feature=False)
    for slots in ("layers", "obsm", "varm", "obsp", "varp"):
        yield column(slots, Key(), map(str, getattr(adata, slots).keys()), "names")
    yield from entries_of(adata.uns, "uns")


def table_of(table: pd.DataFrame, name: str, unit: str, *, is_feature: bool = False) -> Iterator[Column]:
    """Yield the index and the columns of obs or var."""
    index = column_of(f"{name}_names", Key(is_feature=is_feature), table.index, unit)
    if index is not None:
        yield index
    yield from _columns(table, name, unit, is_feature=is_feature)


def _columns(table: pd.DataFrame, name: str, unit: str, *, is_feature: bool) -> Iterator[Column]:
    # Tables of obsm and uns are called after what their columns are: "ln_ic50_um" holds drugs.
    own = Key(is_feature=is_feature) if name in ("obs", "var") else key_of(name)
    yield column(f"{name}.columns", own, map(str, table.columns), "names")
    for place, title in enumerate(table.columns):
        key = key_of(str(title), is_feature=is_feature)
        found = column_of(f"{name}[{shown(str(title))!r}]", key, table.iloc[:, place], unit)
        if found is not None:
            yield found


def entries_of(value: object, path: str, names: tuple[str, ...] = ()) -> Iterator[Column]:
    """Yield what a nested value holds, and the names within it."""
    key = key_of(names[-1], *names[:-1]) if names else Key()
    if isinstance(value, Mapping):
        yield column(path, Key(above=key.words | key.above), map(str, value), "names")
        for name, inner in value.items():
            yield from entries_of(inner, f"{path}[{shown(str(name))!r}]", (*names, str(name)))
        if (said := _named_value(value)) is not None:
            yield from entries_of(said[1], path, (*names, said[0]))
    elif isinstance(value, pd.DataFrame):
        index = column_of(f"{path}.index", key, value.index, "rows")
        yield from () if index is None else (index,)
        yield from _columns(value, path, "rows", is_feature=False)
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping | list | tuple) for inner in value):
        for place, inner in enumerate(value):
            yield from entries_of(inner, f"{path}[{place}]", names)
    elif texts := _texts(value, key):
        yield column(path, key, texts)


def _named_value(value: Mapping[object, object]) -> tuple[str, object] | None:
    """Return the name and the value of a record that says both: ``{"name": "dob", "value": …}``."""
    name = next((value[word] for word in _NAME_OF if isinstance(value.get(word), str)), None)
    held = next((value[word] for word in _VALUE_OF if isinstance(value.get(word), str | int | float | list)), None)
    return (str(name), held) if name is not None and held is not None else None


def _texts(value: object, key: Key) -> list[str]:
    """Return a single value, or those of an array, as text; numbers only where the key asks for them."""
    if isinstance(value, str | bytes):
        return [written(value)]
    array = np.asarray(value)
    if array.dtype == np.uint8 and array.ndim == 1 and is_image(array[:16].tobytes()):
        return ["data:image/"]
    are_numbers = array.dtype.kind in "iuf" and array.size <= MAX_NUMBERS
    if are_numbers and (may_be_number(key) or may_be_codes(array.ravel(), key)):
        return [written(number) for number in array.ravel().tolist()]
    if array.dtype.kind == "M":
        return [str(moment) for moment in array.ravel()]
    if array.dtype.names is not None:
        return [
            written(item) for name in array.dtype.names for item in array[name].ravel() if isinstance(item, str | bytes)
        ]
    if array.dtype.kind not in "OSU":
        return []
    return [written(item) for item in array.ravel() if isinstance(item, str | bytes)]
