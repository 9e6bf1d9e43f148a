"""The documents of the standard are those of the models: whoever changes a model renders them again."""

from pathlib import Path

import pytest

from clinicell.datasets.documents import ALL_RULES as RULES
from clinicell.datasets.documents import documents
from clinicell.datasets.schema.form import FILE
from clinicell.datasets.schema.levels import RULES_PAGE

FOLDER = Path(__file__).parents[2] / "docs" / "standard"


@pytest.mark.parametrize("name", ["rules.md", "columns.md", FILE])
def test_the_committed_document_is_what_the_models_say(name):
    said = documents()[name]
    assert (FOLDER / name).read_text(encoding="utf-8") == said, "clinicell standard docs docs/standard"


def test_no_other_document_lies_beside_them():
    assert {path.name for path in FOLDER.iterdir()} == set(documents())


def test_the_page_of_rules_has_a_heading_for_each_link_of_a_finding():
    headings = [line.removeprefix("### ") for line in documents()["rules.md"].splitlines() if line.startswith("### ")]
    assert sorted(headings) == sorted(RULES)
    for rule in RULES.values():
        page, _, anchor = rule.doc.partition("#")
        assert page == RULES_PAGE
        assert page.endswith("docs/standard/rules.md")
        assert anchor == rule.code.lower()  # GitHub's anchor of a heading: its letters made small, digits and hyphens


def test_rules_say_what_is_wrong_and_what_would_be_right():
    page = documents()["rules.md"]
    assert "A sample is one donor's" not in page  # a fix is no sentence of its own
    assert "Samples of more than one donor." in page
    assert "What would be right: a sample is one donor's; name mixtures by library\\_id." in page
