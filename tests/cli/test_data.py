import json

import pytest

from clinicell.datasets.card import card_ids
from clinicell.datasets.store import load, standard_file


@pytest.fixture
def good(session_store):
    return standard_file("demo_drug_cells", session_store).path


def test_every_card_is_listed_in_words_and_in_json(cli):
    assert [card["id"] for card in json.loads(cli("datasets", "list", "--json").out)] == card_ids()
    said = cli("datasets", "list")
    assert said.code == 0
    assert all(dataset_id in said.out for dataset_id in card_ids())


def test_a_card_shows_source_licence_labels_and_files(cli):
    said = cli("datasets", "show", "leung2017_crc")
    assert said.code == 0
    assert "Genome Research" in said.out
    assert "character_matrix.csv" in said.out
    assert json.loads(cli("datasets", "show", "leung2017_crc", "--json").out)["counts"]["n_obs"] == 186


def test_a_set_that_follows_no_standard_is_said_and_stops_no_other(mirror, cli, monkeypatch):
    from clinicell.cli import data

    lines: list[str] = []
    monkeypatch.setattr(data, "say", lines.append)
    monkeypatch.setattr("clinicell.datasets.fetch.mirror_folder", lambda: mirror)
    said = cli("datasets", "fetch", "plx4720_a375", "demo_drug_cells")
    assert said.code != 0
    assert "demo_drug_cells" in said.out
    assert any("plx4720_a375: no valid standard data set" in line and "L2-GENE-01" in line for line in lines)
    assert "1 of 2 data sets could not be had: plx4720_a375" in said.err


def test_an_unknown_data_set_is_an_input_error(cli, nothing_written):
    said = cli("datasets", "show", "leung")
    assert said.code == 2
    assert "leung" in said.err


def test_a_simulated_set_is_made_and_its_place_printed(cli):
    said = cli("datasets", "fetch", "demo_drug_cells")
    assert said.code == 0
    assert "L3" in said.out
    assert ".h5ad" in said.out


def test_what_needs_a_mirror_is_named_with_where_the_original_is(cli):
    said = cli("datasets", "fetch", "melanoma_icb")
    assert said.code == 3
    assert "GSE120575" in said.err
    assert "CLINICELL_MIRROR" in said.err


def test_a_valid_file_reaches_its_level(cli, good):
    said = cli("validate", good)
    assert said.code == 0
    assert "Reaches L3" in said.out
    record = json.loads(cli("validate", good, "--json").out)
    assert (record["level"], record["asked"], record["is_reached"], record["is_valid"]) == ("L3", "L3", True, True)
    assert record["standard"] == "clinicell-standard 1.0"
    assert record["ontology_releases"]["MONDO"].startswith("v20")


def test_what_keeps_a_valid_file_from_being_a_benchmark_is_listed_apart(cli, good):
    said = cli("validate", good)
    assert said.out.index("Reaches L3") < said.out.index("Before it can be a benchmark") < said.out.index("L4-SPLIT-01")
    (finding,) = json.loads(cli("validate", good, "--json").out)["findings"]
    assert (finding["code"], finding["level"]) == ("L4-SPLIT-01", "L4")
    assert finding["doc"].endswith("docs/standard/rules.md#l4-split-01")


def test_a_file_that_does_not_reach_the_level_that_is_asked_for_is_a_no(cli, good):
    assert cli("validate", good, "--level", "L1").code == 0
    said = cli("validate", good, "--level", "L4")
    assert said.code == 1
    assert "1 finding; the file stands on L3" in said.out
    assert cli("validate", good, "--level", "L4", "--json").code == 1


def test_a_level_that_is_none_is_an_input_error(cli, good):
    said = cli("validate", good, "--level", "5")
    assert said.code == 2
    assert "one of L0, L1, L2, L3, L4" in said.err


