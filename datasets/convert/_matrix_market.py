"""10x-style folders: a Matrix Market file of features x cells, and the names of both."""

from pathlib import Path
from typing import Any  # what the file holds is known after reading

import numpy as np
import pandas as pd
from scipy import io, sparse

from clinicell.errors import SchemaError


def read_mtx(path: Path) -> sparse.csr_matrix:
    """Return a gzipped Matrix Market file as it is written: genes x cells in a 10x-style folder.

    Raises
    ------
    SchemaError
        It is no sparse matrix of numbers.
    """
    try:
        found: Any = io.mmread(str(path))
    except ValueError as error:
        raise SchemaError(f"{path.name}: is no Matrix Market file: {error}") from error
    if isinstance(found, np.ndarray):
        raise SchemaError(f"{path.name}: is a dense Matrix Market file; 10x-style folders hold coordinates")
    matrix: sparse.csr_matrix = sparse.csr_matrix(found)
    return matrix


def read_folder(folder: Path) -> tuple[sparse.csr_matrix, pd.DataFrame, "pd.Series[str]"]:
    """Return cells x features, the features (one row each, columns numbered as in the file) and the barcodes.

    Raises
    ------
    SchemaError
        The matrix has another size than its names.
    """
    matrix = sparse.csr_matrix(read_mtx(folder / "matrix.mtx.gz").T)
    # "NA" and "NaN" are names like any other
    features = pd.read_csv(folder / "features.tsv.gz", sep="\t", header=None, dtype="str", keep_default_na=False)
    barcodes = pd.read_csv(folder / "barcodes.tsv.gz", header=None, dtype="str")[0]
    if matrix.shape != (len(barcodes), len(features)):
        raise SchemaError(
            f"matrix.mtx.gz holds {matrix.shape[1]} features x {matrix.shape[0]} cells; features.tsv.gz names "
            f"{len(features)} and barcodes.tsv.gz {len(barcodes)}"
        )
    return matrix, features, barcodes
