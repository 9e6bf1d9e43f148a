import json

from clinicell.datasets.documents import ALL_RULES as RULES
from clinicell.datasets.documents import documents


def test_every_rule_is_listed_in_words_and_in_json(cli):
    said = cli("standard", "rules")
    assert said.code == 0
    assert all(code in said.out for code in RULES)
    listed = json.loads(cli("standard", "rules", "--json").out)
    assert [rule["code"] for rule in listed] == sorted(RULES)
    assert set(listed[0]) == {"code", "level", "what", "fix", "doc"}


def test_rules_of_one_level_are_listed_alone(cli):
    listed = json.loads(cli("standard", "rules", "--level", "L4", "--json").out)
    assert {rule["level"] for rule in listed} == {"L4"}
    assert cli("standard", "rules", "--level", "L5").code == 2


def test_a_rule_is_shown_by_its_code_whatever_its_case(cli):
    said = cli("standard", "show", "l4-kanon-01")
    assert said.code == 0
    assert "patients who stand out" in said.out
    assert json.loads(cli("standard", "show", "L4-KANON-01", "--json").out)["doc"] == RULES["L4-KANON-01"].doc


def test_a_code_that_no_rule_bears_is_an_input_error(cli, nothing_written):
    said = cli("standard", "show", "L1-RNA-99")
    assert said.code == 2
    assert "L1-RNA-01" in said.err


def test_the_schema_is_printed_as_json(cli):
    assert json.loads(cli("standard", "schema").out)["title"] == "clinicell-standard 1.0"


def test_the_documents_are_written_as_they_are_rendered(cli, tmp_path):
    said = cli("standard", "docs", tmp_path / "docs")
    assert said.code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "docs").iterdir()} == dict(documents())
