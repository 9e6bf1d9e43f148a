"""Sound files, odd but right: none of them may be refused, and none may be read as anything but what it says."""

import bz2
import codecs
import gzip
import lzma
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from mudata import MuData
from scipy import sparse

from clinicell.datasets.schema.levels import Level

from . import books, containers, events, sites, texts, values
from .case import Case
from .containers import made

OPTIONS = ({}, {"compression": "gzip"}, {"compression": "lzf"}, {"compression": "gzip", "compression_opts": 9})


def _parts(data: ad.AnnData | MuData) -> list[ad.AnnData]:
    return [data] if isinstance(data, ad.AnnData) else list(data.mod.values())


def _wide(data: ad.AnnData | MuData) -> None:
    """Write indices of 64 bits."""
    for adata in _parts(data):
        for holder in (adata, *[adata.layers] * bool(adata.layers)):
            if holder is adata and sparse.issparse(adata.X):
                adata.X.indices, adata.X.indptr = adata.X.indices.astype("int64"), adata.X.indptr.astype("int64")


def _dense(data: ad.AnnData | MuData) -> None:
    for adata in _parts(data):
        if sparse.issparse(adata.X):
            adata.X = adata.X.toarray()


def _doubles(data: ad.AnnData | MuData) -> None:
    for adata in _parts(data):
        if adata.X is not None:
            adata.X = adata.X.astype("float64")


def _whole(data: ad.AnnData | MuData) -> None:
    """Store counts as whole numbers."""
    for adata in _parts(data):
        if sparse.issparse(adata.X):
            adata.X = adata.X.astype("int32")


def _foreign(data: ad.AnnData | MuData) -> None:
    data.uns["title"] = "Größe der Läsionen, 骨髄, Ελλάδα"


def _unused(data: ad.AnnData | MuData) -> None:
    """Give a column categories that no row uses."""
    told = data.obs["batch_id"].astype("category")
    data.obs["batch_id"] = told.cat.add_categories(["b7", "b8"])


def _more(data: ad.AnnData | MuData) -> None:
    """Add columns and entries that the standard does not know."""
    data.obs["n_umis"] = np.arange(len(data.obs)) + 500.5
    data.obs["passed_qc"] = pd.array(
        [True, None] * (len(data.obs) // 2) + [True] * (len(data.obs) % 2), dtype="boolean"
    )
    data.uns["pipeline"] = {"aligner": "STAR", "steps": {"n": 3}}


def _categories(data: ad.AnnData | MuData) -> None:
    for name in ("donor_id", "sample_id"):
        data.obs[name] = pd.Categorical(data.obs[name].astype("str"))


def _backwards(data: ad.AnnData | MuData) -> ad.AnnData | None:
    return data[::-1].copy() if isinstance(data, ad.AnnData) and "airr" not in data.uns else None


def _one_cell(data: ad.AnnData | MuData) -> ad.AnnData | None:
    return (
        data[:1].copy()
        if isinstance(data, ad.AnnData) and "airr" not in data.uns and "images" not in data.uns
        else None
    )


VARIANTS: tuple[tuple[str, Callable], ...] = (
    ("int64 indices", _wide),
    ("dense", _dense),
    ("doubles", _doubles),
    ("whole numbers", _whole),
    ("not ASCII", _foreign),
    ("unused categories", _unused),
    ("more than is asked", _more),
    ("categories", _categories),
    ("backwards", _backwards),
)


def of_values() -> Iterator[Case]:
    """Yield standard files of each modality in all the ways that they may be written."""
    for modality in values.BUILDERS:
        suffix = "h5mu" if modality == "multiome" else "h5ad"
        for options in OPTIONS if suffix == "h5ad" else OPTIONS[:1]:
            told = ", ".join(f"{key}={value}" for key, value in options.items()) or "plain"
            yield Case(
                format=suffix,
                defect="",
                base=modality,
                name=f"{modality}: {told}",
                judge="file",
                write=values.written(modality, lambda _: None, **options),
            )
        for what, change in VARIANTS:
            yield Case(
                format=suffix,
                defect="",
                base=modality,
                name=f"{modality}: {what}",
                judge="file",
                write=values.written(modality, change),
                other=what,
            )
        # one cell is no cohort: what it lacks is said from L3 on, and its columns are sound
        yield Case(
            format=suffix,
            defect="",
            base=modality,
            name=f"{modality}: one cell",
            judge="file",
            level=Level.L0,
            write=values.written(modality, _one_cell),
            other="one cell",
        )


PACKS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("plain", bytes),
    ("gzip", gzip.compress),
    ("bzip2", bz2.compress),
    ("xz", lzma.compress),
    ("CRLF", lambda data: data.replace(b"\n", b"\r\n")),
    ("no last line end", lambda data: data.rstrip(b"\n")),
    ("a mark of UTF-8", lambda data: codecs.BOM_UTF8 + data),
    ("UTF-16", lambda data: data.decode().encode("utf-16")),
    ("UTF-16, big end first", lambda data: codecs.BOM_UTF16_BE + data.decode().encode("utf-16-be")),
    ("CRLF and gzip", lambda data: gzip.compress(data.replace(b"\n", b"\r\n"))),
    ("a comment first", lambda data: b"# exported by the clinic's system\n" + data),
    ("empty lines", lambda data: data + b"\n\n"),
)


