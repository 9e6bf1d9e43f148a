"""No file of the corpus ends in a traceback, a crash or in silence, and no sound file is refused.

The normal run takes a seeded sample; ``CLINICELL_CORPUS=full`` (``make corpus``) takes all, and writes the figures.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from clinicell.datasets.validate import validate

from ..datasets.schema.conftest import built
from . import books, clean, containers, events, forms, sites, texts, values
from .case import Case, Outcome, fate, judged
from .demonstrations import DEMONSTRATIONS
from .record import write_rows
from .why import why

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked, and their memory is measured")
FAMILIES = (values, texts, books, sites, events, forms, containers)
IS_FULL = os.environ.get("CLINICELL_CORPUS") == "full"
KNOWN: dict[str, str] = {}  # what still passes, and why
N_CORRUPT, N_CLEAN, SEED = 100, 30, 20261126
SLOW = ("a bomb", "deep nesting", "a line of 70 MB", "a million fields", "cells far outside", "a 1e9-row header")


Keep = Callable[[list["Judged"]], None]


@dataclass(frozen=True)
class Judged:
    """A file of the corpus and what became of it."""

    case: Case
    outcome: Outcome
    fate: str


def corrupt() -> list[Case]:
    """Return the whole corpus, the same in every run."""
    return [case for family in FAMILIES for case in family.corrupt()]


def sample(cases: list[Case], n: int) -> list[Case]:
    """Return all cases, or a seeded sample without the slow ones that still has one of every format."""
    if IS_FULL:
        return cases
    rng = random.Random(SEED)  # noqa: S311 - a sample, no secret
    shuffled = [case for case in rng.sample(cases, len(cases)) if case.defect not in SLOW]
    first = {case.format: case for case in reversed(shuffled)}
    rest = [case for case in shuffled if first[case.format] is not case]
    return [*first.values(), *rest[: n - len(first)]]


def of_family(family: ModuleType, n: int) -> list[Case]:
    """Return those of the sample that are of one family."""
    chosen = {case.name for case in sample(corrupt(), n)}
    return [case for case in family.corrupt() if case.name in chosen]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Callable[[Case], Outcome]:
    """Return what the sound file beside a case says; each is judged once."""
    validate(built("rna"))  # what is built at first use is built here once, not in each process
    cases = {case.base or case.format: case for family in FAMILIES for case in family.sound()}

    @cache
    def outcome(base: str) -> Outcome:
        return judged(cases[base], tmp_path_factory.mktemp("sound"))

    return lambda case: outcome(case.base or case.format)


def judge_all(cases: list[Case], sound: Callable[[Case], Outcome], folder: Path, keep: Keep) -> list[Judged]:
    """Judge each case in a folder of its own."""
    found = []
    for number, case in enumerate(cases):
        own = folder / str(number)
        own.mkdir()
        outcome = judged(case, own)
        found.append(Judged(case, outcome, fate(case, outcome, sound(case))))
        if IS_FULL and (number % 25 == 24 or number == len(cases) - 1):  # a run that is cut short keeps what it found
            keep(found)
    return found


def is_alarm(one: Judged, sound: Callable[[Case], Outcome]) -> bool:
    """Whether a sound file is refused, or marked with what the sound one beside it is not."""
    return bool(one.outcome.bad or set(one.outcome.codes) - set(sound(one.case).codes))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__.rpartition(".")[2])
def test_a_corrupt_file_ends_in_a_code_or_is_read_as_what_it_says(family, sound, tmp_path):
    name = family.__name__.rpartition(".")[2]
    found = judge_all(of_family(family, N_CORRUPT), sound, tmp_path, lambda judged: write_rows(name, judged))
    ours = {one.case.name: one.fate for one in found if one.fate.startswith("FAULT")}
    assert {name: fault for name, fault in ours.items() if name not in KNOWN} == {}
    assert {one.case.name for one in found} & set(KNOWN) == set(ours)  # what is mended is taken out of the list
    refused = [one for one in found if one.fate in ("refused", "marked") and not one.case.other]
    assert sum(one.outcome.is_generic for one in refused) <= 0.2 * len(refused)


def test_the_corpus_is_as_large_as_it_says_and_the_same_each_time():
    cases = corrupt()
    assert len(cases) >= 500
    assert len({case.format for case in cases}) >= 10
    assert len({why(case.defect) for case in cases}) >= 60
    assert Counter(case.name for case in cases).most_common(1)[0][1] == 1
    assert [case.name for case in cases] == [case.name for case in corrupt()]


def test_a_sound_file_raises_no_alarm_and_says_what_it_says(sound, tmp_path):
    cases = list(clean.sound())
    assert len(cases) >= 200

    def marked(judged: list[Judged]) -> list[Judged]:
        return [replace(one, fate="ALARM") if is_alarm(one, sound) else one for one in judged]

    judged = judge_all(sample(cases, N_CLEAN), sound, tmp_path, lambda found: write_rows("clean", marked(found)))
    found = marked(judged)
    assert [f"{one.case.name}: {one.outcome.codes} {one.outcome.bad}" for one in found if one.fate == "ALARM"] == []
    wrong = [
        one.case.name
        for one in found
        if one.case.judge != "file" and one.fate not in ("the same", "says something else")
    ]
    assert wrong == []


@pytest.mark.parametrize("demonstration", DEMONSTRATIONS, ids=lambda one: one.__name__)
def test_a_defect_that_passes_changes_a_number(demonstration):
    right, wrong, unit = demonstration()
    assert right != wrong
    assert unit
