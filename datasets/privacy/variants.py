"""The body of a VCF file: its ids, filters, annotations and what its samples hold but genotypes and numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from clinicell.datasets.privacy.column import Column, Unseen, column
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.wordlist import listed

MAX_DISTINCT = 200_000  # texts that are kept of one field
_NUMBER = re.compile(r"(?:(?:[-+]?\d*\.?\d*(?:[eE][-+]?\d+)?|nan|inf|NaN|Inf|NA)(?:[,|]|$))*", re.ASCII)
_ALLELES = re.compile(r"(?:\d+_)?[ACGTN*.,|<>\[\]:\d]+(?:_[ACGTN*.,<>]+)*")
# Keys that the standard and its callers keep for numbers, alleles and phases, whatever word they look like.
_RESERVED = listed("""
    GT AD ADF ADR DP GQ PL GL GP PS PGT PID FT HQ EC MQ MQ0 NS AF AC AN AA CIGAR END SVTYPE SVLEN DB H2 H3 SB BQ
    VALIDATED 1000G SOMATIC CIPOS CIEND HOMLEN HOMSEQ BKPTID MEINFO METRANS DGVID DBVARID DBRIPID MATEID PARID EVENT
    CN CNQ
    """)


@dataclass(slots=True)
class _Body:
    """Distinct texts by the field that they stand in."""

    fields: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    is_full: bool = False

    def add(self, place: str, name: str, text: str) -> None:
        """Count a text that is no number, or under a name that asks for numbers."""
        is_number = _NUMBER.fullmatch(text) is not None
        if not text or text == "." or (is_number and (name in _RESERVED or not may_be_number(key_of(name)))):
            return
        counted = self.fields[place, name]
        if text in counted or len(counted) < MAX_DISTINCT:
            counted[text] += 1
        else:
            self.is_full = True


def columns_of_body(lines: Iterable[str]) -> Iterator[Column | Unseen]:
    """Yield the texts of the records of a VCF file, by field; genotypes, alleles and plain numbers are no texts."""
    body = _Body()
    for line in lines:
        parts = line.rstrip("\r\n").split("\t")
        if len(parts) < 5:
            body.add("lines", "", line.strip())
            continue
        body.add("contigs", "", parts[0])
        body.add("ids", "", parts[2])
        for allele in parts[3:5]:
            if not _ALLELES.fullmatch(allele):
                body.add("alleles", "", allele)
        for text in parts[6:7]:
            body.add("filters", "", text)
        _of_info(parts[7] if len(parts) > 7 else "", body)
        if len(parts) > 9:
            _of_samples(parts[8].split(":"), parts[9:], body)
    for (place, name), counted in body.fields.items():
        path = f"{place} {shown(name)!r}" if name else f"record {place}"
        yield _column(path, name, counted)
    if body.is_full:
        yield Unseen(path="records", why=f"a field has more than {MAX_DISTINCT:,} different texts", unit="fields")


def _column(path: str, name: str, counted: Counter[str]) -> Column:
    key = key_of(name) if name not in _RESERVED else Key()
    return column(path, Key(key.words, key.above, is_feature=not key.words), counted, "records")


def _of_info(info: str, body: _Body) -> None:
    for entry in info.split(";"):
        name, _, value = entry.partition("=")
        value = unquote(value) if "%" in value else value  # the standard writes ":", ";", "=", "," and "%" so
        body.add("INFO", "", name)
        for text in value.replace("&", "|").split("|") if "|" in value else [value]:
            if not (name in _RESERVED and _ALLELES.fullmatch(text)):
                body.add("INFO", name, text)


def _of_samples(names: list[str], samples: list[str], body: _Body) -> None:
    for sample in samples:
        for name, text in zip(names, sample.split(":"), strict=False):
            text = unquote(text) if "%" in text else text
            if name != "GT" and not (name in _RESERVED and _ALLELES.fullmatch(text)):
                body.add("FORMAT", name, text)
