"""The privacy screen of a data set: distinct texts through the rules, and findings that never show a value.

A Safe-Harbor-style screen after 45 CFR 164.514(b)(2), not a proof: see `rules.NO_PROOF`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import anndata as ad
import numpy as np

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.privacy.column import Column, Unseen
from clinicell.datasets.privacy.dates import by_chance, initialled, is_about
from clinicell.datasets.privacy.declared import NOTHING, Declared
from clinicell.datasets.privacy.hashes import SHORTEST, hexes, reversible
from clinicell.datasets.privacy.key import CITING, NOTES, Key
from clinicell.datasets.privacy.national import is_proven_column
from clinicell.datasets.privacy.rules import (
    CODE,
    DATE,
    FREE_TEXT,
    HASH,
    NAME,
    NO_PROOF,
    NOUNS,
    RULES,
    UNSEEN,
)
from clinicell.datasets.privacy.text import LONGEST, codes_of
from clinicell.datasets.privacy.unknown import unknown
from clinicell.datasets.privacy.walk import columns_of
from clinicell.datasets.schema.levels import Finding
from clinicell.errors import SchemaError

__all__ = ["RULES", "check", "matched", "require_private", "screened", "withheld"]

MANY = 2000  # distinct texts from which on those of one form are judged together
SAMPLE = 200
_DIGITS = bytes(48 if 48 <= n <= 57 else n for n in range(256))
# A word without separators and long numbers, as barcodes are: no rule reads it but that of names, which needs two.
_NOT_PLAIN = re.compile(rb"^(?![A-Za-z]{1,40}(?:[-_.]0{1,3}){0,3}$).*$", re.MULTILINE)
# What depends on the very digits: dates, check digits, telephone numbers, hashes.
_NUMBERED = re.compile(rb"0{8}|0+[^0A-Za-z]+0+[^0A-Za-z]+0|[0A-Fa-f]{32}")
_RUNNING = re.compile(r"(.*[^0-9])([0-9]{1,6})", re.DOTALL)
RUNNING = 200  # texts that one number tells apart: more than there are years or days of birth
GAPS = 20  # that number ends below so many times theirs: it counts


def check(adata: ad.AnnData, *, harmless: Declared = NOTHING) -> Iterator[Finding]:
    """Yield what may identify a person in obs, var, uns and the names of a data set in memory."""
    yield from screened(columns_of(adata), harmless=harmless)


def require_private(adata: ad.AnnData) -> None:
    """Refuse a data set in which the screen finds something; what passes is still not proven anonymous.

    Raises
    ------
    SchemaError
        With rules, paths and counts, and without a single value.
    """
    found = tuple(check(adata))
    if found:
        first = found[0]
        raise SchemaError(
            f"the privacy screen finds {len(found)} faults, e.g. {first.code} at {first.path}: {first.message} "
            f"({first.n_affected:,} of {first.n_total:,} {first.unit}); {first.fix}. {NO_PROOF}"
        )


def screened(columns: Iterable[Column | Unseen], *, harmless: Declared = NOTHING) -> Iterator[Finding]:
    """Yield the findings of columns, one per path and rule; hashes are turned back at the end, all at once.

    What a steward declares `harmless` silences the rules of the unknown, and names that only the lexicons know.
    """
    hashed: list[tuple[Column, dict[int, tuple[str, ...]]]] = []
    for column in columns:
        if isinstance(column, Unseen):
            what = f"{RULES[UNSEEN].what} ({column.why})"
            yield from RULES[UNSEEN].broken(
                path=column.path, n_affected=column.n, n_total=column.n, unit=column.unit, what=what
            )
            continue
        yield from _findings(column, matched(column, harmless=harmless))
        if words := _hashes(column):
            hashed.append((column, words))
    known = reversible(word for _, words in hashed for own in words.values() for word in own)
    for column, words in hashed:
        bad = [place for place, own in words.items() if known.intersection(own)]
        yield from _findings(column, {HASH: bad} if bad else {})


def matched(column: Column, *, harmless: Declared = NOTHING) -> dict[str, list[int]]:
    """Return by rule the positions of the texts that break it; hashes are left to `screened`."""
    found: dict[str, list[int]] = {}
    places = _candidates(column)
    for place in places:
        for code in codes_of(column.texts[place], column.key):
            found.setdefault(code, []).append(place)
    if DATE in found and (odd := by_chance(column.texts, found[DATE])) and not is_about(column.key):
        found[DATE] = [place for place in found[DATE] if place not in odd]
    if not column.key.is_feature and (coded := initialled(column.texts)):
        found[DATE] = sorted({*found.get(DATE, ()), *coded})
    if not column.key.is_feature and is_proven_column(column.texts):
        found[CODE] = list(range(len(column.texts)))
    if harmless and NAME in found:
        texts, key = column.texts, column.key
        found[NAME] = [place for place in found[NAME] if not harmless.passes_over(texts[place], key, column.path)]
    found = {code: places for code, places in found.items() if places}
    told = {place for own in found.values() for place in own}
    if said := _free_text(column):
        found[FREE_TEXT] = said
    return found | unknown(harmless.without(column) if harmless else column, places, told)


def _hashes(column: Column) -> dict[int, tuple[str, ...]]:
    long = [place for place, length in enumerate(map(len, column.texts)) if length >= SHORTEST]
    return {place: words for place in long if (words := hexes(column.texts[place], column.key))}


def _findings(column: Column, found: Mapping[str, list[int]]) -> Iterator[Finding]:
    for code, places in sorted(found.items()):
        lengths = {len(column.texts[place]) for place in places[:1000]}
        yield from RULES[code].broken(
            path=column.path,
            n_affected=int(column.counts[places].sum()) or len(places),
            n_total=max(column.n_total, len(places)),
            unit=column.unit,
            examples=[f"{NOUNS[code]}, {length} characters" for length in sorted(lengths)[:2]],
        )


def _candidates(column: Column) -> Iterable[int]:
    """Return the positions of the texts that need a look: all, unless there are very many of few forms."""
    if len(column.texts) < MANY:
        return range(len(column.texts))
    places = _not_of_genes(column.texts) if column.key.is_feature else range(len(column.texts))
    joined = _joined([column.texts[place] for place in places])
    forms = joined.encode("latin-1", errors="replace").translate(_DIGITS)
    ends = np.flatnonzero(np.frombuffer(forms, dtype=np.uint8) == ord("\n"))
    chosen: list[int] = []
    groups: dict[bytes, list[int]] = {}
    unlike = list(_NOT_PLAIN.finditer(forms)) if places else []
    lines = np.searchsorted(ends, [found.start() for found in unlike]).tolist()
    for line, form in zip(lines, unlike, strict=True):
        groups.setdefault(form[0], []).append(places[line])
    for alike, together in groups.items():
        if len(together) <= SAMPLE:
            chosen += together
        elif _NUMBERED.search(alike):
            chosen += _of_stems(column, together)
        else:
            chosen += _first_or_all(column, together)
    return chosen


def _of_stems(column: Column, places: list[int]) -> list[int]:
    """Return a sample of texts that a number alone which runs on at their end tells apart, as names of cells; else all.

    No day, telephone or ward has so many numbers after what stands before the last.
    """
    stems: dict[str, list[int]] = {}
    chosen, last = [], dict[str, int]()
    for place in places:
        if found := _RUNNING.fullmatch(column.texts[place]):
            stems.setdefault(found[1], []).append(place)
            last[found[1]] = max(last.get(found[1], 0), int(found[2]))
        else:
            chosen.append(place)
    for stem, together in stems.items():
        is_counted = len(together) >= RUNNING and last[stem] <= GAPS * len(together)
        chosen += _first_or_all(column, together) if is_counted else together
    return sorted(chosen)


def _not_of_genes(texts: Sequence[str]) -> list[int]:
    """Return the positions of the texts that are not known to name a gene, and so no person."""
    genes = table("human")
    return [place for place, text in enumerate(texts) if text not in genes.row_of and text not in genes.ids_of]


def _joined(texts: Sequence[str]) -> str:
    """Return texts as lines, each on one and none too long."""
    joined = "\n".join(texts)
    if joined.count("\n") == len(texts) - 1 and len(max(texts, key=len)) <= LONGEST:
        return joined
    return "\n".join(text.replace("\n", " ")[:LONGEST] for text in texts)


def _first_or_all(column: Column, places: list[int]) -> list[int]:
    """Return a sample, or all when one of the sample breaks a rule: the texts differ in short numbers only."""
    sample = places[:: len(places) // SAMPLE]
    return places if any(codes_of(column.texts[place], column.key) for place in sample) else sample


def _free_text(column: Column) -> list[int]:
    """Return the texts of a column that people wrote into, each row its own: nobody has read them all."""
    if (
        column.key.is_feature
        or column.key.lies_in(CITING)
        or column.unit not in ("cells", "rows")
        or column.n_total < 5
    ):
        return []
    share, is_note = len(column.texts) / column.n_total, column.key.has_one(NOTES)
    if not is_note and (share <= 0.3 or len(" ".join(column.texts).split()) <= 2 * len(column.texts)):
        return []  # four words in each of more than half of them would be more
    wordy = [place for place, text in enumerate(column.texts) if len(text.split()) > 3]
    return wordy if wordy and ((len(wordy) > 0.5 * len(column.texts) and share > 0.3) or is_note) else []


def withheld(finding: Finding, paths: Iterable[str]) -> Finding:
    """Return a finding of another rule without its examples where the screen found something at the same path."""
    is_unsafe = finding.path in set(paths) or any(codes_of(example, Key()) for example in finding.examples)
    return replace(finding, examples=("withheld",)) if finding.examples and is_unsafe else finding
