"""A recipe: what a person says about a raw folder so that it can be made standard, in TOML, every line answerable.

A ``"?"`` is a question that nobody has answered yet; a recipe with one is read, and never followed.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, PrivateAttr, model_validator

from clinicell.datasets.privacy.declared import Declared, declared
from clinicell.datasets.recipes.lines import Place, line_of
from clinicell.datasets.schema.scale import KINDS
from clinicell.datasets.standard import Modality
from clinicell.errors import InputError

ASK = "?"
INDEX, FILE, FILE_NAME = "index", "file", "file_name"  # columns of every file: row ids, its name without suffix, whole
MODALITIES = get_args(Modality)
ARCSINH = re.compile(r"arcsinh\(raw / (\d+(?:\.\d+)?)\)")
_SLOT = re.compile(r"X|layers/\w+|obsm/\w+|\?")


def _one_of(allowed: tuple[str, ...], text: str) -> str:
    if text not in (*allowed, ASK):
        raise ValueError(f"{text!r} is none of {', '.join(allowed)}")
    return text


def _slot(text: str) -> str:
    if not _SLOT.fullmatch(text):
        raise ValueError(f"{text!r} is no slot; write X, layers/<name> or obsm/<name>")
    return text


def _transform(text: str) -> str:
    if text not in ("", ASK, "log10(raw)") and not ARCSINH.fullmatch(text):
        raise ValueError(f"{text!r} is no known transformation; write arcsinh(raw / 5) or log10(raw), or leave it out")
    return text


def _inside(text: str) -> str:
    if text.startswith(("/", "\\")) or ".." in Path(text).parts or (len(text) > 1 and text[1] == ":"):
        raise ValueError(f"{text!r} leads out of the raw folder; write a path below it")
    return text


Path_ = Annotated[str, AfterValidator(_inside)]
Scale_ = Annotated[str, AfterValidator(lambda text: _one_of(KINDS, text))]


def _n_groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"pattern {pattern!r} is no regular expression: {error}") from error


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class About(_Part):
    """What the data set is."""

    dataset_id: str
    title: str
    license: str
    modality: Annotated[str, AfterValidator(lambda text: _one_of(MODALITIES, text))]


class File(_Part):
    """A raw file, or several of one kind, whose rows are put below each other in natural order.

    Parameters
    ----------
    path
        A path, a pattern with ``*``, or a list of both: a file that several of them name is read once.
    """

    name: str
    path: Path_ | Annotated[tuple[Path_, ...], Field(min_length=1)]
    reader: str
    answers: Mapping[str, str] = Field(default_factory=dict)


class Join(_Part):
    """Facts from another file: each unit's value of `to` is looked up in the column `on` of `file`.

    ``on = "position"`` joins row by row, file by file, and needs equal numbers of rows.
    """

    file: str
    on: str
    to: str = INDEX


class Units(_Part):
    """Which file holds the units, and which of its columns make their ids."""

    file: str
    id: tuple[str, ...] = (INDEX,)
    joins: tuple[Join, ...] = ()
    drop: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # rows whose column holds one of these
    drop_duplicates: bool = False


def _with_group(pattern: str) -> str:
    if pattern and _n_groups(pattern) < 1:
        raise ValueError(f"pattern {pattern!r} has no group; put brackets round what is to be taken")
    return pattern


Pattern = Annotated[str, AfterValidator(_with_group)]


class Column(_Part):
    """How one column of the standard comes about: from a column of the raw files, or as a constant.

    Parameters
    ----------
    column
        The raw column (after all joins), ``index``, ``file`` or ``file_name``; "" for a constant.
    constant
        The value of every row.
    pattern
        A regular expression; its first group is taken. A value without it is refused.
    prefix
        Written before every value.
    values
        New value by old one; where it is given, a value that is not in it is refused.
    kind
        ``text``, ``yes_no`` (values true, false, unknown), ``number`` (times `factor`; codes of `missing` are missing)
        or ``age_years`` (five-year band, ``90+`` from 90).
    """

    column: str = ""
    constant: str | bool | None = None
    pattern: Pattern = ""
    prefix: str = ""
    mapping: Mapping[str, str] | None = Field(default=None, alias="values")
    kind: Literal["text", "yes_no", "number", "age_years"] = "text"
    missing: tuple[str, ...] = ()
    factor: float = 1.0

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.constant is None) == (not self.column):
            raise ValueError("write either column or constant")
        return self


class Matrix(_Part):
    """One matrix of the standard file."""

    file: str
    matrix: str
    slot: Annotated[str, AfterValidator(_slot)]
    scale: Scale_
    formula: str = ""
    fitted_on: str = ""
    transform: Annotated[str, AfterValidator(_transform)] = ""
    columns: str = ""  # of a table: a pattern whose matches are the columns of the matrix


class Features(_Part):
    """Which column names the features, and what else is told of them.

    Parameters
    ----------
    pattern
        A regular expression; its first group of each id is taken, such as the gene id before its version. An id without
        it is refused.
    symbols_of
        A species, where `id` holds gene symbols: each becomes the Ensembl id of the one gene that it leads to.
    unresolved
        What becomes of a symbol that leads to no gene, or to several; without it they are refused.
    """

    id: str = INDEX
    pattern: Pattern = ""
    symbols_of: Literal["", "human"] = ""
    unresolved: Literal["", "drop"] = ""
    columns: Mapping[str, Column] = Field(default_factory=dict)
    duplicates: Literal["", "keep the first", "number them"] = ""


class Privacy(_Part):
    """What a steward declares harmless, and answers for: the privacy screen passes over it where it knows no better.

    Parameters
    ----------
    harmless
        Words and phrases. One with the form of an identifier is refused.
    harmless_columns
        Names of columns of the standard all whose words are harmless; none that speaks of persons.
    """

    harmless: tuple[str, ...] = ()
    harmless_columns: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _declarable(self) -> Self:
        try:
            declared(self.harmless, self.harmless_columns)
        except InputError as error:
            raise ValueError(str(error)) from None
        return self

    def declared(self) -> Declared:
        """Return it in the form that the screen takes."""
        return declared(self.harmless, self.harmless_columns)


class Recipe(_Part):
    """All that must be said to make a raw folder standard."""

    recipe: Literal[1]
    about: About
    files: tuple[File, ...]
    units: Units
    columns: Mapping[str, Column]
    matrices: tuple[Matrix, ...] = ()
    features: Features = Features()
    uns: Mapping[str, str | bool | float | Mapping[str, JsonValue]] = Field(default_factory=dict)
    privacy: Privacy = Privacy()

    _file: str = PrivateAttr("")
    _lines: Mapping[str, int] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        faults = [what for _, what in misnamed(self.model_dump(by_alias=True))]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def where(self, place: str) -> str:
        """Return the line of a place for the head of a message, ``"r.toml:12: "``; "" if it is of no file."""
        return f"{self._file}:{line_of(self._lines, place)}: " if self._file else ""

    def of_file(self, name: str, lines: Mapping[str, int]) -> "Recipe":
        """Return the same recipe, which knows the lines of its places."""
        told = self.model_copy()
        told._file, told._lines = name, lines
        return told

    def as_said(self) -> dict[str, object]:
        """Return what was written, as JSON holds it; a table that says nothing is left out."""
        held = self.model_dump(by_alias=True)
        return held if self.privacy.declared() else {name: part for name, part in held.items() if name != "privacy"}

    def open_questions(self) -> tuple[str, ...]:
        """Return the places whose answer is still ``"?"``, in the order of the recipe."""
        return tuple(_asked(self.model_dump(by_alias=True), ""))


def _asked(value: object, place: str) -> Iterator[str]:
    if value == ASK:
        yield place
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key == ASK:
                yield f"{place}.{key} (the key)".lstrip(".")
            else:
                yield from _asked(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value, 1):
            named = item.get("name") if isinstance(item, Mapping) else None
            yield from _asked(item, f"{place}[{named or number}]")


def misnamed(recipe: Mapping[str, object]) -> Iterator[tuple[Place, str]]:
    """Yield where names do not fit together, and what is wrong; parts that have not their form are passed over."""
    names = [str(file.get("name")) for file in _parts(recipe.get("files"))]
    units = recipe.get("units")
    units = units if isinstance(units, Mapping) else {}
    for number, name in enumerate(names):
        if name in names[:number]:
            yield ("files", number, "name"), f"two files share the name {name!r}; give each its own"
    matrices = _parts(recipe.get("matrices"))
    used: list[tuple[Place, object]] = [(("units", "file"), units.get("file"))]
    used += [(("units", "joins", n, "file"), join.get("file")) for n, join in enumerate(_parts(units.get("joins")))]
    used += [(("matrices", n, "file"), part.get("file")) for n, part in enumerate(matrices)]
    for place, wanted in used:
        if names and isinstance(wanted, str) and wanted not in (*names, ASK):
            yield place, f"{wanted!r} is the name of no file; files are {', '.join(names)}"
    slots = [part.get("slot") for part in matrices]
    for number, slot in enumerate(slots):
        if slot in slots[:number] and slot != ASK:
            yield ("matrices", number, "slot"), f"two matrices go into one slot, {slot!r}; give each its own"


def _parts(value: object) -> list[Mapping[str, object]]:
    return [part if isinstance(part, Mapping) else {} for part in value] if isinstance(value, list | tuple) else []
