"""What is written is what the CELLxGENE schema 7.1 asks for; .ci/cellxgene lets its own validator judge."""

import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.export_cellxgene import BESIDE, REQUIRED, export_file, exported
from clinicell.datasets.ontology.genes import table
from clinicell.errors import SchemaError

sys.path.insert(0, str(Path(__file__).parent))
from real_gene_cohort import LINE, TISSUE, cohort

sys.path.pop(0)
FORBIDDEN = {
    "organism", "organism_ontology_term_id", "ethnicity", "ethnicity_ontology_term_id", "observation_joinid", "assay",
    "cell_type", "development_stage", "disease", "self_reported_ethnicity", "sex", "tissue",
}  # fmt: skip


@pytest.fixture
def tissue():
    return cohort("tissue", TISSUE, n_cells=12, n_genes=50)


def test_a_cohort_of_tissue_is_written_with_counts_in_raw_and_normalized_values_in_x(tissue):
    ready, notes = exported(tissue)
    counts = tissue.X.toarray()
    assert isinstance(ready.raw.X, sparse.csr_matrix)
    assert ready.raw.X.dtype == ready.X.dtype == np.float32
    assert np.array_equal(ready.raw.X.toarray(), counts)
    assert np.allclose(ready.X.toarray(), np.log1p(counts / counts.sum(axis=1, keepdims=True) * 1e4))
    assert list(ready.raw.var_names) == list(ready.var_names) == list(tissue.var_names)
    assert list(ready.var) == ["feature_is_filtered"]
    assert list(ready.raw.var) == []
    assert not ready.var["feature_is_filtered"].any()
    assert notes == ("there is no development_stage_ontology_term_id: 'unknown'",)


def test_counts_alone_stand_in_x(tissue):
    del tissue.layers["lognorm"]
    tissue.uns["scales"] = tissue.uns["scales"].query("slot != 'layers/lognorm'").reset_index(drop=True)
    ready, _ = exported(tissue)
    assert ready.raw is None
    assert np.array_equal(ready.X.toarray(), tissue.X.toarray())


def test_terms_are_written_and_labels_are_not(tissue):
    tissue.obs["tissue"] = "bone marrow"
    ready, notes = exported(tissue)
    assert set(ready.obs) == {*REQUIRED, *BESIDE}
    assert not FORBIDDEN & set(ready.obs)
    assert ready.obs["is_primary_data"].dtype == bool
    assert all(str(ready.obs[name].dtype) == "category" for name in ready.obs if name != "is_primary_data")
    assert ready.uns == {"title": tissue.uns["title"], "organism_ontology_term_id": "NCBITaxon:9606"}
    assert list(ready.obsm) == ["X_pca"]
    assert any("tissue" in note for note in notes)


def test_the_data_set_itself_is_left_as_it_was(tissue):
    before = tissue.copy()
    exported(tissue)
    assert list(tissue.obs) == list(before.obs)
    assert np.array_equal(tissue.X.data, before.X.data)


def test_what_a_line_has_no_own_of_is_na():
    ready, notes = exported(cohort("line", LINE, n_cells=12, n_genes=50))
    for name in ("donor_id", "sex_ontology_term_id", "self_reported_ethnicity_ontology_term_id"):
        assert set(ready.obs[name]) == {"na"}
    assert set(ready.obs["development_stage_ontology_term_id"]) == {"na"}
    assert set(ready.obs["tissue_ontology_term_id"]) == {"CVCL_0023"}
    assert "12 cells are of lines" in notes[0]


def test_a_stage_that_is_known_is_kept(tissue):
    tissue.obs["development_stage_ontology_term_id"] = "HsapDv:0000264"
    ready, notes = exported(tissue)
    assert set(ready.obs["development_stage_ontology_term_id"]) == {"HsapDv:0000264"}
    assert notes == ()


