"""What the models read of a cohort: plain arrays, in the order of its rows."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any  # AnnData's slots are untyped at this edge

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.schema.scale import scale_of
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort

Floats32 = NDArray[np.float32]
Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Rows = NDArray[np.intp]


def features(adata: ad.AnnData) -> Floats32:
    """Return cells x features as dense float32: X where there is one, else ``obsm["X_pca"]``.

    Counts become ln(1 + counts per 10,000), a cell without any count staying at 0; every other scale is taken as it
    is.

    Raises
    ------
    InputError
        There is neither X nor ``obsm["X_pca"]``, or a value is not finite.
    """
    if adata.X is None:
        if "X_pca" not in adata.obsm:
            raise InputError("the cells have neither X nor obsm['X_pca']; the model needs one of them")
        return _finite(_dense(adata.obsm["X_pca"]), "obsm['X_pca']")
    values = _finite(_dense(adata.X), "X")
    return log1p_cp10k(values) if scale_of(adata, "X").kind == "counts" else values


def log1p_cp10k(counts: Floats32) -> Floats32:
    """Return ln(1 + counts per 10,000) of cells x genes; a cell without any count stays at 0."""
    total = counts.sum(axis=1, dtype=np.float64, keepdims=True)
    share = np.divide(1e4, total, out=np.zeros_like(total), where=total > 0)
    logs: Floats32 = np.log1p(counts * share).astype(np.float32)
    return logs


def genotype(adata: ad.AnnData) -> Codes:
    """Return cells x sites as int8: -1 not observed, 0 reference, 1 heterozygous, 2 homozygous.

    Raises
    ------
    InputError
        There is no ``layers["genotype"]``.
    """
    if "genotype" not in adata.layers:
        raise InputError("the cells have no layers['genotype']; the model needs cells x sites")
    return _dense(adata.layers["genotype"]).astype(np.int8)


def bag_rows(cohort: Cohort) -> list[Rows]:
    """Return, for each id of ``cohort.asked`` in its order, the row positions of its cells in ``cohort.units``.

    Where the unit asked for is the cell, each bag holds the one row. A cell may lie in several bags.

    Raises
    ------
    InputError
        A bag names a cell that the cohort does not hold.
    """
    if cohort.bags is None:
        return [np.array([row], dtype=np.intp) for row in range(cohort.units.n_obs)]
    row = pd.Index(cohort.units.obs_names).get_indexer(pd.Index(cohort.bags["cell_id"]))
    if (row < 0).any():
        lost = cohort.bags["cell_id"][row < 0]
        raise InputError(f"{len(lost)} of {len(row)} cells named in bags are not in units, e.g. {lost.iloc[0]!r}")
    bag = cohort.asked.get_indexer(pd.Index(cohort.bags["unit_id"]))
    order = np.argsort(bag, kind="stable")
    ends = np.searchsorted(bag[order], np.arange(1, len(cohort.asked)))
    return [own.astype(np.intp) for own in np.split(row[order], ends)]


def bag_means(cohort: Cohort) -> Floats:
    """Return bags x features, the mean over each bag's cells of `features`, in the order of ``cohort.asked``.

    The cells are summed in the order of their content: the mean is the same to the last bit in whatever order they
    came.
    """
    cells = features(cohort.units).astype(np.float64)
    rank = np.argsort(content_order(cells))
    return np.stack([cells[rows[np.argsort(rank[rows])]].mean(axis=0) for rows in bag_rows(cohort)])


def targets(cohort: Cohort) -> list[str]:
    """Return the columns that an answer must have, as far as a training cohort tells.

    They are the drugs of the bulk reference where there is one, else the columns of the labels, else (nothing is
    taught) the one column ``"subclone"``.
    """
    if "bulk" in cohort.references:
        return [str(name) for name in bulk_response(cohort).columns]
    if cohort.labels is not None and len(cohort.labels.columns):
        return [str(name) for name in cohort.labels.columns]
    return ["subclone"]


def bulk_response(cohort: Cohort) -> pd.DataFrame:
    """Return lines x drugs of the bulk reference: ln IC50 (micromolar), NaN where it was not measured.

    Raises
    ------
    InputError
        There is no bulk reference, or it holds no ``obsm["ln_ic50_um"]``.
    """
    table = cohort.references["bulk"].obsm.get("ln_ic50_um") if "bulk" in cohort.references else None
    if not isinstance(table, pd.DataFrame):
        raise InputError(
            "the cohort has no reference 'bulk' with obsm['ln_ic50_um'] (lines x drugs); the model needs it"
        )
    return table.astype("float64")


def share_at_1_um(ln_ic50: Floats) -> Floats:
    """Return how common it is that 1 micromolar or less reaches half of a drug's effect, (n_drugs,).

    Parameters
    ----------
    ln_ic50
        Lines x drugs, ln IC50 (micromolar), NaN where not measured.
    """
    measured = np.isfinite(ln_ic50)
    return of_few(np.where(measured, ln_ic50 <= 0, 0.0).sum(axis=0), measured.sum(axis=0).astype(np.float64))


def of_few(events: Floats, n: Floats) -> Floats:
    """Return the share of events with one more of each kind: what n units never showed need not be impossible."""
    return np.asarray((events + 1) / (n + 2))


def known(train: Cohort) -> tuple[Rows, Floats]:
    """Return the positions in ``train.asked`` whose (first) label is known, and those labels as 0.0 and 1.0.

    Raises
    ------
    InputError
        No label is known, or all known ones are of one class: there is nothing to tell apart.
    """
    if train.labels is None or not len(train.labels.columns):
        raise InputError("the training cohort has no labels; the model learns from labelled units only")
    label = train.labels.iloc[:, 0].reindex(train.asked).to_numpy(dtype=np.float64)
    rows = np.flatnonzero(np.isfinite(label))
    classes = np.unique(label[rows])
    if classes.size < 2:
        seen = f"all {rows.size} known labels are {classes[0]:g}" if classes.size else "no label is known"
        raise InputError(f"{train.labels.columns[0]!r}: {seen} of {label.size} units; a model needs both classes")
    return rows, label[rows]


def content_order(*columns: NDArray[np.generic]) -> Rows:
    """Return an order of the rows that depends on their content alone, so that a fit cannot depend on their order.

    Each array has one entry (or row) per unit. Units that are equal in all of them may come in either order, which
    changes nothing.
    """
    digests = []
    for parts in zip(*(np.ascontiguousarray(column) for column in columns), strict=True):
        digests.append(blake2b(b"|".join(part.tobytes() for part in parts), digest_size=16).hexdigest())
    return np.argsort(np.array(digests, dtype="U32"), kind="stable")


def answer(cohort: Cohort, names: Sequence[str], values: NDArray[np.generic]) -> pd.DataFrame:
    """Return the answer's table: one row per id of ``cohort.asked``, one float64 column per target."""
    shaped = np.asarray(values, dtype=np.float64).reshape(len(cohort.asked), len(names))
    return pd.DataFrame(shaped, index=cohort.asked, columns=pd.Index(list(names), dtype="str"))


def _dense(matrix: Any) -> Floats32:  # noqa: ANN401 - AnnData's slots hold arrays of many libraries
    plain = matrix.toarray() if hasattr(matrix, "toarray") else matrix
    return np.asarray(plain, dtype=np.float32)


def _finite(values: Floats32, slot: str) -> Floats32:
    n_bad = int((~np.isfinite(values)).sum())
    if n_bad:
        raise InputError(f"{slot}: {n_bad} of {values.size} values are NaN or infinite; the model needs every value")
    return values
