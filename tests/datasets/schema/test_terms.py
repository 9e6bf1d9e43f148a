import pytest

from clinicell.datasets.schema import terms

SHAPES = (
    (terms.is_assay, ["EFO:0009922", "unknown", "na"], ["EFO:9922", "EFO_0009922", "efo:0009922", "EFO:0009922 ", ""]),
    (terms.is_tissue, ["UBERON:0002371", "CL:0000236", "CVCL_0023", "CVCL_A001"], ["UBERON:2371", "CVCL:0023"]),
    (terms.is_disease, ["PATO:0000461", "MONDO:0000001 || MONDO:0018874"], ["PATO:0000383", "MONDO:1"]),
    (terms.is_cell_type, ["CL:0000236", "na"], ["CL:236", "B cell"]),
    (terms.is_ethnicity, ["HANCESTRO:0005", "unknown"], ["HANCESTRO:005", "European"]),
    (terms.is_label_source, ["expert", "reference_transfer:azimuth-1.2"], ["reference_transfer:", "Expert"]),
    (terms.AGE_BANDS.__contains__, ["0-4", "85-89", "90+", "na"], ["5-10", "90-94", "93", "3-7"]),
    (terms.SEXES.__contains__, ["PATO:0000383", "unknown"], ["PATO:0000461", "female"]),
    (terms.TIME_POINTS.__contains__, ["baseline", "na"], ["Baseline", "day 1"]),
)  # fmt: skip


@pytest.mark.parametrize(("is_so", "right", "wrong"), SHAPES)
def test_a_term_is_known_by_its_shape(is_so, right, wrong):
    assert all(is_so(word) for word in right)
    assert not any(is_so(word) for word in wrong)


def test_terms_in_one_cell_stand_in_order_each_once():
    assert terms.is_ordered("MONDO:1 || MONDO:2")
    assert not terms.is_ordered("MONDO:2 || MONDO:1")
    assert not terms.is_ordered("MONDO:1 || MONDO:1")


def test_a_line_has_a_cellosaurus_term_and_a_tissue_has_none():
    assert terms.fits_tissue_type("cell line", "CVCL_0023")
    assert terms.fits_tissue_type("cell line", "unknown")
    assert not terms.fits_tissue_type("cell line", "UBERON:0002048")
    assert not terms.fits_tissue_type("tissue", "CVCL_0023")
    assert terms.fits_tissue_type("unknown", "CVCL_0023")


def test_every_criterion_but_the_empty_ones_has_values():
    assert {"none", "unknown", "na"} == terms.CRITERIA - set(terms.RESPONSES)
    assert all(terms.RESPONSES.values())
