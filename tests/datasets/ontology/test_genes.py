import hashlib
import tomllib

import pytest

from clinicell.datasets.ontology.derive_genes import DATA, table_of
from clinicell.datasets.ontology.genes import find, table, without_version


@pytest.mark.parametrize(
    ("gene_id", "species", "symbol"),
    [
        ("ENSG00000141510", "human", "TP53"),
        ("ENSG00000171862", "human", "PTEN"),
        ("ENSG00000146648", "human", "EGFR"),
        ("ENSG00000133703", "human", "KRAS"),
        ("ENSG00000156738", "human", "MS4A1"),
        ("ENSG00000198695", "human", "MT-ND6"),
        ("ENSMUSG00000059552", "mouse", "Trp53"),
        ("ENSMUSG00000013663", "mouse", "Pten"),
        ("ERCC-00002", "ercc", ""),
    ],
)
def test_a_gene_is_known_by_its_id(gene_id, species, symbol):
    found, gene = find(gene_id)
    assert (found, gene.id, gene.symbol) == (species, gene_id, symbol)
    assert gene.length_bp > 0


def test_a_version_makes_no_difference_to_which_gene_it_is():
    assert find("ENSG00000141510.11") == find("ENSG00000141510")
    assert find("ENSG00000141510")[1].version == 19
    assert without_version("ENSG00000182162.11_PAR_Y") == "ENSG00000182162"


@pytest.mark.parametrize("gene_id", ["ENSG00000000001", "ENSG0000014151", "TP53", "", "ERCC-99999"])
def test_an_id_that_no_release_has_is_none(gene_id):
    assert find(gene_id) is None


def test_a_symbol_gives_all_genes_that_bear_it():
    human = table("human")
    assert human.ids_of["TP53"] == ("ENSG00000141510",)
    assert human.ids_of["CD99"] == ("ENSG00000002586", "ENSG00000292348")
    assert "SEPT2" not in human.ids_of
    assert "" not in human.ids_of


def test_the_tables_hold_as_many_genes_as_their_sources():
    assert [len(table(species).row_of) for species in ("human", "mouse", "ercc")] == [78_894, 78_317, 92]
    assert sum(1 for symbol in table("human").symbols if symbol) == 78_894 - 36_134


def test_what_the_tables_were_made_from_is_recorded_and_holds():
    said = tomllib.loads((DATA / "genes.toml").read_text())
    assert said["wheel"]["licence"].startswith("MIT")
    for species in ("human", "mouse", "ercc"):
        packed = (DATA / said[species]["table"]).read_bytes()
        assert hashlib.sha256(packed).hexdigest() == said[species]["table_sha256"]
        assert len(packed) < 1_000_000
        assert packed[4:8] == b"\0\0\0\0"  # no time in it
        assert said[species]["licence"]


def test_a_table_is_derived_sorted_and_always_the_same():
    rows = [["ENSG00000000012", "B", "3", "70", "lncRNA"], ["ENSG00000000002", "ENSG00000000002", "1", "9", "miRNA"]]
    assert table_of(rows, "ENSG") == table_of(reversed(rows), "ENSG")
    assert table_of(rows, "ENSG")[1] == 2


@pytest.mark.parametrize(
    "second", [["ENSG00000000012", "C", "1", "1", "miRNA"], ["ENSMUSG00000000013", "C", "1", "1", "x"]]
)
def test_an_id_twice_or_of_another_kind_stops_the_derivation(second):
    with pytest.raises(ValueError, match="ENS"):
        table_of([["ENSG00000000012", "B", "3", "70", "lncRNA"], second], "ENSG")


def test_ids_by_symbol_are_those_of_every_row_in_their_order():
    table_ = table("human")
    expected: dict[str, list[str]] = {}
    for gene_id, symbol in zip(table_.row_of, table_.symbols, strict=True):
        expected.setdefault(symbol, []).append(gene_id)
    expected.pop("", None)
    assert {symbol: list(ids) for symbol, ids in table_.ids_of.items()} == expected
    assert len(table_.ids_of) == len(expected)
    assert any(len(ids) > 1 for ids in expected.values())
    assert "" not in table_.ids_of
    assert table_.ids_of.get("no such symbol", ()) == ()
