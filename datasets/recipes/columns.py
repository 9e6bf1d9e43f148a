"""Columns of the standard from columns of the raw files: each value mapped, converted or refused, all noted."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from clinicell.datasets.recipes.recipe import Column
from clinicell.datasets.recipes.steps import IDENTIFIERS, Log, told_values
from clinicell.datasets.schema.rule import WITHHELD

YES_NO = {"true": True, "false": False, "unknown": None}
SHOWN = 3


def columns_of(
    raw: pd.DataFrame, wanted: Mapping[str, Column], log: Log, place: str = "columns"
) -> dict[str, pd.Series]:
    """Return the wanted columns as far as they can be made; what cannot is a fault each."""
    made = {}
    for target, column in wanted.items():
        result = _made(raw, target, column, log, f"{place}.{target}")
        if result is not None:
            made[target] = result
    return made


def _made(raw: pd.DataFrame, target: str, column: Column, log: Log, place: str) -> pd.Series | None:
    if not column.column:
        log.add("constant", target, len(raw), value=WITHHELD if target in IDENTIFIERS else column.constant)
        return pd.Series([column.constant] * len(raw), index=raw.index, dtype="object")
    if column.column not in raw:
        if column.column in log.unavailable:
            return None
        log.refuse("L0-RECIPE-08", f"{place}: there is no column {column.column!r}; there are {_names(raw)}")
        return None
    words = raw[column.column]
    if column.kind == "number":
        return _numbers(words, target, column, log, place)
    text = _text(words)
    if column.column != target:
        log.add("renamed", target, len(raw), **{"from": column.column})
    taken = _taken(text, target, column, log, place)
    if taken is None:
        return None
    if column.kind == "age_years":
        return _bands(taken, target, column, log, place)
    mapped = _mapped(taken, target, column, log, place)
    if mapped is None:
        return None
    if column.kind == "yes_no":
        return _yes_no(mapped, target, log, place)
    return mapped


def _names(raw: pd.DataFrame) -> str:
    shown = ", ".join(repr(name) for name in list(raw)[:12])
    return shown + (f" and {raw.shape[1] - 12} more" if raw.shape[1] > 12 else "")


def _text(words: pd.Series) -> pd.Series:
    """Return values of any type as text: a whole number without ".0", a missing value as the empty text."""
    if pd.api.types.is_float_dtype(words):
        whole = words.dropna() % 1 == 0
        if whole.all():
            return words.map(lambda value: "" if pd.isna(value) else str(int(value))).astype("object")
    # as a table of text holds them: there is nothing to change
    if words.dtype == object and pd.api.types.infer_dtype(words, skipna=False) == "string":
        return words.astype("object")
    return words.astype("object").map(lambda value: "" if pd.isna(value) else str(value)).astype("object")


def _taken(text: pd.Series, target: str, column: Column, log: Log, place: str) -> pd.Series | None:
    """Return what the pattern takes of each value, and the prefix before it; codes for missing become "unknown"."""
    is_missing = _is_missing(text, column)
    log.add("recoded missing", target, int(is_missing.sum()), codes=list(column.missing), to="unknown")
    result = text
    if column.pattern:
        found = text.str.extract(re.compile(column.pattern).pattern, expand=True).iloc[:, 0]
        lost = found.isna() & ~is_missing
        if lost.any():
            log.refuse(
                "L0-RECIPE-11",
                f"{place}: {int(lost.sum()):,} of {len(text):,} values of {column.column!r} do not fit the pattern "
                f"{column.pattern!r}{_shown(target, text[lost])}",
            )
            return None
        result = found
        log.add("taken by pattern", target, int((~is_missing).sum()), pattern=column.pattern)
    if column.prefix:
        result = column.prefix + result
        log.add("prefixed", target, int((~is_missing).sum()), prefix=column.prefix)
    return result.where(~is_missing, "unknown").astype("object")


def _is_missing(text: pd.Series, column: Column) -> "pd.Series[bool]":
    if not column.missing:
        return pd.Series(False, index=text.index, dtype="bool")
    return text.str.strip().isin(column.missing)


def _mapped(text: pd.Series, target: str, column: Column, log: Log, place: str) -> pd.Series | None:
    if column.mapping is None:
        return text
    known = dict(column.mapping) | ({"unknown": column.mapping.get("unknown", "unknown")} if column.missing else {})
    lost = ~text.isin(list(known))
    if lost.any():
        log.refuse(
            "L0-RECIPE-10",
            f"{place}.values: {int(lost.sum()):,} of {len(text):,} values of {column.column!r} have no mapping"
            f"{_shown(target, text[lost])}; write each, or 'unknown' for it",
        )
        return None
    counts = text.value_counts()
    pairs = [(str(old), known[str(old)], int(n)) for old, n in sorted(counts.items()) if known[str(old)] != old]
    if pairs:
        log.add("mapped", target, sum(n for _, _, n in pairs), **told_values(target, pairs))
    return text.map(known).astype("object")


def _shown(target: str, values: pd.Series) -> str:
    """Return up to three distinct values in words; none of an identifier."""
    if target in IDENTIFIERS:
        return f", {values.nunique():,} distinct ({WITHHELD})"
    return f", e.g. {', '.join(repr(value[:40]) for value in values.unique()[:SHOWN])}"


def _yes_no(text: pd.Series, target: str, log: Log, place: str) -> pd.Series | None:
    lower = text.str.lower()
    lost = ~lower.isin(list(YES_NO))
    if lost.any():
        log.refuse(
            "L0-RECIPE-12",
            f"{place}: {int(lost.sum()):,} of {len(text):,} values are none of true, false and unknown"
            f"{_shown(target, text[lost])}; map them in values",
        )
        return None
    flags = pd.array([YES_NO[word] for word in lower], dtype="boolean")
    return pd.Series(flags if flags.isna().any() else np.asarray(flags, dtype=bool), index=text.index)


def _numbers(words: pd.Series, target: str, column: Column, log: Log, place: str) -> pd.Series | None:
    text = _text(words).str.strip()
    is_missing = text.isin(column.missing)
    numbers = pd.to_numeric(text.where(~is_missing), errors="coerce")
    lost = numbers.isna() & ~is_missing
    if lost.any():
        log.refuse(
            "L0-RECIPE-12",
            f"{place}: {int(lost.sum()):,} of {len(text):,} values of {column.column!r} are no number and no code of "
            f"missing{_shown(target, text[lost])}",
        )
        return None
    if column.column != target:
        log.add("renamed", target, len(words), **{"from": column.column})
    log.add("recoded missing", target, int(is_missing.sum()), codes=list(column.missing), to="missing")
    if column.factor != 1:
        log.add("converted", target, int((~is_missing).sum()), factor=column.factor)
    whole = column.factor == 1 and not is_missing.any() and bool((numbers % 1 == 0).all())
    return numbers.astype("int64" if whole else "float64") * (1 if whole else column.factor)


def _bands(text: pd.Series, target: str, column: Column, log: Log, place: str) -> pd.Series | None:
    """Return the five-year band of each age in years."""
    years = pd.to_numeric(text.where(text != "unknown"), errors="coerce") * column.factor
    lost = (years.isna() & (text != "unknown")) | (years < 0) | (years > 130)
    if lost.any():
        log.refuse(
            "L0-RECIPE-12", f"{place}: {int(lost.sum()):,} of {len(text):,} values are no age in years ({WITHHELD})"
        )
        return None
    start = (years // 5 * 5).fillna(-1).astype("int64")
    words = {age: f"{age}-{age + 4}" if 0 <= age < 90 else "90+" if age >= 90 else "unknown" for age in start.unique()}
    bands = start.map(words).astype("object")
    counts = bands.value_counts().sort_index()
    log.add("ages banded", target, len(text), bands={str(band): int(n) for band, n in counts.items()})
    return bands
