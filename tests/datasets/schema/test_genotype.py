import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.validate import validate


def of_reads(adata, ad_alt, dp):
    """Return the data set with reads in place of genotypes."""
    del adata.layers["genotype"]
    adata.layers["ad_alt"], adata.layers["dp"] = ad_alt, dp
    adata.uns["scales"] = scales_table({f"layers/{name}": Scale(kind="counts") for name in ("ad_alt", "dp")})
    return adata


def test_reads_may_stand_in_the_place_of_genotypes(good):
    adata = good("genotype")
    dp = np.full(adata.shape, 3, dtype="int32")
    assert validate(of_reads(adata, dp - 2, dp)).findings == ()


def test_reads_may_be_sparse_and_values_beyond_the_depth_are_counted(good):
    adata = good("genotype")
    dp = np.zeros(adata.shape, dtype="int32")
    dp[0, :3] = [4, 0, 2]
    alt = dp.copy()
    alt[0, :3] = [4, 1, 3]
    (finding,) = validate(of_reads(adata, sparse.csr_matrix(alt), sparse.csr_matrix(dp))).findings
    assert (finding.code, finding.n_affected) == ("L1-GENO-05", 2)


def test_neither_genotypes_nor_reads_is_a_fault(good):
    adata = good("genotype")
    del adata.layers["genotype"]
    adata.uns["scales"] = scales_table({})
    assert [finding.code for finding in validate(adata).findings] == ["L1-GENO-01"]


def test_reads_that_are_no_counts_are_no_reads(good):
    adata = good("genotype")
    dp = np.full(adata.shape, 2.5)
    found = {finding.code for finding in validate(of_reads(adata, dp, dp)).findings}
    assert found == {"L1-SCALE-06"}


def test_a_position_may_be_a_nullable_number(good):
    adata = good("genotype")
    adata.var["pos"] = pd.array([1, 2, 3, 4, 5, 6, 7, None], dtype="Int64")
    assert validate(adata).findings == ()
