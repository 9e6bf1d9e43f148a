import pandas as pd
import pytest

from clinicell.datasets.ontology.index import open_index
from clinicell.datasets.ontology.sources import releases
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.ontology import COLUMNS, STAGE, fault_of, suggestions
from clinicell.datasets.validate import validate


@pytest.fixture(scope="module")
def index():
    with open_index() as opened:
        yield opened


@pytest.mark.parametrize(
    ("column", "term_id", "code"),
    [
        ("assay_ontology_term_id", "EFO:0009922", None),
        ("assay_ontology_term_id", "EFO:0008931", None),  # Smart-seq2, below EFO:0002772 or EFO:0010183
        ("assay_ontology_term_id", "EFO:0010183", "L2-ASSAY-02"),
        ("assay_ontology_term_id", "EFO:0000408", "L2-TERM-02"),
        ("cell_type_ontology_term_id", "CL:0000000", None),
        ("cell_type_ontology_term_id", "CL:0000236", None),
        ("cell_type_ontology_term_id", "CL:0000255", "L2-CELLTYPE-02"),
        ("cell_type_ontology_term_id", "CL:0000257", "L2-CELLTYPE-02"),
        ("cell_type_ontology_term_id", "CL:0000548", "L2-TERM-02"),
        ("cell_type_ontology_term_id", "CL:9999999", "L2-TERM-01"),
        ("tissue_ontology_term_id", "UBERON:0000178", None),
        ("tissue_ontology_term_id", "UBERON:0000104", "L2-TISSUE-04"),
        ("tissue_ontology_term_id", "CL:0000255", "L2-CELLTYPE-02"),
        ("tissue_ontology_term_id", "CVCL_0023", None),
        ("tissue_ontology_term_id", "CVCL_ZZZZ", "L2-TERM-01"),
        ("disease_ontology_term_id", "MONDO:0018874", None),
        ("disease_ontology_term_id", "MONDO:0021178", None),
        ("disease_ontology_term_id", "MONDO:0000001", "L2-DISEASE-03"),
        ("disease_ontology_term_id", "PATO:0000461", None),
        ("self_reported_ethnicity_ontology_term_id", "HANCESTRO:0590", None),
        ("self_reported_ethnicity_ontology_term_id", "HANCESTRO:0005", "L2-ETHN-02"),
        ("self_reported_ethnicity_ontology_term_id", "HANCESTRO:0004", "L2-ETHN-02"),
        (STAGE, "HsapDv:0000001", "L2-STAGE-02"),
        (STAGE, "HsapDv:0000264", None),
    ],
)
def test_a_term_is_judged_in_its_column(index, column, term_id, code):
    fault = fault_of(index, column, term_id)
    assert (fault.code if fault else None) == code


def test_a_withdrawn_term_is_mended_by_the_one_that_replaced_it(good):
    adata = good("rna")
    adata.uns["treatments"] = {"T1": {"agents": ["CHEBI:1"]}}
    adata.obs["assay_ontology_term_id"] = "EFO:0000222"
    agent, assay = validate(adata, level=Level.L2).findings
    assert agent.code == "L2-AGENT-01"
    assert "write CHEBI:18357" in agent.fix
    assert assay.code == "L2-TERM-02"
    assert f"EFO {releases()['EFO']}" in assay.message
    assert "replaced by MONDO:0018874 (acute myeloid leukemia), which does not belong here" in assay.fix


@pytest.mark.parametrize(
    ("column", "text", "meant"),
    [
        ("disease_ontology_term_id", "AML", "MONDO:0018874 (acute myeloid leukemia)"),
        ("disease_ontology_term_id", "healthy", "PATO:0000461 (normal)"),
        ("tissue_ontology_term_id", "bone marow", "UBERON:0002371 (bone marrow)"),
        ("assay_ontology_term_id", "10x 3' v3", "EFO:0009922 (10x 3' v3)"),
        ("cell_type_ontology_term_id", "T-cell", "CL:0000084 (T cell)"),
    ],
)
def test_free_text_where_a_term_belongs_is_answered_with_the_term(good, column, text, meant):
    adata = good("rna")
    adata.obs[column] = text
    (finding,) = validate(adata, level=Level.L2).findings
    assert f"{text!r} is perhaps {meant}" in finding.fix
    assert finding.examples == (text,)


