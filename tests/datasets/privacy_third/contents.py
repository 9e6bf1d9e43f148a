"""All that stands in a file, as text: an independent look by which a plant is known to be in its file."""

import gzip
import html
import json
import warnings
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pandas as pd


def contents(path: Path, root: Path) -> str:
    """Return the path below the root, and every name and value in the file."""
    return f"{path.relative_to(root)}\n{_inside(path)}"


def _inside(path: Path) -> str:
    if path.is_dir():
        return _zarr(path)
    if path.suffix in (".h5ad", ".h5mu", ".h5", ".loom"):
        return _hdf(path)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as file:
            return html.unescape("\n".join(file.read(name).decode() for name in file.namelist()))
    if path.suffix == ".parquet":
        return _table(pd.read_parquet(path))
    if path.suffix == ".rds":
        import rdata

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _table(rdata.read_rds(path))
    raw = path.read_bytes()
    return _text(gzip.decompress(raw) if path.suffix == ".gz" else raw, path.suffix)


def _table(table: pd.DataFrame) -> str:
    return "\n".join([*map(str, table.columns), *(str(value) for name in table for value in table[name])])


def _text(raw: bytes, suffix: str) -> str:
    if suffix == ".fcs":
        return raw.decode(errors="replace").replace("\\\\", "\\")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    if suffix in (".json", ".jsonl"):
        loaded = [json.loads(line) for line in (text.splitlines() if suffix == ".jsonl" else [text])]
        return json.dumps(loaded, ensure_ascii=False)
    return html.unescape(text) if suffix == ".html" else text.replace('""', '"')


def _hdf(path: Path) -> str:
    held: list[str] = []

    def look(name: str, item: h5py.Group | h5py.Dataset) -> None:
        held.append(name)
        held.extend(_flat(value) for value in item.attrs.values())
        if isinstance(item, h5py.Dataset):
            held.append(_flat(item[()]))

    with h5py.File(path) as file:
        held.extend(_flat(value) for value in file.attrs.values())
        file.visititems(look)
    return "\n".join(held)


def _flat(value: object) -> str:
    told = np.asarray(value).ravel().tolist()
    return "\n".join(one.decode() if isinstance(one, bytes) else str(one) for one in told)


def _zarr(path: Path) -> str:
    import anndata as ad

    adata = ad.read_zarr(path)
    return "\n".join(
        [_table(adata.obs), *map(str, adata.obs_names), str(adata.uns.get("readme")), str(dict(adata.uns))]
    )
