"""How much the screen finds of what is planted, how often it cries wolf, and that it repeats nothing."""

import json
from collections import Counter

import clean as clean_files
import pytest
from typer.testing import CliRunner

from clinicell.cli.privacy import app
from clinicell.datasets.privacy.files import screen_file
from clinicell.datasets.privacy.rules import LETTERS, RULES, UNSEEN

HALVES = ("tuned", "held_out")


def recall(screened, *, is_free):
    pairs = [
        one.is_found(planted)
        for one in screened
        for planted in one.file.planted
        if planted.identifier.is_free is is_free
    ]
    return sum(pairs) / len(pairs), len(pairs)


@pytest.mark.parametrize("half", HALVES)
def test_the_corpus_plants_2000_identifiers_of_all_18_classes_in_19_kinds_of_places(screened_corpora, half):
    planted = [planted for one in screened_corpora[half] for planted in one.file.planted]
    assert len(planted) >= 2000
    assert {planted.identifier.letter for planted in planted} == set("ABCDEFGHIJKLMNOPQR")
    assert len({one.file.container for one in screened_corpora[half]}) == 19
    by_container = Counter(one.file.container for one in screened_corpora[half] for _ in one.file.planted)
    assert min(by_container.values()) >= 50


def test_the_halves_of_the_vocabulary_share_no_name():
    import identifiers

    for words in (identifiers.GIVEN, identifiers.FAMILY, identifiers.STREETS, identifiers.MAILS, identifiers.OPENINGS):
        assert not set(words[::2]) & set(words[1::2])


@pytest.mark.parametrize("half", HALVES)
def test_structured_identifiers_are_found_by_their_rule_at_their_place(screened_corpora, half):
    found, n = recall(screened_corpora[half], is_free=False)
    print(f"{half}: structured recall {found:.4f} of {n}")
    assert n >= 1500
    assert found >= 0.995


@pytest.mark.parametrize("half", HALVES)
def test_identifiers_in_sentences_are_found_by_their_rule_at_their_place(screened_corpora, half):
    found, n = recall(screened_corpora[half], is_free=True)
    print(f"{half}: free-text recall {found:.4f} of {n}")
    assert n >= 500
    assert found >= 0.95


@pytest.mark.parametrize("half", HALVES)
def test_no_finding_repeats_what_was_planted(screened_corpora, half):
    said = "\n".join(repr(finding) for one in screened_corpora[half] for finding in one.findings)
    planted = {planted.identifier.value for one in screened_corpora[half] for planted in one.file.planted}
    # "96" stands in any count: only what is long enough to be told from one is looked for.
    assert not [value for value in planted if len(value) > 5 and value in said]


@pytest.mark.parametrize("half", HALVES)
def test_clean_files_of_the_kinds_that_are_public_raise_no_alarm(screened_corpora, half, tmp_path):
    files = clean_files.clean(tmp_path, {"tuned": 1, "held_out": 2}[half])
    alarms = [path.name for path in files if screen_file(path)]
    n_true = sum(bool(one.findings) for one in screened_corpora[half])
    precision = n_true / (n_true + len(alarms))
    print(f"{half}: {len(alarms)} alarms in {len(files)} clean files, precision {precision:.4f}")
    assert len(files) >= 50
    assert precision >= 0.95
    assert alarms == []


def test_the_command_line_repeats_nothing_in_words_or_in_json(screened_corpora):
    files = [one.file for one in screened_corpora["held_out"]][::6]
    names = [str(file.path) for file in files]
    said = CliRunner().invoke(app, ["screen", *names])
    record = CliRunner().invoke(app, ["screen", "--json", *names])
    assert said.exit_code == record.exit_code == 1
    assert "no proof" in said.output
    assert "no proof" in json.loads(record.output)["note"]
    values = {planted.identifier.value for file in files for planted in file.planted}
    everything = said.output + record.output
    assert not [value for value in values if len(value) > 5 and value in everything]


def test_each_rule_stands_for_a_class_of_the_regulation():
    assert set(LETTERS) == set(RULES)
    assert set(LETTERS.values()) - {LETTERS[UNSEEN]} == set("ABCDEFGHIJKLMNOPQR")
    assert LETTERS[UNSEEN] == "A-R"  # what was not looked into may hold any
