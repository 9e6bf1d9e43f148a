"""Images of cells: ``uns["images"]`` and ``uns["channels"]`` describe the files; ``X``, where there is one, features.

The pixels stay in their files beside the data set; ``obs["image_id"]`` says in which image a cell is.
"""

import re
from collections.abc import Iterator, Mapping

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema import cells, features
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.chromosomes import FROM_1, numbers
from clinicell.datasets.schema.columns import is_id
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import WITHHELD, Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, missing, number, rows, text, without_twins
from clinicell.datasets.schema.vocabulary import Range
from clinicell.datasets.schema.words import shown, words

BIT_DEPTHS = (8, 10, 12, 14, 16, 32)
PIXEL_UM = Range(low=0, high=100, is_open=True)
PLACE_PX = Range(low=0)  # and within the image: L2-IMAGE-05
DEPTH = Range(low=min(BIT_DEPTHS), high=max(BIT_DEPTHS), is_whole=True)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

RULES = rulebook(
    Rule("L1-IMAGE-01", "a table of the images is missing", "uns['images'] and uns['channels'], each a table"),
    Rule("L1-IMAGE-02", "columns are missing", "add them; the documentation of the standard says what each holds"),
    Rule("L1-IMAGE-03", "images or channels that occur more than once", "give each one row"),
    Rule("L1-IMAGE-04", "cells of an image that no table knows", "add the image to uns['images']"),
    Rule("L1-IMAGE-05", "no relative path", "relative to the data set's folder, with '/', without '..'"),
    Rule("L1-IMAGE-06", "no size in pixels", "whole numbers from 1"),
    Rule("L2-IMAGE-01", "no size of a pixel", f"micrometres, {PIXEL_UM.in_words()}"),
    Rule("L2-IMAGE-02", "no bit depth", f"one of {', '.join(map(str, BIT_DEPTHS))}"),
    Rule("L2-IMAGE-03", "channels without a marker", "write the marker, 'brightfield', or 'unknown'"),
    Rule("L2-IMAGE-04", "nobody says how cells were outlined", "uns['segmentation'] with its method and version"),
    Rule("L2-IMAGE-05", "cells outside their image", "pixels from the upper left corner, within width and height"),
)  # fmt: skip


def is_relative(path: str) -> bool:
    """Whether a path stays below the data set's folder on every system.

    Examples
    --------
    >>> is_relative("images/s1.tif"), is_relative("/home/ann/s1.tif"), is_relative("../s1.tif")
    (True, False, False)
    """
    parts = path.split("/")
    is_plain = "\\" not in path and "\0" not in path and _SCHEME.match(path) is None
    return is_plain and all(part not in ("", "..", "~") for part in parts)


def _is_size(column: pd.Series) -> pd.Series:
    return pd.Series(FROM_1.holds(numbers(column)), index=column.index)


def _is_pixel(column: pd.Series) -> pd.Series:
    return pd.Series(PIXEL_UM.holds(numbers(column)), index=column.index)


def _is_depth(column: pd.Series) -> pd.Series:
    return pd.Series(np.isin(numbers(column), BIT_DEPTHS), index=column.index)


CELLS = Schema(
    {
        "image_id": text("L2-ID-01", is_id, description="The image that the cell is in."),
        "centroid_x_px": number(need="optional", description="The cell's middle, from the left.", allowed=PLACE_PX),
        "centroid_y_px": number(need="optional", description="The cell's middle, from above.", allowed=PLACE_PX),
    }
)
IMAGES = Schema(
    {
        "image_id": text("L2-ID-01", is_id, description="One row per image; obs['image_id'] refers to it."),
        "path": text("L1-IMAGE-05", is_relative, description="Where its file is.", values="relative to the data set"),
        "width_px": rows("L1-IMAGE-06", _is_size, allowed=FROM_1, need="required", description="Its width."),
        "height_px": rows("L1-IMAGE-06", _is_size, allowed=FROM_1, need="required", description="Its height."),
        "pixel_size_um": rows(
            "L2-IMAGE-01", _is_pixel, allowed=PIXEL_UM, need="required",
            description="Edge of a pixel in micrometres.",
        ),
        "mask_path": text(
            "L1-IMAGE-05", is_relative, need="optional", description="Where its mask of cells is.",
            values="relative to the data set",
        ),
    }
)  # fmt: skip
CHANNELS = Schema(
    {
        "channel": text("L2-ID-01", is_id, description="One row per channel, in the order of the files."),
        "marker": text("L2-IMAGE-03", lambda word: bool(word.strip()), description="What it shows.", values="any"),
        "bit_depth": rows(
            "L2-IMAGE-02", _is_depth, allowed=DEPTH, need="required", description="Bits per pixel.",
            values=", ".join(map(str, BIT_DEPTHS)),
        ),
    }
)  # fmt: skip
FEATURES = Schema({})
_TABLES: Mapping[str, tuple[Schema, str]] = {
    "images": (IMAGES, "image_id"),
    "channels": (CHANNELS, "channel"),
}
_SEGMENTATION = ("method", "version")
_BOOK = {**RULES, "L2-ID-01": cells.RULES["L2-ID-01"]}


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of the tables of images and channels, and of the cells' places in them."""
    obs = table_of(adata)
    lost = missing(CELLS, obs)
    yield from RULES["L1-IMAGE-02"].broken(path="obs", n_affected=len(lost), n_total=1, unit="columns", examples=lost)
    if adata.n_vars:
        yield from features.check(adata, FEATURES, "features")
    absent = [name for name in _TABLES if not isinstance(adata.uns.get(name), pd.DataFrame)]
    yield from RULES["L1-IMAGE-01"].broken(
        path="uns", n_affected=len(absent), n_total=len(_TABLES), unit="tables", examples=absent
    )
    for name, (schema, key) in _TABLES.items():
        if name not in absent:
            yield from _table(without_twins(adata.uns[name]), schema, key, f"uns[{name!r}]")
    if "images" not in absent and not lost:
        yield from _cells(obs, without_twins(adata.uns["images"]))
    yield from _segmentation(adata.uns.get("segmentation"))


def _table(table: pd.DataFrame, schema: Schema, key: str, path: str) -> Iterator[Finding]:
    lost = missing(schema, table)
    n_required = sum(column.required for column in schema.columns.values())
    yield from RULES["L1-IMAGE-02"].broken(
        path=path, n_affected=len(lost), n_total=n_required, unit="columns", examples=lost
    )
    yield from findings(schema, table, _BOOK, of=path, unit="rows", withheld=("path", "mask_path", "image_id"))
    if key in table:
        twice = table[key].astype("str").duplicated().to_numpy()
        yield from RULES["L1-IMAGE-03"].broken(
            path=f"{path}[{key!r}]",
            n_affected=int(twice.sum()),
            n_total=len(twice),
            unit="rows",
            examples=shown(table[key].astype("str")[twice][:5]),
        )


def _cells(obs: pd.DataFrame, images: pd.DataFrame) -> Iterator[Finding]:
    if "image_id" not in images:
        return
    image = words(obs["image_id"])
    known = {word: row for row, word in reversed(list(enumerate(images["image_id"].astype("str"))))}
    bad = ~image.rows(known.__contains__)
    yield from RULES["L1-IMAGE-04"].broken(
        path="obs['image_id']",
        n_affected=int(bad.sum()),
        n_total=len(bad),
        unit="cells",
        examples=shown(image.examples(bad)) or [WITHHELD],
    )
    row = np.array([*(known.get(word, -1) for word in image.words), -1])[image.codes]
    for name, size in (("centroid_x_px", "width_px"), ("centroid_y_px", "height_px")):
        if name in obs and size in images:
            place, limit = numbers(obs[name]), np.append(numbers(images[size]), np.nan)[row]
            bad = (place < 0) | (place > limit)
            yield from RULES["L2-IMAGE-05"].broken(
                path=f"obs[{name!r}]", n_affected=int(bad.sum()), n_total=len(bad), unit="cells"
            )


def _segmentation(entry: object) -> tuple[Finding, ...]:
    said = entry if isinstance(entry, Mapping) else {}
    lost = [name for name in _SEGMENTATION if not (isinstance(said.get(name), str) and said[name].strip())]
    return RULES["L2-IMAGE-04"].broken(
        path="uns['segmentation']", n_affected=len(lost), n_total=len(_SEGMENTATION), unit="entries", examples=lost
    )
