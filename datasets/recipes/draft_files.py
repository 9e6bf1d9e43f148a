"""What lies in a raw folder: which files belong together, which reader each is for, and what each leaves open."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from clinicell.datasets.readers import _text, child
from clinicell.datasets.readers._numbers import is_number
from clinicell.datasets.readers._survey import survey
from clinicell.datasets.readers.genotype_matrix import ANY_CODE
from clinicell.datasets.readers.raw import Question, Raw
from clinicell.datasets.readers.read_counts import is_compass, is_scarlet
from clinicell.datasets.recipes.draft_alike import absorbed, fields_of, first_line, shape_of, unlike
from clinicell.datasets.recipes.draft_samples import OF_SAMPLES, Group, Pattern, samples_together
from clinicell.datasets.recipes.gathered import READERS, natural, read_with
from clinicell.errors import ClinicellError

FIND = "clinicell.datasets.readers.find"
_IGNORED = re.compile(
    r"(?:^|/)(?:\.|LICEN[CS]E|SHA256|MD5|CHANGES)|README|\.(?:md|pdf|docx?|pptx?|html?|py|r|ipynb|png|jpe?g|svg)$", re.I
)
_TEXT = re.compile(r"\.(?:csv|tsv|txt|tab|matrix|input|labels?|genenames|meta|dat)(?:\.(?:gz|bz2|xz))?$", re.I)
_SUFFIX = re.compile(r"(?:\.(?:csv|tsv|txt|gz|bz2|xz|fcs|vcf|cov|bed|h5ad|h5|xlsx))+$", re.I)
_MAGIC = ((b"FCS", "fcs"), (b"##fileformat=VCF", "vcf"), (b"\x89HDF", "h5ad"))
_OF_10X = re.compile(r"(?:^|[_.-])(?:barcodes|features|genes)\.tsv(?:\.gz)?$")
MOST_FILES = 5000
ONE_PER_CELL = ("bismark_cov",)
ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Files of one kind: `path` names them (with ``*`` where there are several); `raw` is what the first one holds.

    `asked` are the questions of the first file; answers that were tried so as to look further are kept nowhere.
    `labels` are files of names that fit the table's rows or columns; `unlike` tells which files differ from the first.
    """

    name: str
    path: Pattern
    reader: str
    first: Path
    n_files: int
    raw: Raw | None
    asked: tuple[Question, ...]
    fault: str = ""
    labels: Mapping[str, tuple[str, ...]]
    unlike: tuple[str, ...] = ()

    @property
    def rows(self) -> pd.DataFrame:
        """One row per unit of the first file: what is told of it."""
        if self.raw is None:
            return pd.DataFrame()
        if self.raw.matrices:
            return self.raw.obs
        return next(iter(self.raw.tables.values()), self.raw.obs)


def entries(raw: Path, only: str = "*") -> tuple[Entry, ...]:
    """Return the files of a raw folder (or the one file) whose path fits `only`, those of one kind together."""
    files = [raw] if raw.is_file() else [path for path in _files(raw) if path.relative_to(raw).match(only)]
    kinds: dict[tuple[str, str], list[Path]] = {}
    seen: dict[tuple[str, str], str] = {}  # readers, by the names of files and the shape of their first line
    for path in files:
        relative = path.name if raw.is_file() else path.relative_to(raw).as_posix()
        pattern = re.sub(r"\d+", "*", relative) if len(files) > 1 else relative
        reader = _by_content(path)
        if reader == "delimited":  # to tell words from genotypes takes a second, which files of one kind need once
            alike = pattern, shape_of(path)
            reader = seen.get(alike) or seen.setdefault(alike, reader_of(path))
        else:
            reader = reader_of(path)
        kinds.setdefault((pattern, reader), []).append(path)
    kinds = absorbed(raw, kinds) if raw.is_dir() else kinds
    has_genotypes = any(reader == "genotype_matrix" for _, reader in kinds)
    merged = [
        one
        for (pattern, reader), paths in kinds.items()
        for one in _split(raw, pattern, reader, paths, may_be_lists=has_genotypes and reader == "delimited")
    ]
    merged = list(samples_together(raw, merged, explored)) if raw.is_dir() else merged
    used: set[str] = set()
    found = []
    for named, reader, paths in merged:
        if reader:
            found.append(_entry(named, reader, paths, used))
    return tuple(_with_labels(_without_named(found)))


