"""Which reader a file or folder is for: by its content first, by its name only where content leaves it open."""

from pathlib import Path

import h5py

from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.look import looks_like

TEXTS = {
    "csv": "delimited", "tsv": "delimited", "txt": "delimited", "tab": "delimited", "cov": "bismark_cov", "bed": "bed",
}  # fmt: skip
ZARR = (".zgroup", ".zarray", "zarr.json")
HEAD = 4096


def reader_of(path: Path) -> str:
    """Return the name of the module in ``datasets/readers/`` that reads a file or folder.

    Raises
    ------
    Unreadable
        No reader reads it; the message says what it looks like.
    """
    with told_of(path):
        if path.is_dir():
            return _of_folder(path)
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        if h5py.is_hdf5(path):
            return _of_hdf5(path)
        if head.startswith(b"\x1f\x8b"):
            return _of_gzip(path)
        if head.startswith(b"PK\x03\x04"):
            return _of_zip(path)
        return _of_bytes(path, head, path.name)


def _of_folder(path: Path) -> str:
    names = {item.name for item in path.iterdir()}
    if names & set(ZARR):
        return "zarr_store"
    if any(name.endswith((".mtx", ".mtx.gz")) for name in names):
        return "tenx_mtx"
    what = f"is a folder of {len(names):,} files without a matrix (.mtx) and without zarr's metadata"
    raise Unreadable("L0-READ-13", path.name, what, "name the file that holds the numbers")


def _of_hdf5(path: Path) -> str:
    with h5py.File(path, "r") as file:
        names = set(file)
        links = {name: file.get(name, getlink=True) for name in names}
        kinds = {name: file.get(name, getclass=True) for name in names if isinstance(links[name], h5py.HardLink)}
    if {"obs", "var"} <= names:
        return "h5mu" if "mod" in names else "h5ad"
    if {"matrix", "row_attrs", "col_attrs"} <= names:
        return "loom"
    if kinds.get("matrix") is h5py.Group:
        return "tenx_h5"
    with h5py.File(path, "r") as file:
        if any(kinds.get(name) is h5py.Group and {"barcodes", "indptr"} <= set(file[name]) for name in names):
            return "tenx_h5"
    shown = ", ".join(sorted(names)[:6]) or "nothing"
    what = f"is HDF5 of a layout that no reader knows: it holds {shown}"
    raise Unreadable("L0-READ-13", path.name, what, "AnnData, MuData, loom or Cell Ranger's layout")


def _of_gzip(path: Path) -> str:
    import gzip

    with gzip.open(path) as stream:
        head = stream.read(HEAD)
    if head.startswith(b"\x89HDF"):
        what = "is a gzip of an HDF5 file; HDF5 is read in place and must be unpacked"
        raise Unreadable("L0-READ-03", path.name, what, "gunzip it")
    return _of_bytes(path, head, path.name.removesuffix(".gz"), "a gzip; inside, ")


def _of_zip(path: Path) -> str:
    import zipfile

    if not zipfile.is_zipfile(path):
        raise Unreadable("L0-READ-04", path.name, "is a zip that is cut off: its directory is missing")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if any(name.rpartition("/")[2] in ZARR for name in names):
        return "zarr_store"
    if names and all(name.endswith(".npy") for name in names):
        return "npz"
    if "xl/workbook.xml" in names:
        return "xlsx"
    what = f"is a zip of {len(names):,} files that is no .npz, no .xlsx and no zarr store"
    raise Unreadable("L0-READ-03", path.name, what, "unpack it, and name the file that holds the numbers")


def _of_bytes(path: Path, head: bytes, name: str, inside: str = "") -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_refused = not start or start.startswith((b"<!doctype html", b"<html", b"version https://git-lfs"))
    by_start = (
        (b"%%matrixmarket", "tenx_mtx"),
        (b"fcs", "fcs"),
        (b"##fileformat=vcf", "vcf"),
        (b"matlab 5.0", "mat"),
        (b"rdx", "r_table"),
        (b"rda", "r_table"),
        (b"rdb", "r_table"),
    )
    for magic, reader in by_start:
        if not is_refused and start.startswith(magic):
            return reader
    suffix = name.rpartition(".")[2].lower()
    is_r = head[:2] in (b"X\n", b"B\n", b"A\n") or (suffix in ("rds", "rdata", "rda") and head[:2] in (b"BZ", b"\xfd7"))
    if not is_refused and is_r:
        return "r_table"
    if looks_like(head) == "it is text" and not is_refused and suffix in TEXTS:
        return TEXTS[suffix]
    raise Unreadable("L0-READ-03", path.name, f"is read by no reader: {inside}{looks_like(head)}")
