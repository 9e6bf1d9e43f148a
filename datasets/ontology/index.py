"""The ontologies, offline: whether a term exists, is still in use, stands below another, and what was meant by a text.

The index is built once per release into the store's folder ``ontology/`` (or the folder that the environment variable
``CLINICELL_ONTOLOGY`` names) and opened read-only; no network, no resident copy.
"""

import heapq
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from clinicell.datasets._store import Store
from clinicell.datasets.ontology.build import INDEX_VERSION, build, unpacked
from clinicell.datasets.ontology.sources import releases
from clinicell.datasets.ontology.wording import allowed_edits, edits, joined, may_be_near, words_of
from clinicell.errors import SurroundingsError
from clinicell.files import canonical_json, sha256_text

LEAST_LIKENESS = 0.4  # below it a suggestion is a guess
_OF_JOINED = 0.95  # "A-549" for "A549": the same letters, other words
_LOOKED_AT = 100  # names per number of shared words
_PATIENCE = 600.0  # seconds that another process may take to build


@dataclass(frozen=True, slots=True)
class Term:
    """A term; `replaced_by` is "" where its ontology names no successor."""

    id: str
    label: str
    is_obsolete: bool
    replaced_by: str

    def __str__(self) -> str:
        """Return id and label: ``EFO:0009922 (10x 3' v3)``."""
        return f"{self.id} ({self.label})"


