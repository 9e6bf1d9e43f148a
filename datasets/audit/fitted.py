"""Normalization and selection that were fitted on all cells, those of the test side too: numbers give it away.

Numbers that were centred over all cells have a mean of 0 over all, and not over the training cells alone. So it is with
components that are uncorrelated, and for statistics of genes that are written beside them.
"""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.audit.split import Audited, matrices
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import Table, is_sound, path_of, plain, row_blocks
from clinicell.datasets.schema.rule import Rule, rulebook

Floats = npt.NDArray[np.float64]
NOTHING = 1e-3  # of a standard deviation: a mean that was made 0
TELLING = 5.0  # times as far from it over the training cells alone
MIN_FEATURES = 3
_ALL = re.compile(r"\b(?:all|every|whole|entire|complete|total)\b", re.IGNORECASE)
_TRAINING, _TEST = re.compile(r"\btrain", re.IGNORECASE), re.compile(r"\btest", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:but|except|excluding|not|never)\b", re.IGNORECASE)

RULES = rulebook(
    Rule("L4-LEAK-08", "numbers are centred over all cells, not over the training cells", "fit on the training side"),
    Rule("L4-LEAK-09", "it says itself that it was fitted on all cells", "fit it on the training side alone"),
    Rule(
        "L4-LEAK-10", "components are uncorrelated over all cells, not over the training cells", "fit them on training"
    ),
    Rule("L4-LEAK-13", "statistics of features that were taken over all cells", "take them over the training side"),
)


def check(audited: Audited) -> Iterator[Finding]:
    """Yield what was fitted on cells of the test side."""
    train, used = audited.train(), audited.used()
    if not train.any() or train.sum() == used.sum():
        return
    for slot, matrix in matrices(audited.cells).items():
        table = plain(matrix) if is_sound(matrix) else None
        if isinstance(table, np.ndarray) and table.shape[1]:
            yield from _matrix(slot, table, train, used)
    yield from _declared(audited.cells.uns.get("scales"), int(used.sum()))
    yield from _statistics(audited, train, used)


def _matrix(slot: str, table: Table, train: npt.NDArray[np.bool_], used: npt.NDArray[np.bool_]) -> Iterator[Finding]:
    number = np.asarray(table, dtype=np.float64)
    number = number[:, np.isfinite(number).all(axis=0)]
    spread = number[used].std(axis=0)
    number, spread = number[:, spread > 0], spread[spread > 0]
    if number.shape[1] < MIN_FEATURES:
        return
    over_all, over_train = (np.abs(number[rows].mean(axis=0)) / spread for rows in (used, train))
    is_centred = (over_all < NOTHING) & (over_train > TELLING * np.maximum(over_all, 1e-7))
    n_bad = int(is_centred.sum()) if is_centred.mean() > 0.8 else 0
    yield from _features("L4-LEAK-08", path_of(slot), n_bad, number.shape[1], used)
    if slot.startswith("obsm/") and number.shape[1] <= 200 and n_bad:
        off_all, off_train = _off_diagonal(number[used]), _off_diagonal(number[train])
        is_bad = off_all < NOTHING and off_train > TELLING * max(off_all, 1e-7)
        yield from _features("L4-LEAK-10", path_of(slot), number.shape[1] if is_bad else 0, number.shape[1], used)


def _off_diagonal(number: Floats) -> float:
    """Return the median absolute correlation of two columns."""
    matrix: Floats = np.atleast_2d(np.corrcoef(number.T))
    return float(np.median(np.abs(matrix[np.triu_indices(len(matrix), 1)])))


def _features(code: str, path: str, n: int, n_total: int, used: npt.NDArray[np.bool_]) -> tuple[Finding, ...]:
    what = f"{RULES[code].what}: {int(used.sum()):,} cells"
    return RULES[code].broken(path=path, n_affected=n, n_total=n_total, unit="features", what=what)


def _declared(scales: object, n_cells: int) -> Iterator[Finding]:
    if not isinstance(scales, pd.DataFrame) or not {"slot", "fitted_on"} <= set(scales.columns):
        return
    said: Mapping[str, str] = dict(zip(scales["slot"].astype("str"), scales["fitted_on"].astype("str"), strict=True))
    bad = [slot for slot, text in said.items() if says_all(text)]
    yield from RULES["L4-LEAK-09"].broken(
        path="uns['scales']", n_affected=len(bad), n_total=len(said), unit="matrices", examples=bad,
        what=f"{RULES['L4-LEAK-09'].what}: {n_cells:,}",
    )  # fmt: skip


def says_all(text: str) -> bool:
    """Return whether a text on what was fitted names the test side, or all without a word of training.

    Examples
    --------
    >>> says_all("all 48 lesions, without labels"), says_all("train + test"), says_all("all training donors")
    (True, True, False)
    """
    if _EXCEPT.search(text):
        return False
    return bool(_TEST.search(text) or (_ALL.search(text) and not _TRAINING.search(text)))


def _statistics(audited: Audited, train: npt.NDArray[np.bool_], used: npt.NDArray[np.bool_]) -> Iterator[Finding]:
    var = audited.cells.var
    numeric = [name for name in var if pd.api.types.is_float_dtype(var[name].dtype)]
    for slot, matrix in matrices(audited.cells).items():
        table = plain(matrix) if numeric and is_sound(matrix) and not slot.startswith("obsm/") else None
        if table is None:
            continue
        over = [_moments(table, rows) for rows in (used, train)]
        for name in numeric:
            said = var[name].to_numpy(dtype=np.float64)
            bad = [kind for kind in over[0] if _agrees(said, over[0][kind]) and not _agrees(said, over[1][kind])]
            n = int(np.isfinite(said).sum()) if bad else 0
            yield from _features("L4-LEAK-13", f"var[{name!r}]", n, len(var), used)
        return


def _moments(table: Table, rows: npt.NDArray[np.bool_]) -> dict[str, Floats]:
    """Return per feature mean, variance, standard deviation and share of cells above 0."""
    weight, at, n = rows.astype(np.float64), 0, float(rows.sum())
    total = np.zeros((3, table.shape[1]))
    for block in row_blocks(table):
        own = weight[at : at + block.shape[0]]
        at += block.shape[0]
        number = block.astype(np.float64)
        squared = number**2 if isinstance(number, np.ndarray) else number.multiply(number)
        total += np.stack(
            [np.asarray(own @ part).ravel() for part in (number, squared, (number > 0).astype(np.float64))]
        )
    mean, square, share = total / n
    of_these = np.maximum(square - mean**2, 0)
    of_all = of_these * n / max(n - 1, 1)
    spreads = {"variance": of_all, "sd": np.sqrt(of_all), "variance, n": of_these, "sd, n": np.sqrt(of_these)}
    return {"mean": mean, "share": share, **spreads}


def _agrees(said: Floats, found: Floats) -> bool:
    is_known = np.isfinite(said) & (found != 0)
    if is_known.sum() < MIN_FEATURES:
        return False
    return bool((np.abs(said[is_known] / found[is_known] - 1) < NOTHING).mean() > 0.95)
