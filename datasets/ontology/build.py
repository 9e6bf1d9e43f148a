"""Building the index: one SQLite file, written once, read by everybody.

::

    meta(key, value)                       releases, as JSON
    term(n, id, label, is_obsolete, replaced_by, ancestors)
                                           ancestors: the `n` of all terms above, uint32, little-endian, sorted
    name(n, term, text)                    what can be searched; text is NULL where it is the label. Within an ontology
                                           names are numbered by their number of words, labels first, then by id
    word(prefix, word, names)              the `n` of the names that hold a word, uint32, little-endian, sorted

Equal releases give equal bytes: rows go in sorted, in one transaction, and no time is written.
"""

import json
import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from clinicell.datasets.ontology.sources import GUIDE, ONTOLOGIES, Entry, entries, prefix_of, releases
from clinicell.datasets.ontology.wording import joined, words_of
from clinicell.files import written_whole

INDEX_VERSION = 1
NOT_SEARCHED = frozenset({"UniProt"})  # its labels are codes: P53_HUMAN
MAX_CHEMICAL_WORDS, MAX_CHEMICAL_LENGTH = 4, 40  # agents have short names; the rest are formulas
_TABLES = f"""
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA user_version = {INDEX_VERSION};
    CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE term(n INTEGER PRIMARY KEY, id TEXT NOT NULL, label TEXT NOT NULL, is_obsolete INTEGER NOT NULL,
                      replaced_by TEXT NOT NULL, ancestors BLOB);
    CREATE TABLE name(n INTEGER PRIMARY KEY, term INTEGER NOT NULL, text TEXT);
    CREATE TABLE word(prefix TEXT, word TEXT, names BLOB NOT NULL, PRIMARY KEY (prefix, word)) WITHOUT ROWID;
"""
Name = tuple[tuple[str, ...], bool, str, int, str]  # words, is a synonym, id, n of the term, text


def build(
    path: Path,
    ontologies: Iterable[str] = (*ONTOLOGIES, "NCBITaxon"),
    on_ontology: Callable[[str], None] = lambda name: None,
) -> None:
    """Write the index of `ontologies` to `path`, whole or not at all.

    Parameters
    ----------
    on_ontology
        Called with the name of each ontology before it is read.

    Raises
    ------
    SurroundingsError
        The guide that ships the ontologies is not installed.
    """
    chosen = list(ontologies)
    with written_whole(path) as part, closing(sqlite3.connect(part, isolation_level=None)) as database:
        database.executescript(_TABLES)
        database.execute("BEGIN")
        said = {name: release for name, release in releases().items() if name in (*chosen, GUIDE)}
        database.execute("INSERT INTO meta VALUES ('releases', ?)", [json.dumps(said, sort_keys=True)])
        first_term, first_name = 0, 0
        for ontology in chosen:
            on_ontology(ontology)
            first_term, first_name = _add(database, ontology, first_term, first_name)
        database.execute("CREATE UNIQUE INDEX term_id ON term(id)")
        database.execute("COMMIT")


def packed(numbers: Iterable[int]) -> bytes:
    """Return sorted numbers as uint32, little-endian."""
    column = array("I", sorted(numbers))
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def unpacked(data: bytes) -> "array[int]":
    """Return the numbers that `packed` wrote."""
    column = array("I")
    column.frombytes(data)
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _add(database: sqlite3.Connection, ontology: str, first_term: int, first_name: int) -> tuple[int, int]:
    """Add one ontology; return the next free numbers of terms and of names."""
    terms = list(entries(ontology))
    numbers = {entry.id: n for n, entry in enumerate(terms, first_term)}
    database.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
        (
            (numbers[entry.id], entry.id, entry.label, entry.is_obsolete, entry.replaced_by, _above(entry, numbers))
            for entry in terms
        ),
    )
    names = sorted(_names(ontology, terms, numbers), key=lambda name: (len(name[0]), *name[1:]))
    database.executemany(
        "INSERT INTO name VALUES (?, ?, ?)",
        ((n, term, text if is_synonym else None) for n, (_, is_synonym, _, term, text) in enumerate(names, first_name)),
    )
    postings: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for n, (words, _, term_id, _, _) in enumerate(names, first_name):
        for word in (*words, joined(words)):
            if word:
                postings[prefix_of(term_id), word].add(n)
    database.executemany(
        "INSERT INTO word VALUES (?, ?, ?)", ((*key, packed(held)) for key, held in sorted(postings.items()))
    )
    return first_term + len(terms), first_name + len(names)


def _above(entry: Entry, numbers: Mapping[str, int]) -> bytes | None:
    return packed(numbers[name] for name in entry.ancestors if name in numbers) or None


def _names(ontology: str, terms: Iterable[Entry], numbers: Mapping[str, int]) -> Iterator[Name]:
    """Yield what the terms are called that are in use, each wording of a term once."""
    if ontology in NOT_SEARCHED:
        return
    for entry in terms:
        if entry.is_obsolete:
            continue
        seen = set()
        for place, text in enumerate((entry.label, *sorted(entry.synonyms))):
            words = words_of(text)
            is_formula = ontology == "CHEBI" and (len(words) > MAX_CHEMICAL_WORDS or len(text) > MAX_CHEMICAL_LENGTH)
            if words and words not in seen and not is_formula:
                seen.add(words)
                yield words, place > 0, entry.id, numbers[entry.id], text
