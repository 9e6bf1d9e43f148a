"""A standard data set as the loader needs it: one matrix by rows, its genes, and single columns of ``obs``.

Nothing is read beyond what is asked for: of a file, the matrix stays where it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # h5py and zarr are untyped

import anndata as ad
import h5py
import numpy as np
import pandas as pd

from clinicell.datasets.loading import paged
from clinicell.datasets.loading.rows import DenseRows, Rows, sparse_rows
from clinicell.datasets.schema.matrix import SPARSE
from clinicell.datasets.schema.scale import scale_of
from clinicell.errors import InputError, SchemaError

NUMERIC = "iufb"


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """One source of cells; `column` returns a column of ``obs``, None where there is none."""

    name: str
    rows: Rows
    genes: tuple[str, ...] | None  # None for a matrix whose columns are no genes
    scale: str  # the declared kind of the matrix, "" where none is declared
    column: Callable[[str], pd.Series | None]


def opened(source: Path | str | ad.AnnData, layer: str) -> Opened:
    """Return a data set in memory or in a file, .h5ad or a zarr folder; `layer` is a slot such as ``"X"``.

    Raises
    ------
    InputError
        There is no such file.
    SchemaError
        The file cannot be read as AnnData, has no such matrix, or its matrix is damaged or not stored by rows.
    """
    if isinstance(source, ad.AnnData):
        return _of_file(Path(source.filename), layer) if source.isbacked else _of_memory(source, layer)
    path = Path(source)
    if not path.exists():
        raise InputError(f"{path}: no such file")
    return _of_file(path, layer)


def _of_memory(adata: ad.AnnData, layer: str) -> Opened:
    part, _, key = layer.partition("/")
    held: Any = adata.X if part == "X" else getattr(adata, part)[key] if key in getattr(adata, part, ()) else None
    name = f"the data set in memory, {layer}"
    if held is None:
        raise _no_matrix("the data set in memory", layer)
    return Opened(
        name=name,
        rows=_rows_in_memory(name, held, adata.n_obs),
        genes=None if part == "obsm" else tuple(map(str, adata.var_names)),
        scale=_declared(adata.uns, layer),
        column=lambda column: adata.obs.get(column, None),
    )


def _rows_in_memory(name: str, held: Any, n_obs: int) -> Rows:  # noqa: ANN401 - a slot may hold anything
    if isinstance(held, pd.DataFrame):
        held = held.to_numpy()
    kind = getattr(getattr(held, "dtype", None), "kind", "O")
    if isinstance(held, SPARSE) and held.format == "csr" and kind in NUMERIC:
        arrays = {key: paged.plain(np.asarray(getattr(held, key))) for key in ("indptr", "indices", "data")}
        return sparse_rows(name, (int(held.shape[0]), int(held.shape[1])), arrays, of=paged.in_memory)
    if isinstance(held, np.ndarray) and held.ndim == 2 and kind in NUMERIC and held.shape[0] == n_obs:
        return DenseRows(name, (held.shape[0], held.shape[1]), held)
    what = getattr(held, "format", type(held).__name__)
    raise SchemaError(f"{name}: {what} of {kind!r}, not stored by rows; write CSR (matrix.tocsr()) or a dense table")


def _of_file(path: Path, layer: str) -> Opened:
    root = _root(path)
    try:
        return _of_group(path, root, layer)
    except (SchemaError, InputError):
        raise
    except Exception as fault:  # a damaged file raises whatever it likes
        raise SchemaError(f"{path.name}: damaged, or no AnnData ({type(fault).__name__}); write it again") from fault


def _root(path: Path) -> Any:  # noqa: ANN401 - h5py and zarr are untyped
    import zarr

    try:
        return zarr.open_group(path, mode="r") if path.is_dir() else h5py.File(path, "r")
    except Exception as fault:  # a damaged file raises whatever it likes
        raise SchemaError(f"{path.name}: neither HDF5 nor zarr, or damaged; write an .h5ad file again") from fault


def _of_group(path: Path, root: Any, layer: str) -> Opened:  # noqa: ANN401 - h5py and zarr are untyped
    from anndata.io import read_elem

    if layer not in root:
        raise _no_matrix(path.name, layer)
    name = f"{path.name}, {layer}"
    rows, obs = _rows_in_file(name, root[layer], is_folder=path.is_dir()), root["obs"]
    n_obs = int(obs[obs.attrs["_index"]].shape[0])
    if rows.shape[0] != n_obs:
        raise SchemaError(f"{name}: {rows.shape[0]:,} rows for {n_obs:,} cells of obs; the file is damaged")
    genes = None
    if not layer.startswith("obsm/"):
        genes = tuple(map(str, read_elem(root["var"][root["var"].attrs["_index"]])))
        if len(genes) != rows.shape[1]:
            raise SchemaError(f"{name}: {rows.shape[1]:,} columns for {len(genes):,} genes of var; the file is damaged")
    scales = {"scales": read_elem(root["uns/scales"])} if "uns/scales" in root else {}
    return Opened(
        name=name,
        rows=rows,
        genes=genes,
        scale=_declared(scales, layer),
        column=lambda column: pd.Series(read_elem(obs[column])) if column in obs else None,
    )


def _rows_in_file(name: str, held: Any, *, is_folder: bool) -> Rows:  # noqa: ANN401 - h5py and zarr are untyped
    encoding = str(held.attrs.get("encoding-type", ""))
    if encoding == "csr_matrix":
        shape = tuple(int(n) for n in held.attrs["shape"])
        arrays = {key: held[key] for key in ("indptr", "indices", "data")}
        return sparse_rows(name, (shape[0], shape[1]), arrays, of=paged.of_zarr if is_folder else paged.of_hdf5)
    if getattr(held, "ndim", 0) == 2 and held.dtype.kind in NUMERIC:
        shape = tuple(int(n) for n in held.shape)
        mapped = None if is_folder else _mapped_table(held)
        storage = "packed" if mapped is None else "mapped"
        return DenseRows(name, (shape[0], shape[1]), held if mapped is None else mapped, storage)
    raise SchemaError(f"{name}: stored as {encoding or 'nothing known'!r}, not by rows; write CSR or a dense table")


def _mapped_table(dataset: h5py.Dataset) -> Any:  # noqa: ANN401 - h5py is untyped
    offset, kind = dataset.id.get_offset(), dataset.dtype
    path = Path(dataset.file.filename)
    is_plain = offset is not None and kind.isnative and not dataset.external and not dataset.file.userblock_size
    if not is_plain or not dataset.size or offset + dataset.size * kind.itemsize > path.stat().st_size:
        return None
    return np.asarray(np.memmap(path, dtype=kind, mode="r", offset=offset, shape=dataset.shape))


def _no_matrix(where: str, layer: str) -> SchemaError:
    return SchemaError(f"{where}: there is no matrix {layer!r}; name a slot such as 'X', 'layers/counts', 'obsm/X_pca'")


def _declared(uns: Any, slot: str) -> str:  # noqa: ANN401 - uns may hold anything
    try:
        return scale_of(ad.AnnData(uns=dict(uns)), slot).kind
    except (SchemaError, KeyError):
        return ""
