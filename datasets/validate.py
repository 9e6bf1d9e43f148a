"""Whether a data set follows the standard: every fault in one pass, each once."""

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import anndata as ad
import h5py

from clinicell.datasets.privacy import screen
from clinicell.datasets.privacy.files import beyond_memory
from clinicell.datasets.schema import (
    bulk_drug,
    cells,
    clinical,
    cytometry,
    drugs,
    embedding,
    features,
    genes,
    genotype,
    header,
    rna,
    scales,
)
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import n_used, words

Check = Callable[[ad.AnnData], Iterator[Finding]]

DEFLATE_LIMIT = 1032  # no deflate stream unpacks to more than this many times its size
SMALL = 64 << 20  # bytes that may be declared whatever the size of the file

READING = rulebook(
    Rule("L0-READ-01", "cannot be read as AnnData", "an .h5ad file, as AnnData.write_h5ad leaves it"),
    Rule("L0-READ-02", "declares more than the file can hold", "fetch or write the file again; it is damaged"),
    Rule("L0-CHECK-01", "a check could not be carried through", "look at what it names; tell us if it looks right"),
)
OF_ALL: tuple[tuple[str, Check], ...] = (
    ("uns", header.check),
    ("obs", cells.check),
    ("uns['scales']", scales.check),
    ("obs", clinical.check),
    ("obsm", drugs.check),
    ("privacy", screen.check),
)
OF_MODALITY: Mapping[str, Check] = MappingProxyType(
    {
        "rna": rna.check,
        "genotype": genotype.check,
        "cytometry": cytometry.check,
        "bulk_drug": bulk_drug.check,
        "embedding": embedding.check,
    }
)
MODULES = (
    header, cells, scales, clinical, drugs, features, genes, rna, genotype, cytometry, bulk_drug, embedding, screen,
)  # fmt: skip
RULES: Mapping[str, Rule] = rulebook(*READING.values(), *(rule for book in MODULES for rule in book.RULES.values()))


def validate(adata: ad.AnnData) -> Verdict:
    """Return all faults of a data set in memory, each once, and the level that it reaches.

    It never raises on bad data: a missing column or a wrong type is a fault like any other.
    """
    modality = header.text_of(adata, "modality")
    checks = [*OF_ALL, *((name, check) for name, check in OF_MODALITY.items() if name == modality)]
    found = [finding for path, check in checks for finding in _carried_through(adata, path, check)]
    return Verdict(
        dataset_id=header.text_of(adata, "dataset_id") or "unknown",
        modality=modality or "unknown",
        n_obs=adata.n_obs,
        n_vars=adata.n_vars,
        n_donors=_n_distinct(adata, "donor_id"),
        n_samples=_n_distinct(adata, "sample_id"),
        findings=_in_order(found),
        ceiling=Level.L1 if modality == "embedding" else Level.L3,
    )


def _carried_through(adata: ad.AnnData, path: str, check: Check) -> list[Finding]:
    found = []
    try:
        for finding in check(adata):
            found.append(finding)
    except Exception as fault:
        what = f"a check could not be carried through ({type(fault).__name__})"
        found += READING["L0-CHECK-01"].broken(path=path, n_affected=1, n_total=1, unit="checks", what=what)
    return found


def _in_order(found: Collection[Finding]) -> tuple[Finding, ...]:
    identifying = [finding.path for finding in found if finding.code in screen.RULES]
    safe = [finding if finding.code in screen.RULES else screen.withheld(finding, identifying) for finding in found]
    return tuple(sorted(dict.fromkeys(safe), key=lambda finding: (finding.level, finding.code, finding.path)))


def _n_distinct(adata: ad.AnnData, name: str) -> int:
    obs = cells.table_of(adata)
    return n_used(words(obs[name])) if name in obs else 0


def validate_file(path: Path) -> Verdict:
    """Return the verdict of an .h5ad file; one that cannot be read is a fault on level L0."""
    found, adata = list(_before_reading(path)), None
    if not found:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what anndata warns of is a fault with a code here
                adata = ad.read_h5ad(path)
        except Exception as fault:
            found = list(_unreadable(path, f"it is HDF5, but no AnnData, or a damaged one ({type(fault).__name__})"))
    if adata is not None:
        verdict = validate(adata)
        return replace(verdict, findings=_in_order((*verdict.findings, *_beyond(path))))
    return Verdict(
        dataset_id=path.stem,
        modality="unknown",
        n_obs=0,
        n_vars=0,
        n_donors=0,
        n_samples=0,
        findings=tuple(found),
    )


def _beyond(path: Path) -> Iterator[Finding]:
    """Yield what the privacy screen finds in the file and no reader of it sees."""
    try:
        yield from beyond_memory(path)
    except Exception as fault:
        what = f"a check could not be carried through ({type(fault).__name__})"
        yield from READING["L0-CHECK-01"].broken(path="file", n_affected=1, n_total=1, unit="checks", what=what)


def _before_reading(path: Path) -> Iterator[Finding]:
    try:
        with path.open("rb") as stream:
            head = stream.read(2048)
    except OSError as fault:
        yield from _unreadable(path, fault.strerror or "it cannot be opened")
        return
    if not h5py.is_hdf5(path):
        yield from _unreadable(path, looks_like(head))
        return
    try:
        declared = _declared_bytes(path)
    except Exception:  # a damaged file raises whatever it likes
        yield from _unreadable(path, "it is HDF5, damaged or cut off")
        return
    size = path.stat().st_size
    is_too_much = declared > max(SMALL, DEFLATE_LIMIT * size)
    yield from READING["L0-READ-02"].broken(
        path=path.name,
        n_affected=int(is_too_much),
        n_total=1,
        unit="files",
        what=f"declares {declared / 2**30:.1f} GiB, more than {size:,} bytes can hold",
    )


def _unreadable(path: Path, seen: str) -> tuple[Finding, ...]:
    return READING["L0-READ-01"].broken(
        path=path.name, n_affected=1, n_total=1, unit="files", what=f"cannot be read as AnnData: {seen}"
    )


def _declared_bytes(path: Path) -> int:
    total = 0

    def add(_: str, item: object) -> None:
        nonlocal total
        if isinstance(item, h5py.Dataset):
            total += item.size * item.dtype.itemsize if item.size else 0

    with h5py.File(path, "r") as file:
        file.visititems(add)
    return total


def looks_like(head: bytes) -> str:
    """Return in words what the first bytes of a file look like.

    Examples
    --------
    >>> looks_like(b"<!doctype html><title>Sign in</title>")
    'it is an HTML page, perhaps a sign-in page'
    """
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "it is empty"
    if start.startswith((b"<!doctype html", b"<html")):
        return "it is an HTML page, perhaps a sign-in page"
    if start.startswith(b"version https://git-lfs"):
        return "it is a pointer of Git LFS, not the file itself"
    for magic, name in ((b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"FCS", "FCS"), (b"\x89HDF", "cut-off HDF5")):
        if head.startswith(magic):
            return f"it is {name}"
    if b"\0" not in head and start[:1] in (b"{", b"["):
        return "it is JSON text"
    return "it is text" if b"\0" not in head else "its format is not known"
