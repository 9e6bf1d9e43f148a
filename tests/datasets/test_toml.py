"""TOML of strangers: what would take the parser down is refused before it begins."""

import pytest

from clinicell.datasets._toml import read_toml
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.errors import CardError, InputError


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "a." * 50_000 + "b = 1", "[" + "a . " * 500 + "b]"])
def test_what_nests_too_deep_is_refused(tmp_path, text):
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(CardError, match=r"a\.toml: is no TOML that is read: it nests too deep; a card is flat"):
        read_toml(tmp_path / "a.toml", CardError, "a card")


def test_what_is_too_large_is_refused(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"#" * (17 << 20))
    with pytest.raises(InputError, match="larger than 16 MiB"):
        read_toml(tmp_path / "a.toml", InputError, "a recipe")


def test_dots_in_a_text_are_no_depth(tmp_path):
    (tmp_path / "a.toml").write_text('a.b.c = "' + "x. " * 30 + '"')
    assert read_toml(tmp_path / "a.toml", InputError, "a recipe")["a"]["b"]["c"].startswith("x. x.")


def test_a_pattern_that_is_no_regular_expression_is_a_fault_of_the_recipe():
    with pytest.raises(ValueError, match="is no regular expression: missing"):
        Recipe.model_validate({"columns": {"donor_id": {"column": "a", "pattern": "(P"}}})
