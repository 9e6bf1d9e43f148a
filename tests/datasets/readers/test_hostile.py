"""Every file of the corpus is refused with a code, or read as what it says; nothing else can happen."""

import hashlib
import resource
import shutil
import sys
import time
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import h5py
import mudata
import numpy as np
import pandas as pd
import pytest
import scipy.io
from scipy import sparse

from clinicell.datasets.readers import child, h5ad, h5mu, loom, mat, npz, r_table, tenx_h5, tenx_mtx, zarr_store
from clinicell.datasets.readers.faults import READING, Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.validate import RULES, validate, validate_file

from .conftest import small
from .hostile import ALL_FLIPS, N_FLIPS, bases, corpus, of_h5ad

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory and CPU hold on Linux alone")
READERS = {
    module.__name__.rpartition(".")[2]: module.read
    for module in (h5ad, h5mu, loom, mat, npz, r_table, tenx_h5, tenx_mtx, zarr_store)
}  # loaded here once, not in each child
SECONDS = 10.0
EACH = 1 if N_FLIPS == ALL_FLIPS else 2  # the normal run takes every second file, `make corpus` all


@dataclass(frozen=True)
class Seen:
    """What a reader gave: a hash per slot, what it asked, and the most memory that it took."""

    slots: Mapping[str, str]
    asked: tuple[tuple[str, str], ...]
    peak_kb: int


def mark(numbers: object) -> str:
    """Return a hash of numbers or of a table, whatever form holds them."""
    if isinstance(numbers, pd.DataFrame):
        return hashlib.sha256(numbers.astype(str).to_csv().encode()).hexdigest()[:16]
    dense = numbers.toarray() if sparse.issparse(numbers) else np.asarray(numbers)
    return hashlib.sha256(np.ascontiguousarray(dense, dtype="float64").tobytes()).hexdigest()[:16]