def _files(folder: Path) -> Iterator[Path]:
    paths = sorted(folder.rglob("*"), key=lambda path: natural(path.relative_to(folder).as_posix()))
    for number, path in enumerate(path for path in paths if path.is_file()):
        if number >= MOST_FILES:
            return
        if not _IGNORED.search(path.relative_to(folder).as_posix()):
            yield path


def _split(raw: Path, pattern: str, reader: str, paths: list[Path], *, may_be_lists: bool) -> Iterator[Group]:
    """Yield one group where the pattern names these files and no others, else each file for itself.

    Files of one cell each are read as the folder that they lie in.
    """
    folders = {path.parent for path in paths}
    if reader in ONE_PER_CELL and len(paths) > 1 and len(folders) == 1:
        (folder,) = folders
        yield folder.relative_to(raw).as_posix(), reader, [folder]
        return
    may_be_lists = may_be_lists and any(len(fields_of(first_line(path))) == 1 for path in paths)
    if not may_be_lists and len(paths) > 1 and len(list(raw.glob(pattern))) == len(paths):
        yield pattern, reader, paths
        return
    for path in paths:
        yield (path.name if raw.is_file() else path.relative_to(raw).as_posix()), reader, [path]


def reader_of(path: Path) -> str:
    """Return the reader that a file is for, as its content tells; "" where there is none."""
    child.note(path)
    reader = _by_content(path)
    if find_spec(FIND) is not None:
        with suppress(ClinicellError):
            told = str(import_module(FIND).reader_of(path))
            reader = told if find_spec(f"{READERS}.{told}") is not None else reader
    return "genotype_matrix" if reader == "delimited" and _is_genotype(path) else reader


def _by_content(path: Path) -> str:
    try:
        with _text.unpacked(path) as data:
            head = data.read(64)
    except ClinicellError:
        return ""
    for magic, reader in _MAGIC:
        if head.startswith(magic):
            return reader
    name = path.name.lower()
    if head.startswith(b"PK"):
        return "xlsx" if name.endswith((".xlsx", ".xlsm")) else ""
    if re.search(r"\.cov(?:\.txt)?(?:\.gz)?$", name):
        return "bismark_cov"
    if re.search(r"\.(?:bed|bedgraph|narrowpeak|broadpeak)(?:\.gz)?$", name):
        return "bed"
    return "delimited" if _TEXT.search(name) else ""


def _is_genotype(path: Path) -> bool:
    """Whether a text is a table of genotypes: codes without a header, or columns that two programs name."""
    try:
        with _text.unpacked(path) as data:
            if re.fullmatch(rb"\d+ #(?:cells|SNVs)\s*", data.readline(80)):
                return True
        found, questions = survey(path, {})
    except ClinicellError:
        return False
    if found is None or found.width < 2:
        return False
    names = list(found.names[0]) if found.names else []
    if is_compass(names) or is_scarlet(names):
        return True
    has_no_header = any(question.about == "header" for question in questions)
    return has_no_header and {field.strip() for row in found.sample for field in row} <= ANY_CODE


def are_codes(path: Path) -> bool:
    """Whether the first rows of a text hold nothing but codes of genotypes beside the names of its rows."""
    try:
        found, _ = survey(path, {})
    except ClinicellError:
        return False
    if found is None or found.width < 3:
        return False
    return {field.strip() for row in found.sample for field in row[1:]} <= ANY_CODE


