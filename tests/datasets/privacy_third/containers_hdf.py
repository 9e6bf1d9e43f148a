"""Places in HDF5 files and Zarr stores."""

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd
from scipy import sparse

from .frames import CELLS, GENES, TISSUES, N, notes, rows
from .place import Place, Write

Change = Callable[[ad.AnnData, str, Sequence[str]], None]
MODULES = ("rna", "protein")


def slot(key: str) -> str:
    return key.replace("/", "_")


def cells() -> ad.AnnData:
    obs = pd.DataFrame(
        {
            "sample": pd.Categorical([f"P{i // 4 + 1:02d}" for i in range(N)]),
            "tissue": pd.Categorical(TISSUES),
            "leiden": pd.Categorical([str(i % 3) for i in range(N)]),
            "pct_counts_mt": np.linspace(2, 9, N),
        },
        index=list(CELLS),
    )
    matrix = sparse.csr_matrix(np.arange(N * len(GENES), dtype=np.float32).reshape(N, len(GENES)) % 5)
    var = pd.DataFrame({"highly_variable": np.arange(len(GENES)) % 2 == 0}, index=list(GENES))
    return ad.AnnData(matrix, obs=obs, var=var)


def changed(change: Change, key: str, texts: Sequence[str]) -> ad.AnnData:
    adata = cells()
    change(adata, key, texts)
    return adata


def h5ad(change: Change) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "cohort_raw.h5ad"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            changed(change, key, texts).write_h5ad(path)
        return path

    return write


def zarr(change: Change) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "cohort.zarr"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            changed(change, key, texts).write_zarr(path)
        return path

    return write


