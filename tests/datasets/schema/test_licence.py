import numpy as np
import pytest

from clinicell.datasets.validate import validate


@pytest.mark.parametrize(
    "licence", ["unknown", "Unknown; ask the authors", "none", "None stated", "n/a", "TBD", "?", "-"]
)
def test_a_licence_that_nobody_knows_is_none(good, licence):
    adata = good("rna")
    adata.uns["license"] = licence
    assert [finding.code for finding in validate(adata).findings] == ["L4-LICENCE-01"]


@pytest.mark.parametrize(
    "licence",
    ["CC0-1.0", "not to be shared", "https://example.org/terms", "NASA open source", "Noncommercial", "MIT (x)"],
)
def test_terms_that_are_told_are_a_licence(good, licence):
    adata = good("rna")
    adata.uns["license"] = licence
    assert validate(adata).findings == ()


@pytest.mark.parametrize(
    "terms", ["DUO:0000042", ["DUO:0000042"], np.array(["DUO:0000042", "DUO:0000018"], dtype=object)]
)
def test_terms_of_use_may_be_one_or_a_list_as_a_file_gives_them_back(good, terms):
    adata = good("rna")
    adata.uns["duo_terms"] = terms
    assert validate(adata).findings == ()


@pytest.mark.parametrize("terms", [["GRU"], 42, {"DUO:0000042": True}, ["DUO:0000042", None]])
def test_what_is_no_term_of_use_is_named(good, terms):
    adata = good("rna")
    adata.uns["duo_terms"] = terms
    assert [finding.code for finding in validate(adata).findings] == ["L4-LICENCE-02"]
