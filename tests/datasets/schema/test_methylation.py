import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.validate import validate


def codes(adata):
    return [finding.code for finding in validate(adata).findings]


def with_reads(adata, cov, met):
    for name, counts in (("cov", cov), ("met", met)):
        adata.layers[name] = sparse.csr_matrix(np.array(counts, dtype="uint16"))
    return adata


def test_values_with_more_methylated_reads_than_reads_are_counted_where_nothing_was_read_too(good):
    adata = good("methylation")
    cov = np.ones(adata.shape, dtype=int)
    met = np.zeros(adata.shape, dtype=int)
    cov[3, 2], met[3, 2] = 0, 1  # nothing read, one methylated
    met[4, 1] = 2
    (finding,) = validate(with_reads(adata, cov, met)).findings
    assert (finding.code, finding.n_affected, finding.path) == ("L1-METH-03", 2, "layers['met']")


def test_cells_without_reads_are_named(good):
    adata = good("methylation")
    cov = np.ones(adata.shape, dtype=int)
    cov[[2, 5]] = 0
    (finding,) = validate(with_reads(adata, cov, cov)).findings
    assert (finding.code, finding.n_affected, finding.examples) == ("L1-METH-05", 2, ("cell2", "cell5"))


def test_strands_may_be_kept_apart_or_merged_but_not_both(good):
    adata = good("methylation")
    adata.var["strand"] = ["+", "-"] * 4
    assert codes(adata) == []
    adata.var["strand"] = ["+", "-", ".", "."] * 2
    (finding,) = validate(adata).findings
    assert (finding.code, finding.n_affected) == ("L2-CPG-06", 4)


def test_the_two_strands_of_one_place_are_two_sites(good):
    adata = good("methylation")
    adata.var["pos"] = [101, 101, 300, 301] * 2
    adata.var["strand"] = ["+", "-", "+", "-"] * 2
    assert codes(adata) == []


def test_sites_whose_place_nobody_knows_are_in_no_order(good):
    adata = good("methylation")
    adata.var["pos"] = pd.array([500, None, 501, None, 7, None, 8, None], dtype="Int64")
    assert codes(adata) == []
    adata.var["chrom"] = "unknown"
    assert codes(adata) == []


@pytest.mark.parametrize("build", ["GRCm38", "GRCm39", "CHM13", "unknown"])
def test_mouse_builds_are_known_and_an_unknown_one_is_an_answer(good, build):
    adata = good("methylation")
    adata.uns["genome_build"] = build
    assert codes(adata) == []


def test_chromosomes_that_the_mouse_does_not_have_lie_outside_its_genome(good):
    adata = good("methylation")
    adata.uns["genome_build"] = "GRCm38"
    adata.var["chrom"] = ["chr1"] * 4 + ["chr21"] * 4
    (finding,) = validate(adata).findings
    assert (finding.code, finding.n_affected) == ("L2-CPG-09", 4)


def test_a_damaged_layer_is_named_and_not_touched(good):
    adata = good("methylation")
    adata.layers["met"].indices[0] = 10_000
    assert codes(adata) == ["L1-MATRIX-01"]
