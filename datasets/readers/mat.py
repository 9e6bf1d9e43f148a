"""MATLAB files of version 5 to 7 (.mat): matrices by their variables' names."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.io import loadmat

from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.look import looks_like
from clinicell.datasets.readers.plain import of_arrays
from clinicell.datasets.readers.raw import Block, Raw


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return the matrices of a MATLAB file, which bear no names of units and features.

    Asks for ``"orientation"`` and ``"scale"`` of each.

    Raises
    ------
    Unreadable
        It is no such file, is version 7.3, is damaged, or holds no matrix.
    """
    with told_of(path):
        with path.open("rb") as stream:
            head = stream.read(2048)
        if head.startswith(b"MATLAB 7.3"):
            raise Unreadable("L0-READ-03", path.name, "is MATLAB 7.3", "save it with -v7")
        if not head.startswith(b"MATLAB 5.0"):
            raise Unreadable("L0-READ-03", path.name, f"is no MATLAB 5 file: {looks_like(head)}")
        content = loadmat(path, chars_as_strings=True, verify_compressed_data_integrity=True)
    found: dict[str, Block] = {}
    for name, value in sorted(content.items()):
        if isinstance(value, sparse.csc_matrix | sparse.csr_matrix | sparse.coo_matrix):
            found[name] = sparse.csr_matrix(value)
        elif isinstance(value, np.ndarray) and value.ndim == 2 and value.dtype.kind in "iufb" and min(value.shape) > 1:
            found[name] = value
    if not found:
        raise Unreadable("L0-READ-13", path.name, "holds no matrix of numbers")
    header = {"header": bytes(content.get("__header__", b"")).decode("latin-1")}
    return of_arrays("mat", found, answers, header)
