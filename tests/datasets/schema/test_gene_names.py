import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.schema.gene_names import FEW, LARGEST_UNKNOWN_SHARE, check

HUMAN = table("human")
NAMED = [gene_id for gene_id in HUMAN.row_of if HUMAN.symbol_of(gene_id)][:200]


def features(ids, names=None, **uns) -> ad.AnnData:
    names = [HUMAN.symbol_of(gene_id) or gene_id for gene_id in ids] if names is None else names
    return ad.AnnData(var=pd.DataFrame({"feature_name": names}, index=list(ids)), uns=uns)


def codes(adata):
    return [finding.code for finding in check(adata)]


def test_genes_under_their_own_names_have_no_fault():
    assert codes(features(NAMED)) == []


def test_a_few_retired_ids_are_no_fault_and_many_are():
    retired = [f"ENSG{90_000_000 + i:011d}" for i in range(200)]
    assert codes(features(NAMED[FEW:] + retired[:FEW])) == []
    at_limit = int(LARGEST_UNKNOWN_SHARE * 200)
    assert codes(features(NAMED[at_limit:] + retired[:at_limit])) == []
    (finding,) = check(features(NAMED[at_limit + 1 :] + retired[: at_limit + 1]))
    assert (finding.code, finding.n_affected, finding.n_total) == ("L2-GENE-05", 21, 200)
    assert "10%" in finding.message
    assert "GENCODE v48" in finding.message


def test_symbols_in_place_of_ids_are_named_with_all_ids_they_may_be():
    (finding,) = check(features(["TP53", "CD99", *NAMED[:5]]))
    assert (finding.code, finding.n_affected, finding.examples) == ("L2-GENE-06", 2, ("TP53", "CD99"))
    assert "TP53 is ENSG00000141510" in finding.fix
    assert "CD99 is ENSG00000002586 or ENSG00000292348" in finding.fix


@pytest.mark.parametrize("foreign", ["ENSMUSG00000059552", "ENSMUSG00000059552.14", "Trp53", "ENSDARG00000035559"])
def test_genes_of_another_species_are_named(foreign):
    (finding,) = check(features([foreign, *NAMED[:5]]))
    assert (finding.code, finding.examples) == ("L2-GENE-07", (foreign,))


def test_a_data_set_of_mice_says_so_and_is_held_to_mouse_genes():
    mouse = table("mouse")
    ids = [gene_id for gene_id in mouse.row_of if mouse.symbol_of(gene_id)][:50]
    names = [mouse.symbol_of(gene_id) for gene_id in ids]
    assert codes(features(ids, names, organism_ontology_term_id="NCBITaxon:10090")) == []
    assert codes(features(ids, names)) == ["L2-GENE-07"]
    (finding,) = check(
        features([*ids, "ENSG00000141510"], [*names, "TP53"], organism_ontology_term_id="NCBITaxon:10090")
    )
    assert (finding.code, finding.examples) == ("L2-GENE-07", ("ENSG00000141510",))
    assert codes(features(["Trp53", *ids], ["Trp53", *names], organism_ontology_term_id="NCBITaxon:10090")) == [
        "L2-GENE-06"
    ]


def test_columns_out_of_step_are_found_and_single_misnamed_or_renamed_genes_are_not():
    names = [HUMAN.symbol_of(gene_id) for gene_id in NAMED]
    (finding,) = check(features(NAMED, np.roll(names, 1)))
    assert (finding.code, finding.n_affected) == ("L2-GENE-08", 200)
    assert f"{NAMED[0]} is {names[0]}" in finding.fix
    assert codes(features(NAMED, [names[1], names[0], *names[2:]])) == []
    assert codes(features(NAMED, [f"OLD{i}" for i in range(200)])) == []


def test_simulated_genes_are_nobodys():
    assert codes(features([f"SIMG{i:08d}" for i in range(50)], is_simulated=True)) == []
    assert codes(features(["TP53", "Trp53", *[f"ENSG{i:011d}" for i in range(50)]], is_simulated=True)) == []


def test_a_mangled_name_is_answered_with_what_it_was_likely():
    from clinicell.datasets.schema import genes

    adata = features(NAMED[:6], ["2-Sep", "1-Mar", "43891", *[HUMAN.symbol_of(gene_id) for gene_id in NAMED[3:6]]])
    (finding,) = genes.check(adata)
    assert (finding.code, finding.n_affected) == ("L2-GENE-03", 3)
    assert "2-Sep was likely SEPT2 (now SEPTIN2, ENSG00000168385)" in finding.fix
    assert "MARCH1 (now MARCHF1, ENSG00000145416) or MARC1 (now MTARC1, ENSG00000186205)" in finding.fix


def test_a_date_in_place_of_an_id_is_answered_too():
    from clinicell.datasets.schema import genes

    adata = features(["15-Sep", *NAMED[:5]], ["x", *[HUMAN.symbol_of(gene_id) for gene_id in NAMED[:5]]])
    (finding,) = genes.check(adata)
    assert (finding.code, finding.path) == ("L2-GENE-03", "var_names")
    assert "SEP15 (now SELENOF, ENSG00000183291)" in finding.fix
