"""The privacy screen before a corpus whose author had not seen its rules.

``first_result.json`` is what the screen, as it then was, made of the whole corpus; it is history and never written
again. The normal run takes a seeded sample; ``CLINICELL_CORPUS=full`` takes all.
"""

import json
import os
import random
from collections import defaultdict
from pathlib import Path

import pytest

from .contested import objection
from .corpus import Plant, digest, plants
from .judge import Judged, false_alarms, judged, recall, summary

IS_FULL = os.environ.get("CLINICELL_CORPUS") == "full"
FIRST = json.loads(Path(__file__).with_name("first_result.json").read_text())
SEED = 2026


def sample(planted: list[Plant]) -> list[Plant]:
    """Return all, or one plant of each place: the whole takes minutes."""
    if IS_FULL:
        return planted
    by_place = defaultdict(list)
    for plant in planted:
        by_place[plant.place.container, plant.place.name].append(plant)
    rng = random.Random(SEED)  # noqa: S311 - a sample, no secret
    return [rng.choice(held) for held in by_place.values()]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    """What the command says of the sample, without what need not be found and files that it refuses to read."""
    found = judged(sample([plant for plant in plants() if not objection(plant)]), tmp_path_factory.mktemp("planted"))
    return [row for row in found if not row.error]


@pytest.fixture(scope="module")
def clean_files(tmp_path_factory: pytest.TempPathFactory):
    return false_alarms(tmp_path_factory.mktemp("clean"), step=1 if IS_FULL else 8)


def test_the_corpus_is_the_one_that_was_written_blind():
    assert digest() == FIRST["digest"]


def test_the_corpus_holds_what_it_says():
    planted = plants()
    assert len(planted) >= 2000
    assert {plant.letter for plant in planted} == set("ABCDEFGHIJKLMNOPQR")
    assert len({plant.place.container for plant in planted}) >= 10
    assert FIRST["clean files"] >= 100


def test_a_refused_file_is_refused_aloud(tmp_path):
    archives = [plant for plant in plants() if plant.place.container in ("zip", "npz")]
    for row in judged([archives[0], archives[-1]], tmp_path):
        assert row.is_found or "unpack it and screen its files" in row.error


@pytest.mark.xfail(reason="61.2 % of all, 66.7 % of files it reads, at the first blind run", strict=True)
def test_the_screen_finds_995_of_1000_structured_identifiers(rows):
    assert recall(row for row in rows if not row.plant.is_free_text)["recall"] >= 0.995


@pytest.mark.xfail(reason="58.3 % of all, 66.6 % of files it reads, at the first blind run", strict=True)
def test_the_screen_finds_95_of_100_identifiers_in_free_text(rows):
    assert recall(row for row in rows if row.plant.is_free_text)["recall"] >= 0.95


def test_at_most_5_of_100_alarms_are_false(rows, clean_files):
    n_clean, alarms = clean_files
    if IS_FULL:
        assert summary(rows, n_clean, alarms)["precision"] >= 0.95
    else:  # the sample has as few plants as clean files: no share of the alarms, but of the files
        assert len(alarms) / n_clean <= 0.15


@pytest.mark.xfail(reason="27 values shown at the first blind run; 26 are missed names of files", strict=True)
def test_no_answer_shows_a_planted_value(rows):
    assert not [row.plant.number for row in rows if row.is_shown]
