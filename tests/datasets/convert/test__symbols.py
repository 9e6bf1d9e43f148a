import pytest

from clinicell.datasets.convert._symbols import REASONS, by_symbol
from clinicell.datasets.ontology.genes import table

NO_GENE, SEVERAL, THE_SAME = REASONS


def test_a_symbol_of_one_gene_is_that_gene():
    named = by_symbol(["TP53", "EGFR"])
    assert named.var.index.tolist() == ["ENSG00000141510", "ENSG00000146648"]
    assert named.var["feature_name"].tolist() == ["TP53", "EGFR"]
    assert named.kept.tolist() == [0, 1]
    assert named.uns["genes_left_out"].empty
    assert table("human").release in named.uns["genes_named_by"]


@pytest.mark.parametrize("symbol", ["T", "SEPT2", "2-Sep", "RP11-34P13.7", "tp53", ""])
def test_former_mangled_and_misspelt_symbols_are_not_guessed(symbol):
    named = by_symbol([symbol, "TP53"])
    assert named.kept.tolist() == [1]
    assert named.uns["genes_left_out"].to_numpy().tolist() == [[symbol, NO_GENE]]


def test_a_symbol_that_several_genes_bear_is_left_out():
    shared = next(symbol for symbol, ids in table("human").ids_of.items() if len(ids) > 1)
    named = by_symbol(["TP53", shared])
    assert named.kept.tolist() == [0]
    assert named.uns["genes_left_out"].to_numpy().tolist() == [[shared, SEVERAL]]


def test_features_that_are_the_same_gene_are_all_left_out():
    named = by_symbol(["TP53", "EGFR", "TP53", "P53_ENSG00000146648"])
    assert named.kept.tolist() == []
    assert set(named.uns["genes_left_out"]["reason"]) == {THE_SAME}
    assert by_symbol(["TP53", "EGFR"]).kept.tolist() == [0, 1]


def test_a_feature_that_names_its_gene_is_taken_at_its_word():
    named = by_symbol(["PTPRC_ENSG00000081237", "TP53"])
    assert named.var.index.tolist() == ["ENSG00000081237", "ENSG00000141510"]
    assert named.var["feature_name"].tolist() == ["PTPRC", "TP53"]


@pytest.mark.parametrize(("species", "n_found"), [("human", 1), ("mouse", 0)])
def test_symbols_are_those_of_one_species(species, n_found):
    assert len(by_symbol(["TP53"], species).kept) == n_found
