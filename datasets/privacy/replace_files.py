"""Putting pseudonyms in the place of raw ids in a file: .h5ad, .h5mu, and tables of text."""

import csv
import gzip
import io
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import anndata as ad
import mudata  # type: ignore[import-untyped]  # it ships no types
import pandas as pd

from clinicell.datasets.privacy.column import Column
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.pseudonym import Kind, PseudonymKey
from clinicell.datasets.privacy.replace import COLUMNS, Replaced, pseudonymized, replaced, require_none_left
from clinicell.datasets.privacy.texts import columns_of_table
from clinicell.datasets.privacy.walk import columns_of, entries_of, table_of
from clinicell.errors import InputError, SchemaError
from clinicell.files import gzipped, write_bytes, written_whole

MARKS: Mapping[str, str] = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
FORMS = (".h5ad", ".h5mu", *(f"{name}{packed}" for name in MARKS for packed in ("", ".gz")))


def pseudonymize_file(
    source: Path, target: Path, *, key: PseudonymKey, cohort: str, columns: Mapping[str, Kind] = COLUMNS
) -> Replaced:
    """Write `source` to `target` with pseudonyms in `columns`, and return by kind the table raw -> pseudonym.

    All else is written as it was read: numbers of a table keep their digits, for they are never read as numbers.

    Raises
    ------
    InputError
        The form of a file is not served, the two differ in it, or an id cannot be replaced.
    SchemaError
        A column is missing or holds pseudonyms already, or a raw id is left elsewhere; nothing is written then.
    """
    form = form_of(source)
    if form_of(target) != form:
        raise InputError(f"{shown(target.name)}: write it in the form that it has, {form}")
    if form == ".h5ad":
        done, made = pseudonymized(ad.read_h5ad(source), key=key, cohort=cohort, columns=columns)
        with written_whole(target) as part:
            done.write_h5ad(part)
        return made
    if form == ".h5mu":
        return _of_parts(source, target, key, cohort, columns)
    return _of_table(source, target, key, cohort, columns)


def form_of(path: Path) -> str:
    """Return the last part of a name that says its form, such as ``.csv.gz``."""
    name = path.name.lower()
    for form in sorted(FORMS, key=len, reverse=True):
        if name.endswith(form):
            return form
    raise InputError(f"{shown(path.name)}: ids are replaced in {', '.join(FORMS)}; convert it first, or export a table")


def _of_parts(source: Path, target: Path, key: PseudonymKey, cohort: str, columns: Mapping[str, Kind]) -> Replaced:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what mudata says of names that its parts share
        mdata = mudata.read_h5mu(source)
        pulled = {f"{part}:{name}": kind for part in mdata.mod for name, kind in columns.items()}
        also = {name: kind for name, kind in pulled.items() if name in mdata.obs}
        tables = [mdata.obs, *(adata.obs for adata in mdata.mod.values())]
        made = replaced(tables, key=key, cohort=cohort, columns={**columns, **also})
        require_none_left(_columns_of(mdata), made)
        with written_whole(target) as part:
            mudata.write_h5mu(part, mdata)
    return made


def _columns_of(mdata: mudata.MuData) -> Iterator[Column]:
    yield from table_of(mdata.obs, "obs", "cells")
    yield from entries_of(mdata.uns, "uns")
    for adata in mdata.mod.values():
        yield from columns_of(adata)


def _of_table(source: Path, target: Path, key: PseudonymKey, cohort: str, columns: Mapping[str, Kind]) -> Replaced:
    form = form_of(source)
    mark = MARKS[form.removesuffix(".gz")]
    table, comments = _read(source, mark)
    made = replaced([table], key=key, cohort=cohort, columns=columns)
    require_none_left(columns_of_table(table), made)
    raw = [word for words in made.values() for word in words if len(word) > 3]
    if any(word in line for word in raw for line in comments):
        raise SchemaError("raw ids are left in the lines of comment; remove those first")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.astype("str").itertuples(index=False))
    data = ("".join(comments) + text.getvalue()).encode()
    write_bytes(target, gzipped(data) if form.endswith(".gz") else data)
    return made


def _read(path: Path, mark: str) -> tuple[pd.DataFrame, list[str]]:
    """Return a table as the texts that it holds, and the lines of comment before it."""
    data = path.read_bytes()
    try:
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise InputError(f"{shown(path.name)}: is damaged, or no UTF-8 ({type(fault).__name__})") from None
    lines = text.splitlines(keepends=True)
    n_comments = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    try:
        rows = [row for row in csv.reader(lines[n_comments:], delimiter=mark, strict=True) if row]
    except csv.Error:
        raise InputError(f"{shown(path.name)}: a quote is opened and never closed") from None
    uneven = sum(len(row) != len(rows[0]) for row in rows)
    if not rows or uneven:
        raise InputError(
            f"{shown(path.name)}: {uneven} of {len(rows)} rows have another number of fields than the first"
        )
    if len(set(rows[0])) < len(rows[0]):
        raise InputError(f"{shown(path.name)}: two columns have the same name; rename one")
    return pd.DataFrame(rows[1:], columns=rows[0], dtype="str"), lines[:n_comments]