def obs(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    column = rows(texts)
    numeric = all(text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 16 for text in column)
    adata.obs[slot(key)] = np.array(column, dtype=np.int64) if numeric else pd.Categorical(column)


def obs_text(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs[slot(key)] = np.array(rows(texts, ("n/a",)), dtype=object)


def obs_note(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["path_comment"] = notes(texts)


def obs_diagnosis(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["history"] = pd.Categorical([texts[0]] * 4 + ["not recorded"] * 4)


def obsm_table(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obsm["clinical"] = pd.DataFrame({slot(key): rows(texts)}, index=adata.obs_names)


def names(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs_names = [f"{texts[0]}_{cell}" for cell in CELLS]


def orig_ident(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["orig.ident"] = pd.Categorical([texts[0]] * 5 + ["ctrl"] * 3)


def var(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.var[slot(key)] = (rows(texts) * 2)[2 : 2 + len(GENES)]


def uns_dict(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["sample_sheet"] = {"P01": {"tissue": "blood", slot(key): texts[0]}, "P02": {"tissue": "blood"}}


def uns_frame(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["clinical"] = pd.DataFrame({"tissue": list(TISSUES), slot(key): rows(texts, ("n/a",))})


def uns_array(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns[slot(key)] = np.array(rows(texts, ("n/a",)), dtype=object)


def uns_json(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["redcap"] = json.dumps([{"record": "P01", key: texts[0], "arm": "A"}])


def uns_text(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["readme"] = f"Filtered at 500 genes. {texts[0]}"


def uns_key(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["doublets"] = {slot(texts[0]): {"threshold": 0.25}, "P02": {"threshold": 0.3}}


def nothing(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    pass


def attribute(where: str, name: str = "") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = h5ad(nothing)(folder, key, texts)
        with h5py.File(path, "r+") as file:
            file[where].attrs[name or slot(key)] = texts[0]
        return path

    return write


def multi(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        import mudata

        path = folder / "citeseq.h5mu"
        change = {"obs": obs, "note": obs_note, "names": names}.get(place, nothing)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            both = mudata.MuData({name: changed(change, key, texts) for name in MODULES})
            if place == "global":
                both.obs[slot(key)] = rows(texts)
            both.write_h5mu(path)
        return path

    return write


def loom(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path, text = folder / "spliced.loom", h5py.string_dtype()
        with h5py.File(path, "w") as file:
            file["matrix"] = np.ones((len(GENES), N), "f4")
            file.create_dataset("row_attrs/Gene", data=list(GENES), dtype=text)
            ids = [f"{texts[0]}:{cell[:-2]}x" for cell in CELLS] if place == "names" else list(CELLS)
            file.create_dataset("col_attrs/CellID", data=ids, dtype=text)
            for name in ("layers", "row_graphs", "col_graphs", "attrs"):
                file.require_group(name)
            if place == "column":
                file.create_dataset(f"col_attrs/{slot(key)}", data=rows(texts), dtype=text)
            elif place == "attrs":
                file["attrs"].attrs[slot(key)] = texts[0]
            elif place == "note":
                file.create_dataset("attrs/description", data=f"Velocyto run. {texts[0]}", dtype=text)
        return path

    return write


def ten_x(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "filtered_feature_bc_matrix.h5"
        with h5py.File(path, "w") as file:
            file["matrix/barcodes"] = np.array([cell.encode() for cell in CELLS])
            file["matrix/data"], file["matrix/indices"] = np.ones(N, "i4"), np.zeros(N, "i8")
            file["matrix/indptr"], file["matrix/shape"] = np.arange(N + 1), np.array([len(GENES), N])
            for name in ("id", "name"):
                file[f"matrix/features/{name}"] = np.array([gene.encode() for gene in GENES])
            file["matrix/features/feature_type"] = np.array([b"Gene Expression"] * len(GENES))
            if place == "library":
                file.attrs["library_ids"] = np.array([texts[0].encode()])
            else:
                file.attrs[slot(key)] = texts[0]
        return path

    return write


PLACES = (
    Place("h5ad obs", "categorical or integer column", "value", h5ad(obs), N),
    Place("h5ad obs", "text column", "value", h5ad(obs_text), N),
    Place("h5ad obs", "comment of a pathologist", "prose", h5ad(obs_note)),
    Place("h5ad obs", "history of a few", "prose", h5ad(obs_diagnosis)),
    Place("h5ad obs_names", "prefix", "token", h5ad(names)),
    Place("h5ad obs", "orig.ident", "token", h5ad(orig_ident)),
    Place("h5ad obsm", "table", "value", h5ad(obsm_table), N),
    Place("h5ad var", "column", "value", h5ad(var), 5),
    Place("h5ad uns", "nested", "value", h5ad(uns_dict)),
    Place("h5ad uns", "table", "value", h5ad(uns_frame), N),
    Place("h5ad uns", "array", "value", h5ad(uns_array), N),
    Place("h5ad uns", "JSON in a string", "value", h5ad(uns_json)),
    Place("h5ad uns", "read-me", "prose", h5ad(uns_text)),
    Place("h5ad uns", "key", "token", h5ad(uns_key)),
    Place("h5ad attributes", "of the file", "value", attribute("/")),
    Place("h5ad attributes", "of obs", "value", attribute("obs")),
    Place("h5ad attributes", "note at X", "prose", attribute("X", "note")),
    Place("h5mu", "obs of each modality", "value", multi("obs"), N),
    Place("h5mu", "global obs", "value", multi("global"), N),
    Place("h5mu", "comment", "prose", multi("note")),
    Place("h5mu", "obs_names", "token", multi("names")),
    Place("zarr", "obs", "value", zarr(obs), N),
    Place("zarr", "obs, text", "value", zarr(obs_text), N),
    Place("zarr", "uns", "value", zarr(uns_dict)),
    Place("zarr", "comment", "prose", zarr(obs_note)),
    Place("zarr", "read-me", "prose", zarr(uns_text)),
    Place("zarr", "orig.ident", "token", zarr(orig_ident)),
    Place("loom", "column attribute", "value", loom("column"), N),
    Place("loom", "global attribute", "value", loom("attrs")),
    Place("loom", "description", "prose", loom("note")),
    Place("loom", "CellID", "token", loom("names")),
    Place("10x h5", "attribute", "value", ten_x("attribute")),
    Place("10x h5", "library_ids", "token", ten_x("library")),
)
