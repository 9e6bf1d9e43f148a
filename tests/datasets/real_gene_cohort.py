"""Two small cohorts of simulated counts over real genes, one of tissue and one of a cell line: what an export needs.

``python tests/datasets/real_gene_cohort.py FOLDER`` writes them as standard files; .ci/cellxgene does.
"""

import sys
import warnings
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard

TISSUE: dict[str, str | bool] = {
    "institution_id": "SITE-1",
    "batch_id": "b1",
    "time_point": "diagnosis",
    "tissue_type": "tissue",
    "tissue_ontology_term_id": "UBERON:0002371",
    "sampled_site_condition": "diseased",
    "disease_ontology_term_id": "MONDO:0018874",
    "cell_type_ontology_term_id": "CL:0000236",
    "cell_type_label_source": "simulation",
    "assay_ontology_term_id": "EFO:0009922",
    "suspension_type": "cell",
    "sex_ontology_term_id": "PATO:0000383",
    "self_reported_ethnicity_ontology_term_id": "unknown",
    "age_band": "60-64",
    "is_primary_data": True,
}
LINE: dict[str, str | bool] = {
    **TISSUE,
    "tissue_type": "cell line",
    "tissue_ontology_term_id": "CVCL_0023",
    "cell_type_ontology_term_id": "na",
    "time_point": "na",
    "disease_ontology_term_id": "MONDO:0005061",
    "sex_ontology_term_id": "na",
}


def cohort(dataset_id: str, clinical: dict[str, str | bool], n_cells: int = 60, n_genes: int = 2000) -> ad.AnnData:
    """Return a valid standard data set of simulated counts over the first protein-coding human genes with a symbol."""
    genes = table("human")
    names = [name for name in genes.row_of if genes.symbol_of(name)][:n_genes]
    rng = np.random.default_rng(7)
    counts = rng.poisson(0.2, (n_cells, n_genes)).astype("float32")
    per_cell = counts.sum(axis=1, keepdims=True)
    donors = [f"D{i % 3}" for i in range(n_cells)]
    return standard(
        dataset_id=dataset_id,
        modality="rna",
        title=f"Simulated counts over real genes, {dataset_id}",
        license="CC0-1.0",
        obs=pd.DataFrame(
            {"donor_id": donors, "sample_id": donors, "library_id": donors}, index=[f"c{i}" for i in range(n_cells)]
        ),
        clinical=clinical,
        var=pd.DataFrame({"feature_name": [genes.symbol_of(name) for name in names]}, index=names),
        X=sparse.csr_matrix(counts),
        layers={"lognorm": sparse.csr_matrix(np.log1p(counts / per_cell * 1e4))},
        obsm={"X_pca": rng.normal(size=(n_cells, 2)).astype("float32")},
        scales={
            "X": Scale(kind="counts"),
            "layers/lognorm": Scale(kind="log1p_cp10k"),
            "obsm/X_pca": Scale(kind="embedding", fitted_on="all cells"),
        },
    )


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cohort("tissue", TISSUE).write_h5ad(Path(sys.argv[1]) / "tissue.h5ad")
        cohort("cell_line", LINE).write_h5ad(Path(sys.argv[1]) / "cell_line.h5ad")
