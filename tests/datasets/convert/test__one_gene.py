import pytest

from clinicell.datasets.convert._one_gene import one_gene
from clinicell.datasets.ontology.genes import table


def test_a_symbol_that_one_gene_bears_has_its_id_and_the_others_are_named():
    found = one_gene(["TP53", "NotAGene", "CDKN1A"], "human")
    assert found.is_one.tolist() == [True, False, True]
    assert found.var.index.tolist() == ["ENSG00000141510", "ENSG00000124762"]
    assert found.var["feature_name"].tolist() == ["TP53", "CDKN1A"]
    assert found.left_out == ["NotAGene"]
    assert found.release == table("human").release


def test_a_symbol_that_several_genes_bear_is_left_out_not_guessed():
    shared = next(symbol for symbol, ids in table("human").ids_of.items() if len(ids) > 1)
    assert one_gene([shared, "TP53"], "human").left_out == [shared]


def test_a_symbol_that_the_file_gives_twice_is_left_out_both_times():
    assert one_gene(["TP53", "CDKN1A", "TP53"], "human").left_out == ["TP53", "TP53"]


@pytest.mark.parametrize(("species", "n_found"), [("human", 1), ("mouse", 0)])
def test_symbols_are_those_of_one_species(species, n_found):
    assert one_gene(["TP53"], species).is_one.sum() == n_found
