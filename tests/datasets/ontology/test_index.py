import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicell.datasets.ontology.index import Term, open_index
from clinicell.datasets.ontology.sources import ONTOLOGIES, entries, releases
from clinicell.errors import SurroundingsError


@pytest.fixture(scope="module")
def index():
    with open_index() as opened:
        yield opened


@pytest.mark.parametrize(
    ("term_id", "label"),
    [
        ("EFO:0009922", "10x 3' v3"),
        ("CL:0000084", "T cell"),
        ("UBERON:0002371", "bone marrow"),
        ("MONDO:0018874", "acute myeloid leukemia"),
        ("PATO:0000461", "normal"),
        ("HANCESTRO:0005", "European ancestry"),
        ("CVCL_0023", "A-549"),
        ("CHEBI:45783", "imatinib"),
        ("uniprot:P04637", "P53_HUMAN"),
        ("NCBITaxon:10090", "Mus musculus"),
    ],
)
def test_a_term_of_each_ontology_is_known_by_its_label(index, term_id, label):
    assert index.term(term_id) == Term(term_id, label, is_obsolete=False, replaced_by="")


def test_an_id_that_no_release_has_is_none(index):
    assert index.term("EFO:9999999") is None
    assert index.term("") is None
    assert index.term("efo:0009922") is None


def test_a_withdrawn_term_says_what_replaced_it(index):
    assert index.term("EFO:0000222") == Term(
        "EFO:0000222", "obsolete_acute myeloid leukemia", is_obsolete=True, replaced_by="MONDO:0018874"
    )


def test_a_term_stands_below_its_ancestors_at_any_depth_and_nowhere_else(index):
    assert index.is_below("EFO:0009922", "EFO:0010183")
    assert index.is_below("EFO:0009922", "EFO:0000001")
    assert not index.is_below("EFO:0009922", "EFO:0002772")
    assert not index.is_below("EFO:0010183", "EFO:0009922")
    assert not index.is_below("CL:0000084", "CL:0000084")
    assert not index.is_below("CL:0000084", "CL:9999999")
    assert not index.is_below("nothing", "CL:0000000")


@pytest.mark.parametrize("ontology", ["CL", "HANCESTRO", "HsapDv"])
def test_the_closure_is_that_of_the_shipped_files(index, ontology):
    for entry in list(entries(ontology))[::7]:
        assert {term.id for term in index.ancestors(entry.id)} == set(entry.ancestors)


@pytest.mark.parametrize(
    ("text", "prefix", "meant"),
    [
        ("AML", "MONDO", "MONDO:0018874"),
        ("acute myeloid leukaemia", "MONDO", "MONDO:0018874"),
        ("lukemia", "MONDO", "MONDO:0005059"),
        ("CLL", "MONDO", "MONDO:0004948"),
        ("breast cancr", "MONDO", "MONDO:0007254"),
        ("bone marow", "UBERON", "UBERON:0002371"),
        ("Bone Marrow", "UBERON", "UBERON:0002371"),
        ("10x 3' v3", "EFO", "EFO:0009922"),
        ("smartseq2", "EFO", "EFO:0008931"),
        ("T-cell", "CL", "CL:0000084"),
        ("T lymphocytes", "CL", "CL:0000084"),
        ("PBMC", "CL", "CL:2000001"),
        ("A549", "CVCL", "CVCL_0023"),
        ("mcf 7", "CVCL", "CVCL_0031"),
        ("imatinib", "CHEBI", "CHEBI:45783"),
    ],
)
def test_what_was_meant_is_suggested_first(index, text, prefix, meant):
    assert index.suggest(text, prefix)[0].id == meant


@pytest.mark.parametrize("text", ["", "  ", "xyzzy", "???", "\ud800", "7" * 500])
def test_a_text_that_is_like_nothing_gets_no_suggestion(index, text):
    assert index.suggest(text, "CL") == ()


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40), prefix=st.sampled_from(["CL", "EFO", "CVCL", "nothing", ""]))
def test_any_text_gets_an_answer_and_the_same_again(text, prefix):
    with open_index() as index:
        found = index.suggest(text, prefix)
        assert index.suggest(text, prefix) == found
    assert len(found) <= 3
    assert all(term.id.startswith(prefix) for term in found)


def test_opening_and_eight_look_ups_take_less_than_a_tenth_of_a_second():
    def seconds() -> float:
        start = time.perf_counter()
        with open_index() as index:
            assert all(index.term(f"CL:{n:07d}") for n in (0, 84, 236, 255, 540, 542, 738, 988))
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.1


def test_suggestions_are_in_use_distinct_bounded_and_always_the_same(index):
    found = index.suggest("leukemia", "MONDO", 20)
    assert len(found) == len({term.id for term in found}) == 20
    assert not any(term.is_obsolete for term in found)
    assert index.suggest("leukemia", "MONDO", 20) == found
    assert index.suggest("leukemia", "MONDO", 2) == found[:2]


def test_suggestions_can_be_kept_to_a_branch(index):
    assert index.suggest("single cell", "EFO")
    below = index.suggest("10x", "EFO", below=["EFO:0010183"])
    assert below
    assert all(index.is_below(term.id, "EFO:0010183") for term in below)


def test_the_index_names_the_release_of_every_ontology(index):
    assert index.releases == releases()
    assert set(ONTOLOGIES) < set(index.releases)
    assert index.releases["MONDO"].startswith("v20")


def test_a_damaged_index_says_what_to_do(store):
    from clinicell.datasets.ontology.index import index_path

    path = index_path(store)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 100)
    with pytest.raises(SurroundingsError, match="delete it"):
        open_index(store)
