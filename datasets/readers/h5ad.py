"""AnnData in HDF5 (.h5ad), of any age; its matrices stay on disk."""

from collections.abc import Mapping
from pathlib import Path

from clinicell.datasets.readers import hdf5
from clinicell.datasets.readers.anndata_parts import parts
from clinicell.datasets.readers.asked import numbered, raw_question, scale_questions
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Raw
from clinicell.datasets.readers.stored import Store

NO_ANSWERS: Mapping[str, str] = {}


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what an .h5ad file holds: ``X``, ``layers/<name>``, ``raw/X`` (its features in the table ``raw/var``).

    Asks for ``"scale"`` (per matrix, ``"scale:X"``), ``"raw"`` (which matrix was measured), and ``"duplicates"``.

    Raises
    ------
    Unreadable
        The file is damaged, cut off or hostile, or holds no matrix.
    """
    hdf5.check(path)
    return of_store(hdf5.Hdf5(path), "h5ad", answers)


def of_store(store: Store, format_: str, answers: Mapping[str, str]) -> Raw:
    """Return the AnnData that stands at the root of an HDF5 file or a zarr store."""
    found = parts(store)
    if not found.matrices:
        raise Unreadable("L0-READ-13", store.path.name, "holds no matrix: neither X nor a layer")
    return numbered(
        Raw(
            format=format_,
            matrices=found.matrices,
            obs=found.obs,
            var=found.var,
            tables=found.tables,
            header=found.header,
            questions=(
                *raw_question(found.matrices, answers, store.path.name),
                *scale_questions(found.matrices, answers),
            ),
        ),
        answers,
    )
