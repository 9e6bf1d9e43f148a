"""Matrix Market files of 10x-style folders."""

from pathlib import Path
from typing import Any  # what the file holds is known after reading

import numpy as np
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
