# ruff: noqa: S311 - chance is seeded, no secret
"""The corpus: identifiers of the 18 classes, one per file, planted where hospitals leave them; the same for one seed.

Each file is written beside a control, the same file without the identifier: only what the screen finds in the one and
not in the other counts as found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

from . import forms_codes, forms_persons, forms_things, places_hdf, places_text, special
from .form import Form
from .place import Place

SEED = 4711
FORMS = (
    *forms_persons.NAMES, *forms_persons.PLACES, *forms_persons.DAYS, *forms_codes.CONTACTS, *forms_codes.NATIONAL,
    *forms_codes.RECORDS, *forms_codes.VEHICLES, *forms_things.DEVICES, *forms_things.NETWORK, *forms_things.BODIES,
    *forms_things.OTHER,
)  # fmt: skip
PLACES = (*places_hdf.PLACES, *places_text.PLACES)
LETTERS = "ABCDEFGHIJKLMNOPQR"
EACH = {"A": 5, "C": 6, "G": 4}  # forms per place; of the other classes three
NEUTRAL = ("value", "info", "x1", "field_7", "text", "var3")
COLUMNS_ONLY = ("excel serial", "unix time")  # numbers that mean nothing outside a column of their like
ROWS = ("obs column", "obs category", "column", "cell", "compound table", "column attribute", "array")
LEADS = {
    "en": (
        "Bone marrow at diagnosis;",
        "Second vial thawed, viability 84 %,",
        "Low yield.",
        "Repeated after clotting:",
        "",
    ),
    "de": ("Knochenmark vor Induktion,", "Zweites Röhrchen aufgetaut;", "Wenig Material.", ""),
    "fr": ("Moelle au diagnostic,", "Deuxième tube,", ""),
    "es": ("Médula al diagnóstico;", ""),
    "it": ("Midollo alla diagnosi,", ""),
    "nl": ("Beenmerg bij diagnose,", ""),
}
TAILS = {
    "en": (".", ", see plate 2.", "; sorted CD34+."),
    "de": (".", ", Platte 2."),
    "fr": (".",),
    "es": (".",),
    "it": (".",),
    "nl": (".",),
}
SOUND = {
    "value": ("lane", ("one",)),
    "prose": ("lane", ("Sample thawed at room temperature, then sorted.",)),
    "token": ("lane", ("P01",)),
}


@dataclass(frozen=True, slots=True)
class Plant:
    """One identifier, and the file that it is planted in."""

    number: int
    letter: str
    form: str
    place: Place
    key: str
    texts: tuple[str, ...]
    value: str

    @property
    def is_free_text(self) -> bool:
        return self.place.kind == "prose"

    @property
    def column(self) -> tuple[str, ...]:
        """All values, where a whole column of them is planted."""
        return self.texts if len(self.texts) > 1 else ()

    def write(self, root: Path) -> Path:
        folder = root / f"c{self.number:04d}"
        folder.mkdir(parents=True)
        return self.place.write(folder, self.key, self.texts)


def control(place: Place, folder: Path) -> Path:
    """Write the file of a place with nothing planted in it."""
    folder.mkdir(parents=True)
    key, texts = SOUND[place.kind]
    return place.write(folder, key, texts)


def _suits(form: Form, place: Place) -> bool:
    if form.name in COLUMNS_ONLY and not (place.kind == "value" and place.name in ROWS):
        return False
    return bool({"value": form.keys, "prose": form.phrases, "token": form.tokens}[place.kind])


def _token(text: str) -> str:
    return text.replace(" ", "_").replace("/", "-").replace(":", "-")


def _sentence(rng: Random, form: Form, value: str) -> str:
    language, phrase = rng.choice(form.phrases)
    part = phrase.format(value)
    lead = rng.choice(LEADS[language])
    return f"{lead} {part}".strip() + rng.choice(TAILS[language])


def _planted(number: int, form: Form, place: Place, rng: Random) -> Plant:
    value = form.make(rng)
    key, texts = "lane", (value,)
    if place.kind == "value":
        key = rng.choice(NEUTRAL if form.is_plain and rng.random() < 0.5 else form.keys)
        if form.name in COLUMNS_ONLY or (place.name in ROWS and rng.random() < 0.5):
            texts = (value, *(form.make(rng) for _ in range(places_hdf.N - 1)))
    elif place.kind == "prose":
        texts = (_sentence(rng, form, value),)
    else:
        value = _token(value)
        texts = (rng.choice(form.tokens).format(value),)
    return Plant(number, form.letter, form.name, place, key, texts, value)


def _chosen() -> Iterator[tuple[Form, Place, Random]]:
    for place in PLACES:
        for letter in LETTERS:
            rng = Random(f"{SEED} {place.container} {place.name} {letter}")
            fit = [form for form in FORMS if form.letter == letter and _suits(form, place)]
            for form in rng.sample(fit, min(len(fit), EACH.get(letter, 3))):
                yield form, place, rng
    for number, (place, form) in enumerate(special.PAIRS):
        yield form, place, Random(f"{SEED} {number} {place.container} {place.name} {form.name}")


@cache
def plants() -> tuple[Plant, ...]:
    """Return all that is planted, in an order that never changes."""
    return tuple(_planted(number, *chosen) for number, chosen in enumerate(_chosen()))


def digest() -> str:
    """Return the SHA-256 of all that is planted and where: it shows that the corpus is still the one first written."""
    lines = [
        "\t".join((plant.letter, plant.form, plant.place.container, plant.place.name, plant.key, *plant.texts))
        for plant in plants()
    ]
    return sha256("\n".join(lines).encode()).hexdigest()
