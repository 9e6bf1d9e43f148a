"""Dataset cards: what a person wrote down about a data set, one TOML file each in ``datasets/cards/``.

The file's name is the data set's id. A card says whence the data are, what their licence allows, who labelled them, how
many there are, and by SHA-256 which bytes they are; a simulated set names its simulator and seed instead of files.
"""

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from clinicell.datasets._fields import (
    Checked,
    Digest,
    Folder,
    Identifier,
    Inside,
    Parameter,
    Text,
    Web,
    Whole,
)
from clinicell.datasets._sanity import Sanity
from clinicell.datasets._toml import read_toml
from clinicell.datasets.standard import Modality, TableKind
from clinicell.errors import CardError

CARDS = Path(__file__).parent / "cards"


class _Written(BaseModel):
    """What a person wrote: never changed after reading, and no field that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Counts(_Written):
    """The size of the standard data set: rows, features (0: embedding; columns of a table), donors, samples."""

    n_obs: Whole
    n_vars: Whole
    n_donors: Whole
    n_samples: Whole


class RawFile(_Written):
    """One raw file: its path in the raw folder, its bytes, and where these very bytes come from.

    `url` stands only where the public bytes are these bytes; else `derived_from` says what the file was made from and
    `how`. `url_checked` is the day on which somebody fetched the address, or ``"never"``. `mirror` is the file's path
    under the mirror's root where that is not ``<card.mirror>/<path>``.
    """

    path: Inside
    sha256: Digest
    bytes: Whole
    url: Web | None = None
    derived_from: Text | None = None
    how: Text | None = None
    url_checked: Checked = "never"
    mirror: Inside | None = None

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        made = (self.derived_from is not None, self.how is not None)
        if self.url is not None and any(made):
            raise ValueError("has both url and derived_from or how; keep url only where its bytes are these very bytes")
        if self.url is None and not all(made):
            raise ValueError("has no url; write derived_from (what it was made from) and how, both")
        return self


class Published(_Written):
    """A number of others that we did not reproduce; it is shown in a labelled column of its own."""

    what: Text
    value: Text
    source: Text
    why_not_ours: Text


class Simulation(_Written):
    """How a simulated set is made: ``datasets/simulate/<module>.py``, its seed and its parameters."""

    module: Identifier
    seed: Whole
    parameters: dict[str, Parameter] = Field(default_factory=dict)


class DatasetCard(_Written):
    """What is known of a data set before one opens it.

    Parameters
    ----------
    modality
        What was measured; of a set without cells, the kind of its table.
    original
        Where a user without a mirror has the original from; may be empty for simulated sets only.
    allows
        What the licence allows, of ``"research"``, ``"commercial"``, ``"redistribution"``; empty when unknown.
    doi, accession
        Empty when there is none, or when we are not sure.
    mirror
        The folder under the mirror's root; empty for simulated sets.
    counts
        The size of the standard data set, which the converter's test checks.
    files, simulation
        Raw files or a simulation: one of the two, never both.
    """

    id: Identifier
    title: Text
    modality: Literal[Modality, TableKind]
    summary: Text
    source: Text
    doi: str = ""
    accession: str = ""
    original: str = ""
    licence: Text
    allows: tuple[Literal["research", "commercial", "redistribution"], ...]
    licence_note: str = ""
    label_provenance: Text
    mirror: Folder = ""
    counts: Counts
    files: tuple[RawFile, ...] = ()
    sanity: tuple[Sanity, ...] = ()
    published: tuple[Published, ...] = ()
    simulation: Simulation | None = None

    @field_validator("doi")
    @classmethod
    def _is_doi(cls, doi: str) -> str:
        if doi and not (doi.startswith("10.") and "/" in doi):
            raise ValueError(f"{doi!r} is no DOI; write it bare, as '10.1101/gr.209973.116', or '' when not sure")
        return doi

    @field_validator("files")
    @classmethod
    def _paths_differ(cls, files: tuple[RawFile, ...]) -> tuple[RawFile, ...]:
        paths = [file.path for file in files]
        if twice := _repeated(paths):
            raise ValueError(f"names {twice[0]!r} twice; each path is one file")
        folders = {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}
        if clash := [path for path in paths if path in folders]:
            raise ValueError(f"names {clash[0]!r} as a file and as a folder of another; rename one")
        return files

    @field_validator("sanity")
    @classmethod
    def _names_differ(cls, sanity: tuple[Sanity, ...]) -> tuple[Sanity, ...]:
        if twice := _repeated(check.name for check in sanity):
            raise ValueError(f"names {twice[0]!r} twice; each figure has a name of its own")
        return sanity

    @model_validator(mode="after")
    def _is_raw_or_simulated(self) -> Self:
        if bool(self.files) == (self.simulation is not None):
            both = "both [[files]] and [simulation]" if self.files else "neither [[files]] nor [simulation]"
            raise ValueError(f"has {both}; write one of the two")
        if self.simulation is not None and self.mirror:
            raise ValueError("is simulated and names a mirror; leave mirror empty")
        if self.simulation is None and not self.original.strip():
            raise ValueError("original is empty; say where a user without a mirror has the data from")
        lost = [file.path for file in self.files if file.url is None and not self.mirror and file.mirror is None]
        if lost:
            raise ValueError(f"{len(lost)} files have neither url nor mirror, e.g. {lost[0]!r}; write mirror")
        return self

    @property
    def is_simulated(self) -> bool:
        """Whether the data come from a simulator, not from raw files."""
        return self.simulation is not None

    def mirror_path(self, file: RawFile) -> str | None:
        """Return the path of `file` under a mirror's root; None when no mirror holds it."""
        return file.mirror or (f"{self.mirror}/{file.path}" if self.mirror else None)

    def sanity_named(self, name: str) -> Sanity:
        """Return the sanity figure of that name.

        Raises
        ------
        CardError
            The card has none of that name.
        """
        for check in self.sanity:
            if check.name == name:
                return check
        known = ", ".join(check.name for check in self.sanity) or "none"
        raise CardError(f"card {self.id!r} has no sanity figure {name!r}; it has: {known}")


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, n in Counter(names).items() if n > 1]