def test_every_fault_of_a_file_is_named_at_once_and_the_file_is_not_changed(cli, good, session_store, tmp_path):
    adata = load("demo_drug_cells", session_store)
    adata.obs["assay_ontology_term_id"] = "10x"
    adata.X = adata.X + 0.5 * (adata.X > 0)
    spoilt = tmp_path / "spoilt.h5ad"
    adata.write_h5ad(spoilt)
    before = spoilt.read_bytes()
    said = cli("validate", spoilt)
    assert said.code == 1
    codes = {finding["code"] for finding in json.loads(cli("validate", spoilt, "--json").out)["findings"]}
    assert len(codes) >= 2
    assert all(code in said.out for code in codes)
    assert "stands on L0" in said.out
    assert spoilt.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"<!doctype html><title>Sign in</title>", b"\x89HDF\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_data_set_is_told_in_words(cli, tmp_path, content):
    (tmp_path / "x.h5ad").write_bytes(content)
    said = cli("validate", tmp_path / "x.h5ad")
    assert said.code == 2
    assert "L0-READ-0" in said.out


def test_a_file_that_is_not_there_is_an_input_error(cli, nothing_written):
    said = cli("validate", "nowhere.h5ad")
    assert (said.code, said.err.strip()) == (2, "nowhere.h5ad: no such file")


def test_a_card_is_described_in_three_forms(cli, tmp_path):
    said = cli("datasets", "describe", "demo_mrd", "--as", "croissant", "-o", "out/croissant.json")
    assert said.code == 0
    assert "an author must complete: rai:dataBiases" in said.err
    assert json.loads((tmp_path / "out" / "croissant.json").read_text())["@id"] == "demo_mrd"
    assert json.loads(cli("datasets", "describe", "demo_mrd", "--as", "datapackage").out)["name"] == "demo-mrd"
    assert cli("datasets", "describe", "demo_mrd", "--as", "datasheet").out.startswith("# Datasheet: ")


def test_a_form_that_is_not_there_is_exit_code_2(cli):
    said = cli("datasets", "describe", "demo_mrd", "--as", "poem")
    assert said.code == 2
    assert "there are croissant, datapackage and datasheet" in said.err


def test_the_report_of_a_file_is_written_beside_the_verdict(cli, tmp_path, session_store):
    from clinicell.datasets.store import standard_file

    pytest.importorskip("jinja2")
    said = cli("validate", standard_file("demo_subclone", session_store).path, "--report", "out/report.html")
    assert said.code == 0
    assert "out/report.html" in said.err
    text = (tmp_path / "out" / "report.html").read_text()
    assert "This file reaches L" in text
    assert "Sites without a call per cell" in text


def test_a_file_that_cannot_be_read_has_a_report_as_well(cli, tmp_path):
    pytest.importorskip("jinja2")
    (tmp_path / "page.h5ad").write_text("<!doctype html><title>Sign in</title>")
    said = cli("validate", "page.h5ad", "--report", "report.html")
    assert said.code == 2
    assert "This file cannot be read." in (tmp_path / "report.html").read_text()


def test_a_name_that_tells_a_date_of_care_is_shown_nowhere(cli, good, tmp_path):
    named = tmp_path / "visit 2019-03-12.h5ad"
    named.write_bytes(good.read_bytes())
    for arguments in ((), ("--json",), ("--report", "report.html")):
        said = cli("validate", named, *arguments)
        assert "2019-03-12" not in said.out + said.err
    assert "2019-03-12" not in (tmp_path / "report.html").read_text()


def test_the_tables_alone_can_be_judged_and_what_was_not_looked_at_is_said(cli, good):
    said = cli("validate", good, "--metadata")
    assert said.code == 0
    assert "L0 readable ✓   L1 structural ?" in said.out
    assert "were not looked at" in said.out
    record = json.loads(cli("validate", good, "--metadata", "--json").out)
    assert (record["level"], record["are_numbers_read"], record["is_reached"]) == ("L0", False, False)
    assert cli("validate", good, "--metadata", "--level", "L4").code == 1
    assert cli("validate", good, "--metadata", "--report", "report.html").code == 2
