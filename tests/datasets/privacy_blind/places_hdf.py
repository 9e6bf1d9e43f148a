# ruff: noqa: S311 - chance is seeded, no secret
"""Places in HDF5 files and in zarr: obs, var, uns, attributes, names, barcodes."""

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import anndata as ad
import h5py
import numpy as np
import pandas as pd
from scipy import sparse

from .place import Place

GENES = ("CD3D", "MS4A1", "LYZ", "NKG7", "CD34")
N = 6


def cells(n: int = N) -> list[str]:
    rng = Random(16)
    return ["".join(rng.choice("ACGT") for _ in range(16)) + "-1" for _ in range(n)]


def counts(n: int = N) -> ad.AnnData:
    matrix = sparse.csr_matrix(np.arange(n * len(GENES), dtype=np.float32).reshape(n, -1) % 4)
    obs = pd.DataFrame({"leiden": pd.Categorical(["0", "1"] * (n // 2)), "n_counts": np.arange(n)}, index=cells(n))
    return ad.AnnData(matrix, obs=obs, var=pd.DataFrame(index=list(GENES)))


def saved(adata: ad.AnnData, folder: Path) -> Path:
    path = folder / "counts.h5ad"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(path)
    return path


def rows(texts: Sequence[str], n: int = N) -> list[str]:
    """Return one text per row: the only one stands in the third row, and the others are unknown."""
    return list(texts) if len(texts) == n else ["unknown", "unknown", texts[0], *["unknown"] * (n - 3)]


def in_anndata(change: Callable[[ad.AnnData, str, Sequence[str]], None]) -> Callable[[Path, str, Sequence[str]], Path]:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        adata = counts()
        change(adata, key, texts)
        return saved(adata, folder)

    return write


def obs_column(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    column = rows(texts)
    is_number = len(texts) == N and all(t.isdigit() and t[0] != "0" and len(t) < 16 for t in texts)
    adata.obs[key.replace("/", "_")] = np.array(column, dtype=np.int64) if is_number else column


def obs_category(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs[key.replace("/", "_")] = pd.Categorical(rows(texts))


def obs_index(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs_names = [f"{texts[0]}_{cell}" for cell in adata.obs_names]


def donor_column(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs["donor_id"] = pd.Categorical(["P01", "P01", "P02", "P02", texts[0], texts[0]])


def column_name(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.obs[f"score_{texts[0]}"] = np.linspace(0, 1, N)


def var_column(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.var["remark"] = ["", "", texts[0], "", ""]


def uns_value(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["study"] = {
        "title": "bone marrow at diagnosis",
        "source": {key.replace("/", "_"): texts[0], "site": "S1"},
    }


def uns_prose(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["log"] = {"history": {"comment": texts[0]}}


def uns_list(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns[key.replace("/", "_")] = np.array(["none", *texts], dtype=object)


def uns_key(adata: ad.AnnData, key: str, texts: Sequence[str]) -> None:
    adata.uns["per_sample"] = {"P01": {"n": 3}, texts[0]: {"n": 4}}


def attribute(where: str, name: str | None = None) -> Callable[[Path, str, Sequence[str]], Path]:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = saved(counts(), folder)
        with h5py.File(path, "r+") as file:
            file[where].attrs[name or key] = texts[0]
        return path

    return write


def barcodes(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "filtered_feature_bc_matrix.h5"
    with h5py.File(path, "w") as file:
        group = file.create_group("matrix")
        group["barcodes"] = np.array([f"{texts[0]}_{cell}".encode() for cell in cells()])
        group["data"], group["indices"], group["indptr"] = np.ones(N, "i4"), np.zeros(N, "i8"), np.arange(N + 1)
        group["shape"] = np.array([5, N])
        features = group.create_group("features")
        features["id"] = features["name"] = np.array([gene.encode() for gene in GENES])
    return path


def compound(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "table.h5"
    kind = np.dtype([("cell", h5py.string_dtype()), (key, h5py.string_dtype())])
    with h5py.File(path, "w") as file:
        file.create_dataset("meta/table", data=np.array(list(zip(cells(), rows(texts), strict=True)), dtype=kind))
    return path


def multimodal(place: str) -> Callable[[Path, str, Sequence[str]], Path]:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import mudata

            rna, protein = counts(), counts()
            protein.var_names = ["CD3", "CD19", "CD14", "CD56", "CD34-TotalSeq"]
            if place == "obs":
                obs_column(rna, key, texts)
            elif place == "donors":
                donor_column(protein, key, texts)
            both = mudata.MuData({"rna": rna, "prot": protein})
            if place == "uns":
                both.uns["site"] = {"comment": texts[0]}
            path = folder / "cohort.h5mu"
            both.write_h5mu(path)
        return path

    return write


def loom(place: str) -> Callable[[Path, str, Sequence[str]], Path]:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path, text = folder / "cohort.loom", h5py.string_dtype()
        with h5py.File(path, "w") as file:
            file["matrix"] = np.arange(len(GENES) * N, dtype="f4").reshape(-1, N)
            file.create_dataset("row_attrs/Gene", data=list(GENES), dtype=text)
            file.create_dataset("col_attrs/CellID", data=cells(), dtype=text)
            file.create_dataset("attrs/LOOM_SPEC_VERSION", data="3.0.0", dtype=text)
            for name in ("layers", "row_graphs", "col_graphs"):
                file.create_group(name)
            if place == "file attribute":
                file.attrs[key] = texts[0]
            elif place == "attrs":
                file.create_dataset(f"attrs/{key.replace('/', '_')}", data=texts[0], dtype=text)
            elif place == "comment":
                file.create_dataset("attrs/Description", data=texts[0], dtype=text)
            else:
                file.create_dataset(f"col_attrs/{key.replace('/', '_')}", data=rows(texts), dtype=text)
        return path

    return write


def zarr_json(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "counts.zarr" / "zarr.json"
    path.parent.mkdir()
    attributes = {"encoding-type": "anndata", "encoding-version": "0.1.0", key: texts[0]}
    path.write_text(json.dumps({"attributes": attributes, "zarr_format": 3, "node_type": "group"}, indent=2))
    return path


def zattrs(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "counts.zarr" / "obs" / ".zattrs"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"encoding-type": "dataframe", "column-order": ["leiden"], "source": {key: texts[0]}}))
    return path


PLACES = (
    Place("h5ad", "obs column", "value", in_anndata(obs_column)),
    Place("h5ad", "obs category", "value", in_anndata(obs_category)),
    Place("h5ad", "obs note", "prose", in_anndata(lambda a, k, t: obs_column(a, "note", t))),
    Place("h5ad", "obs index", "token", in_anndata(obs_index)),
    Place("h5ad", "donor_id", "token", in_anndata(donor_column)),
    Place("h5ad", "name of an obs column", "token", in_anndata(column_name)),
    Place("h5ad", "var column", "prose", in_anndata(var_column)),
    Place("h5ad uns", "value", "value", in_anndata(uns_value)),
    Place("h5ad uns", "list", "value", in_anndata(uns_list)),
    Place("h5ad uns", "comment", "prose", in_anndata(uns_prose)),
    Place("h5ad uns", "key", "token", in_anndata(uns_key)),
    Place("hdf5 attributes", "of the file", "value", attribute("/")),
    Place("hdf5 attributes", "of a data set", "value", attribute("obs/leiden/codes")),
    Place("hdf5 attributes", "comment of a group", "prose", attribute("obs", "comment")),
    Place("hdf5", "barcodes", "token", barcodes),
    Place("hdf5", "compound table", "value", compound),
    Place("h5mu", "obs column", "value", multimodal("obs")),
    Place("h5mu", "donor_id", "token", multimodal("donors")),
    Place("h5mu", "uns comment", "prose", multimodal("uns")),
    Place("loom", "file attribute", "value", loom("file attribute")),
    Place("loom", "attrs", "value", loom("attrs")),
    Place("loom", "column attribute", "value", loom("column")),
    Place("loom", "description", "prose", loom("comment")),
    Place("zarr", "zarr.json", "value", zarr_json),
    Place("zarr", ".zattrs", "value", zattrs),
    Place("zarr", "comment", "prose", lambda folder, key, texts: zarr_json(folder, "comment", texts)),
)
