"""Which genome the positions of a VCF are of, as far as its header leaves no doubt."""

import re
from collections.abc import Mapping, Sequence

from clinicell.datasets.readers.raw import Question
from clinicell.datasets.readers.read_counts import build_question

LENGTHS = {"249250621": "GRCh37", "248956422": "GRCh38", "248387328": "CHM13"}  # of chromosome 1
NAMES = (
    ("GRCh37", re.compile(r"GRCh37|hg19|b37|hs37d5|human_g1k_v37", re.I)),
    ("GRCh38", re.compile(r"GRCh38|hg38|hs38", re.I)),
    ("CHM13", re.compile(r"CHM13|hs1\b", re.I)),
)
_FIRST = re.compile(r"##contig=<(?=.*\bID=(?:chr)?1[,>]).*\blength=(\d+)")


def build_of(head: Sequence[str], place: str, answers: Mapping[str, str]) -> tuple[str, tuple[Question, ...]]:
    """Return the build that an answer or the header names, or "" and the question.

    Examples
    --------
    >>> build_of(["##contig=<ID=chr1,length=248956422>"], "a.vcf", {})
    ('GRCh38', ())
    """
    if "build" in answers:
        return answers["build"], ()
    found = {LENGTHS[hit[1]] for line in head if (hit := _FIRST.match(line)) and hit[1] in LENGTHS}
    named = {
        name
        for line in head
        if line.startswith(("##reference=", "##assembly=")) or (line.startswith("##contig=") and "assembly=" in line)
        for name, pattern in NAMES
        if pattern.search(line)
    }
    if len(found | named) == 1:
        return next(iter(found | named)), ()
    asked = build_question(place)
    if found or named:
        told = f"the header points to {' and to '.join(sorted(found | named))}"
        asked = Question(about="build", place=place, why="the header contradicts itself", choices=asked.choices,
                         evidence=told)  # fmt: skip
    return "", (asked,)
