"""Tables and matrices of R (.rds, .RData): data.frame, matrix, dgCMatrix; everything else is named and refused."""

import bz2
import gzip
import lzma
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import rdata
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers.asked import ORIENTATIONS, chosen, numbered, orientation_question, scale_questions
from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.look import looks_like
from clinicell.datasets.readers.packed import most_unpacked
from clinicell.datasets.readers.raw import Block, InMemory, Question, Raw
from clinicell.datasets.readers.stored import pointers, within

RObject = Any  # what rdata makes of it: an array, a dict, a namespace, …

PACKED: Mapping[bytes, Any] = {b"\x1f\x8b": gzip, b"BZh": bz2, b"\xfd7zXZ": lzma}
STARTS = (b"X\n", b"A\n", b"B\n", b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n", b"RDB2\n", b"RDB3\n")
EXPORT = (
    "in R: Matrix::writeMM(counts, 'matrix.mtx'), writeLines(rownames(counts), 'features.tsv'), "
    "writeLines(colnames(counts), 'barcodes.tsv'), write.csv(metadata, 'cells.csv')"
)
CONTAINERS = (
    "Seurat", "Assay", "Assay5", "SingleCellExperiment", "SummarizedExperiment", "RangedSummarizedExperiment",
    "MultiAssayExperiment", "ExpressionSet", "cell_data_set", "CellDataSet", "loom", "DESeqDataSet", "DGEList",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A matrix as R holds it, rows x columns, with what names it has."""

    numbers: Block
    rows: pd.Index | None
    columns: pd.Index | None


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return the table or the matrix of an R file.

    A matrix is ``X``, with the names of its rows and columns; a data.frame that holds more than numbers is a table by
    its name. Asks for ``"object"`` where an .RData holds several, ``"orientation"`` of matrices and ``"scale"``.

    Raises
    ------
    Unreadable
        The file is damaged, a bomb, or holds an object that is not read: its class is named, and for a Seurat or
        SingleCellExperiment object what to export instead.
    """
    with told_of(path):
        content = _content(path)
    several = content if isinstance(content, dict) and _is_workspace(path) else {"X": content}
    answer = chosen(answers, "object", path.name, tuple(several))
    asked: list[Question] = []
    if len(several) > 1 and not answer:
        why = f"{len(several)} objects are there, and the file does not say which are the numbers"
        asked.append(Question(about="object", place=path.name, why=why, choices=tuple(several)))
    found, refused = _all_understood({name: several[name] for name in ((answer,) if answer else several)}, path.name)
    if len(found) == 1:
        found = {"X": next(iter(found.values()))}
    return _raw(found, asked, refused, answers)


def _all_understood(several: Mapping[str, Any], file: str) -> tuple[dict[str, Named | pd.DataFrame], dict[str, str]]:
    found: dict[str, Named | pd.DataFrame] = {}
    refused: dict[str, Unreadable] = {}
    for name, value in several.items():
        try:
            found[name] = _understood(value, name, file)
        except Unreadable as fault:
            refused[name] = fault
    if not found:
        raise next(iter(refused.values()), Unreadable("L0-READ-13", file, "holds no object"))
    return found, {f"not read: {name}": fault.what for name, fault in refused.items()}


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(2048)
    module = next((module for magic, module in PACKED.items() if head.startswith(magic)), None)
    size = path.stat().st_size
    most = most_unpacked(path)
    if module is None:
        data = path.read_bytes()
    else:
        with module.open(path, "rb") as stream:
            data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable("L0-READ-02", path.name, f"unpacks to more than {most >> 20:,} MB from {size:,} bytes")
    if not data.startswith(STARTS):
        raise Unreadable("L0-READ-03", path.name, f"is no R file: {looks_like(data[:2048])}")
    return data


def _is_workspace(path: Path) -> bool:
    return _unpacked(path).startswith(b"RD")


def _content(path: Path) -> RObject:
    data = _unpacked(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class without a constructor is an error here, below
        return rdata.conversion.convert(rdata.parser.parse_data(data), constructor_dict=_constructors(path.name))


def _constructors(file: str) -> RObject:
    own: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
        "factor": lambda codes, attributes: _factor(codes, attributes, file),
        "ordered": lambda codes, attributes: _factor(codes, attributes, file),
        "dgCMatrix": lambda _, attributes: _dgc(attributes, file),
    }
    return {**rdata.conversion.DEFAULT_CLASS_MAP, **own, **{name: _refusal(name, file) for name in CONTAINERS}}


def _refusal(name: str, file: str) -> Callable[[Any, Mapping[str, Any]], Any]:
    def refuse(_: RObject, __: Mapping[str, Any]) -> RObject:
        raise Unreadable("L0-READ-17", file, f"holds an R object of class {name!r}, which only R can read", EXPORT)

    return refuse


def _factor(codes: RObject, attributes: Mapping[str, Any], file: str) -> pd.Categorical:
    levels = list(attributes["levels"])
    mask = np.ma.getmaskarray(codes)
    numbers = np.where(mask, 0, np.ma.getdata(codes)).astype(np.int64)
    if numbers.size and (numbers.min() < 0 or numbers.max() > len(levels) or ((numbers == 0) & ~mask).any()):
        raise Unreadable("L0-READ-08", file, f"a factor's codes lead past its {len(levels)} levels")
    return pd.Categorical.from_codes(numbers - 1, pd.Index(levels))


def _dgc(attributes: Mapping[str, Any], file: str) -> Named:
    parts = {"data": attributes["x"], "indices": attributes["i"], "indptr": attributes["p"]}
    arrays = {name: np.ma.getdata(np.asarray(part)) for name, part in parts.items()}
    n_rows, n_columns = map(int, np.ravel(attributes["Dim"]))
    if n_rows < 0:
        raise Unreadable("L0-READ-07", file, "a dgCMatrix declares a negative size")
    starts = pointers(arrays, n_columns, file)
    rows = within(arrays["indices"], n_rows, file)
    columns = np.repeat(np.arange(n_columns), np.diff(starts))
    numbers = sparse.csr_matrix((arrays["data"], (rows, columns)), shape=(n_rows, n_columns))
    if numbers.nnz != len(rows):
        raise Unreadable("L0-READ-16", file, f"{len(rows) - numbers.nnz:,} of {len(rows):,} entries stand twice")
    names = attributes.get("Dimnames") or (None, None)
    return Named(numbers, _index(names[0], n_rows, file), _index(names[1], n_columns, file))


def _index(names: RObject, n: int, file: str) -> pd.Index | None:
    if names is None or not len(names):
        return None
    if len(names) != n:
        raise Unreadable("L0-READ-07", file, f"{len(names):,} names for {n:,} rows or columns")
    return pd.Index([str(name) for name in names], dtype=object)


def _understood(value: RObject, name: str, file: str) -> Named | pd.DataFrame:
    if isinstance(value, Named):
        return value
    if isinstance(value, pd.DataFrame):
        value.index = value.index.astype(str)
        is_numbers = value.shape[1] > 1 and all(pd.api.types.is_numeric_dtype(kind) for kind in value.dtypes)
        return Named(_floats(value), value.index, value.columns.astype(str)) if is_numbers else value
    numbers = getattr(value, "values", value)  # xarray's where R gave names
    if isinstance(numbers, np.ndarray) and numbers.ndim == 2 and numbers.dtype.kind in "iufb":
        names = [value.coords[dim].to_numpy() if dim in value.coords else None for dim in getattr(value, "dims", ())]
        rows, columns = names if len(names) == 2 else (None, None)
        return Named(
            _unmasked(numbers), _index(rows, numbers.shape[0], file), _index(columns, numbers.shape[1], file)
        )  # fmt: skip
    what = f"holds {name!r}, an R object of class {_class_of(value)!r}"
    raise Unreadable("L0-READ-17", file, what, f"a data.frame, a matrix or a dgCMatrix; {EXPORT}")


def _floats(table: pd.DataFrame) -> NDArray[Any]:
    if table.isna().to_numpy().any() or len(set(table.dtypes)) > 1:
        return table.to_numpy(dtype="float64", na_value=np.nan)
    return table.to_numpy()


def _unmasked(numbers: NDArray[Any]) -> NDArray[Any]:
    if not isinstance(numbers, np.ma.MaskedArray):
        return numbers
    return np.where(numbers.mask, np.nan, numbers.data) if numbers.mask.any() else np.asarray(numbers.data)


def _class_of(value: RObject) -> str:
    named = getattr(value, "class", None)
    if named is not None:
        return str(np.ravel(named)[0])
    known = {dict: "list", list: "list", str: "character", type(None): "NULL"}
    return known.get(type(value), "vector" if isinstance(value, np.ndarray) else type(value).__name__)


def _raw(
    found: Mapping[str, Named | pd.DataFrame],
    asked: list[Question],
    header: Mapping[str, str],
    answers: Mapping[str, str],
) -> Raw:
    matrices: dict[str, InMemory] = {}
    tables: dict[str, pd.DataFrame] = {}
    obs, var = pd.DataFrame(), pd.DataFrame()
    for name, item in found.items():
        if isinstance(item, pd.DataFrame):
            tables[name] = item
            continue
        answer = chosen(answers, "orientation", name, ORIENTATIONS)
        asked += (
            [] if answer else [orientation_question(name, (int(item.numbers.shape[0]), int(item.numbers.shape[1])))]
        )
        is_turned = answer == "features x units"
        numbers = sparse.csr_matrix(item.numbers.T) if sparse.issparse(item.numbers) else item.numbers.T
        matrices[name] = InMemory(numbers if is_turned else item.numbers)
        sides = [_side(item.rows, int(item.numbers.shape[0])), _side(item.columns, int(item.numbers.shape[1]))]
        obs, var = reversed(sides) if is_turned else sides
        tables |= {f"{name}/obs": obs, f"{name}/var": var} if len(found) > 1 else {}
    if len(found) > 1:
        obs, var = pd.DataFrame(), pd.DataFrame()
    questions = (*asked, *scale_questions(matrices, answers))
    return numbered(
        Raw(format="r_table", matrices=matrices, obs=obs, var=var, tables=tables, header=header, questions=questions),
        answers,
    )


def _side(names: pd.Index | None, n: int) -> pd.DataFrame:
    return pd.DataFrame(index=pd.RangeIndex(n).astype(str) if names is None else names)
