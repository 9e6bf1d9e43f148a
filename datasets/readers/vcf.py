"""VCF 4.1 to 4.4: genotypes and reads of single cells or samples, one column of the matrix per alternative allele."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import numpy as np
import pandas as pd
import vcfpy

from clinicell.datasets.readers import _text
from clinicell.datasets.readers._build import build_of
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import InMemory, Matrix, Question, Raw
from clinicell.errors import ClinicellError

MISSING = -1
MOST_LINES = 50_000  # of a header; a genome of scaffolds alone has fewer
_VERSION = re.compile(r"##fileformat=VCFv4\.[1-4]\s*")
_LETTERS = re.compile(r"[ACGTN]+", re.I)
HALF = ("missing", "as far as seen")
HAPLOID = ("1", "2")


@dataclass(slots=True)
class _Columns:
    """What the records hold so far: one entry per record and alternative allele."""

    sites: list[dict[str, object]] = field(default_factory=list)
    genotype: list[list[int]] = field(default_factory=list)
    reads: dict[str, list[list[float]]] = field(default_factory=dict)
    open: Counter[str] = field(default_factory=Counter)


def read(path: Path, answers: Mapping[str, str] = MappingProxyType({})) -> Raw:
    """Return samples x alleles: ``genotype`` (-1 missing, 0, 1, 2), and ``ad_ref``, ``ad_alt``, ``depth``, ``gq``.

    A record with several alternative alleles becomes one column each: the genotype counts copies of that allele, and
    whoever carries another one has 0 copies of it. Phase is not kept. Reads are float32, NaN where none are stated.

    Parameters
    ----------
    answers
        ``build`` where the header does not tell; ``half_missing`` for ``./1`` (missing, or as far as seen);
        ``haploid`` for a lone ``1`` (1 or 2); ``symbolic`` for alleles without letters such as ``<DEL>`` (leave out).

    Raises
    ------
    InputError
        The file cannot be opened, or is no VCF of these versions.
    SchemaError
        A record contradicts its header, or a sample stands twice.
    """
    head = _head(path)
    _require_no_gap(path)
    samples = head[-1].rstrip("\r\n").split("\t")[9:]
    twice = [name for name, n in Counter(samples).items() if n > 1]
    if twice or not samples:
        what = f"{len(twice)} samples stand twice" if twice else "there is no sample"
        raise Unreadable("L0-READ-16" if twice else "L0-READ-13", path.name, what)
    columns = _Columns()
    for record in _records(path):
        _add(columns, record, samples, path.name, answers)
    if not columns.sites:
        raise Unreadable("L0-READ-13", path.name, "holds no record with an allele in letters")
    build, asked = build_of(head, path.name, answers)
    var = pd.DataFrame(columns.sites)
    var.index = pd.Index(var[["chrom", "pos", "ref", "alt"]].astype("str").agg(":".join, axis=1), dtype="str")
    return Raw(
        format="vcf",
        matrices=dict(_matrices(columns)),
        obs=pd.DataFrame(index=pd.Index(samples, dtype="str")),
        var=var,
        header={f"{path.name}:{n}": line.rstrip("\r\n") for n, line in enumerate(head, 1)} | {"build": build},
        questions=(*asked, *_questions(columns.open, path.name, answers)),
    )


def _head(path: Path) -> list[str]:
    lines: list[str] = []
    with _text.text(path, "utf-8") as stream:
        while line := stream.readline(1 << 26):
            if not lines and not _VERSION.fullmatch(line):
                raise Unreadable("L0-READ-03", path.name, f"is no VCF 4.1 to 4.4: it begins with {line[:24]!r}")
            lines.append(line)
            if len(lines) > MOST_LINES:
                raise Unreadable("L0-READ-02", path.name, f"has a header of more than {MOST_LINES:,} lines")
            if line.startswith("#CHROM"):
                return lines
            if not line.startswith("##"):
                break
    raise Unreadable("L0-READ-13", path.name, "the header has no line that begins with #CHROM")


def _require_no_gap(path: Path) -> None:
    """Refuse a file that goes on after an empty line: vcfpy ends there."""
    gap = 0
    with _text.text(path, "utf-8") as stream:
        for n, line in enumerate(stream, 1):
            if not line.strip():
                gap = gap or n
            elif gap:
                raise Unreadable("L0-READ-19", path.name, f"goes on after line {gap:,}, which is empty", "take it out")


def _records(path: Path) -> Iterator[Any]:
    """Yield vcfpy's records; whatever it stumbles over becomes a `SchemaError`."""
    n = 0
    try:
        with _text.text(path, "utf-8", None) as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a header that leaves out a contig or a field is read as VCF says
            for n, record in enumerate(vcfpy.Reader.from_stream(cast("Any", stream)), 1):  # noqa: B007 - named in the error
                yield record
    except ClinicellError:
        raise
    except Exception as error:  # a parser of foreign bytes may raise anything
        raise Unreadable(
            "L0-READ-15",
            path.name,
            f"cannot be read after record {n:,} ({type(error).__name__}); look at the next line",
        ) from error


