from clinicell.datasets.ontology.index import open_index

IDS = ("EFO:0009922", "CL:0000084", "UBERON:0002371", "MONDO:0018874", "PATO:0000461", "HANCESTRO:0590", "CVCL_0023")


def test_open_and_look_up_a_term_of_seven_ontologies_and_one_ancestor(benchmark):
    def look_up() -> bool:
        with open_index() as index:
            return all(index.term(term_id) for term_id in IDS) and index.is_below("EFO:0009922", "EFO:0010183")

    assert benchmark(look_up)


def test_suggest_for_a_misspelt_disease(benchmark):
    with open_index() as index:
        found = benchmark(index.suggest, "acute myelid lukemia", "MONDO")
    assert found[0].id == "MONDO:0018874"