def seen(path: Path) -> Seen:
    """Read all of a file, block by block."""
    raw = READERS[reader_of(path)](path)
    slots = {"obs": mark(raw.obs), "var": mark(raw.var)} | {name: mark(part) for name, part in raw.tables.items()}
    for name, matrix in raw.matrices.items():
        digest = hashlib.sha256()
        for block in matrix.blocks(11):
            digest.update(mark(block).encode())
        slots[name] = digest.hexdigest()[:16]
    asked = tuple((question.about, question.place.split(".")[0]) for question in raw.questions)
    return Seen(slots, asked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def theirs(path: Path) -> Mapping[str, str]:
    """Read a file by the library of its format alone: what the file, damaged as it is, says."""
    warnings.simplefilter("ignore")
    suffix = "".join(path.suffixes)
    if suffix == ".h5ad":
        return of_anndata(ad.read_h5ad(path))
    if suffix == ".zarr":
        return of_anndata(ad.read_zarr(path))
    if suffix == ".h5mu":
        data = mudata.read_h5mu(path)
        # not the tables of the whole: mudata joins into them those of its parts
        return {f"{name}/{slot}": told for name, part in data.mod.items() for slot, told in of_anndata(part).items()}
    if suffix == ".loom":
        with h5py.File(path) as file:
            cells, genes = file["col_attrs/CellID"].asstr()[...], file["row_attrs/Gene"].asstr()[...]
            named = (("CellID", cells), ("Gene", genes))
            tables = [pd.DataFrame({name: ids}).set_index(name, drop=False) for name, ids in named]
            return {"X": in_blocks(file["matrix"][...].T), "obs": mark(tables[0]), "var": mark(tables[1])}
    if suffix == ".h5":
        with h5py.File(path) as file:
            parts = [file[f"matrix/{part}"][...] for part in ("data", "indices", "indptr")]
            barcodes, ids = file["matrix/barcodes"].asstr()[...], file["matrix/features/id"].asstr()[...]
            tables = [pd.DataFrame(index=pd.Index(names, name=name)) for names, name in ((barcodes, None), (ids, "id"))]
            numbers = sparse.csc_matrix(tuple(parts), shape=(25, 40)).T.toarray()
            return {"X": in_blocks(numbers), "obs": mark(tables[0]), "var": mark(tables[1])}
    if suffix in (".mtx", ".mtx.gz"):
        return {"X": in_blocks(sparse.csr_matrix(scipy.io.mmread(path)).toarray())}
    if suffix == ".mat":
        return {name: in_blocks(part) for name, part in scipy.io.loadmat(path).items() if name[0] != "_"}
    with np.load(path) as file:
        return {name: in_blocks(file[name]) for name in file.files if file[name].ndim == 2}


def of_anndata(adata: ad.AnnData) -> Mapping[str, str]:
    slots = {"obs": mark(adata.obs), "var": mark(adata.var), "X": in_blocks(adata.X)}
    slots |= {f"layers/{name}": in_blocks(part) for name, part in adata.layers.items()}
    slots |= {f"obsm/{name}": mark(pd.DataFrame(part)) for name, part in adata.obsm.items()}
    if adata.raw is not None:
        slots |= {"raw/X": in_blocks(adata.raw.X), "raw/var": mark(adata.raw.var)}
    return slots


def in_blocks(numbers: object) -> str:
    dense = numbers.toarray() if sparse.issparse(numbers) else np.asarray(numbers)
    digest = hashlib.sha256()
    for start in range(0, len(dense), 11):
        digest.update(mark(dense[start : start + 11]).encode())
    return digest.hexdigest()[:16]


def fate(path: Path, clean: Seen, damage: str) -> str:
    """Return what became of a damaged file: a code, or ``"the same"``, ``"asked"``, ``"says something else"``."""
    try:
        found = child.run(seen, path, Seen)
    except Unreadable as fault:
        return fault.code if "Traceback" not in str(fault) and fault.finding.fix else f"says badly: {fault}"
    if set(found.asked) - set(clean.asked):
        return "asked"
    other = {name for name in found.slots.keys() | clean.slots.keys() if found.slots.get(name) != clean.slots.get(name)}
    if not other:
        return "the same"
    if not damage.startswith(("bit flip", "512 bytes")):
        return f"accepted in silence: {sorted(other)}"
    said = child.run(theirs, path, dict)
    wrong = {name for name in other if found.slots.get(name) != said.get(name)}
    return f"not what the file says: {sorted(wrong)}" if wrong else "says something else"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Sound files, and what is read from each."""
    files = bases(tmp_path_factory.mktemp("sound"))
    return files, {name: child.run(seen, path, Seen) for name, path in files.items()}


def test_sound_files_are_read_as_their_own_libraries_read_them(sound):
    files, clean = sound
    for name, path in files.items():
        if name in ("counts.rds", "csr.npz"):
            continue  # their own tests compare them
        said = {slot: told for slot, told in child.run(theirs, path, dict).items() if told}
        assert said.items() <= clean[name].slots.items(), name


def test_a_corrupt_file_is_refused_with_a_code_or_read_as_what_it_says(sound, tmp_path):
    files, clean = sound
    fates: Counter[str] = Counter()
    slowest, bad = 0.0, []
    for base, damage, spoil in list(corpus())[::EACH]:
        path = tmp_path / base
        shutil.copytree(files[base], path) if files[base].is_dir() else shutil.copy(files[base], path)
        spoil(path)
        began = time.perf_counter()
        became = fate(path, clean[base], damage)
        slowest = max(slowest, time.perf_counter() - began)
        print(f"{base}\t{damage}\t{became}\t{time.perf_counter() - began:.2f}")
        fates[became] += 1
        if not (became in READING or became in ("the same", "asked", "says something else")):
            bad.append((base, damage, became))
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    peak_gib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(f"{sum(fates.values())} files, slowest {slowest:.2f} s, peak {peak_gib:.2f} GiB")
    print(dict(sorted(fates.items())))
    assert bad == []
    assert sum(fates.values()) >= 140
    assert slowest < SECONDS
    assert peak_gib < 1
    refused = {code: n for code, n in fates.items() if code in READING}
    assert len(refused) >= 12 - (EACH > 1)
    assert fates["L0-READ-05"] < sum(fates.values()) / 3  # the word "damaged" alone is not an answer


# what validation gives another verdict for, or none because nothing but the wrapping changed
SOUND_FOR_VALIDATION = {
    "a million zeros packed a thousandfold",  # a sound file with a large entry that no reader has to unpack
}


def test_validation_survives_every_layout_of_the_corpus_and_lets_none_pass(sound, tmp_path):
    files, _ = sound
    validate(small())  # what is built at first use is built here once, not in each child
    clean = {name: set(validate_file(path).findings) for name, path in files.items() if name.endswith(".h5ad")}
    silent = []
    for base, damage, spoil in [case for case in of_h5ad() if case[0] in clean][:: 2 * EACH]:
        path = tmp_path / base
        shutil.copy(files[base], path)
        spoil(path)
        findings = set(validate_file(path).findings)
        assert {finding.code for finding in findings} <= set(RULES) - {"L0-CHECK-01"}
        if findings <= clean[base] and damage not in SOUND_FOR_VALIDATION:
            silent.append((base, damage))
    assert silent == []