def test_all_that_is_missing_is_listed_at_once_and_nothing_is_invented(tissue):
    for name, word in {
        "assay_ontology_term_id": "unknown",
        "disease_ontology_term_id": "unknown",
        "tissue_ontology_term_id": "na",
        "suspension_type": "unknown",
        "sex_ontology_term_id": "na",
        "cell_type_ontology_term_id": "na",
    }.items():
        tissue.obs[name] = word
    del tissue.obsm["X_pca"]
    tissue.uns["scales"] = tissue.uns["scales"].query("slot != 'obsm/X_pca'").reset_index(drop=True)
    with pytest.raises(SchemaError) as refused:
        exported(tissue)
    said = str(refused.value).splitlines()
    assert len(said) == 8
    assert "obs['assay_ontology_term_id']: 12 of 12 cells are 'unknown'" in said[1]
    assert any("no embedding" in line for line in said)


@pytest.mark.parametrize(
    ("assay", "suspended", "said"),
    [
        ("EFO:0009922", "na", "must be 'cell' or 'nucleus'"),  # 10x 3' v3, below EFO:0030080
        ("EFO:0010961", "cell", "spatial"),  # Visium
        ("EFO:0008953", "nucleus", "must be 'cell'"),  # STRT-seq
    ],
)
def test_an_assay_that_suspends_something_else_or_is_spatial_is_refused(tissue, assay, suspended, said):
    tissue.obs["assay_ontology_term_id"], tissue.obs["suspension_type"] = assay, suspended
    with pytest.raises(SchemaError, match=said):
        exported(tissue)


def test_genes_that_the_release_does_not_know_are_left_out_and_counted(tissue):
    tissue.var_names = ["ENSG00000000001", "ERCC-00002", *tissue.var_names[2:]]
    ready, notes = exported(tissue)
    assert list(ready.var_names) == list(tissue.var_names[1:])
    assert any(note.startswith("1 of 50 genes are unknown to GENCODE v48") for note in notes)


def test_simulated_genes_are_refused(tissue):
    tissue.var_names = [f"SIMG{i:08d}" for i in range(50)]
    tissue.uns["is_simulated"] = True
    with pytest.raises(SchemaError, match="knows none of 50 genes"):
        exported(tissue)


def test_cells_with_equal_counts_are_refused(tissue):
    counts = np.zeros((12, 50), dtype="float32")
    counts[np.arange(12), np.arange(12)] = 1
    counts[1] = counts[0]  # one gene: too few for the standard to call them one cell
    tissue.X = sparse.csr_matrix(counts)
    del tissue.layers["lognorm"]
    tissue.uns["scales"] = tissue.uns["scales"].query("slot != 'layers/lognorm'").reset_index(drop=True)
    with pytest.raises(SchemaError, match="1 of 12 cells have the very counts of another"):
        exported(tissue)


def test_a_data_set_that_breaks_the_standard_is_to_be_mended_first(tissue):
    tissue.obs["assay_ontology_term_id"] = "10x"
    with pytest.raises(SchemaError, match="L2-ASSAY-01"):
        exported(tissue)


def test_a_modality_that_is_no_rna_is_refused(tissue):
    tissue.uns["modality"] = "embedding"
    with pytest.raises(SchemaError, match="only scRNA"):
        exported(tissue)


def test_a_data_set_of_mice_is_refused(tissue):
    mouse = [name for name in table("mouse").row_of if table("mouse").symbol_of(name)][:50]
    tissue.var_names, tissue.var["feature_name"] = mouse, [table("mouse").symbol_of(name) for name in mouse]
    tissue.uns["organism_ontology_term_id"] = "NCBITaxon:10090"
    with pytest.raises(SchemaError, match="only human"):
        exported(tissue)


def test_a_file_is_written_whole_in_the_encoding_that_the_schema_names(tissue, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tissue.write_h5ad(tmp_path / "in.h5ad")
    export_file(tmp_path / "in.h5ad", tmp_path / "out.h5ad")
    with h5py.File(tmp_path / "out.h5ad") as file:
        assert file.attrs["encoding-version"] == "0.1.0"
        assert file["X"].attrs["encoding-type"] == file["raw/X"].attrs["encoding-type"] == "csr_matrix"
    assert ad.read_h5ad(tmp_path / "out.h5ad").shape == (12, 50)
    tissue.obs["assay_ontology_term_id"] = "unknown"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tissue.write_h5ad(tmp_path / "in.h5ad")
    with pytest.raises(SchemaError):
        export_file(tmp_path / "in.h5ad", tmp_path / "never.h5ad")
    assert not (tmp_path / "never.h5ad").exists()
