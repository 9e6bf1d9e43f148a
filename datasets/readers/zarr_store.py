"""AnnData and plain arrays in zarr (formats 2 and 3, a folder or a .zip); matrices stay on disk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # zarr nodes are untyped here

import zarr
from zarr.storage import LocalStore, ZipStore

from clinicell.datasets.readers import layout
from clinicell.datasets.readers.asked import chosen, orientation_question, scale_questions
from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.h5ad import NO_ANSWERS, of_store
from clinicell.datasets.readers.layout import Node
from clinicell.datasets.readers.plain import oriented, unnamed
from clinicell.datasets.readers.raw import Matrix, Question, Raw
from clinicell.datasets.readers.stored import Dense
from clinicell.datasets.readers.zarr_check import check_arrays, check_files


@dataclass(frozen=True, slots=True)
class Zarr:
    """A zarr store that is opened when its numbers are asked for."""

    path: Path

    @contextmanager
    def opened(self) -> Iterator[Node]:
        """Give the root group; whatever goes wrong inside is told as `Unreadable`."""
        with told_of(self.path):
            store: Any = LocalStore(self.path, read_only=True) if self.path.is_dir() else ZipStore(self.path, mode="r")
            try:
                # what the metadata of single arrays says was checked; a summary beside them was not
                yield zarr.open_group(store, mode="r", use_consolidated=False)
            finally:
                store.close()


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what a zarr store holds: an AnnData, or its plain two-dimensional arrays by name.

    Asks what the reader of .h5ad asks; ``"orientation"`` of plain arrays; and ``"chunks"`` where parts of an array are
    not stored: zarr leaves out parts that hold its fill value alone, and so does a folder that lost files.

    Raises
    ------
    Unreadable
        The store is damaged, incomplete or hostile, or holds no matrix.
    """
    check_files(path)
    store = Zarr(path)
    with store.opened() as root:
        gaps = check_arrays(root, path)
        is_anndata = "obs" in root and "var" in root
        plain = [] if is_anndata else list(_plain(root))
        says_anndata = str(dict(root.attrs).get("encoding-type", "")) == "anndata"
    if is_anndata or says_anndata:
        raw = of_store(store, "zarr_store", answers)
    elif plain:
        raw = _of_arrays(store, plain, answers)
    else:
        raise Unreadable("L0-READ-13", path.name, "holds no AnnData and no two-dimensional array of numbers")
    question = _chunk_question(path, gaps)
    answer = chosen(answers, "chunks", path.name, question.choices)
    if gaps and answer == "lost":
        raise Unreadable("L0-READ-04", path.name, question.evidence)
    asked = () if not gaps or answer else (question,)
    return Raw(
        format=raw.format,
        matrices=raw.matrices,
        obs=raw.obs,
        var=raw.var,
        tables=raw.tables,
        header=raw.header,
        questions=(*asked, *raw.questions),
    )


def _chunk_question(path: Path, gaps: Mapping[str, str]) -> Question:
    shown = "; ".join(f"{name}: {told}" for name, told in list(gaps.items())[:5])
    return Question(
        about="chunks",
        place=path.name,
        why=f"parts of {len(gaps)} arrays are not stored and read as their fill value: left out, or lost?",
        choices=("left out", "lost"),
        evidence=shown,
    )


def _plain(root: Node) -> Iterator[layout.Found]:
    for name in sorted(root):
        node = root[name]
        if not layout.is_group(node) and len(node.shape) == 2 and node.dtype.kind in "iufb":
            yield layout.Found(name, (int(node.shape[0]), int(node.shape[1])), "dense")


def _of_arrays(store: Zarr, found: list[layout.Found], answers: Mapping[str, str]) -> Raw:
    matrices: dict[str, Matrix] = {}
    asked = []
    for item in found:
        answer = oriented(answers, item.slot)
        shape = item.shape[::-1] if answer == "features x units" else item.shape
        matrices[item.slot] = Dense(store, item.slot, shape, is_transposed=answer == "features x units")
        asked += [] if answer else [orientation_question(item.slot, item.shape)]
    obs, var = unnamed(matrices)
    return Raw(
        format="zarr_store",
        matrices=matrices,
        obs=obs,
        var=var,
        questions=(*asked, *scale_questions(matrices, answers)),
    )