def of_texts() -> Iterator[Case]:
    """Yield the folders of text, packed, marked and ended in all the ways that they may be."""
    for suffix in texts.MARKS:
        fits = texts.recipe(suffix)
        for name in ("counts", "cells", "patients"):
            for what, pack in PACKS:
                yield Case(
                    format=suffix,
                    defect="",
                    name=f"{suffix} {name}: {what}",
                    judge="folder",
                    recipe=fits,
                    write=texts.folder(suffix, of_bytes={name: pack}),
                )


def of_sites() -> Iterator[Case]:
    """Yield VCF, coverage, BED and genotypes, packed and ended in all the ways that they may be."""
    packs = dict(PACKS)
    for kind in sites.OWN:
        for what in ("plain", "gzip", "CRLF", "no last line end", "CRLF and gzip"):
            yield sites.case_of(kind, "", what, packs[what])
    for version in ("4.1", "4.3", "4.4"):
        yield sites.case_of(
            "vcf", "", f"version {version}", lambda data, v=version: data.replace(b"VCFv4.2", b"VCFv" + v.encode())
        )
    for what, old, new in (
        ("phased", b"0/1", b"0|1"),
        ("no filter", b"PASS", b"."),
        ("a quality that is missing", b"\t50\t", b"\t.\t"),
    ):
        yield sites.case_of("vcf", "", what, lambda data, old=old, new=new: data.replace(old, new), other=what)
    yield sites.case_of("cov", "", "whole percent", lambda data: data.replace(b"50.0", b"50"))
    yield sites.case_of("bed", "", "a track line", lambda data: b"track name=peaks\n" + data)


def of_events() -> Iterator[Case]:
    """Yield FCS files of all versions, types and orders of bytes."""
    numbers = [int(abs(value)) % 1000 for value in events.EVENTS.ravel()]
    sixteen = {f"$P{n}{key}": value for n in (1, 2, 3) for key, value in {"B": "16", "R": "1024"}.items()}
    eight = {f"$P{n}B": "64" for n in (1, 2, 3)}
    for version in ("2.0", "3.0", "3.1", "3.2"):
        for what, keywords, data in (
            ("floats", {}, events.EVENTS.astype("<f4").tobytes()),
            ("floats, big end first", {"$BYTEORD": "4,3,2,1"}, events.EVENTS.astype(">f4").tobytes()),
            ("whole numbers", {"$DATATYPE": "I", **sixteen}, struct.pack("<12H", *numbers)),
            (
                "whole numbers, big end first",
                {"$DATATYPE": "I", "$BYTEORD": "4,3,2,1", **sixteen},
                struct.pack(">12H", *numbers),
            ),
            ("doubles", {"$DATATYPE": "D", **eight}, events.EVENTS.astype("<f8").tobytes()),
        ):
            yield Case(
                format="fcs",
                defect="",
                name=f"fcs {version}: {what}",
                judge="folder",
                recipe=events.RECIPE,
                level=Level.L3,
                write=events.writer(version=version, keywords=keywords, data=data),
                other="" if what.startswith(("floats", "doubles")) else "other numbers",
            )


def _zipped(folder: Path) -> Path:
    path = folder / "v3.zarr.zip"
    with zipfile.ZipFile(path, "w") as out:
        for part in sorted(made()["v3.zarr"].rglob("*")):
            if part.is_file():
                out.write(part, part.relative_to(made()["v3.zarr"]))
    return path


def of_containers() -> Iterator[Case]:
    """Yield the sound files of the containers."""
    yield from containers.sound()
    yield Case(format="zarr", defect="", base="v3.zarr", name="v3.zarr in a zip", write=_zipped, judge="read")


def sound() -> Iterator[Case]:
    """Yield every sound file."""
    yield from of_values()
    yield from of_texts()
    yield from (replace(case, name=f"xlsx {case.name}") for case in books.sound())
    yield from of_sites()
    yield from of_events()
    yield from of_containers()
