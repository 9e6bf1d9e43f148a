"""A cohort of simulated counts over real genes of any size, written block by block: what validation is timed on.

``python tests/benchmarks/large_cohort.py FILE N_CELLS N_GENES COUNTS_PER_CELL [gzip]`` writes a standard file.
"""

import sys
import warnings
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard

CELLS = 10_000  # written together
DONORS = 40
CLINICAL: dict[str, str | bool] = {
    "institution_id": "SITE-1",
    "batch_id": "b1",
    "time_point": "diagnosis",
    "tissue_type": "tissue",
    "tissue_ontology_term_id": "UBERON:0002371",
    "sampled_site_condition": "diseased",
    "disease_ontology_term_id": "MONDO:0018874",
    "cell_type_ontology_term_id": "CL:0000236",
    "cell_type_label_source": "simulation",
    "assay_ontology_term_id": "EFO:0009922",
    "suspension_type": "cell",
    "sex_ontology_term_id": "PATO:0000383",
    "self_reported_ethnicity_ontology_term_id": "unknown",
    "age_band": "60-64",
    "is_primary_data": True,
}


def write(path: Path, *, n_cells: int, n_genes: int, per_cell: int, compression: str | None = None) -> None:
    """Write a valid file of `n_cells` cells x `n_genes` genes, `per_cell` counts in each cell."""
    names, symbols = genes_with_symbol(n_genes, per_cell)
    donors = np.array([f"D{i:02d}" for i in range(DONORS)])[np.arange(n_cells) % DONORS]
    adata = standard(
        dataset_id="large_cohort",
        modality="rna",
        title="Simulated counts over real genes",
        license="CC0-1.0",
        obs=pd.DataFrame(
            {
                "donor_id": donors,
                "sample_id": donors,
                "library_id": donors,
                "split": np.where(np.arange(n_cells) % DONORS < DONORS // 2, "train", "public_test"),
            },
            index=barcodes(n_cells),
        ),
        clinical=CLINICAL,
        var=pd.DataFrame({"feature_name": symbols}, index=names),
        X=sparse.csr_matrix((n_cells, n_genes), dtype="float32"),
        obsm={"X_pca": np.random.default_rng(7).normal(size=(n_cells, 2)).astype("float32")},
        scales={"X": Scale(kind="counts"), "obsm/X_pca": Scale(kind="embedding", fitted_on="all cells")},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(path)
    _fill(path, n_cells, n_genes, per_cell, compression)


def genes_with_symbol(n_genes: int, per_cell: int) -> tuple[list[str], list[str]]:
    """Return ids and symbols of the first genes that bear one; `per_cell` counts must fit into them."""
    genes = table("human")
    names = [name for name in genes.row_of if genes.symbol_of(name)][:n_genes]
    if len(names) < n_genes or not 2 <= per_cell <= n_genes // 3:
        raise ValueError(f"{len(names):,} genes have a symbol; {per_cell:,} counts do not fit into {n_genes:,}")
    return names, [genes.symbol_of(name) for name in names]


def barcodes(n_cells: int) -> list[str]:
    """Return as many distinct barcodes of 16 letters."""
    letters = np.array(list("ACGT"))
    digits = np.arange(n_cells)[:, None] // 4 ** np.arange(16)[None, ::-1] % 4  # (n_cells, 16)
    return [f"{barcode}-1" for barcode in letters[digits].view("U16").ravel()]


def counts(rng: np.random.Generator, n: int, n_genes: int, per_cell: int) -> tuple[np.ndarray, np.ndarray]:
    """Return genes, rising within each of `n` cells, and counts, both of shape (n * per_cell,)."""
    steps = rng.integers(1, 2 * (n_genes // per_cell) - 2, (n, per_cell), dtype="int32", endpoint=True)
    columns = np.minimum(steps.cumsum(axis=1), n_genes - per_cell + np.arange(per_cell))  # still rising
    return columns.ravel(), rng.geometric(0.4, n * per_cell)


def _fill(path: Path, n_cells: int, n_genes: int, per_cell: int, compression: str | None) -> None:
    rng = np.random.default_rng(7)
    with h5py.File(path, "r+") as file:
        group = file["X"]
        for name, kind in (("data", "float32"), ("indices", "int32")):
            del group[name]
            group.create_dataset(name, shape=(n_cells * per_cell,), dtype=kind, compression=compression)
        group["indptr"][...] = np.arange(n_cells + 1) * per_cell
        for first in range(0, n_cells, CELLS):
            n = min(CELLS, n_cells - first)
            part = slice(first * per_cell, (first + n) * per_cell)
            group["indices"][part], group["data"][part] = counts(rng, n, n_genes, per_cell)


if __name__ == "__main__":
    file, n_cells, n_genes, per_cell, *packing = sys.argv[1:]
    write(
        Path(file),
        n_cells=int(n_cells),
        n_genes=int(n_genes),
        per_cell=int(per_cell),
        compression=packing[0] if packing else None,
    )
