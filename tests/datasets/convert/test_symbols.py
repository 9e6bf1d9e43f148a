import pytest

from clinicell.datasets.convert._symbols import genes_of
from clinicell.errors import SchemaError


def test_a_symbol_of_one_gene_has_its_id_and_any_other_is_left_out_with_the_number_of_its_genes():
    genes = genes_of(["TP53", "RP11-34P13.7", "KRAS", "Y_RNA"])
    assert genes.var.index.tolist() == ["ENSG00000141510", "ENSG00000133703"]
    assert genes.var["feature_name"].tolist() == ["TP53", "KRAS"]
    assert genes.is_one.tolist() == [True, False, True, False]
    assert genes.left_out["symbol"].tolist() == ["RP11-34P13.7", "Y_RNA"]
    assert genes.left_out["n_genes"][0] == 0
    assert genes.left_out["n_genes"][1] > 1
    assert genes.release.startswith("GENCODE")


def test_a_symbol_that_occurs_twice_is_refused():
    with pytest.raises(SchemaError, match=r"1 of 3 symbols occur twice, e\.g\. 'TP53'"):
        genes_of(["TP53", "KRAS", "TP53"])
