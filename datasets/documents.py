"""The documents of the standard, rendered from its models: what ``docs/standard`` holds."""

import json
from collections.abc import Mapping

from clinicell.datasets.audit.audit import RULES as LEAKS
from clinicell.datasets.recipes.rules import RULES as RECIPES
from clinicell.datasets.schema.form import FILE, json_schema
from clinicell.datasets.schema.render import columns_page, rules_page
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.validate import RULES

# Of a file, of a recipe and its raw files, and of files against each other.
ALL_RULES: Mapping[str, Rule] = rulebook(*RULES.values(), *RECIPES.values(), *LEAKS.values())


def documents() -> Mapping[str, str]:
    """Return the text of each document by its file name."""
    return {
        "rules.md": rules_page(ALL_RULES),
        "columns.md": columns_page(),
        FILE: json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
    }