def _add(
    columns: _Columns,
    record: Any,  # noqa: ANN401 - vcfpy's record
    samples: Sequence[str],
    place: str,
    answers: Mapping[str, str],
) -> None:
    """Add one column per alternative allele that is written in letters."""
    calls = [record.call_for_sample[name] for name in samples]
    alts = [str(getattr(alt, "value", "") or "") for alt in record.ALT]
    _require_known_alleles(calls, len(alts), place, record)
    for number, alt in enumerate(alts, 1):
        if not _LETTERS.fullmatch(alt):
            columns.open["symbolic"] += 1
            continue
        if alt == record.REF:
            what = f"{record.CHROM}:{record.POS} gives the reference {alt!r} as its other allele"
            raise Unreadable("L0-READ-19", place, what)
        site = {"chrom": record.CHROM, "pos": record.POS, "ref": record.REF, "alt": alt}
        columns.sites.append(site | {"id": ";".join(record.ID), "filter": ";".join(record.FILTER)})
        if "GT" in record.FORMAT:
            columns.genotype.append([_copies(call, number, columns.open, answers) for call in calls])
        else:
            columns.genotype.append([MISSING] * len(calls))
        ref, of_alt = zip(*(_depths(call, number, len(alts), place, record) for call in calls), strict=True)
        for name, values in (("ad_ref", ref), ("ad_alt", of_alt)):
            columns.reads.setdefault(name, []).append(list(values))
        for name, key in (("depth", "DP"), ("gq", "GQ")):
            columns.reads.setdefault(name, []).append([_number(call.data.get(key), place, record) for call in calls])


def _require_known_alleles(calls: Sequence[Any], n_alts: int, place: str, record: Any) -> None:  # noqa: ANN401
    strange = [number for call in calls for number in call.gt_alleles or () if not 0 <= (number or 0) <= n_alts]
    if strange:
        what = f"{record.CHROM}:{record.POS} has {n_alts + 1} alleles, and {len(strange)} calls name {strange[0]}"
        raise Unreadable("L0-READ-19", place, what, "calls name alleles from 0 to the last of ALT")


def _copies(call: Any, allele: int, open_: Counter[str], answers: Mapping[str, str]) -> int:  # noqa: ANN401
    """Return 0, 1 or 2 for no, some or only copies of an allele; -1 where it is missing or must be asked."""
    alleles = call.gt_alleles or [None]
    seen = [found for found in alleles if found is not None]
    if not seen:
        return MISSING
    if len(seen) < len(alleles):
        open_["half_missing"] += 1
        return int(allele in seen) if answers.get("half_missing") == HALF[1] else MISSING
    n = seen.count(allele)
    if len(seen) == 1 and n:
        open_["haploid"] += 1
        return int(answers.get("haploid", MISSING))
    return 0 if not n else 2 if n == len(seen) else 1


def _depths(call: Any, allele: int, n_alts: int, place: str, record: Any) -> tuple[float, float]:  # noqa: ANN401
    reads = call.data.get("AD")
    if not reads or (len(reads) == 1 and reads[0] is None):
        return float("nan"), float("nan")
    if len(reads) != n_alts + 1:
        raise Unreadable(
            "L0-READ-07",
            place,
            f"{record.CHROM}:{record.POS} has {n_alts + 1} alleles and {len(reads)} depths (AD); each has one",
        )
    return _number(reads[0], place, record), _number(reads[allele], place, record)


def _number(value: object, place: str, record: Any) -> float:  # noqa: ANN401 - vcfpy's record
    if value is None:
        return float("nan")
    if not isinstance(value, int | float) or not 0 <= value < float("inf"):
        what = f"{record.CHROM}:{record.POS} has {str(value)[:20]!r} as a number of reads or a quality"
        raise Unreadable("L0-READ-15", place, what, "whole numbers from 0, '.' where there is none")
    return float(value)


def _matrices(columns: _Columns) -> Iterator[tuple[str, Matrix]]:
    genotype = np.array(columns.genotype, dtype=np.int8).T
    if (genotype != MISSING).any() or columns.open:
        yield "genotype", InMemory(np.ascontiguousarray(genotype))
    for name, rows in columns.reads.items():
        table = np.array(rows, dtype=np.float32).T
        if not np.isnan(table).all():
            yield name, InMemory(np.ascontiguousarray(table))


def _questions(open_: Counter[str], place: str, answers: Mapping[str, str]) -> Iterator[Question]:
    asks = {
        "half_missing": ("genotypes are half missing, as in ./1", HALF),
        "haploid": ("genotypes are a lone allele, as on X, Y or MT of a man", HAPLOID),
        "symbolic": ("alternative alleles are no letters, as <DEL> or *, and are left out", ("leave out",)),
    }
    for about, (why, choices) in asks.items():
        if open_[about] and about not in answers:
            yield Question(about=about, place=place, why=f"{open_[about]:,} {why}", choices=choices)
