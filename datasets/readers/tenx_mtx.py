"""Matrix Market with or without its names: Cell Ranger's folders, the prefixed ones of GEO, a lone .mtx."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from clinicell.datasets.readers import mtx
from clinicell.datasets.readers.asked import chosen, numbered, orientation_question, scale_questions
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.plain import oriented
from clinicell.datasets.readers.raw import Matrix, Question, Raw
from clinicell.datasets.readers.tenx_h5 import split

ENDINGS = ("", ".gz")
FEATURES = ("features.tsv", "genes.tsv")
BARCODES = ("barcodes.tsv",)
COLUMNS = ("id", "name", "feature_type")
MAX_LINES = 1 << 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One matrix of a folder with its names, as far as there are any."""

    name: str
    matrix: Matrix
    obs: pd.DataFrame
    var: pd.DataFrame
    comments: tuple[str, ...]
    questions: tuple[Question, ...]


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what a folder with ``matrix.mtx`` holds, or a lone file of that format.

    One matrix is ``X`` (further feature types ``"<type>/X"``); several, told apart by the prefix of their file, are
    ``"<prefix>/X"`` with tables ``"<prefix>/var"`` and ``"<prefix>/obs"``. The lengths of the lists of names say how
    the matrix lies. Asks for ``"orientation"`` where they do not, for ``"scale"``, ``"duplicates"``, and ``"ending"``
    where the last line may be cut off.

    Raises
    ------
    Unreadable
        There is no matrix, names do not fit it, or it is damaged.
    """
    if path.is_dir():
        names = sorted(item.name for item in path.iterdir() if item.name.endswith((".mtx", ".mtx.gz")))
        folder = path
    else:
        names, folder = [path.name], path.parent
    if not names:
        raise Unreadable("L0-READ-13", path.name, "is a folder without a .mtx file")
    parts = [_part(folder, name, answers) for name in names]
    return _single(parts[0], answers) if len(parts) == 1 else _several(parts, answers)


def _part(folder: Path, name: str, answers: Mapping[str, str]) -> Part:
    file = folder / name
    if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
        raise Unreadable("L0-READ-12", name, "is a link out of its folder")
    declared = mtx.head(file)
    prefix = name.removesuffix(".gz").removesuffix(".mtx").removesuffix("matrix")
    features = _names(folder, prefix, FEATURES)
    barcodes = _names(folder, prefix, BARCODES)
    is_transposed, asked = _lies(name, declared.shape, features, barcodes, answers)
    n_units, n_features = declared.shape[::-1] if is_transposed else declared.shape
    questions = [asked] if asked else []
    if mtx.ends_open(file):
        questions += _ending(name, answers)
    return Part(
        name=prefix.strip("_.-"),
        matrix=mtx.matrix(file, declared, is_transposed=is_transposed),
        obs=_table(barcodes, n_units, ("barcode",)),
        var=_table(features, n_features, COLUMNS),
        comments=declared.comments,
        questions=tuple(questions),
    )


def _ending(name: str, answers: Mapping[str, str]) -> list[Question]:
    choices = ("whole", "cut off")
    answer = chosen(answers, "ending", name, choices)
    if answer == "cut off":
        raise Unreadable("L0-READ-04", name, "ends within a line")
    why = "the file ends without a line break: its last number may be cut off"
    return [] if answer else [Question(about="ending", place=name, why=why, choices=choices)]


def _names(folder: Path, prefix: str, known: Sequence[str]) -> pd.DataFrame | None:
    for name in (start + word + end for start in dict.fromkeys((prefix, "")) for word in known for end in ENDINGS):
        if (folder / name).is_file():
            return _lines(folder / name)
    return None


def _lines(path: Path) -> pd.DataFrame:
    with mtx.bytes_of(path) as stream:
        text = stream.read(MAX_LINES + 1)
        if len(text) > MAX_LINES:
            raise Unreadable("L0-READ-02", path.name, f"holds more than {MAX_LINES >> 20} MB of names")
        lines = text.decode("utf-8-sig").splitlines()
    if "\0" in "".join(lines[:1000]) or b"\0" in text:
        raise Unreadable("L0-READ-15", path.name, "holds null bytes where names are due")
    rows = [line.split("\t") for line in lines]
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        what = f"its lines have {min(widths)} to {max(widths)} columns"
        raise Unreadable("L0-READ-15", path.name, what, "as many columns in each line, set apart by tabs")
    return pd.DataFrame(rows)


def _lies(
    name: str,
    shape: tuple[int, int],
    features: pd.DataFrame | None,
    barcodes: pd.DataFrame | None,
    answers: Mapping[str, str],
) -> tuple[bool, Question | None]:
    answer = oriented(answers, name)
    n_features = None if features is None else len(features)
    n_units = None if barcodes is None else len(barcodes)
    fits = {
        is_transposed: n_features in (None, rows) and n_units in (None, columns)
        for is_transposed, (rows, columns) in ((True, shape), (False, shape[::-1]))
    }
    if not any(fits.values()):
        told = f"{n_features if n_features is not None else 'no'} features, {n_units if n_units is not None else 'no'}"
        what = f"is {shape[0]:,} x {shape[1]:,}; its lists name {told} units"
        fix = "one line per row and column of the matrix, without a header line"
        raise Unreadable("L0-READ-07", name, what, fix)
    if answer:
        is_transposed = answer == "features x units"
        if not fits[is_transposed]:
            raise Unreadable("L0-READ-18", name, f"does not fit its lists of names as {answer}")
        return is_transposed, None
    if all(fits.values()):
        return False, orientation_question(name, shape)
    return fits[True], None


def _table(lines: pd.DataFrame | None, n: int, known: Sequence[str]) -> pd.DataFrame:
    if lines is None:
        return pd.DataFrame(index=pd.RangeIndex(n).astype(str))
    names = [known[i] if i < len(known) else f"column_{i + 1}" for i in range(lines.shape[1])]
    table = lines.set_axis(names, axis="columns")
    return table.set_index(names[0]) if names else table


def _single(part: Part, answers: Mapping[str, str]) -> Raw:
    matrices, var, tables = split(part.matrix, part.var)
    return numbered(
        Raw(
            format="tenx_mtx",
            matrices=matrices,
            obs=part.obs,
            var=var,
            tables=tables,
            header=_header([part]),
            questions=(
                *part.questions,
                *scale_questions(matrices, answers),
            ),
        ),
        answers,
    )


def _several(parts: Sequence[Part], answers: Mapping[str, str]) -> Raw:
    matrices = {f"{part.name}/X": part.matrix for part in parts}
    tables = {f"{part.name}/{axis}": getattr(part, axis) for part in parts for axis in ("obs", "var")}
    obs = parts[0].obs
    if not all(part.obs.index.equals(obs.index) for part in parts):
        obs = pd.DataFrame()
    asked = [question for part in parts for question in part.questions]
    return numbered(
        Raw(
            format="tenx_mtx",
            matrices=matrices,
            obs=obs,
            var=pd.DataFrame(),
            tables=tables,
            header=_header(parts),
            questions=(*asked, *scale_questions(matrices, answers)),
        ),
        answers,
    )


def _header(parts: Sequence[Part]) -> dict[str, str]:
    return {f"{part.name or 'matrix'} comment {i + 1}": c for part in parts for i, c in enumerate(part.comments)}
