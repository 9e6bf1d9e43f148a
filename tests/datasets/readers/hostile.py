"""A seeded corpus of corrupt containers: sound files, and what an unlucky or a hostile sender makes of them."""

import gzip
import json
import os
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import anndata as ad
import h5py
import mudata
import numpy as np
import scipy.io
import zarr
from scipy import sparse

from .conftest import counts, small
from .test_r_table import dgc

Damage = Callable[[Path], None]
SEED = 20240501
ALL_FLIPS = 6
N_FLIPS = ALL_FLIPS if os.environ.get("CLINICELL_CORPUS") == "full" else 1  # each is alike


def bases(folder: Path) -> dict[str, Path]:
    """Write one sound file of each kind."""
    made = {name: folder / name for name in (
        "csr.h5ad", "csc.h5ad", "dense.h5ad", "both.h5mu", "cells.loom", "matrix.h5", "v2.zarr", "v3.zarr",
        "plain.mtx", "packed.mtx.gz", "csr.npz", "dense.npz", "counts.rds", "counts.mat",
    )}  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rna = small(sparse.csr_matrix)
        rna.uns["modality"] = "rna"  # so that its genes are judged, too
        rna.write_h5ad(made["csr.h5ad"], compression="gzip")
        small(sparse.csc_matrix).write_h5ad(made["csc.h5ad"])
        small(np.asarray).write_h5ad(made["dense.h5ad"])
        mudata.MuData({"rna": small(), "other": small(np.asarray)}).write(made["both.h5mu"])
        for version in (2, 3):
            with ad.settings.override(zarr_write_format=version):
                small().write_zarr(made[f"v{version}.zarr"])
    _write_loom(made["cells.loom"])
    _write_tenx(made["matrix.h5"])
    scipy.io.mmwrite(made["plain.mtx"], sparse.coo_matrix(counts()))
    made["packed.mtx.gz"].write_bytes(gzip.compress(made["plain.mtx"].read_bytes()))
    sparse.save_npz(made["csr.npz"], sparse.csr_matrix(counts()))
    np.savez(made["dense.npz"], X=counts())
    made["counts.rds"].write_bytes(dgc(counts().T))
    scipy.io.savemat(made["counts.mat"], {"D": counts()}, do_compression=True)
    return made


def _write_loom(path: Path) -> None:
    with h5py.File(path, "w") as out:
        out.create_dataset("matrix", data=counts().T, chunks=(5, 8), compression="gzip")
        out["row_attrs/Gene"] = np.array([f"G{i}" for i in range(25)], dtype="S")
        out["col_attrs/CellID"] = np.array([f"c{i}" for i in range(40)], dtype="S")


def _write_tenx(path: Path) -> None:
    matrix = sparse.csc_matrix(counts().T)
    with h5py.File(path, "w") as out:
        for part in ("data", "indices", "indptr"):
            out.create_dataset(f"matrix/{part}", data=getattr(matrix, part), compression="gzip")
        out["matrix/shape"] = np.array(matrix.shape, dtype="int32")
        out["matrix/barcodes"] = np.array([f"AAAC{i:04d}-1" for i in range(40)], dtype="S")
        out["matrix/features/id"] = np.array([f"ENSG{i:011d}" for i in range(25)], dtype="S")


# ---- what befalls the bytes of any file


def of_bytes(n_flips: int) -> Iterator[tuple[str, Damage]]:
    """Yield what may befall the bytes of any file."""
    for percent in (0, 1, 50, 90, 99):
        yield f"cut at {percent} %", _cut(percent)
    yield "the last byte lost", lambda path: path.write_bytes(path.read_bytes()[:-1])
    for seed in range(n_flips):
        yield f"bit flip {seed}", _flip(seed)
    yield "512 bytes of zeros", _zeros
    yield "an HTML page", lambda path: path.write_bytes(b"<!DOCTYPE html><html><title>Sign in</title></html>")
    yield "random bytes", lambda path: path.write_bytes(np.random.default_rng(SEED).bytes(4096))
    yield "zeros", lambda path: path.write_bytes(bytes(path.stat().st_size))


