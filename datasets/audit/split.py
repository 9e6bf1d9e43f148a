"""What is audited: cells of one file or several, and the split that each belongs to."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import anndata as ad
import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema.words import NOT_KNOWN, Words, shown, words
from clinicell.errors import InputError

Codes = npt.NDArray[np.int64]
TRAIN = ("train", "training")


@dataclass(frozen=True, slots=True, eq=False)
class Audited:
    """Cells, and their splits.

    Parameters
    ----------
    cells
        All of them; of several files those features that all have.
    split
        Per cell the code of its split; -1 where it belongs to none.
    splits
        Names; empty where there is no split.
    """

    cells: ad.AnnData
    split: Codes  # (n_cells,)
    splits: tuple[str, ...]

    def column(self, name: str) -> Words:
        """Return a column of ``obs`` as words, without those that nobody knows; none of a missing one."""
        if name not in self.cells.obs:
            return Words(np.full(self.cells.n_obs, -1), ())
        return known(self.cells.obs[name])

    def train(self) -> npt.NDArray[np.bool_]:
        """Return which cells are trained on: those of "train", else all but those of the first split."""
        named = [code for code, name in enumerate(self.splits) if name.lower() in TRAIN]
        return self.split == named[0] if named else self.split > 0

    def used(self) -> npt.NDArray[np.bool_]:
        """Return which cells belong to a split."""
        return self.split >= 0


def known(column: pd.Series) -> Words:
    """Return a column of any type as words without those that say that nobody knows."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("object").where(column.notna(), None)
        column = column.map(lambda value: None if value is None else str(value))
    elif not all(isinstance(value, str) for value in column.cat.categories):
        column = column.cat.rename_categories([str(value) for value in column.cat.categories])
    found = words(column)
    return Words(np.where(found.rows(lambda word: word.lower() not in NOT_KNOWN | {""}), found.codes, -1), found.words)


def of_one(adata: ad.AnnData, split: str = "split") -> Audited:
    """Return one data set, split by a column of ``obs``; without that column, it has no split."""
    found = known(adata.obs[split]) if split in adata.obs else Words(np.full(adata.n_obs, -1), ())
    return _sorted(adata, found)


def by_donor(adata: ad.AnnData, fold_of: Mapping[str, str]) -> Audited:
    """Return one data set, split by a table of donors.

    Raises
    ------
    InputError
        No donor of the data set stands in the table.
    """
    donor = adata.obs["donor_id"].astype("str") if "donor_id" in adata.obs else pd.Series(["unknown"] * adata.n_obs)
    fold = donor.map(dict(fold_of))
    if fold.isna().all():
        raise InputError("the table of folds names none of the donors; is it the table of this data set?")
    return _sorted(adata, known(fold))


def of_several(parts: Mapping[str, ad.AnnData]) -> Audited:
    """Return several data sets, each a split of its own.

    Raises
    ------
    InputError
        They have no feature in common.
    """
    names = list(parts)
    lean = {name: _lean(part) for name, part in parts.items()}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Observation names are not unique")  # cells in two files are looked for here
        together = ad.concat(lean, join="inner", merge="same", uns_merge="first", index_unique=None)
    if not together.n_vars and all(part.n_vars for part in parts.values()):
        raise InputError(f"{', '.join(names)}: no feature in common; are the ids symbols here and Ensembl there?")
    sizes = [part.n_obs for part in parts.values()]
    return Audited(together, np.repeat(np.arange(len(names)), sizes), tuple(names))


def _lean(part: ad.AnnData) -> ad.AnnData:
    """Return a data set without what concerns neither cells nor features, its ids made unique for the joining."""
    return ad.AnnData(X=part.X, obs=part.obs, var=part.var, layers=part.layers, obsm=part.obsm, uns=part.uns)


def _sorted(adata: ad.AnnData, found: Words) -> Audited:
    used = sorted({found.words[code] for code in np.unique(found.codes) if code >= 0})
    place = np.array([*(used.index(word) if word in used else -1 for word in found.words), -1], dtype=np.int64)
    return Audited(adata, place[found.codes], tuple(used))


def matrices(cells: ad.AnnData) -> dict[str, object]:
    """Return the matrices by slot, those of cells x features first."""
    found: dict[str, object] = {} if cells.X is None or not cells.n_vars else {"X": cells.X}
    found |= {f"layers/{name}": matrix for name, matrix in cells.layers.items()}
    return found | {f"obsm/{name}": matrix for name, matrix in cells.obsm.items()}


def counted(codes: Codes, donors: Words) -> str:
    """Return in words how many cells and donors these are."""
    n_donors = np.unique(donors.codes[codes][donors.codes[codes] >= 0]).size
    return f"{codes.size:,} cells of {n_donors:,} donors"


def shown_ids(audited: Audited, cells: Codes | Sequence[int]) -> list[str]:
    """Return ids of cells as they may be shown."""
    return shown(str(audited.cells.obs_names[k]) for k in list(cells)[:5])
