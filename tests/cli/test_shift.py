"""``clinicell tasks stress|sites|strata|curve`` on the smallest demonstration, whose eight lines cost a second."""

import json

import pytest

from clinicell.leaderboard.result import read_results

DRUGS = ("drug_sensitivity", "--model", "constant")


def test_stress_prints_a_table_and_keeps_a_record_apart_from_the_results(cli, tmp_path):
    said = cli("tasks", "stress", *DRUGS)
    assert said.code == 0
    for words in ("molecules", "dropout", "panel", "site", "labels: no meaning here", "chance 0.500"):
        assert words in said.out
    path = tmp_path / said.err.strip().splitlines()[-1]
    record = json.loads(path.read_text())
    assert path.parts[-4:-1] == ("probes", "demo", "drug_sensitivity")
    assert (record["kind"], record["model"], record["metric"]) == ("stress", "constant", "auroc_of_extremes")
    assert record["clean"]["value"] == 0.5
    assert [each["stress"] for each in record["degradations"]] == ["molecules", "dropout", "panel", "site"]
    assert read_results(tmp_path / "leaderboard" / "results") == []
    before = path.read_bytes()
    again = json.loads(cli("tasks", "stress", *DRUGS, "--json").out)
    assert path.read_bytes() == before
    assert again["degradations"] == record["degradations"]


def test_sites_and_curve_say_why_there_are_none(cli):
    for command, words in (
        ("sites", "not estimable: no patient of this panel teaches"),
        ("curve", "no patient of this panel teaches"),
    ):
        said = cli("tasks", command, *DRUGS)
        assert said.code == 0
        assert words in said.err
        assert json.loads(cli("tasks", command, *DRUGS, "--json").out)["reason"].startswith(words)


def test_strata_of_eight_lines_are_not_estimable_and_show_no_number(cli):
    said = cli("tasks", "strata", *DRUGS)
    assert said.code == 0
    assert "hidden" in said.out
    assert "sex: not estimable: unknown for all patients" in said.out
    assert "site: not estimable: no group has 10 patients and a value; 2 groups are needed" in said.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stress", "mdr", "--model", "constant"), "no task 'mdr'"),
        (("sites", "mrd", "--model", "gpt"), "no model 'gpt'"),
        (("strata", "mrd", "--model", "k_modes"), "does not answer task 'mrd'"),
        (("stress", "mrd", "--model", "constant", "--suite", "prod"), "there are demo and core"),
        (("stress", "mrd", "--model", "constant", "--suite", "core"), "has 2 scored panels in suite 'core'"),
        (("stress", "mrd", "--model", "constant", "--panel", "hou2012_et"), "has no panel 'hou2012_et'"),
        (("stress", "subclone", "--model", "constant", "--suite", "core", "--panel", "hou2012_et"), "has no truth"),
        (("curve", "response", "--model", "constant", "--picture", "a.svg"), "a picture is a .png file"),
    ],
)
def test_what_cannot_be_asked_is_refused(cli, arguments, message):
    said = cli("tasks", *arguments)
    assert said.code == 2
    assert message in " ".join(said.err.split())
