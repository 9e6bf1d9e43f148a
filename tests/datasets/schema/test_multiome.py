import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.schema import multiome
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.standard_multiome import multiome as standard_multiome
from clinicell.datasets.standard_multiome import part
from clinicell.datasets.validate import validate, validate_file
from clinicell.errors import SchemaError


def test_a_fault_is_found_in_its_part_and_nowhere_else(good):
    mdata = good("multiome")
    mdata.mod["atac"].X.data[0] = -1
    mdata.mod["rna"].var["feature_name"] = ["2-Sep", *mdata.mod["rna"].var["feature_name"][1:]]
    mdata.obs["age_band"] = "93"
    found = [(finding.code, finding.path) for finding in validate(mdata).findings]
    assert found == [
        ("L1-SCALE-05", "mod['atac'].X"),
        ("L2-AGE-01", "obs['age_band']"),
        ("L2-GENE-03", "mod['rna'].var['feature_name']"),
    ]


def test_the_verdict_counts_the_features_of_all_parts(good):
    verdict = validate(good("multiome"))
    assert (verdict.n_obs, verdict.n_vars, verdict.n_donors, verdict.n_samples) == (30, 44, 5, 10)


def test_a_part_is_judged_without_a_copy_of_its_matrix(good):
    mdata = good("multiome")
    assert np.shares_memory(multiome.part_of(mdata, "atac").X.data, mdata.mod["atac"].X.data)


def test_a_damaged_part_of_a_file_is_named(good, tmp_path):
    mdata = good("multiome")
    mdata.mod["atac"].X.data[0] = 0.5
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mdata.write(tmp_path / "spoilt.h5mu")
    assert [finding.code for finding in validate_file(tmp_path / "spoilt.h5mu").findings] == ["L1-SCALE-06"]


def test_an_h5mu_file_that_is_cut_off_is_not_readable(good, tmp_path):
    path = tmp_path / "cut.h5mu"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        good("multiome").write(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert [finding.code for finding in validate_file(path).findings] == ["L0-READ-04"]


def test_coordinates_of_the_whole_need_their_scale(good):
    mdata = good("multiome")
    mdata.obsm["X_joint"] = np.zeros((30, 2), dtype="float32")
    assert [finding.code for finding in validate(mdata).findings] == ["L1-SLOT-03"]
    mdata.uns["scales"] = scales_table({"obsm/X_joint": Scale(kind="embedding", fitted_on="all cells")})
    assert validate(mdata).findings == ()


def test_simulated_peaks_may_lie_nowhere(good):
    mdata = good("multiome")
    mdata.uns["is_simulated"] = True
    mdata.mod["atac"].var = pd.DataFrame(index=[f"peak{i}" for i in range(4)])
    assert validate(mdata).findings == ()


def test_a_core_column_that_is_given_nowhere_is_refused():
    X = sparse.csr_matrix(np.ones((2, 1), dtype="float32"))
    own = part(X, pd.DataFrame(index=["ENSG00000000001"]), {"X": Scale(kind="counts")})
    with pytest.raises(SchemaError, match="core columns are missing"):
        standard_multiome(
            dataset_id="d", title="t", license="l", obs=pd.DataFrame(index=["a", "b"]), clinical={}, rna=own, atac=own
        )
