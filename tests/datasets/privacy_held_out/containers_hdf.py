"""Places in HDF5 files and in the metadata of zarr stores."""

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd
from scipy import sparse

from .place import CELLS, GENES, N, Place, Write, is_number, notes, rows, slot

Change = Callable[[ad.AnnData, str, Sequence[str]], None]


def marrow() -> ad.AnnData:
    matrix = sparse.csr_matrix(np.eye(N, len(GENES), dtype=np.float32) * 3)
    obs = pd.DataFrame({"louvain": pd.Categorical(["0", "1", "2"] * 2), "pct_mito": np.full(N, 4.5)}, index=list(CELLS))
    return ad.AnnData(matrix, obs=obs, var=pd.DataFrame(index=list(GENES)))


def h5ad(change: Change) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path, adata = folder / "marrow.h5ad", marrow()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            change(adata, key, texts)
            adata.write_h5ad(path)
        return path

    return write


def obs_column(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    column = rows(texts)
    numeric = all(map(is_number, column))
    adata.obs[slot(key)] = np.array(column, dtype=np.int64) if numeric else np.array(column, dtype=object)


def obs_category(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs[slot(key)] = pd.Categorical(rows(texts))


def obs_note(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["clinical_note"] = notes(texts)


def var_column(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.var[slot(key)] = rows(texts)[: len(GENES)]


def var_note(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.var["comment"] = notes(texts)[: len(GENES)]


def uns_value(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["metadata"] = {"chemistry": "SC3Pv3", "sample": {slot(key): texts[0]}}


def uns_table(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["samples"] = pd.DataFrame({"tissue": ["bone marrow"] * N, slot(key): rows(texts)})


def uns_json(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["provenance"] = json.dumps({"chemistry": "SC3Pv3", key: texts[0]}, ensure_ascii=False)


def uns_pairs(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["characteristics"] = np.array(["tissue: bone marrow", f"{key}: {texts[0]}"], dtype=object)


def uns_prose(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["description"] = texts[0]


def uns_log(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["history"] = np.array(["filtered at 500 genes", *texts], dtype=object)


def uns_key(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["spatial"] = {texts[0]: {"scale": 1.0}}


def obs_names(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs_names = [f"{texts[0]}:{cell}" for cell in CELLS]


def sample_ids(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["sample_id"] = pd.Categorical(["D1", "D1", "D2", *[texts[0]] * 3])


def batches(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["batch"] = pd.Categorical(["b1", "b1", "b2", *[texts[0]] * 3])


def attribute(where: str, name: str = "") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = h5ad(lambda adata, key, texts: None)(folder, key, texts)
        with h5py.File(path, "r+") as file:
            file[where].attrs[name or key] = texts[0]
        return path

    return write


def plain_h5(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path, text = folder / "export.h5", h5py.string_dtype()
        with h5py.File(path, "w") as file:
            file["counts"] = np.arange(12).reshape(N, 2)
            if place == "vector":
                file.create_dataset(f"samples/{slot(key)}", data=rows(texts), dtype=text)
            elif place == "scalar":
                file.create_dataset(f"run/{slot(key)}", data=texts[0], dtype=text)
            elif place == "attribute":
                file.create_group("run").attrs[key] = texts[0]
            elif place == "note":
                file.create_dataset("run/remarks", data=notes(texts), dtype=text)
            elif place == "bytes":
                file[f"samples/{slot(key)}"] = np.array([row.encode() for row in rows(texts)])
            else:
                file[f"per_sample/{slot(texts[0])}/counts"] = np.arange(3)
        return path

    return write


def ten_x(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "raw_feature_bc_matrix.h5"
    with h5py.File(path, "w") as file:
        group = file.create_group("matrix")
        group["barcodes"] = np.array([f"{cell}_{texts[0]}".encode() for cell in CELLS])
        group["data"], group["indices"], group["indptr"] = np.ones(N, "i4"), np.zeros(N, "i8"), np.arange(N + 1)
        group["shape"] = np.array([len(GENES), N])
        names = np.array([gene.encode() for gene in GENES])
        group["features/id"], group["features/name"] = names, names
        group["features/feature_type"] = np.array([b"Gene Expression"] * len(GENES))
    return path


def ten_x_library(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = ten_x(folder, key, ["1"])
    with h5py.File(path, "r+") as file:
        file.attrs["library_ids"] = np.array([texts[0].encode()])
    return path


def loom(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path, text = folder / "velocyto.loom", h5py.string_dtype()
        with h5py.File(path, "w") as file:
            file["matrix"] = np.ones((len(GENES), N), "f4")
            file.create_dataset("row_attrs/Gene", data=list(GENES), dtype=text)
            cells = [f"{texts[0]}:{cell}" for cell in CELLS] if place == "cells" else list(CELLS)
            file.create_dataset("col_attrs/CellID", data=cells, dtype=text)
            file.create_dataset("attrs/LOOM_SPEC_VERSION", data="3.0.0", dtype=text)
            for name in ("layers", "row_graphs", "col_graphs"):
                file.create_group(name)
            if place == "column":
                file.create_dataset(f"col_attrs/{slot(key)}", data=rows(texts), dtype=text)
            elif place == "attrs":
                file.create_dataset(f"attrs/{slot(key)}", data=texts[0], dtype=text)
            elif place == "note":
                file.create_dataset("col_attrs/Comment", data=notes(texts), dtype=text)
        return path

    return write


def h5mu(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import mudata

            rna, atac = marrow(), marrow()
            atac.var_names = [f"chr1:{i}0000-{i}0500" for i in range(1, 1 + len(GENES))]
            if place == "obs":
                obs_column(atac, key, texts)
            elif place == "sample":
                sample_ids(rna, key, texts)
            both = mudata.MuData({"rna": rna, "atac": atac})
            if place == "global obs":
                both.obs[slot(key)] = rows(texts)
            elif place == "uns":
                both.uns["readme"] = texts[0]
            path = folder / "multiome.h5mu"
            both.write_h5mu(path)
        return path

    return write


def zarr(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        root = folder / "marrow.zarr"
        said = {"note": {"comment": texts[0]}, "name": {texts[0]: {"n": 3}}}.get(place, {key: texts[0]})
        if place == "v2":
            path, held = root / "uns" / ".zattrs", {"encoding-type": "dict", "encoding-version": "0.1.0", **said}
        else:
            path, held = root / "zarr.json", {"zarr_format": 3, "node_type": "group", "attributes": {"samples": said}}
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        return path

    return write


PLACES = (
    Place("h5ad obs", "column", "value", h5ad(obs_column)),
    Place("h5ad obs", "category", "value", h5ad(obs_category)),
    Place("h5ad obs", "note", "prose", h5ad(obs_note)),
    Place("h5ad obs", "obs_names", "token", h5ad(obs_names)),
    Place("h5ad obs", "sample_id", "token", h5ad(sample_ids)),
    Place("h5ad obs", "batch", "token", h5ad(batches)),
    Place("h5ad var", "column", "value", h5ad(var_column)),
    Place("h5ad var", "note", "prose", h5ad(var_note)),
    Place("h5ad uns", "nested value", "value", h5ad(uns_value)),
    Place("h5ad uns", "table", "value", h5ad(uns_table)),
    Place("h5ad uns", "JSON in a string", "value", h5ad(uns_json)),
    Place("h5ad uns", "list of key: value", "value", h5ad(uns_pairs)),
    Place("h5ad uns", "description", "prose", h5ad(uns_prose)),
    Place("h5ad uns", "history", "prose", h5ad(uns_log)),
    Place("h5ad uns", "key", "token", h5ad(uns_key)),
    Place("HDF5 attributes", "of the file", "value", attribute("/")),
    Place("HDF5 attributes", "of obs", "value", attribute("obs")),
    Place("HDF5 attributes", "of X", "prose", attribute("X", "remark")),
    Place("HDF5 attributes", "library_ids", "token", ten_x_library),
    Place("HDF5", "vector", "value", plain_h5("vector")),
    Place("HDF5", "fixed-length bytes", "value", plain_h5("bytes")),
    Place("HDF5", "scalar", "value", plain_h5("scalar")),
    Place("HDF5", "attribute of a group", "value", plain_h5("attribute")),
    Place("HDF5", "remarks", "prose", plain_h5("note")),
    Place("HDF5", "group", "token", plain_h5("group")),
    Place("HDF5", "10x barcodes", "token", ten_x),
    Place("loom", "column attribute", "value", loom("column")),
    Place("loom", "global attribute", "value", loom("attrs")),
    Place("loom", "comment", "prose", loom("note")),
    Place("loom", "CellID", "token", loom("cells")),
    Place("h5mu", "obs of a modality", "value", h5mu("obs")),
    Place("h5mu", "global obs", "value", h5mu("global obs")),
    Place("h5mu", "read-me in uns", "prose", h5mu("uns")),
    Place("h5mu", "sample_id", "token", h5mu("sample")),
    Place("zarr", "v3 attribute", "value", zarr("v3")),
    Place("zarr", "v2 attribute", "value", zarr("v2")),
    Place("zarr", "comment", "prose", zarr("note")),
    Place("zarr", "name", "token", zarr("name")),
)
