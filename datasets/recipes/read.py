"""Reading a recipe: every fault of its form at once, each with the number of its line."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any  # what TOML holds

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clinicell.datasets._toml import read_toml
from clinicell.datasets.recipes.lines import Place, by_word, line_at, places
from clinicell.datasets.recipes.recipe import (
    About,
    Column,
    Features,
    File,
    Join,
    Matrix,
    Privacy,
    Recipe,
    Units,
    misnamed,
)
from clinicell.datasets.recipes.rules import Refused, finding
from clinicell.datasets.schema.levels import Finding
from clinicell.errors import InputError

KEYS = sorted(
    {
        field.alias or name
        for form in (Recipe, About, File, Join, Units, Column, Matrix, Features, Privacy)
        for name, field in form.model_fields.items()
    }
)


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in a TOML file; it knows its lines.

    Raises
    ------
    Refused
        It cannot be opened, is no TOML, or does not have the form of a recipe.
    """
    try:
        data = read_toml(path, InputError, "a recipe")
    except InputError as error:
        raise Refused([_unreadable(path, error)], f"{path.name}: cannot be used") from error
    found = places(path.read_text(encoding="utf-8"))
    try:
        recipe = Recipe.model_validate(data)
    except ValidationError as error:
        faults = sorted(_faults(error, data, found), key=lambda fault: line_at(found, fault[1]))
        lines = {_worded(place): line_at(found, place) for _, place, _ in faults}
        raise Refused(
            [finding(code, _worded(place), what) for code, place, what in faults],
            f"{path.name}: {len(faults)} line{'s' * (len(faults) > 1)} cannot be used",
            lambda place: f"{path.name}:{lines[place]}: ",
        ) from error
    return recipe.of_file(path.name, by_word(found, data))


def _unreadable(path: Path, error: InputError) -> Finding:
    return finding("L0-RECIPE-03", path.name, str(error).removeprefix(f"{path.name}: "))


def _faults(
    error: ValidationError, data: Mapping[str, Any], found: Mapping[Place, int]
) -> Iterator[tuple[str, Place, str]]:
    """Yield code, place and words of each fault; those of names also where a form is wrong elsewhere."""
    told: dict[Place, str] = {}
    for fault in error.errors():
        place = fault["loc"]
        while fault["type"] != "missing" and place and place not in found:
            place = place[:-1]  # pydantic names the types that a value may have, as if they were keys
        if place:  # what concerns the whole is told below, place by place
            told.setdefault(place, _told(fault))
    for place, what in told.items():
        yield "L0-RECIPE-02", place, what
    for place, what in misnamed(data):
        yield "L0-RECIPE-04", place, what


def _told(fault: ErrorDetails) -> str:
    """Return what is wrong in our words, where pydantic's are about programs."""
    name = str(fault["loc"][-1])
    if fault["type"] == "missing":
        return f"is missing; write {name} = ..., or '?' as long as nobody knows"
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(name, KEYS, 1)
        return f"there is no such key{f'; perhaps {near[0]!r}' if near else ''}"
    return fault["msg"].removeprefix("Value error, ")


def _worded(place: Place) -> str:
    """Return a place in words, with the items of arrays numbered from 1."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
