# ruff: noqa: E501, S311 - a country is one row; chance is seeded, no secret
"""The privacy screen before a second corpus, written without sight of its rules, its tests, or the first one's forms."""

from collections import Counter, defaultdict
from random import Random

import pytest

from . import check_digits, national
from .clean import clean
from .corpus import contested, plants, sha256
from .judge import NOTICE, bounds, false_alarms, judged

STEP = 23  # of 3,463 plants; it shares no factor with how many plants a form has
# The whole corpus, judged twice: .757 and .800 before the screen told what nothing explains (first_result.json), .972 and
# .950 after, of 3,463 plants (second_result.json). The goal is .995 and .95; what is held here is what stands.
STRUCTURED, FREE_TEXT = 0.95, 0.92


def test_the_corpus_is_the_one_that_was_written_before_the_first_run():
    assert sha256() == "a03a5ab04188694621079d45d591c5a59e2b6ce6041129072506b4abb183ae67"


def test_every_class_is_planted_in_twelve_containers_or_more_under_keys_and_in_prose():
    containers, kinds = defaultdict(set), defaultdict(set)
    for plant in plants():
        containers[plant.form.letter].add(plant.place.container)
        kinds[plant.form.letter].add(plant.is_free_text)
    assert sorted(containers) == list("ABCDEFGHIJKLMNOPQR")
    assert min(map(len, containers.values())) >= 12
    assert all(len(kind) == 2 for kind in kinds.values())
    assert len(plants()) >= 2000


def test_contested_forms_are_in_no_counted_plant():
    counted = {plant.form.name for plant in plants()}
    assert not counted & {plant.form.name for plant in contested()}
    assert contested()


def test_no_clean_file_holds_what_is_planted():
    held = Counter(text for file in clean() for text in file.texts)
    assert not [plant.values for plant in plants() for value in plant.values if len(value) > 4 and held[value]]
    assert len(held) > 500
    assert len(clean()) >= 100


@pytest.mark.parametrize(
    ("digit", "body", "check"),
    [
        (check_digits.luhn, "7992739871", "3"),
        (check_digits.luhn, "811218987", "6"),  # the Swedish tax agency's example
        (check_digits.luhn, "80840123456789", "3"),  # the NPI of the rule's own example
        (check_digits.ean, "400638133393", "1"),
        (check_digits.ean, "756921707698", "5"),  # the AHV's example
        (check_digits.mod11_10, "8609574271", "9"),  # the German tax office's example
        (check_digits.verhoeff, "236", "3"),
    ],
)
def test_check_digits_are_those_of_published_examples(digit, body, check):
    assert digit(body) == check


def _weighted(weights, modulus):
    return lambda text: sum(int(d) * w for d, w in zip(text, weights, strict=True)) % modulus == 0


def _cpf_check(text):
    rest = sum(int(d) * w for w, d in enumerate(reversed(text), 2)) % 11
    return str(0 if rest < 2 else 11 - rest)


RULES = {
    # A published example, and the country's rule as a sum over all digits, the last included
    national.nhs: ("9434765919", _weighted((10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 11)),
    national.bsn: ("111222333", _weighted((9, 8, 7, 6, 5, 4, 3, 2, -1), 11)),
    national.pesel: ("44051401359", _weighted((1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10)),
    national.french_nir: ("255081416802538", lambda text: (int(text[:13]) + int(text[13:])) % 97 == 0),
    national.dni: ("12345678Z", lambda text: text[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(text[:8]) % 23]),
    national.cpf: ("11144477735", lambda text: all(_cpf_check(text[:n]) == text[n] for n in (9, 10))),
    national.turkish: ("10000000146", lambda text: sum(map(int, text[:10])) % 10 == int(text[10])),
    national.norwegian: ("01010750160", _weighted((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), 11)),
    national.chinese: ("11010519491231002X", lambda text: sum("0123456789X".index(d) * 2 ** (17 - i) for i, d in enumerate(text)) % 11 == 1),
    national.south_african: ("8001015009087", lambda text: check_digits.luhn(text[:12]) == text[12]),
}  # fmt: skip


@pytest.mark.parametrize("make", RULES, ids=lambda make: make.__name__)
def test_national_numbers_obey_the_rule_that_a_published_example_obeys(make):
    example, holds = RULES[make]
    rng = Random(7)
    assert holds(example)
    assert all(holds("".join(c for c in make(rng) if c.isalnum())) for _ in range(50))


def test_of_a_sample_no_less_is_found_than_stands(tmp_path):
    rows = judged(plants()[::STEP], tmp_path)
    found = bounds(rows)
    assert {row.plant.place.container for row in rows if row.error} <= {"zip", "npz"}  # archives may be refused
    assert found["structured, files not refused"]["recall"] >= STRUCTURED
    assert found["free text, files not refused"]["recall"] >= FREE_TEXT
    assert not [row.plant.number for row in rows if row.is_echoed]


def test_of_a_sample_of_clean_files_nearly_all_are_silent(tmp_path):
    files = clean()[:: STEP // 5]
    alarms = {name: found for name, found in false_alarms(files, tmp_path).items() if not isinstance(found, str)}
    loud = [name for name, found in alarms.items() if any(code != NOTICE for code, _ in found)]
    assert len(loud) <= 0.15 * len(files)  # 3 of all 206, with 4 alarms (third_result.json)
