"""The evidence of a result in one file beside it: arrays only, nothing that could run when it is read."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from clinicell.errors import InputError
from clinicell.files import write_bytes
from clinicell.leaderboard.result import Result
from clinicell.metrics.evidence import Evidence, from_arrays


def evidence_path(folder: Path, result: Result) -> Path:
    """Return where the evidence of a result below `folder` lies."""
    return folder / result.inputs.suite / result.inputs.task / f"{result.id}.evidence.npz"


def write_evidence(folder: Path, result: Result, evidence: Mapping[str, Evidence]) -> Path:
    """Write the evidence by answer below `folder` and return the path; the same record gives the same bytes."""
    arrays = {
        f"{answer}/{name}": array for answer, one in evidence.items() for name, array in sorted(one.arrays().items())
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return write_bytes(evidence_path(folder, result), buffer.getvalue())


def read_evidence(folder: Path, result: Result) -> dict[str, Evidence]:
    """Return the evidence of a result by answer; empty where its file was not published.

    Raises
    ------
    InputError
        The file is no evidence, or not that of the result.
    """
    path = evidence_path(folder, result)
    if not path.exists():
        return {}
    named: dict[str, dict[str, NDArray[Any]]] = {}
    try:
        with np.load(path, allow_pickle=False) as file:
            for key in file.files:
                answer, _, name = key.partition("/")
                named.setdefault(answer, {})[name] = file[key]
        found = {answer: from_arrays(arrays) for answer, arrays in named.items()}
    except (OSError, ValueError, KeyError, BadZipFile) as fault:
        raise InputError(f"{path.name}: not readable as evidence ({fault})") from fault
    stated = {answer: one.sha256 for answer, one in found.items()}
    if stated != dict(result.evidence_sha256):
        raise InputError(f"{path.name}: not the evidence of result {result.id}; the file was changed")
    return found
