"""One card, three forms: each is checked by somebody else's reader, and none says what the card does not."""

import json

import pytest

from clinicell.datasets.card import DatasetCard, card_ids, find_card
from clinicell.datasets.describe.citation import address, citation, licence_address
from clinicell.datasets.describe.croissant import croissant, still_open
from clinicell.datasets.describe.datapackage import datapackage
from clinicell.datasets.describe.datasheet import OPEN, datasheet

CARDS = card_ids()


@pytest.fixture
def card() -> DatasetCard:
    return find_card("leung2017_crc")


@pytest.mark.filterwarnings("ignore")  # rdflib's own
def test_mlcroissant_finds_no_fault_in_any_card(tmp_path):
    mlcroissant = pytest.importorskip("mlcroissant")
    for dataset_id in CARDS:
        path = tmp_path / f"{dataset_id}.json"
        path.write_text(json.dumps(croissant(find_card(dataset_id))))
        read = mlcroissant.Dataset(jsonld=str(path)).metadata
        assert not read.ctx.issues.errors, dataset_id
        assert read.ctx.conforms_to.value.endswith("/1.1")
        allowed = {"datePublished"} if "datePublished" in still_open(find_card(dataset_id)) else set()
        assert all(any(name in warning for name in allowed) for warning in read.ctx.issues.warnings), dataset_id


@pytest.mark.filterwarnings("ignore")
def test_what_mlcroissant_reads_is_what_the_card_says(card, tmp_path):
    mlcroissant = pytest.importorskip("mlcroissant")
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(croissant(card)))
    read = mlcroissant.Dataset(jsonld=str(path)).metadata
    assert [(file.sha256, file.content_url) for file in read.distribution] == [(f.sha256, f.url) for f in card.files]
    assert read.data_annotation_protocol in (card.label_provenance, [card.label_provenance])
    assert read.license == ["https://spdx.org/licenses/MIT.html"]


def test_what_a_licence_forbids_is_a_prohibition_and_an_unknown_licence_permits_nothing(card):
    closed = croissant(card.model_copy(update={"allows": ("research",)}))["usageInfo"]
    assert [rule["odrl:action"]["@id"] for rule in closed["odrl:prohibition"]] == [
        "odrl:commercialize", "odrl:distribute",
    ]  # fmt: skip
    assert len(closed["odrl:permission"]) == 1
    assert "odrl:prohibition" not in croissant(card)["usageInfo"]
    unknown = croissant(card.model_copy(update={"allows": ()}))["usageInfo"]
    assert "odrl:permission" not in unknown
    assert unknown["name"] == "unknown: ask before any use"


def test_a_file_without_a_public_address_says_what_it_was_made_from():
    card = find_card("melanoma_icb")
    file = croissant(card)["distribution"][0]
    assert file["contentUrl"] == card.files[0].path
    assert file["prov:wasDerivedFrom"]["prov:label"] == card.files[0].derived_from


def test_authors_and_year_are_read_and_never_made_up(card):
    assert (citation(card).authors, citation(card).year) == ("Leung et al.", "2017")
    odd = card.model_copy(update={"source": "Weber et al. (Phertilizer)"})
    assert (citation(odd).authors, citation(odd).year) == ("Weber et al. (Phertilizer)", "")
    assert "datePublished" not in croissant(odd)
    assert "datePublished" in still_open(odd)
    with_method = card.model_copy(update={"source": "Ho, Kim et al. 2018, Genome Research"})
    assert citation(with_method).authors == "Ho, Kim et al."


def test_addresses_are_the_doi_then_the_original_then_our_own(card):
    assert address(card) == "https://doi.org/10.1101/gr.209973.116"
    assert address(card.model_copy(update={"doi": ""})) == "https://github.com/raphael-group/ConDoR"
    assert address(find_card("demo_mrd")).endswith("datasets/cards/demo_mrd.toml")


def test_a_licence_that_spdx_does_not_know_stays_in_its_own_words(card):
    free = card.model_copy(update={"licence": "free for research, ask the authors"})
    assert licence_address(free) == "free for research, ask the authors"
    assert licence_address(card.model_copy(update={"licence": "CC BY 4.0 (PLOS)"})).endswith("/CC-BY-4.0.html")
    assert datapackage(free)["licenses"] == [{"title": "free for research, ask the authors", "path": address(card)}]


@pytest.mark.parametrize("dataset_id", CARDS)
def test_a_data_package_names_every_file_with_its_bytes_and_hash(dataset_id):
    card = find_card(dataset_id)
    package = datapackage(card)
    assert package["resources"]
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    if card.files:
        assert [(each["bytes"], each["hash"]) for each in package["resources"]] == [
            (file.bytes, f"sha256:{file.sha256}") for file in card.files
        ]
    json.dumps(package, allow_nan=False)


def test_a_datasheet_counts_what_waits_for_its_authors(card):
    text = datasheet(card)
    n_open = text.count(OPEN)
    assert n_open > 0
    assert f"{n_open} wait for the authors" in text
    assert text.count("\n## ") == 7
    assert card.label_provenance in text
    assert datasheet(find_card("demo_mrd")).count(OPEN) < n_open


def test_equal_cards_give_equal_text(card):
    assert json.dumps(croissant(card)) == json.dumps(croissant(find_card(card.id)))
