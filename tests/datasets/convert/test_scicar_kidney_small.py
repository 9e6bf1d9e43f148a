from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from clinicell.datasets.convert.scicar_kidney_small import convert
from clinicell.errors import SchemaError

ID = "scicar_kidney_small"


def _raw(folder: Path, names: tuple[str, str] = ("Collecting  duct  principal  cells", "nan"), start: int = 5) -> Path:
    cells = pd.Index(["c1", "c2"])
    adata = ad.AnnData(
        X=sparse.csr_matrix(np.array([[1.0, 0.0], [2.0, 3.0]], dtype="float32")),
        obs=pd.DataFrame({"cell_name": names, "replicate": ["Replicate 1", "Replicate 2"]}, index=cells),
        var=pd.DataFrame(
            {"gene_short_name": ["Glrx", "Zc2hc1c"]}, index=["ENSMUSG00000021591.7", "ENSMUSG00000045064.4"]
        ),
        obsm={"mode2": sparse.csr_matrix(np.array([[1.0, 0.5], [0.0, 2.0]]))},
    )
    adata.uns.update(
        mode2_obs=cells.to_numpy(dtype=object),
        mode2_var=np.array(["chr9-5-9", "chr4_GL456216_random-1-2"], dtype=object),
        mode2_var_chr=np.array(["chr9", "chr4_GL456216_random"], dtype=object),
        mode2_var_start=np.array([start, 1]),
        mode2_var_end=np.array([9, 2]),
    )
    adata.write_h5ad(folder / "sample.h5ad")
    return folder


def test_a_gene_id_loses_its_version_and_a_peak_on_a_contig_stands_beside(tmp_path):
    mdata = convert(_raw(tmp_path))
    assert mdata["rna"].var_names.tolist() == ["ENSMUSG00000021591", "ENSMUSG00000045064"]
    assert mdata["rna"].X.toarray().tolist() == [[1.0, 0.0], [2.0, 3.0]]
    assert mdata["atac"].var_names.tolist() == ["chr9:5-9"]
    assert mdata["atac"].obsm["peaks_left_out"].tolist() == [[0.5], [2.0]]


def test_a_name_with_double_blanks_is_known_and_nan_is_unknown(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["annotation"].tolist() == ["Collecting duct principal cells", "unknown"]
    assert obs["cell_type_ontology_term_id"].tolist() == ["CL:1001431", "unknown"]
    assert obs["sample_id"].tolist() == ["replicate1", "replicate2"]


def test_an_unknown_cell_type_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 cell types are not known"):
        convert(_raw(tmp_path, names=("Neuron", "nan")))


def test_a_peak_that_is_not_where_its_name_says_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="the names of its peaks are not their places"):
        convert(_raw(tmp_path, start=6))


def test_size_species_and_level_hold(opened, level_of):
    mdata = opened(ID)
    assert (mdata.n_obs, mdata["rna"].n_vars, mdata["atac"].n_vars) == (554, 1482, 1496)
    assert len(mdata["atac"].uns["peaks_left_out"]) == 3
    assert mdata.uns["organism_ontology_term_id"] == "NCBITaxon:10090"
    assert (mdata.obs["annotation"] == "unknown").sum() == 113
    assert level_of(ID) == "L3"


def test_atac_holds_halves_and_is_not_declared_as_counts(opened):
    atac = opened(ID)["atac"]
    whole = np.hstack([atac.X.toarray(), atac.obsm["peaks_left_out"]])
    assert (whole != np.floor(whole)).sum() == 81
    assert set(atac.uns["scales"]["scale"]) == {"other"}


def test_cell_types_are_told_from_rna_as_published(opened, check_figure):
    mdata = opened(ID)
    name = mdata.obs["annotation"].astype("str").to_numpy()
    is_large = pd.Series(name).groupby(name).transform("size").to_numpy() >= 10
    x, y = np.log1p(mdata["rna"].X.toarray())[is_large], name[is_large]
    check_figure(ID, "n_cells_of_large_types", float(is_large.sum()))
    model = make_pipeline(PCA(30, random_state=0), LogisticRegression(max_iter=2000))
    predicted = cross_val_predict(model, x, y, cv=StratifiedKFold(5, shuffle=True, random_state=0))
    check_figure(ID, "cell_type_from_rna", float(balanced_accuracy_score(y, predicted)))