def test_only_assays_are_suggested_for_an_assay(index):
    for term in suggestions(index, "assay_ontology_term_id", "10x"):
        assert fault_of(index, "assay_ontology_term_id", term.id) is None


def test_each_distinct_word_is_looked_up_once(good, monkeypatch):
    from clinicell.datasets.ontology.index import Index

    asked, term = [], Index.term
    monkeypatch.setattr(Index, "term", lambda self, term_id: asked.append(term_id) or term(self, term_id))
    validate(good("rna"))
    assert sorted(asked) == sorted(set(asked))
    assert "CL:0000236" in asked


def test_several_terms_in_a_cell_are_judged_one_by_one(good):
    adata = good("rna")
    adata.obs["disease_ontology_term_id"] = ["MONDO:0005059 || MONDO:9999999"] * 6 + ["MONDO:0005059"] * (
        adata.n_obs - 6
    )
    (finding,) = validate(adata, level=Level.L2).findings
    assert (finding.code, finding.n_affected, finding.n_total) == ("L2-TERM-01", 6, adata.n_obs)


def test_a_file_that_names_no_term_leaves_the_index_closed(good, monkeypatch):
    from clinicell.datasets.schema import ontology

    monkeypatch.setattr(ontology, "open_index", lambda: pytest.fail("the index was opened"))
    adata = good("embedding")
    for name in COLUMNS:
        adata.obs[name] = "unknown"
    assert not validate(adata, level=Level.L2).findings


@pytest.mark.parametrize(
    "treatments",
    [
        {"T1": {"agents": "CHEBI:999999999"}},
        {"T1": {"agents": {"a": {"label": "nothing", "id": "CHEBI:999999999"}}}},
        {"T1": {"agents": pd.DataFrame({"id": ["CHEBI:45783", "CHEBI:999999999"]})}},
        {"T1": {"agents": ["CHEBI:45783", "CHEBI:999999999"]}},
    ],
)
def test_agents_are_found_however_treatments_are_written(good, treatments):
    adata = good("rna")
    adata.uns["treatments"] = treatments
    (finding,) = validate(adata, level=Level.L2).findings
    assert (finding.code, finding.examples) == ("L2-AGENT-01", ("CHEBI:999999999",))


def test_known_agents_and_free_text_are_left_in_peace(good):
    adata = good("rna")
    adata.uns["treatments"] = {"T1": {"agents": ["CHEBI:45783", "a new compound, unresolved"]}}
    assert not validate(adata, level=Level.L2).findings


def test_a_stage_of_another_species_is_no_stage_of_this_one(good):
    adata = good("embedding")
    adata.obs[STAGE] = "MmusDv:0000110"
    assert [finding.code for finding in validate(adata, level=Level.L2).findings] == ["L2-STAGE-01"]
    adata.uns["organism_ontology_term_id"] = "NCBITaxon:10090"
    assert not validate(adata, level=Level.L2).findings


def test_every_verdict_names_the_releases_it_rests_on(good):
    assert validate(good("genotype")).ontology_releases == releases()


def test_a_disk_that_fails_is_no_fault_of_the_data(good, monkeypatch, tmp_path):
    from clinicell.errors import SurroundingsError

    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CLINICELL_ONTOLOGY", str(tmp_path / "file"))
    monkeypatch.setenv("CLINICELL_STORE", str(tmp_path / "store"))
    with pytest.raises(SurroundingsError):
        validate(good("rna"))
