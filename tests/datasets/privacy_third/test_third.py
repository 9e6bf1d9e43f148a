"""The third corpus itself: how much it holds, that it is always the same, and that every plant is in its file."""

from collections import Counter, defaultdict
from random import Random

import pytest

from . import clean, state_numbers
from .contents import contents
from .corpus import PLACES, contested, plants, sha256

SLOW = {"h5mu": 41, "zarr": 41, "xlsx": 17, "rds": 17, "parquet": 17}  # of these every so many-th is written
HDF, TEXT = 31, 7


def test_the_corpus_is_the_one_that_was_written_before_the_first_run():
    assert sha256(clean.described(clean.clean())) == "1574dafd9d3af09d7b93a9453d3bb0c8ca6514321972f99c1542d9aa32c05b07"


def test_every_class_is_planted_in_eight_languages_and_twelve_containers():
    containers, languages, manners = defaultdict(set), defaultdict(set), defaultdict(set)
    for plant in plants():
        containers[plant.form.letter].add(plant.place.container)
        languages[plant.form.letter].add(plant.language)
        manners[plant.form.letter].add(plant.manner)
    assert sorted(containers) == list("ABCDEFGHIJKLMNOPQR")
    assert min(map(len, containers.values())) >= 12
    assert min(map(len, languages.values())) >= 8
    assert all({"told", "prose"} <= manner for manner in manners.values())


def test_there_are_three_thousand_plants_and_220_clean_files():
    assert len(plants()) >= 3000
    assert len(clean.clean()) >= 220
    assert min(Counter(plant.form.letter for plant in plants()).values()) >= 100


def test_every_place_is_planted_and_has_a_name_of_its_own():
    assert len({(place.container, place.name) for place in PLACES}) == len(PLACES)
    assert {plant.place for plant in plants()} == set(PLACES)


def test_contested_plants_are_none_of_the_counted():
    counted = {text for plant in plants() for text in plant.texts}
    assert contested()
    assert not counted & {text for plant in contested() for text in plant.texts if len(text) > 4}


def test_no_clean_file_holds_what_is_planted():
    held = {text for file in clean.clean() for text in file.texts}
    assert not [value for plant in plants() for value in plant.values if len(value) > 4 and value in held]


@pytest.mark.parametrize(
    ("digit", "body", "check"),
    [
        (state_numbers.luhn, "7992739871", "3"),
        (state_numbers.luhn, "811218987", "6"),  # the Swedish tax agency's example
        (state_numbers.verhoeff, "236", "3"),
    ],
)
def test_check_digits_are_those_of_published_examples(digit, body, check):
    assert digit(body) == check


def _sums(weights, modulus):
    return lambda text: sum(int(d) * w for d, w in zip(text, weights, strict=True)) % modulus == 0


RULES = {  # a published example, and the rule as a sum over all digits, the last included
    "nhs": ("9434765919", _sums((10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 11)),
    "bsn": ("111222333", _sums((9, 8, 7, 6, 5, 4, 3, 2, -1), 11)),
    "pesel": ("44051401359", _sums((1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10)),
    "nir": ("255081416802538", lambda text: (int(text[:13]) + int(text[13:])) % 97 == 0),
    "dni": ("12345678Z", lambda text: text[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(text[:8]) % 23]),
    "tckn": ("10000000146", lambda text: sum(map(int, text[:10])) % 10 == int(text[10])),
    "cnid": (
        "11010519491231002X",
        lambda text: sum("0123456789X".index(d) * 2 ** (17 - i) for i, d in enumerate(text)) % 11 == 1,
    ),
    "iban_de": (
        "DE89370400440532013000",
        lambda text: int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1,
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_numbers_obey_the_rule_that_a_published_example_obeys(name):
    example, holds = RULES[name]
    rng = Random(5)  # noqa: S311 - chance is seeded, no secret
    assert holds(example)
    assert all(holds(state_numbers.NUMBERS[name](rng)) for _ in range(50))


def _step(plant):
    container = plant.place.container
    return SLOW.get(container) or (HDF if container in ("loom", "10x h5") or "h5ad" in container else TEXT)


def test_of_a_sample_of_every_container_each_plant_is_in_its_file(tmp_path):
    seen, written = Counter(), 0
    for plant in plants():
        seen[plant.place.container] += 1
        if seen[plant.place.container] % _step(plant) == 1:
            held = contents(plant.write(tmp_path), tmp_path)
            written += 1
            assert not [text for text in plant.texts if text not in held], plant
            assert not [value for value in plant.values if value not in "\n".join(plant.texts)], plant
    assert written >= 300