def _cut(percent: int) -> Damage:
    return lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size * percent // 100])


def _flip(seed: int) -> Damage:
    def flip(path: Path) -> None:
        rng = np.random.default_rng([SEED, seed, *path.name.encode()])
        data = bytearray(path.read_bytes())
        for place in rng.integers(len(data), size=1 + 7 * (seed % 3)):  # one bit, or eight or fifteen
            data[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(bytes(data))

    return flip


def _zeros(path: Path) -> None:
    data = path.read_bytes()
    start = len(data) // 3
    path.write_bytes(data[:start] + bytes(min(512, len(data) - start)) + data[start + 512 :])


# ---- what befalls the layout of AnnData in HDF5


def edit(change: Callable[[h5py.File], object]) -> Damage:
    """Return the damage that an edit of an HDF5 file does."""

    def damage(path: Path) -> None:
        with h5py.File(path, "r+") as file:
            change(file)

    return damage


def put(slot: str, place: int, value: object) -> Damage:
    """Return the damage of one number that is another."""
    return edit(lambda file: file[slot].__setitem__(place, value))


def instead(slot: str, make: Callable[[np.ndarray], np.ndarray]) -> Damage:
    """Return the damage of an array that is another; its attributes stay."""

    def change(file: h5py.File) -> None:
        array, attributes = file[slot][...], dict(file[slot].attrs)
        del file[slot]
        file[slot] = make(array)
        file[slot].attrs.update(attributes)

    return edit(change)


def without(slot: str) -> Damage:
    """Return the damage of a part that is lost."""
    return edit(lambda file: file.__delitem__(slot))


def _external(file: h5py.File) -> None:
    del file["X"]
    file["X"] = h5py.ExternalLink("/etc/hostname", "/X")


def _external_storage(file: h5py.File) -> None:
    del file["X"]
    file.create_dataset("X", (40, 25), "uint8", external=[("/etc/passwd", 0, 1000)])


def _virtual(file: h5py.File) -> None:
    del file["X"]
    layout = h5py.VirtualLayout((40, 25), "float32")
    layout[...] = h5py.VirtualSource("/tmp/other.h5", "X", (40, 25))  # noqa: S108 it is never opened
    file.create_virtual_dataset("X", layout)


def _deep(file: h5py.File) -> None:
    group = file["uns"]
    for _ in range(400):
        group = group.create_group("g")


def _cycle(file: h5py.File) -> None:
    file["uns/again"] = file["uns"]
    file["uns/soft"] = h5py.SoftLink("/uns/soft")


def _bomb(shape: tuple[int, int], chunks: tuple[int, int]) -> Damage:
    return edit(lambda file: file.create_dataset("layers/huge", shape, "float64", chunks=chunks))


def _unwritten(file: h5py.File) -> None:
    attributes = dict(file["X/data"].attrs)
    data = file["X/data"][...]
    del file["X/data"]
    made = file.create_dataset("X/data", data.shape, data.dtype, chunks=(64,))
    made[:100] = data[:100]
    made.attrs.update(attributes)


def of_h5ad() -> Iterator[tuple[str, str, Damage]]:
    """Yield base, defect and damage: what AnnData's layout may say that is not so."""
    yield from (("csr.h5ad", name, damage) for name, damage in {
        "an index too large": put("X/indices", 3, 25), "an index far too large": put("X/indices", 3, 2**30),
        "a negative index": put("X/indices", 3, -1), "pointers past the end": put("X/indptr", -1, 10**9),
        "pointers that fall": put("X/indptr", 5, 2**20), "a negative pointer": put("X/indptr", 5, -4),
        "pointers that begin late": put("X/indptr", 0, 3), "a pointer too few": instead("X/indptr", lambda a: a[:-1]),
        "pointers of fractions": instead("X/indptr", lambda a: a.astype("float64")),
        "indices of fractions": instead("X/indices", lambda a: a.astype("float32")),
        "fewer indices than numbers": instead("X/indices", lambda a: a[:-5]),
        "fewer numbers than indices": instead("X/data", lambda a: a[:-5]),
        "numbers as text": instead("X/data", lambda a: a.astype("S8")),
        "numbers along two axes": instead("X/data", lambda a: a[: len(a) // 2 * 2].reshape(2, -1)),
        "an entry twice": instead("X/indices", lambda a: np.where(np.arange(a.size) == 1, a[0], a)),
        "a shape with a row more": edit(lambda f: f["X"].attrs.__setitem__("shape", [41, 25])),
        "a shape with a column more": edit(lambda f: f["X"].attrs.__setitem__("shape", [40, 26])),
        "a shape turned": edit(lambda f: f["X"].attrs.__setitem__("shape", [25, 40])),
        "a shape of a billion columns": edit(lambda f: f["X"].attrs.__setitem__("shape", [40, 10**9])),
        "a negative shape": edit(lambda f: f["X"].attrs.__setitem__("shape", [40, -25])),
        "a shape of three axes": edit(lambda f: f["X"].attrs.__setitem__("shape", [40, 25, 1])),
        "no encoding of X": edit(lambda f: f["X"].attrs.__delitem__("encoding-type")),
        "an unknown encoding of X": edit(lambda f: f["X"].attrs.__setitem__("encoding-type", "coo_matrix")),
        "CSR called CSC": edit(lambda f: f["X"].attrs.__setitem__("encoding-type", "csc_matrix")),
        "no encoding of obs": edit(lambda f: f["obs"].attrs.__delitem__("encoding-type")),
        "no name of the index": edit(lambda f: f["obs"].attrs.__delitem__("_index")),
        "a code past its categories": put("obs/donor_id/codes", 0, 9), "a code below missing": put(
            "obs/donor_id/codes", 0, -2),
        "codes of fractions": instead("obs/donor_id/codes", lambda a: a.astype("float32")),
        "a category twice": instead("obs/donor_id/categories", lambda a: np.array(["D0", "D0"], dtype=object)),
        "a shorter column": instead("obs/n_counts", lambda a: a[:-1]),
        "a longer column": instead("obs/n_counts", lambda a: np.append(a, 0)),
        "a column of two axes": instead("obs/n_counts", lambda a: a.reshape(2, -1)),
        "a shorter mask": instead("obs/is_primary/mask", lambda a: a[:-1]),
        "a shorter index": instead("obs/_index", lambda a: a[:-1]),
        "ids that are no UTF-8": instead("obs/_index", lambda a: np.array([b"\xff\xfe%d" % i for i in range(40)])),
        "ids with null bytes": instead("obs/_index", lambda a: np.array([b"c\0%d" % i for i in range(40)])),
        "an id twice": put("obs/_index", 1, "cell0"), "a gene twice": put("var/_index", 1, "ENSG00000000000"),
        "no obs": without("obs"), "no var": without("var"), "no index": without("obs/_index"),
        "no column that is listed": without("obs/n_counts"), "no data": without("X/data"),
        "no pointers": without("X/indptr"), "no codes": without("obs/donor_id/codes"),
        "no categories": without("obs/donor_id/categories"), "no raw/var": without("raw/var"),
        "obs as numbers": edit(lambda f: (f.__delitem__("obs"), f.__setitem__("obs", np.arange(40)))),
        "X as text": edit(lambda f: (f.__delitem__("X"), f.__setitem__("X", np.full((40, 25), b"x")))),
        "X of three axes": edit(lambda f: (f.__delitem__("X"), f.__setitem__("X", np.ones((40, 25, 2))))),
        "a link into another file": edit(_external), "numbers in another file": edit(_external_storage),
        "numbers in other files": edit(_virtual), "groups 400 deep": edit(_deep), "a group in itself": edit(_cycle),
        "119 GiB from nothing": _bomb((40_000, 400_000), (1000, 1000)),
        "8 EiB from nothing": _bomb((2**30, 2**30), (2**10, 2**10)),
        "a chunk of 8 GiB": _bomb((2**15, 2**15), (2**15, 2**15)),
        "chunks that were never written": edit(_unwritten),
    }.items())  # fmt: skip
    yield from (("csc.h5ad", name, damage) for name, damage in {
        "an index too large": put("X/indices", 3, 40), "pointers past the end": put("X/indptr", -1, 10**9),
        "pointers that fall": put("X/indptr", 5, 2**20), "CSC called CSR": edit(
            lambda f: f["X"].attrs.__setitem__("encoding-type", "csr_matrix")),
    }.items())  # fmt: skip
    yield "dense.h5ad", "a row too few", instead("X", lambda a: a[:-1])
    yield (
        "dense.h5ad",
        "a million zeros packed a thousandfold",
        edit(
            lambda f: (
                f.create_dataset("layers/z", data=np.zeros((40, 25)), compression="gzip", chunks=(40, 25))
                and f.create_dataset("uns/z", data=np.zeros(60 << 20), compression="gzip", chunks=(1 << 20,))
            )
        ),
    )
    yield "both.h5mu", "no modality", without("mod")
    yield "both.h5mu", "an index too large", put("mod/rna/X/indices", 3, 25)
    yield "both.h5mu", "a stranger", put("mod/rna/obs/_index", 0, "stranger")
    yield "cells.loom", "no cells", without("col_attrs")
    yield "cells.loom", "a shorter attribute", instead("col_attrs/CellID", lambda a: a[:-1])
    yield "cells.loom", "a matrix turned", instead("matrix", lambda a: a.T)
    yield "matrix.h5", "a shape with a gene more", put("matrix/shape", 0, 26)
    yield "matrix.h5", "a negative shape", put("matrix/shape", 1, -40)
    yield "matrix.h5", "pointers past the end", put("matrix/indptr", -1, 10**9)
    yield "matrix.h5", "an index too large", put("matrix/indices", 3, 25)
    yield "matrix.h5", "no features", without("matrix/features")


# ---- what befalls a zarr store


def metadata(array: str, change: Callable[[dict], object], version: int) -> Damage:
    """Return the damage of an array's metadata that says something else."""

    def damage(path: Path) -> None:
        file = path / array / (".zarray" if version == 2 else "zarr.json")
        told = json.loads(file.read_text())
        change(told)
        file.write_text(json.dumps(told))

    return damage


def chunk(array: str, change: Callable[[Path], object]) -> Damage:
    """Return the damage to the first chunk of an array."""

    def damage(path: Path) -> None:
        found = [part for part in (path / array).rglob("*") if part.is_file() and part.name[0] not in ".z"]
        change(min(found))

    return damage


def of_zarr() -> Iterator[tuple[str, str, Damage]]:
    """Yield base, defect and damage: what may befall a zarr store."""
    for version in (2, 3):
        base, own = f"v{version}.zarr", ".zarray" if version == 2 else "zarr.json"
        codecs = {2: {"filters": [{"id": "pickle"}]}, 3: {"codecs": [{"name": "numcodecs.pickle"}]}}[version]
        yield from ((base, name, damage) for name, damage in {
            "a lost chunk of numbers": chunk("X/data", Path.unlink),
            "a lost chunk of indices": chunk("X/indices", Path.unlink),
            "a lost chunk of pointers": chunk("X/indptr", Path.unlink),
            "a lost chunk of codes": chunk("obs/note", Path.unlink),
            "half a chunk": chunk("X/data", _cut(50)),
            "an empty chunk": chunk("X/indices", lambda part: part.write_bytes(b"")),
            "a chunk of another array": chunk("X/indices", lambda part: part.write_bytes(b"\0" * 999)),
            "metadata cut off": lambda path, own=own: (path / "X/data" / own).write_text('{"zarr_format"'),
            "metadata of a list": lambda path, own=own: (path / "X/data" / own).write_text("[]"),
            "metadata a hundred thousand deep": lambda path, own=own: (path / "X/data" / own).write_text("[" * 100_000),
            "no metadata": lambda path, own=own: (path / "X/data" / own).unlink(),
            "a codec that unpickles": metadata("X/data", lambda told, c=codecs: told.update(c), version),
            "a shape of 8 EiB": metadata("X/data", lambda told: told.update(shape=[2**60]), version),
            "a negative shape": metadata("X/data", lambda told: told.update(shape=[-5]), version),
            "a column longer": metadata("obs/n_counts", lambda told: told.update(shape=[41]), version),
            "another type": metadata("X/indices", lambda told, v=version: told.update(
                {"dtype": "<i8"} if v == 2 else {"data_type": "int64"}), version),
            "a link": lambda path: (path / "link").symlink_to("/etc/passwd"),
            "no obs": lambda path: shutil.rmtree(path / "obs"),
            "no numbers": lambda path: shutil.rmtree(path / "X/data"),
            "no groups at all": lambda path: (shutil.rmtree(path), path.mkdir()),
        }.items())  # fmt: skip

        def lie(path: Path) -> None:
            root = zarr.open_group(path, mode="r+", use_consolidated=False)
            root["X/indices"][3] = 99

        yield base, "an index too large", lie

        def lose(path: Path) -> None:
            root = zarr.open_group(path, mode="r+", use_consolidated=False)
            root["obs/donor_id/codes"][0] = 9

        yield base, "a code past its categories", lose


# ---- what befalls text, zip and gzip


NULL = bytes([0, 0, 0, 254])
HEAD = "%%MatrixMarket matrix coordinate integer general\n"


def text(content: str) -> Damage:
    """Return the damage of another text, packed where the file is."""
    return lambda path: path.write_bytes(
        gzip.compress(content.encode()) if path.suffix == ".gz" else content.encode()
    )  # fmt: skip


def archive(**members: bytes) -> Damage:
    """Return the damage of another zip file."""

    def damage(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in members.items():
                out.writestr(name.replace("__", "/"), content)

    return damage


def _npy(shape: str, dtype: str, data: bytes) -> bytes:
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + data


def _npz_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out, out.open("X.npy", "w") as stream:
        stream.write(_npy("(1048576, 256)", "|u1", b""))
        for _ in range(256):
            stream.write(bytes(1 << 20))


def of_packed() -> Iterator[tuple[str, str, Damage]]:
    """Yield base, defect and damage: what may befall text, zip and gzip."""
    for base in ("plain.mtx", "packed.mtx.gz"):
        yield from ((base, name, text(content)) for name, content in {
            "an entry outside": HEAD + "2 2 1\n3 1 5\n", "an entry twice": HEAD + "2 2 2\n1 1 5\n1 1 6\n",
            "fewer entries": HEAD + "2 2 3\n1 1 5\n", "more entries": HEAD + "2 2 1\n1 1 5\n1 2 6\n",
            "a word": HEAD + "2 2 1\n1 1 five\n", "a decimal comma": HEAD + "2 2 1\n1 1 5,5\n",
            "a number beyond 64 bits": HEAD + f"2 2 1\n1 1 {10**30}\n", "a null byte": HEAD + "2 2 1\n1 1 \0 5\n",
            "a size of words": HEAD + "two two one\n", "a negative size": HEAD + "-2 2 1\n1 1 5\n",
            "no size": HEAD, "a line of 9 MB": HEAD + "2 2 1\n" + "1" * (9 << 20),
            "2 ** 60 entries": HEAD + f"{2**31} {2**31} {2**60}\n1 1 5\n",
            "a billion columns": HEAD + f"1 {10**9} 1\n1 1 5\n",
            "half an entry": HEAD + "2 2 1\n1 1\n", "comments for ever": HEAD + "%\n" * 50_000 + "2 2 1\n1 1 5\n",
        }.items())  # fmt: skip
    yield (
        "packed.mtx.gz",
        "a gzip bomb",
        lambda path: path.write_bytes(gzip.compress((HEAD + "9 9 9\n").encode() + b" " * (200 << 20), 1)),
    )
    yield "packed.mtx.gz", "a gzip without end", lambda path: path.write_bytes(path.read_bytes()[:-8])
    yield from (("dense.npz", name, damage) for name, damage in {
        "Python objects": archive(**{"X.npy": _npy("(1, 1)", "|O", b"cos\nsystem\n(S'true'\ntR.")}),
        "a shape that lies": archive(**{"X.npy": _npy("(40, 25)", "<f4", bytes(99))}),
        "a shape of 8 EiB": archive(**{"X.npy": _npy(f"({2**30}, {2**30})", "<f8", bytes(99))}),
        "a negative shape": archive(**{"X.npy": _npy("(-4, 25)", "<f4", bytes(99))}),
        "a header of code": archive(**{"X.npy": _npy("__import__('os')", "<f4", bytes(99))}),
        "a climbing path": archive(**{"..__..__X.npy": _npy("(1, 1)", "|u1", b"1")}),
        "no array": archive(**{"X.txt": b"1"}), "no member": archive(), "256 MiB of zeros": _npz_bomb,
    }.items())  # fmt: skip
    matrix = sparse.csr_matrix(counts())
    for name, part, place, value in (
        ("an index too large", "indices", 3, 25), ("a negative index", "indices", 3, -1),
        ("pointers past the end", "indptr", -1, 10**9), ("pointers that fall", "indptr", 5, 10**6),
    ):  # fmt: skip
        wrong = {key: getattr(matrix, key).copy() for key in ("data", "indices", "indptr")}
        wrong[part][place] = value
        yield "csr.npz", name, lambda path, wrong=wrong: np.savez(path, format=b"csr", shape=[40, 25], **wrong)
    yield "counts.rds", "an index too large", lambda path: path.write_bytes(
        dgc(counts().T, i=np.full(matrix.nnz, 25))
    )  # fmt: skip
    yield "counts.rds", "a bomb", lambda path: path.write_bytes(gzip.compress(b"X\n" + bytes(300 << 20), 1))
    yield (
        "counts.rds",
        "a vector of 2 ** 31",
        lambda path: path.write_bytes(
            gzip.compress(gzip.decompress(path.read_bytes())[:18] + bytes([0, 0, 0, 14, 127, 255, 255, 255]))
        ),
    )
    yield (
        "counts.rds",
        "lists without end",
        lambda path: path.write_bytes(
            gzip.compress(gzip.decompress(path.read_bytes())[:14] + bytes([0, 0, 0, 19, 0, 0, 0, 1]) * 50_000)
        ),
    )
    yield (
        "counts.rds",
        "lists 300 deep",
        lambda path: path.write_bytes(
            gzip.compress(
                gzip.decompress(path.read_bytes())[:14] + bytes([0, 0, 0, 19, 0, 0, 0, 1]) * 300 + bytes([0, 0, 0, 254])
            )
        ),
    )


def corpus(n_flips: int = N_FLIPS) -> Iterator[tuple[str, str, Damage]]:
    """Yield base, defect and damage of the whole corpus, the same in every run, with so many random flips per base."""
    for base in (
        "csr.h5ad", "dense.h5ad", "both.h5mu", "cells.loom", "matrix.h5", "plain.mtx", "packed.mtx.gz", "csr.npz",
        "dense.npz", "counts.rds", "counts.mat",
    ):  # fmt: skip
        yield from ((base, name, damage) for name, damage in of_bytes(n_flips))
    yield from of_h5ad()
    yield from of_zarr()
    yield from of_packed()
