"""From a data set's id to its standard file: fetched or simulated, converted and validated once, then kept.

A standard file is kept under a key of all that it was made from: the raw bytes or the simulation, our own source that
makes and validates it, the version of the schema, and the versions of the libraries that compute and write it. Change
any of them, and the next call makes a new file.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING

import anndata as ad
import pandas as pd

from clinicell.datasets._source import source_hashes
from clinicell.datasets._store import Store, Use, clear, disk_use
from clinicell.datasets.card import DatasetCard, Simulation, find_card
from clinicell.datasets.fetch import fetch
from clinicell.datasets.schema import knowledge, multiome
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.standard import SCHEMA_VERSION
from clinicell.datasets.validate import validate
from clinicell.errors import CardError, SchemaError
from clinicell.files import canonical_json, sha256, sha256_text, write_json, written_whole

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

__all__ = [
    "StandardFile", "Store", "Use", "clear", "disk_use", "fetch",
    "judged", "load", "load_multiome", "load_table", "standard_file",
]  # fmt: skip

_LIBRARIES = ("anndata", "cellxgene-ontology-guide", "flowio", "h5py", "mudata", "numpy", "pandas", "scipy")
_FINDINGS_SHOWN = 10
MULTIOME = "multiome"  # the one modality that is no AnnData; kinds of table are no modality
_SUFFIXES: Mapping[str, str] = {MULTIOME: "h5mu", **dict.fromkeys(knowledge.KINDS, "csv.gz")}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardFile:
    """A valid standard data set on the disk.

    `sha256` is of the file's bytes; `level` is the readiness level that it reached when it was made; `made_from` is
    what its key was computed of.
    """

    path: Path
    sha256: str
    level: Level
    made_from: Mapping[str, object]


def load(dataset_id: str, store: Store | None = None) -> ad.AnnData:
    """Return a standard data set in memory; it is fetched, converted or simulated first where need be.

    Raises
    ------
    CardError, FetchError, SchemaError, SurroundingsError
        As in `standard_file`; SchemaError also where the data set is a multiome or a table.
    """
    modality = find_card(dataset_id).modality
    if modality == MULTIOME:
        raise SchemaError(f"{dataset_id}: a multiome is a MuData; `load_multiome` returns it")
    if modality in knowledge.KINDS:
        raise SchemaError(f"{dataset_id}: a table without cells; `load_table` returns it")
    return ad.read_h5ad(standard_file(dataset_id, store).path)


def load_multiome(dataset_id: str, store: Store | None = None) -> "MuData":
    """Return a standard multiome in memory, as `load` returns other data sets.

    Raises
    ------
    CardError, FetchError, SchemaError, SurroundingsError
        As in `standard_file`; SchemaError also where the data set is no multiome.
    """
    if find_card(dataset_id).modality != MULTIOME:
        raise SchemaError(f"{dataset_id}: no multiome; `load` returns it, or `load_table` a table")
    return multiome.read(standard_file(dataset_id, store).path)


def load_table(dataset_id: str, store: Store | None = None) -> pd.DataFrame:
    """Return a standard table in memory, as `load` returns data sets of cells.

    Raises
    ------
    CardError, FetchError, SchemaError, SurroundingsError
        As in `standard_file`; SchemaError also where the data set is no table.
    """
    if find_card(dataset_id).modality not in knowledge.KINDS:
        raise SchemaError(f"{dataset_id}: no table; `load` or `load_multiome` returns it")
    return knowledge.read(standard_file(dataset_id, store).path)


def standard_file(dataset_id: str, store: Store | None = None) -> StandardFile:
    """Return the standard file of a data set, made on the first call and kept for the next.

    A kept file whose bytes have changed since is made again.

    Raises
    ------
    CardError
        No card bears that id, no converter or simulator belongs to it, or its counts are not those of the data.
    FetchError
        A raw file cannot be had here, or is not what the card names.
    SchemaError
        What was made is no valid standard data set; all findings are counted, and nothing is kept.
    SurroundingsError
        The store cannot be written.
    """
    store = store or Store()
    card = find_card(dataset_id)
    module = _module_of(card)
    made_from = _made_from(card, module)
    name = f"{sha256_text(canonical_json(made_from))[:16]}.{_SUFFIXES.get(card.modality, 'h5ad')}"
    path = store.root / "standard" / card.id / name
    return _kept(path, made_from) or _made(card, module, path, made_from, store)


def _module_of(card: DatasetCard) -> str:
    """Return the full name of the module that makes the data set."""
    place = f"simulate.{card.simulation.module}" if card.simulation else f"convert.{card.id}"
    name = f"clinicell.datasets.{place}"
    try:
        found = find_spec(name)
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise CardError(f"nothing makes {card.id!r}: there is no datasets/{place.replace('.', '/')}.py; write it")
    return name


def _made_from(card: DatasetCard, module: str) -> dict[str, object]:
    return {
        "dataset": card.id,
        "title": card.title,
        "modality": card.modality,
        "licence": card.licence,
        "raw": {file.path: file.sha256 for file in card.files},
        "simulation": card.simulation.model_dump(mode="json") if card.simulation else None,
        "source": source_hashes(module),
        "rules": sha256_text(canonical_json(source_hashes("clinicell.datasets.validate"))),
        "schema": SCHEMA_VERSION,
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _kept(path: Path, made_from: Mapping[str, object]) -> StandardFile | None:
    """Return the file at `path` when it is whole and its bytes are those that were written."""
    if not (path.is_file() and _note(path).is_file()):
        return None
    note = json.loads(_note(path).read_text(encoding="utf-8"))
    if sha256(path) != note["sha256"]:
        return None
    return StandardFile(path=path, sha256=note["sha256"], level=Level(note["level"]), made_from=made_from)


def _made(card: DatasetCard, module: str, path: Path, made_from: Mapping[str, object], store: Store) -> StandardFile:
    data = _simulated(card, card.simulation, module) if card.simulation else _converted(card, module, store)
    verdict = judged(card, data)
    level = _valid_level(card.id, verdict)
    _require_counts(card, verdict)
    with store.opened():
        with written_whole(path) as part:
            _write(data, part)
            digest = sha256(part)
        write_json(_note(path), {"sha256": digest, "level": int(level), "made_from": made_from})
    return StandardFile(path=path, sha256=digest, level=level, made_from=made_from)


def judged(card: DatasetCard, data: "ad.AnnData | MuData | pd.DataFrame", *, level: Level = Level.L3) -> Verdict:
    """Return the verdict of what was made of a card, up to `level`: a data set of cells, or a table without any."""
    if isinstance(data, pd.DataFrame):
        return knowledge.judge(card.id, next(kind for kind in knowledge.KINDS if kind == card.modality), data)
    return validate(data, level=level)


def _write(data: "ad.AnnData | MuData | pd.DataFrame", path: Path) -> None:
    if isinstance(data, ad.AnnData):
        data.write_h5ad(path)
    elif isinstance(data, pd.DataFrame):
        knowledge.write(data, path)
    else:
        multiome.write(data, path)


def _converted(card: DatasetCard, module: str, store: Store) -> "ad.AnnData | MuData | pd.DataFrame":
    convert: Callable[[Path], ad.AnnData | MuData | pd.DataFrame] = import_module(module).convert
    return convert(fetch(card, store))


def _simulated(card: DatasetCard, simulation: Simulation, module: str) -> "ad.AnnData | MuData":
    simulate: Callable[..., ad.AnnData | MuData] = import_module(module).simulate
    try:
        call = signature(simulate).bind(
            dataset_id=card.id, title=card.title, seed=simulation.seed, **simulation.parameters
        )
    except TypeError as error:
        raise CardError(f"{card.id}.toml: simulation.parameters: {error}; {module} says which there are") from error
    return simulate(*call.args, **call.kwargs)


def _require_counts(card: DatasetCard, verdict: Verdict) -> None:
    """Raise where raw bytes became another number of rows, features, donors or samples than the card says."""
    if card.is_simulated:  # the numbers depend on numpy's streams
        return
    for name, says in card.counts.model_dump().items():
        if (seen := getattr(verdict, name)) != says:
            raise CardError(f"{card.id}.toml: counts.{name}: the card says {says:,}, the data set has {seen:,}")


def _valid_level(dataset_id: str, verdict: Verdict) -> Level:
    if verdict.is_valid and verdict.level is not None:
        return verdict.level
    shown = [_in_words(found) for found in verdict.findings]
    more = len(shown) - _FINDINGS_SHOWN
    tail = [f"  and {more} more; `clinicell validate` on a file shows all"] if more > 0 else []
    head = f"{dataset_id}: no valid standard data set, {len(shown)} findings; nothing was kept"
    raise SchemaError("\n".join([head, *shown[:_FINDINGS_SHOWN], *tail]))


def _in_words(found: Finding) -> str:
    example = f", e.g. {found.examples[0]!r}" if found.examples else ""
    much = f"{found.n_affected:,} of {found.n_total:,} {found.unit}{example}"
    return f"  {found.code} {found.path}: {found.message} ({much}); {found.fix}"
