"""Writing a data set as sharded zarr v3 that can be mapped: rows at random from a disk, at the speed of the disk.

The layout is AnnData's. The arrays of a matrix are cut into chunks of a few rows, many chunks to a shard, and not
compressed: so any row is read where it lies. ``anndata.read_zarr`` reads the folder as any other.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # h5py and zarr are untyped

import anndata as ad
import h5py
import numpy as np

from clinicell.datasets.schema.matrix import SPARSE
from clinicell.errors import InputError, SchemaError
from clinicell.files import folder_written_whole

CHUNK = 1 << 16  # numbers: 256 kB of float32
CHUNKS_PER_SHARD = 256  # 64 MB of float32: what is held while writing
ARRAYS = ("data", "indices", "indptr")


def write_sharded(source: ad.AnnData | Path | str, out: Path | str) -> Path:
    """Write a data set, from memory or block by block from an .h5ad file, as a sharded zarr v3 folder; return `out`.

    ``X`` and layers are sharded; what is held of them is one shard at a time. The rest is written as AnnData does.

    Raises
    ------
    InputError
        There is no such file, or there is something at `out` already.
    SchemaError
        A matrix is stored by columns, or the file cannot be read as AnnData.
    """
    out = Path(out)
    if out.exists():
        raise InputError(f"{out}: is there already; name a new folder")
    with _slots(source) as slots, folder_written_whole(out) as part, _without_warnings():
        _write(slots, part)
    return out


def _write(slots: Mapping[str, Any], folder: Path) -> None:
    import zarr
    from anndata.io import write_elem

    root = zarr.open_group(folder, mode="w", zarr_format=3)
    root.attrs.update({"encoding-type": "anndata", "encoding-version": "0.1.0"})
    for name, value in slots.items():
        if name == "X" or name.startswith("layers/"):
            _write_matrix(root, name, value)
        elif name != "layers":
            write_elem(root, name, value)
    if "layers" not in root:
        write_elem(root, "layers", {})
    root["layers"].attrs.update({"encoding-type": "dict", "encoding-version": "0.1.0"})


def _write_matrix(root: Any, name: str, matrix: Any) -> None:  # noqa: ANN401 - h5py and zarr are untyped
    kind = getattr(matrix, "format", "") or matrix.attrs.get("encoding-type", "") if not _is_table(matrix) else "array"
    if kind in ("csr", "csr_matrix"):
        arrays = {key: matrix[key] if isinstance(matrix, h5py.Group) else getattr(matrix, key) for key in ARRAYS}
        shape = matrix.attrs["shape"] if isinstance(matrix, h5py.Group) else matrix.shape
        group = root.create_group(name)
        group.attrs.update(
            {"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": [int(n) for n in shape]}
        )
        for key, array in arrays.items():
            _write_array(group, key, array, max(1, min(CHUNK, int(array.shape[0]))))
    elif kind == "array":
        table = _write_array(root, name, matrix, max(1, min(CHUNK // max(matrix.shape[1], 1), matrix.shape[0])))
        table.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})
    else:
        raise SchemaError(
            f"{name}: stored as {kind or type(matrix).__name__!r}, not by rows; write CSR or a dense table"
        )


def _is_table(matrix: object) -> bool:
    return isinstance(matrix, np.ndarray | h5py.Dataset)


def _write_array(group: Any, name: str, array: Any, chunk: int) -> Any:  # noqa: ANN401 - h5py and zarr are untyped
    width, n = tuple(int(n) for n in array.shape[1:]), int(array.shape[0])
    shard = chunk * max(1, min(CHUNKS_PER_SHARD, -(-n // chunk)))
    kind = array.dtype.newbyteorder("=")
    made = group.create_array(
        name, shape=(n, *width), dtype=kind, chunks=(chunk, *width), shards=(shard, *width),
        compressors=None, filters=None, config={"write_empty_chunks": True},
    )  # fmt: skip
    for start in range(0, n, shard):
        made[start : start + shard] = np.asarray(array[start : start + shard])
    made.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})
    return made


@contextmanager
def _slots(source: ad.AnnData | Path | str) -> Iterator[dict[str, Any]]:
    if isinstance(source, ad.AnnData) and not source.isbacked:
        yield _of_memory(source)
        return
    path = Path(source.filename if isinstance(source, ad.AnnData) else source)
    if not path.is_file():
        raise InputError(f"{path}: no such .h5ad file")
    try:
        file = h5py.File(path, "r")
    except OSError as fault:
        raise SchemaError(f"{path.name}: cannot be read as HDF5; write the .h5ad file again") from fault
    with file:
        yield _of_file(file)


def _of_memory(adata: ad.AnnData) -> dict[str, Any]:
    found: dict[str, Any] = {} if adata.X is None else {"X": adata.X}
    found |= {f"layers/{name}": matrix for name, matrix in adata.layers.items()}
    wrong = [name for name, matrix in found.items() if isinstance(matrix, SPARSE) and matrix.format != "csr"]
    if wrong:
        raise SchemaError(f"{wrong[0]}: stored by columns; write CSR (matrix.tocsr())")
    return (
        found
        | {"obs": adata.obs, "var": adata.var, "uns": dict(adata.uns)}
        | {name: dict(getattr(adata, name)) for name in ("obsm", "varm", "obsp", "varp")}
    )


def _of_file(file: h5py.File) -> dict[str, Any]:
    from anndata.io import read_elem

    found: dict[str, Any] = {"X": file["X"]} if "X" in file else {}
    found |= {f"layers/{name}": matrix for name, matrix in file.get("layers", {}).items()}
    return found | {
        name: read_elem(file[name]) for name in ("obs", "var", "uns", "obsm", "varm", "obsp", "varp") if name in file
    }


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep quiet about the next versions of zarr and anndata: they say nothing of the data."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "zarr v3 autosharding")
        warnings.filterwarnings("ignore", "The (codec|data type)")
        yield