def _entry(pattern: Pattern, reader: str, paths: list[Path], used: set[str]) -> Entry:
    last = pattern.split("/")[-1] if isinstance(pattern, str) else reader
    plain = _SUFFIX.sub("", "cells" if pattern == "." else last)
    stem = re.sub(r"_+", "_", re.sub(r"\W+", "_", plain.replace("*", ""))).strip("_").lower() or reader
    name = next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 999))) if name not in used)
    used.add(name)
    raw, asked, fault = explored(reader, paths[0])
    return Entry(
        name=name, path=pattern, reader=reader, first=paths[0], n_files=len(paths), raw=raw, asked=asked, fault=fault,
        labels={}, unlike=() if reader in OF_SAMPLES else unlike(reader, paths, raw),
    )  # fmt: skip


def explored(reader: str, path: Path) -> tuple[Raw | None, tuple[Question, ...], str]:
    """Return what a file holds under some answers, all that it asks on the way, and why it could not be read."""
    answers: dict[str, str] = {}
    asked: dict[str, Question] = {}
    try:
        raw = read_with(reader, path, answers)
        for _ in range(ROUNDS):
            new = [question for question in raw.questions if question.about not in asked]
            if not new:
                break
            for question in new:
                asked[question.about] = question
            raw = _tried(reader, path, answers, new) or raw
    except ClinicellError as fault:
        return None, tuple(asked.values()), str(fault)
    return raw, tuple(asked.values()), ""


def _tried(reader: str, path: Path, answers: dict[str, str], new: list[Question]) -> Raw | None:
    """Answer each question with the first choice that the file does not contradict, so as to see what comes next."""
    raw = None
    for question in new:
        for choice in _in_order(question, path):
            try:
                raw = read_with(reader, path, answers | {question.about: choice})
            except ClinicellError:
                continue
            answers[question.about] = choice
            break
    return raw


def _in_order(question: Question, path: Path) -> tuple[str, ...]:
    """Return the choices, the likeliest first: a first row of distinct words is looked at as a header."""
    if question.about != "header":
        return question.choices
    fields = fields_of(first_line(path))
    is_words = len(set(fields)) == len(fields) and not any(map(is_number, fields))
    return tuple(sorted(question.choices, key=lambda choice: choice != "1")) if is_words else question.choices


def _without_named(found: list[Entry]) -> list[Entry]:
    """Return the files without those of names that are read with the matrix of 10x beside them."""
    holders = {entry.first.parent for entry in found if entry.reader == "tenx_mtx" and entry.raw is not None}
    return [entry for entry in found if entry.first.parent not in holders or not _OF_10X.search(entry.first.name)]


def _with_labels(found: list[Entry]) -> Iterator[Entry]:
    """Yield the entries; lists of names that fit the rows or columns of a genotype table stand with it instead."""
    lists = [(entry, n) for entry in found if (n := _n_words(entry))]
    taken: set[str] = set()
    kept = []
    for entry in found:
        if entry.reader == "genotype_matrix" and entry.raw is not None and "genotype" in entry.raw.matrices:
            shape = entry.raw.matrices["genotype"].shape
            near = [(other.path, n) for other, n in lists if other.first.parent == entry.first.parent]
            beside = {path: n for path, n in near if isinstance(path, str)}
            fitting = tuple(path for path, n in beside.items() if n in shape)
            fits = {"sites": fitting, "cells": fitting}
            taken |= {path for paths in fits.values() for path in paths}
            entry = _labelled(entry, fits)
        kept.append(entry)
    yield from (entry for entry in kept if entry.path not in taken)


def _labelled(entry: Entry, labels: Mapping[str, tuple[str, ...]]) -> Entry:
    return replace(entry, labels={what: paths for what, paths in labels.items() if paths})


def _n_words(entry: Entry) -> int:
    """Return how many names a file of one name per line holds; 0 for any other file."""
    if entry.reader != "delimited" or entry.raw is None or entry.raw.matrices or entry.n_files > 1:
        return 0
    try:
        found, _ = survey(entry.first, {"header": "0", "delimiter": "none"})
    except ClinicellError:
        return 0
    table = entry.rows
    is_list = found is not None and table.shape[1] == 1
    return found.n_rows if is_list and found is not None else 0