def read_card(path: Path) -> DatasetCard:
    """Return the card in a TOML file.

    Raises
    ------
    CardError
        The file cannot be read, is no TOML, or breaks a rule of the card; every fault is named at once.
    """
    written = read_toml(path, CardError, "a card")
    try:
        card = DatasetCard.model_validate(written)
    except ValidationError as error:
        faults = [_fault(details) for details in error.errors(include_url=False)]
        raise CardError("\n".join(f"{path.name}: {fault}" for fault in faults)) from error
    if card.id != path.stem:
        raise CardError(f"{path.name}: id: {card.id!r} is not the file's name; write id = {path.stem!r}")
    return card


def _fault(details: ErrorDetails) -> str:
    """Return one fault of pydantic's as ``field: what is wrong; what would be right``."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in details["loc"]).lstrip(".")
    kind, seen = details["type"], details["input"]
    if kind == "missing":
        return f"{place}: is missing; every card has it"
    if kind == "extra_forbidden":
        near = get_close_matches(place.rpartition(".")[2], _field_names(), n=1)
        return f"{place}: is no field of a card; " + (f"did you mean {near[0]!r}?" if near else "leave it out")
    if kind == "value_error":
        return f"{place or 'the card'}: {details['ctx']['error']}"
    said = details["msg"].removeprefix("Input should be ").replace("greater than or equal to", "at least")
    return f"{place}: {seen!r} will not do; it should be {said}"


def _field_names() -> list[str]:
    models = (DatasetCard, Counts, RawFile, Sanity, Published, Simulation)
    return sorted({name for model in models for name in model.model_fields})


def card_ids() -> list[str]:
    """Return the ids of all cards that come with the package, sorted."""
    return sorted(path.stem for path in CARDS.glob("*.toml"))


def find_card(dataset_id: str) -> DatasetCard:
    """Return the card of a data set.

    Raises
    ------
    CardError
        No card bears that id, or the card breaks a rule.
    """
    known = card_ids()
    if dataset_id not in known:
        near = get_close_matches(dataset_id, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "`clinicell datasets list` names all"
        raise CardError(f"no data set {dataset_id!r} among {len(known)} cards; {hint}")
    return read_card(CARDS / f"{dataset_id}.toml")
