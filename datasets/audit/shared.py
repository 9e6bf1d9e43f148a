"""Donors and samples that stand on both sides of a split, whole cells, and cells that were copied and changed a little.

Cells are found by hashing, never by comparing all pairs: exact copies by a hash of what is stored, whatever its order;
near ones by random hyperplanes (Charikar 2002, doi:10.1145/509907.509965) through what is left of the expression after
the main programmes are taken away. Two cells that share only their type, donor and batch share nothing of that.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from clinicell.datasets.audit.near import WIDE, Nature, near_pairs
from clinicell.datasets.audit.split import Audited, Codes, counted, matrices, shown_ids
from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import Table, is_sound, path_of, plain, row_blocks
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import Words, shown

MIN_STORED = 20  # expressed genes from which on two equal cells are one cell
MIN_NUMBERS = 5  # measured markers, no whole numbers, from which on two equal cells are one cell
PRIME = np.uint64(0x9E3779B97F4A7C15)

RULES = rulebook(
    Rule("L4-LEAK-01", "donors in more than one split", "split by donor: all cells of a patient on one side"),
    Rule("L4-LEAK-02", "samples in more than one split", "split by donor; look whether donors were given two ids"),
    Rule("L4-LEAK-03", "the very same cells in more than one split", "keep each cell once"),
    Rule("L4-LEAK-04", "nearly the same cells in more than one split", "keep each cell once; look how copies came in"),
)


def check(audited: Audited) -> Iterator[Finding]:
    """Yield what stands on both sides of a split."""
    for code, name, unit in (("L4-LEAK-01", "donor_id", "donors"), ("L4-LEAK-02", "sample_id", "samples")):
        yield from _groups(audited, code, name, unit)
    if text_of(audited.cells, "modality") == "genotype":
        return  # cells of one clone have the same genotype
    for slot, matrix in matrices(audited.cells).items():
        table = plain(matrix) if is_sound(matrix) else None
        if table is not None and table.shape[1] >= MIN_NUMBERS:
            yield from _cells(audited, slot, table)
            return


def _groups(audited: Audited, code: str, name: str, unit: str) -> Iterator[Finding]:
    groups = audited.column(name)
    is_used = (groups.codes >= 0) & audited.used()
    pairs = np.unique(np.stack([groups.codes[is_used], audited.split[is_used]]), axis=1)
    bad = np.flatnonzero(np.bincount(pairs[0], minlength=len(groups.words)) > 1)
    cells = np.flatnonzero(np.isin(groups.codes, bad) & audited.used())
    what = f"{RULES[code].what}: {counted(cells, audited.column('donor_id'))}"
    yield from RULES[code].broken(
        path=f"obs[{name!r}]",
        n_affected=bad.size,
        n_total=np.unique(pairs[0]).size,
        unit=unit,
        examples=shown(groups.words[k] for k in bad[:5]),
        what=what,
    )


def _cells(audited: Audited, slot: str, table: Table) -> Iterator[Finding]:
    donors = audited.column("donor_id")
    hashes, can_tell = hashed_rows(table)
    same = across(hashes, can_tell & audited.used(), audited.split)
    is_wide = table.shape[1] >= WIDE
    if not is_wide and not _is_beyond_nature(hashes, same, can_tell & audited.used(), audited.split, donors.codes):
        same = same[:0]
    yield from _found(audited, "L4-LEAK-03", slot, same, donors)
    once = np.setdiff1d(np.flatnonzero(audited.used()), same)
    near = near_pairs(table, once, audited.split, donors.codes)
    yield from _found(audited, "L4-LEAK-04", slot, np.unique(near), donors)


def _is_beyond_nature(
    hashes: npt.NDArray[np.uint64], same: Codes, counts: npt.NDArray[np.bool_], split: Codes, donor: Codes
) -> bool:
    """Whether more rows are equal across splits than across donors within one: few markers do not tell all cells."""
    rows = np.flatnonzero(counts)
    n_natural = sum(across(hashes, counts & (split == one), donor).size for one in np.unique(split[rows]))
    return bool(Nature.of(split[rows], donor[rows]).is_exceeded(same.size, n_natural, is_sure=False))


def _found(audited: Audited, code: str, slot: str, cells: Codes, donors: Words) -> tuple[Finding, ...]:
    return RULES[code].broken(
        path=path_of(slot),
        n_affected=cells.size,
        n_total=int(audited.used().sum()),
        unit="cells",
        examples=shown_ids(audited, cells),
        what=f"{RULES[code].what}: {counted(cells, donors)}",
    )


def hashed_rows(table: Table) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    """Return per row 64 bits of what it holds, whatever its order; and whether that is enough to tell cells apart."""
    keys = np.random.default_rng(0).integers(0, 2**64, (int(table.shape[1]),), dtype=np.uint64)
    hashes, can_tell = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=bool)]
    for block in row_blocks(table):
        row, column, value = _stored(block)
        bits: npt.NDArray[np.uint64] = (value + 0.0).view(np.uint64)
        n = block.shape[0]
        sums = np.zeros(n, dtype=np.uint64)
        np.add.at(sums, row, _mixed(np.asarray(bits ^ keys[column])))
        n_stored = np.bincount(row, minlength=n)
        n_real = np.bincount(row[value != np.round(value)], minlength=n)
        hashes.append(sums)
        can_tell.append((n_stored >= MIN_STORED) | (n_real >= MIN_NUMBERS))
    return np.concatenate(hashes), np.concatenate(can_tell)


def _stored(block: Table) -> tuple[Codes, Codes, npt.NDArray[np.float64]]:
    if isinstance(block, np.ndarray):
        row, column = np.nonzero(block)
        return row, column, np.asarray(block[row, column], dtype=np.float64)
    one = block.tocoo()
    is_stored = one.data != 0
    return one.row[is_stored].astype(np.int64), one.col[is_stored].astype(np.int64), one.data[is_stored].astype(float)


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        mixed = (numbers ^ (numbers >> np.uint64(30))) * PRIME
    return mixed ^ (mixed >> np.uint64(29))


def across(hashes: npt.NDArray[np.uint64], counts: npt.NDArray[np.bool_], split: Codes) -> Codes:
    """Return the rows whose hash occurs in more than one split, of those that count."""
    rows = np.flatnonzero(counts)
    _, group = np.unique(hashes[rows], return_inverse=True)
    low, high = np.full(rows.size, np.iinfo(np.int64).max), np.full(rows.size, -1)
    np.minimum.at(low, group, split[rows])
    np.maximum.at(high, group, split[rows])
    return rows[low[group] < high[group]]
