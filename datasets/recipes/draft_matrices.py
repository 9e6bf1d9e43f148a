"""The matrices and features of a draft: what their numbers look like, and where they may go."""

import json
import re

import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.readers.raw import Matrix
from clinicell.datasets.recipes.draft_files import Entry
from clinicell.datasets.recipes.draft_lines import ask, line, note
from clinicell.datasets.recipes.recipe import INDEX
from clinicell.datasets.schema.scale import KINDS
from clinicell.errors import ClinicellError

MOST_ROWS = 512
NAMED_BY_10X = ("tenx_mtx", "tenx_h5")  # their column `name` holds the gene's symbol
VERSIONED = re.compile(r"^(ENS[A-Z]*G\d{11})\.\d+$")
SLOTS = {"X": "X", "raw": "layers/raw", "methylated": "layers/met"}
CYTOMETRY = (
    "for cytometry write slot = 'layers/raw', scale = 'other', formula = 'linear, as the instrument wrote it', and a "
    "second block with slot = 'X', scale = 'other', transform = 'arcsinh(raw / 150)'"
)
FEATURES = """# where the ids are gene symbols, they become Ensembl ids; those of no gene or of several:
# symbols_of = "human"
# unresolved = "drop"
# rna needs the gene's symbol, or its id where it has none:
# [features.columns.feature_name]
# column = "index"
# cytometry needs the channel and what it stains:
# [features.columns.channel]
# column = "index"
# [features.columns.marker]
# constant = "unknown"
"""


def matrices(found: list[Entry]) -> str:
    """Return one block per matrix; a slot goes to one of them."""
    taken: set[str] = set()
    parts = []
    for entry in found:
        for name, matrix in (entry.raw.matrices if entry.raw else {}).items():
            parts.append(_matrix(entry, name, matrix, taken))
    return "\n".join(parts)


def _matrix(entry: Entry, name: str, matrix: Matrix, taken: set[str]) -> str:
    slot = SLOTS.get(name, name if "/" in name else f"layers/{name}")
    slot = "layers/cov" if entry.reader == "bismark_cov" and name == "depth" else slot
    is_taken = slot in taken
    taken |= {slot, "X"} if entry.reader == "fcs" else {slot}
    shape = f"{matrix.shape[0]:,} x {matrix.shape[1]:,} in the first file" if entry.n_files > 1 else (
        f"{matrix.shape[0]:,} x {matrix.shape[1]:,}"
    )  # fmt: skip
    text = "[[matrices]]\n" + line("file", entry.name) + line("matrix", name, f"the file's own name for it; {shape}")
    text += (
        ask("slot", f"{slot} is taken above; write another slot, or take this block out")
        if is_taken
        else line("slot", slot, "where it goes in the standard file")
    )
    if entry.reader == "bismark_cov":
        return text + line("scale", "counts", "reads")
    if name == "genotype":
        return text + line("scale", "genotype", "-1 missing, 0, 1, 2")
    if entry.reader == "delimited":
        text = note(f"take this block out if {entry.name} is a table; {CYTOMETRY}") + text
    text += ask("scale", f"one of {', '.join(KINDS)}; {numbers_told(matrix)}; 'other' needs a line formula = '...'")
    if entry.reader == "fcs":
        text += "\n[[matrices]]\n" + line("file", entry.name) + line("matrix", name)
        text += line("slot", "X", "what models see: transformed from layers/raw") + line("scale", "other")
        text += ask("transform", "'arcsinh(raw / 5)' for mass, '/ 150' for flow cytometry is usual")
    return text


def numbers_told(matrix: Matrix) -> str:
    """Return in words what the first rows of a matrix look like."""
    try:
        block = next(iter(matrix.blocks(MOST_ROWS)), None)
    except ClinicellError as fault:
        return f"they cannot be read yet: {fault}"
    if block is None or 0 in block.shape:
        return "it is empty"
    numbers = np.asarray(block.toarray() if sparse.issparse(block) else block, dtype=np.float64).ravel()
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return "no number is finite"
    whole = "all whole" if not (finite % 1).any() else "not all whole"
    lost = f", {numbers.size - finite.size:,} missing" if finite.size < numbers.size else ""
    return (
        f"in the first {block.shape[0]:,} rows {whole}, {finite.min():.4g} to {finite.max():.4g}, "
        f"{100 * (finite == 0).mean():.0f} % zeros{lost}"
    )


def features(found: list[Entry]) -> str:
    """Return the block that names the features of the first file with a matrix."""
    holders = with_matrix(found)
    if not holders or holders[0].raw is None:
        return ""
    var = holders[0].raw.var
    text = "[features]\n" + line("id", INDEX, f"names the features; e.g. {', '.join(map(str, var.index[:3]))}")
    if len(var) and all(map(VERSIONED.fullmatch, map(str, var.index))):
        text += line("pattern", VERSIONED.pattern, "the id without its version, which the standard does not want")
    n_twice = int(var.index.duplicated().sum())
    if n_twice or any("sites" in entry.labels for entry in holders):
        text += "# duplicates = 'number them'  # or 'keep the first', where ids of features stand twice\n"
    if not len(var.columns):
        text += FEATURES
    for name in map(str, var.columns):
        target = "feature_name" if holders[0].reader in NAMED_BY_10X and name == "name" else name  # a format's own word
        text += (
            f"[features.columns.{target}]\n" if target.isidentifier() else f"[features.columns.{json.dumps(name)}]\n"
        )
        text += line("column", name)
        text += line("kind", "number") if pd.api.types.is_numeric_dtype(var[name]) else ""
    if holders[0].reader == "bismark_cov":
        text += "[features.columns.strand]\n" + ask("constant", "+ or -, or . where the strands were merged")
        text += "[features.columns.context]\n" + ask("constant", "CG, CHG, CHH or unknown")
    return text


def with_matrix(found: list[Entry]) -> list[Entry]:
    """Return the files that hold a matrix."""
    return [entry for entry in found if entry.raw is not None and entry.raw.matrices]
