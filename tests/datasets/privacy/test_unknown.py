"""Private by default: codes and words that nothing explains are told, measurements and terms are not."""

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.rules import STRANGER, UNEXPLAINED
from clinicell.datasets.privacy.screen import check
from clinicell.datasets.privacy.strangers import strangers
from clinicell.datasets.privacy.unexplained import are_counted, has_code, may_be_codes
from clinicell.datasets.privacy.vocabulary import is_eponym, is_harmless


def told(**obs: object) -> list[tuple[str, str, int]]:
    adata = ad.AnnData(np.ones((6, 2), dtype="float32"), obs=pd.DataFrame(obs, index=[f"cell{n}" for n in range(6)]))
    return [(one.code, one.path, one.n_affected) for one in check(adata) if one.code in (UNEXPLAINED, STRANGER)]


@pytest.mark.parametrize(
    "text",
    [
        "10432987",
        "BM_10432987_d28",
        "FX8R21KQ77",
        "K/44710/93",
        "93 204 117",
        "patient (88213)",
        "2019x88713",
        "A-771204",
    ],
)
def test_a_code_that_nothing_explains_is_told(text):
    assert has_code(text, Key())


@pytest.mark.parametrize(
    "text",
    [
        "GSM1234567", "ENSG00000146648.18", "chr1:12345678-12345999", "rs113488022", "EFO:0009922", "cell_0001234",
        "AAACCTGAGAAACCAT-1", "10.1038/s41586-019-1195-2", "50,000 reads", "312456789 reads", "S100A10", "LINC01128",
        "RP11-34P13.7", "2015-2019", "0.123456", "v7.1.0.2", "GRCh38.p14", "152459-95-5", "AB_2799999", "P01",
        "plate12",
        "AML-0123456789ABCDEF0123", "ZNF816-ZNF321P", "50000-200000", "LQBVNQSMGBZMKD-UHFFFAOYSA-N", "C1D15", "60-64",
    ],
)  # fmt: skip
def test_codes_of_things_are_explained(text):
    assert not has_code(text, Key())


def test_a_name_that_counts_or_catalogues_explains_its_numbers():
    assert has_code("300567", key_of("value"))
    assert not has_code("300567", key_of("catalogue_number"))
    assert not has_code("7668402", key_of("start"))


@pytest.mark.parametrize("text", ["Quispe", "BM_quispe_d28", "Thistlewood", "sampled by Achterberg at noon", "Garcia"])
def test_a_word_that_nothing_holds_is_told(text):
    assert strangers(text, Key(), is_name=False)


@pytest.mark.parametrize(
    "text",
    [
        "bone marrow, relapse", "Hodgkin lymphoma", "CD34+ CD38- HSC", "Jurkat cells", "Kaplan-Meier", "CASSLGQAYEQYF",
        "Illumina NovaSeq 6000", "Knochenmark vor Therapie", "SSClow", "van Galen et al., Cell 2019", "nFeature_RNA",
    ],
)  # fmt: skip
def test_words_of_dictionaries_laboratories_and_terms_are_not_told(text):
    assert not strangers(text, Key(), is_name=False)


def test_an_eponym_is_harmless_in_its_phrase_and_told_as_a_donor():
    assert is_eponym("crouzon")
    assert not strangers("Crouzon syndrome", key_of("donor_id"), is_name=False)
    assert strangers("Crouzon", key_of("donor_id"), is_name=False)


def test_names_of_persons_are_no_words_even_where_a_dictionary_holds_them():
    assert is_harmless("marrow")
    assert not is_harmless("smith")
    assert not is_harmless("quispe")


def test_whole_numbers_of_one_length_are_read_unless_their_name_says_what_they_count():
    numbers = np.array([1043298, 2210983, 7719204, 3318827, 9043311, 5528190])
    assert told(x1=numbers) == [(UNEXPLAINED, "obs['x1']", 6)]
    assert told(library_reads=numbers) == []
    assert not may_be_codes(numbers / 7, Key())
    assert not may_be_codes(np.array([1043298, 12, 7719204]), Key())


def test_rows_that_are_counted_through_are_no_codes():
    assert are_counted([f"x1_{n}" for n in range(100_000, 100_050)])
    assert not are_counted(["10432987", "77192041", "33188279", "90433110"])


def test_a_code_before_the_count_of_its_rows_is_told_all_the_same():
    counted = [f"x1_{n:06d}" for n in range(1, 7)]
    assert told(x=counted) == []
    assert told(x=[f"10432987_{n}" for n in range(1, 7)]) == [(UNEXPLAINED, "obs['x']", 6)]


def test_what_another_rule_tells_of_is_told_once_and_nothing_is_repeated():
    assert told(x=["MRN 0012345", *["unknown"] * 5]) == []
    adata = ad.AnnData(np.ones((1, 2), dtype="float32"), obs=pd.DataFrame({"Quispe": ["FX8R21KQ77"]}, index=["c1"]))
    found = list(check(adata))
    assert {one.code for one in found} == {UNEXPLAINED, STRANGER}
    assert "quispe" not in repr(found).lower()
    assert "FX8R21KQ77" not in repr(found)
