"""HDF5 matrices of Cell Ranger 2 (one group per genome) and 3 and later (one group, feature types)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.readers import hdf5, layout
from clinicell.datasets.readers.asked import chosen, numbered, scale_questions
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.layout import Node
from clinicell.datasets.readers.loom import as_text
from clinicell.datasets.readers.raw import Block, Matrix, Question, Raw
from clinicell.datasets.readers.stored import Rows, Store, pointers

EXPRESSION = "Gene Expression"


@dataclass(frozen=True, slots=True)
class Columns:
    """Some features of a matrix."""

    matrix: Matrix
    kept: NDArray[np.intp]

    @property
    def shape(self) -> tuple[int, int]:
        """Units and features."""
        return self.matrix.shape[0], len(self.kept)

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time."""
        for block in self.matrix.blocks(n_rows):
            yield block[:, self.kept]


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what a Cell Ranger file holds: gene expression as ``X``; other feature types as ``"<type>/X"``.

    The features of another type stand in the table ``"<type>/var"``. A file of Cell Ranger 2 with several genomes gives
    ``"<genome>/X"`` with tables ``"<genome>/obs"`` and ``"<genome>/var"``. The ids of genes are Ensembl's; their names
    are a column. Asks for ``"scale"`` (raw counts are usual, but estimates of other tools come in the same layout),
    ``"genome"`` where several are there, and ``"duplicates"``.

    Raises
    ------
    Unreadable
        The file is damaged, cut off or hostile, or lacks a part of the layout.
    """
    hdf5.check(path)
    store = hdf5.Hdf5(path)
    with store.opened() as root:
        header = hdf5.attributes(root)
        if "matrix" in root and layout.is_group(root["matrix"]):
            matrix, obs, var = _group(store, root, "matrix")
            return _by_type(matrix, obs, var, header, answers)
        genomes = [name for name in sorted(root) if layout.is_group(root[name]) and "barcodes" in root[name]]
        if not genomes:
            raise Unreadable("L0-READ-13", path.name, "lacks the group 'matrix', and has no genome with barcodes")
        found = {name: _group(store, root, name) for name in genomes}
    answer = chosen(answers, "genome", path.name, tuple(found))
    if answer:
        found = {answer: found[answer]}
    if len(found) == 1:
        ((matrix, obs, var),) = found.values()
        return _by_type(matrix, obs, var, header, answers)
    return _by_genome(path, found, header, answers)


def _group(store: Store, root: Node, name: str) -> tuple[Matrix, pd.DataFrame, pd.DataFrame]:
    group, place = root[name], f"{store.path.name}: {name}"
    lost = [part for part in ("barcodes", "data", "indices", "indptr", "shape") if part not in group]
    if lost:
        raise Unreadable("L0-READ-13", place, f"lacks {', '.join(lost)}")
    sizes = np.ravel(np.asarray(group["shape"][...]))
    if sizes.shape != (2,) or sizes.dtype.kind not in "iu" or sizes.min() < 0:
        raise Unreadable("L0-READ-07", place, "declares no shape of two axes")
    n_features, n_units = map(int, sizes)
    pointers(group, n_units, place)
    barcodes = as_text(group["barcodes"][...])
    var = _features(group, place)
    for table, n, what in ((barcodes, n_units, "barcodes"), (var, n_features, "features")):
        if len(table) != n:
            raise Unreadable("L0-READ-07", place, f"holds {len(table):,} {what}; its shape says {n:,}")
    return Rows(store, name, (n_units, n_features)), pd.DataFrame(index=pd.Index(barcodes, dtype=object)), var


def _features(group: Node, place: str) -> pd.DataFrame:
    if "features" in group:
        source = group["features"]
        names = [key for key in source if not key.startswith("_")]
        ids = "id"
    else:
        source, names, ids = group, [key for key in ("genes", "gene_names") if key in group], "genes"
    if ids not in names:
        raise Unreadable("L0-READ-13", place, "does not hold the ids of its features")
    columns = {name: as_text(source[name][...]) for name in names}
    sizes = {len(column) for column in columns.values()}
    if len(sizes) > 1:
        raise Unreadable("L0-READ-07", place, f"the columns of its features have {sorted(sizes)} rows")
    rest = {name: column for name, column in columns.items() if name != ids}
    return pd.DataFrame(rest, index=pd.Index(columns[ids], name=ids, dtype=object))


def _by_type(
    matrix: Matrix, obs: pd.DataFrame, var: pd.DataFrame, header: Mapping[str, str], answers: Mapping[str, str]
) -> Raw:
    matrices, own, tables = split(matrix, var)
    return numbered(
        Raw(
            format="tenx_h5",
            matrices=matrices,
            obs=obs,
            var=own,
            tables=tables,
            header=header,
            questions=(
                *_genome_question(own, answers),
                *scale_questions(matrices, answers),
            ),
        ),
        answers,
    )


def split(matrix: Matrix, var: pd.DataFrame) -> tuple[dict[str, Matrix], pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return a matrix in one part per feature type: gene expression, or the only type, is ``X``."""
    types = var["feature_type"].astype(str) if "feature_type" in var else pd.Series(dtype=str)
    kinds = list(dict.fromkeys(types))
    if len(kinds) < 2:
        return {"X": matrix}, var, {}
    matrices: dict[str, Matrix] = {}
    tables: dict[str, pd.DataFrame] = {}
    own = var.iloc[:0]
    for kind in kinds:
        kept = np.flatnonzero(types.to_numpy() == kind)
        if kind == EXPRESSION:
            matrices["X"], own = Columns(matrix, kept), var.iloc[kept]
        else:
            matrices[f"{kind}/X"], tables[f"{kind}/var"] = Columns(matrix, kept), var.iloc[kept]
    return matrices, own, tables


def _genome_question(var: pd.DataFrame, answers: Mapping[str, str]) -> list[Question]:
    genomes = sorted({str(name) for name in var["genome"]} - {""}) if "genome" in var else []
    if len(genomes) < 2 or "genome" in answers:
        return []
    why = f"the features are of {len(genomes)} genomes; cells of another species are not the patient's"
    return [Question(about="genome", place="var", why=why, choices=tuple(genomes))]


def _by_genome(
    path: Path,
    found: Mapping[str, tuple[Matrix, pd.DataFrame, pd.DataFrame]],
    header: Mapping[str, str],
    answers: Mapping[str, str],
) -> Raw:
    matrices = {f"{name}/X": matrix for name, (matrix, _, _) in found.items()}
    tables = {f"{name}/obs": obs for name, (_, obs, _) in found.items()}
    tables |= {f"{name}/var": var for name, (_, _, var) in found.items()}
    why = f"the file holds {len(found)} genomes, each with barcodes of its own"
    question = Question(about="genome", place=path.name, why=why, choices=tuple(found))
    return numbered(
        Raw(
            format="tenx_h5",
            matrices=matrices,
            obs=pd.DataFrame(),
            var=pd.DataFrame(),
            tables=tables,
            header=header,
            questions=(question, *scale_questions(matrices, answers)),
        ),
        answers,
    )