@dataclass(frozen=True, slots=True)
class Index:
    """An open index; close it, or use it in a ``with`` block.

    `releases` is the release of each ontology that the answers are from.
    """

    releases: Mapping[str, str]
    _database: sqlite3.Connection

    def __enter__(self) -> Self:
        """Return the index itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the index."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def term(self, term_id: str) -> Term | None:
        """Return a term by its exact id, obsolete ones too; None where these releases have none such."""
        row = self._row("SELECT id, label, is_obsolete, replaced_by FROM term WHERE id = ?", term_id)
        return Term(row[0], row[1], bool(row[2]), row[3]) if row else None

    def is_below(self, term_id: str, ancestor_id: str) -> bool:
        """Whether a term stands below another, at any depth; none stands below itself, an unknown one nowhere."""
        above = self._row("SELECT ancestors FROM term WHERE id = ?", term_id)
        root = self._row("SELECT n FROM term WHERE id = ?", ancestor_id)
        return bool(above and above[0] and root and root[0] in unpacked(above[0]))

    def ancestors(self, term_id: str) -> tuple[Term, ...]:
        """Return all terms above a term, by id."""
        above = self._row("SELECT ancestors FROM term WHERE id = ?", term_id)
        numbers = unpacked(above[0]) if above and above[0] else ()
        return tuple(self._term(n) for n in numbers)

    def prefixes(self) -> tuple[str, ...]:
        """Return the ontologies that can be searched, as their ids begin."""
        return tuple(row[0] for row in self._rows("SELECT DISTINCT prefix FROM word ORDER BY prefix"))

    def suggest(self, text: str, prefix: str, n: int = 3, *, below: Collection[str] = ()) -> tuple[Term, ...]:
        """Return at most `n` terms in use of one ontology whose label or synonym is like `text`, the likest first.

        Likeness is the share of words that both have (Dice), where a misspelt word counts by its right letters;
        equally like names stand in the order: fewer words, labels before synonyms, lower id.

        Parameters
        ----------
        prefix
            Such as ``"MONDO"`` or ``"CVCL"``. Of ChEBI only short names are searched, of UniProt none.
        below
            Only terms below any of these; empty for all.
        """
        asked = words_of(text)
        meant = [self._meant(word, prefix) for word in asked]
        found: dict[int, Term] = {}
        for _, name, number in sorted(self._alike(asked, meant, prefix)):
            term = self._term(number)
            if term.id not in {other.id for other in found.values()} and (
                not below or any(self.is_below(term.id, root) for root in below)
            ):
                found[name] = term
            if len(found) == n:
                break
        return tuple(found.values())

    def _alike(
        self, asked: Sequence[str], meant: Sequence[Mapping[str, float]], prefix: str
    ) -> Iterator[tuple[float, int, int]]:
        """Yield minus likeness, name and term of the names worth looking at."""
        if not asked:
            return
        shared = Counter(n for words in meant for n in {n for word in words for n in self._holding(word, prefix)})
        by_count: dict[int, list[int]] = {}
        for name, count in shared.items():
            by_count.setdefault(count, []).append(name)
        looked_at = {n for names in by_count.values() for n in heapq.nsmallest(_LOOKED_AT, names)}
        whole = joined(asked) or (asked[0] if len(asked) == 1 else "")
        looked_at |= set(heapq.nsmallest(_LOOKED_AT, self._holding(whole, prefix)))
        for name in sorted(looked_at):
            text, label, number = self._rows(
                "SELECT name.text, term.label, term.n FROM name JOIN term ON term.n = name.term WHERE name.n = ?", name
            )[0]
            likeness = _likeness(asked, meant, words_of(label if text is None else text), whole)
            if likeness >= LEAST_LIKENESS:
                yield -likeness, name, number

    def _holding(self, word: str, prefix: str) -> Iterable[int]:
        row = self._row("SELECT names FROM word WHERE prefix = ? AND word = ?", prefix, word)
        return unpacked(row[0]) if row else ()

    def _meant(self, word: str, prefix: str) -> dict[str, float]:
        """Return the words of an ontology that a word may stand for, with the share of its letters that are right."""
        if self._row("SELECT 1 FROM word WHERE prefix = ? AND word = ?", prefix, word):
            return {word: 1.0}
        most = allowed_edits(word)
        if not most:
            return {}
        near = self._rows(
            "SELECT word FROM word WHERE prefix = ? AND length(word) BETWEEN ? AND ?",
            prefix, len(word) - most, len(word) + most,
        )  # fmt: skip
        apart = {other: edits(word, other, most) for (other,) in near if may_be_near(word, other, most)}
        fewest = min(apart.values(), default=most + 1)
        return {other: 1 - count / len(word) for other, count in apart.items() if count == fewest <= most}

    def _term(self, number: int) -> Term:
        row = self._rows("SELECT id, label, is_obsolete, replaced_by FROM term WHERE n = ?", number)[0]
        return Term(row[0], row[1], bool(row[2]), row[3])

    def _row(self, query: str, *values: object) -> tuple | None:  # type: ignore[type-arg]  # what SQLite holds
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        return self._database.execute(query, values).fetchall()


def _likeness(asked: Sequence[str], meant: Sequence[Mapping[str, float]], name: Sequence[str], whole: str) -> float:
    if list(asked) == list(name):
        return 1.0
    if whole and "".join(name) == whole:
        return _OF_JOINED
    left, shared = Counter(name), 0.0
    for words in meant:
        best = max((word for word in words if left[word]), key=lambda word: (words[word], word), default="")
        if best:
            left[best] -= 1
            shared += words[best]
    return 2 * shared / (len(asked) + len(name))


def index_path(store: Store | None = None) -> Path:
    """Return where the index of the installed releases lies, or would lie."""
    key = sha256_text(canonical_json({"index": INDEX_VERSION, "releases": releases()}))[:16]
    shared = os.environ.get("CLINICELL_ONTOLOGY")
    place = Path(shared).expanduser().absolute() if shared and store is None else (store or Store()).root / "ontology"
    return place / f"{key}.sqlite"


def open_index(store: Store | None = None, on_ontology: Callable[[str], None] = lambda name: None) -> Index:
    """Return the open index of the installed releases; it is built first, once, where it is missing.

    Parameters
    ----------
    store
        None takes the folder that ``CLINICELL_ONTOLOGY`` names, else the default store's.
    on_ontology
        Called with the name of each ontology while the index is built.

    Raises
    ------
    SurroundingsError
        The ontologies are not installed, or the index can neither be read nor written.
    """
    path = index_path(store)
    if not path.is_file():
        _build_once(path, store or Store(), on_ontology)
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        said = database.execute("SELECT value FROM meta WHERE key = 'releases'").fetchone()[0]
    except sqlite3.Error as fault:
        raise SurroundingsError(f"{path} is damaged ({fault}); delete it, it will be built again") from fault
    return Index(MappingProxyType(json.loads(said)), database)


def _build_once(path: Path, store: Store, on_ontology: Callable[[str], None]) -> None:
    """Build the index unless another process was first; what a killed one left is cleared away."""
    with store.opened(), _alone(path.with_suffix(".lock")):
        if path.is_file():
            return
        for left in path.parent.glob(f".{path.name}.*.part"):
            left.unlink(missing_ok=True)
        build(path, on_ontology=on_ontology)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process is in the block.

    SQLite locks an empty database: on every system, and a process that is killed holds nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield
