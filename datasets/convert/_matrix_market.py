"""Matrix Market files of 10x-style folders."""

import gzip
from pathlib import Path

from scipy import io, sparse

from clinicell.errors import SchemaError


def read_mtx(path: Path) -> sparse.csr_matrix:
    """Return a gzipped Matrix Market file as it is written: genes x cells in a 10x-style folder.

    Raises
    ------
    SchemaError
        It is no sparse matrix of numbers.
    """
    with gzip.open(path) as stream:
        try:
            matrix = io.mmread(stream)
        except ValueError as error:
            raise SchemaError(f"{path.name}: is no Matrix Market file: {error}") from error
    if not sparse.issparse(matrix):
        raise SchemaError(f"{path.name}: is a dense Matrix Market file; 10x-style folders hold coordinates")
    return sparse.csr_matrix(matrix)
