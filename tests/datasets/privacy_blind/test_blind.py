"""The privacy screen before a corpus whose author had not seen its rules.

``first_result.json`` is what the screen, as it then was, made of the whole corpus; it is history and never written
again. The normal run takes a seeded sample; ``CLINICELL_CORPUS=full`` takes all.
"""

import json
import os
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from .contested import objection
from .corpus import Plant, digest, plants
from .judge import Judged, false_alarms, judged, recall, summary

IS_FULL = os.environ.get("CLINICELL_CORPUS") == "full"
FIRST = json.loads(Path(__file__).with_name("first_result.json").read_text())
SEED = 2026


def sample() -> Sequence[Plant]:
    """Return all, or one plant of each place among those that are to be found: the whole takes minutes."""
    if IS_FULL:
        return plants()
    by_place = defaultdict(list)
    for plant in plants():
        if not objection(plant):
            by_place[plant.place.container, plant.place.name].append(plant)
    rng = random.Random(SEED)  # noqa: S311 - a sample, no secret
    return [rng.choice(held) for held in by_place.values()]


@pytest.fixture(scope="module")
def all_rows(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    return judged(sample(), tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def rows(all_rows: list[Judged]) -> list[Judged]:
    """What became of identifiers that are to be found, in files that the command does not refuse."""
    return [row for row in all_rows if not row.error and not objection(row.plant)]


@pytest.fixture(scope="module")
def clean_files(tmp_path_factory: pytest.TempPathFactory):
    return false_alarms(tmp_path_factory.mktemp("clean"), step=1 if IS_FULL else 16)


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


def test_the_screen_finds_995_of_1000_structured_identifiers(rows):
    assert recall(row for row in rows if not row.plant.is_free_text)["recall"] >= 0.995


def test_the_screen_finds_95_of_100_identifiers_in_free_text(rows):
    assert recall(row for row in rows if row.plant.is_free_text)["recall"] >= 0.95


def test_at_most_5_of_100_alarms_are_false(rows, clean_files):
    n_clean, alarms = clean_files
    # A sample of either half stands for the whole of it.
    n_true = sum(row.is_found for row in rows) / len(rows) * sum(not objection(plant) for plant in plants())
    n_false = sum(map(len, alarms.values())) / n_clean * FIRST["clean files"]
    assert n_true / (n_true + n_false) >= 0.95


def test_no_answer_shows_a_planted_value(rows):
    assert not [row.plant.number for row in rows if row.is_shown]


@pytest.mark.skipif(not IS_FULL, reason="figures of the whole corpus take the whole corpus: CLINICELL_CORPUS=full")
def test_the_figures_of_the_whole_corpus_are_written_down(all_rows, rows, clean_files):
    held = {
        "structured, to be found": recall(row for row in rows if not row.plant.is_free_text),
        "free text, to be found": recall(row for row in rows if row.plant.is_free_text),
    }
    figures = {"digest": digest(), **held, **summary(all_rows, *clean_files)}
    path = Path(__file__).with_name("results.json")
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    assert figures["digest"] == FIRST["digest"]
