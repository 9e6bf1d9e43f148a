import json


def test_a_term_is_shown_with_release_and_what_it_stands_below(cli):
    said = cli("ontology", "show", "EFO:0009922")
    assert said.code == 0
    assert "10x 3' v3" in said.out
    assert "EFO:0010183" in said.out
    record = json.loads(cli("ontology", "show", "EFO:0000222", "--json").out)
    assert (record["is_obsolete"], record["replaced_by"]) == (True, "MONDO:0018874")


def test_an_unknown_term_is_an_input_error(cli, nothing_written):
    said = cli("ontology", "show", "EFO:1")
    assert said.code == 2
    assert "search" in said.err


def test_a_misspelling_finds_what_was_meant(cli):
    found = json.loads(cli("ontology", "search", "bone marow", "--ontology", "UBERON", "--json").out)
    assert found[0]["id"] == "UBERON:0002371"
    said = cli("ontology", "search", "AML", "--ontology", "MONDO", "-n", "1")
    assert said.out.splitlines()[1].split() == ["MONDO:0018874", "acute", "myeloid", "leukemia"]


def test_all_ontologies_are_searched_where_none_is_named(cli):
    found = {term["id"] for term in json.loads(cli("ontology", "search", "T cell", "--json").out)}
    assert "CL:0000084" in found
    assert len({term.split(":")[0] for term in found}) > 1


def test_nothing_found_is_an_answer_of_no(cli):
    said = cli("ontology", "search", "xyzzy", "--ontology", "CL")
    assert said.code == 1
    assert "nothing" in said.err


def test_an_unknown_ontology_is_named_with_those_there_are(cli):
    said = cli("ontology", "search", "blood", "--ontology", "NCIT")
    assert said.code == 2
    assert "UBERON" in said.err


def test_build_says_where_the_index_lies_and_of_which_releases(cli):
    said = json.loads(cli("ontology", "build", "--json").out)
    assert said["bytes"] > 1_000_000
    assert said["releases"]["CVCL"] == "55.0"
    assert "MONDO" in cli("ontology", "build").out


def test_an_index_that_is_missing_is_announced(cli, tmp_path, monkeypatch):
    from clinicell.datasets.ontology import index
    from clinicell.datasets.ontology.build import build

    monkeypatch.setenv("CLINICELL_ONTOLOGY", str(tmp_path / "store" / "fresh"))
    monkeypatch.setattr(index, "build", lambda path, on_ontology: build(path, ["PATO"], on_ontology))
    said = cli("ontology", "show", "PATO:0000461")
    assert said.code == 0
    assert "building the index of the ontologies, once" in said.err
    assert "building" not in cli("ontology", "show", "PATO:0000461").err
