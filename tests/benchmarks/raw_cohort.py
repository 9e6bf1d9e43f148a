"""A raw export of any size, as an institution ships it: what standardizing is timed on.

``python tests/benchmarks/raw_cohort.py FOLDER N_CELLS N_GENES COUNTS_PER_CELL`` writes ``counts.h5`` (the layout of
Cell Ranger 3, gzip as it packs), ``cells.csv`` (one line per barcode, by the institution's own names) and
``recipe.toml``, which makes both standard. The counts are simulated; the genes are real.
"""

import csv
import sys
from pathlib import Path

import h5py
import numpy as np
from large_cohort import CELLS, DONORS, barcodes, counts, genes_with_symbol

CHUNK = 1 << 17  # numbers per chunk
GZIP = {"compression": "gzip", "compression_opts": 4, "shuffle": True}
WORDS = {  # raw column: its words, one per donor by turns
    "sex": ("M", "F"),
    "dx": ("AML", "healthy"),
    "ct": ("B cell", "T cell", "monocyte"),
    "age": ("61", "38", "74", "92", "55"),
    "fold": ("train", "test"),
}
RECIPE = """\
recipe = 1

[about]
dataset_id = "raw_cohort"
title = "Simulated counts over real genes, from a raw export"
license = "CC0-1.0"
modality = "rna"

[[files]]
name = "counts"
path = "counts.h5"
reader = "tenx_h5"

[[files]]
name = "cells"
path = "cells.csv"
reader = "delimited"
answers = { content = "table" }

[units]
file = "counts"
joins = [{ file = "cells", on = "index" }]

[columns]
donor_id = { column = "patient" }
sample_id = { column = "patient", prefix = "S-" }
library_id = { column = "lib" }
institution_id = { constant = "SITE-1" }
batch_id = { constant = "b1" }
time_point = { constant = "diagnosis" }
tissue_type = { constant = "tissue" }
tissue_ontology_term_id = { constant = "UBERON:0002371" }
sampled_site_condition = { constant = "diseased" }
cell_type_label_source = { constant = "simulation" }
assay_ontology_term_id = { constant = "EFO:0009922" }
suspension_type = { constant = "cell" }
self_reported_ethnicity_ontology_term_id = { constant = "unknown" }
is_primary_data = { constant = true }
age_band = { column = "age", kind = "age_years" }
split = { column = "fold", values = { train = "train", test = "public_test" } }

[columns.disease_ontology_term_id]
column = "dx"
values = { AML = "MONDO:0018874", healthy = "PATO:0000461" }

[columns.cell_type_ontology_term_id]
column = "ct"
values = { "B cell" = "CL:0000236", "T cell" = "CL:0000084", monocyte = "CL:0000576" }

[columns.sex_ontology_term_id]
column = "sex"
values = { M = "PATO:0000384", F = "PATO:0000383" }

[[matrices]]
file = "counts"
matrix = "X"
slot = "X"
scale = "counts"

[features]
columns = { feature_name = { column = "name" } }
"""


def write(folder: Path, *, n_cells: int, n_genes: int, per_cell: int) -> None:
    """Write the three files of `n_cells` cells x `n_genes` genes, `per_cell` counts in each cell."""
    folder.mkdir(parents=True, exist_ok=True)
    names = barcodes(n_cells)
    _counts(folder / "counts.h5", names, n_genes, per_cell)
    _cells(folder / "cells.csv", names)
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")


def _counts(path: Path, names: list[str], n_genes: int, per_cell: int) -> None:
    ids, symbols = genes_with_symbol(n_genes, per_cell)
    n_cells = len(names)
    with h5py.File(path, "w") as file:
        group = file.create_group("matrix")
        group["barcodes"] = np.array(names, dtype="S")
        group["shape"] = np.array([n_genes, n_cells], dtype="int32")
        group["indptr"] = np.arange(n_cells + 1, dtype="int64") * per_cell
        features = group.create_group("features")
        of_all = {"feature_type": "Gene Expression", "genome": "GRCh38"}
        columns = {"id": ids, "name": symbols} | {name: [word] * n_genes for name, word in of_all.items()}
        for name, words in columns.items():
            features[name] = np.array(words, dtype="S")
        for name, kind in (("data", "int32"), ("indices", "int64")):
            group.create_dataset(name, shape=(n_cells * per_cell,), dtype=kind, chunks=(CHUNK,), **GZIP)
        rng = np.random.default_rng(7)
        for first in range(0, n_cells, CELLS):
            columns_of_cells, values = counts(rng, min(CELLS, n_cells - first), n_genes, per_cell)
            part = slice(first * per_cell, first * per_cell + values.size)
            group["indices"][part] = columns_of_cells
            group["data"][part] = values


def _cells(path: Path, names: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["barcode", "patient", "lib", *WORDS])
        for place, name in enumerate(names):
            donor = place % DONORS
            words = (of_all[(place if key == "ct" else donor) % len(of_all)] for key, of_all in WORDS.items())
            lines.writerow([name, f"D{donor:02d}", f"L{donor:02d}", *words])


if __name__ == "__main__":
    folder, n_cells, n_genes, per_cell = sys.argv[1:]
    write(Path(folder), n_cells=int(n_cells), n_genes=int(n_genes), per_cell=int(per_cell))
