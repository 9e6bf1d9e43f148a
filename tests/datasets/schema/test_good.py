import warnings

import pytest

from clinicell.datasets.schema.levels import Level
from clinicell.datasets.validate import validate, validate_file

MODALITIES = ("rna", "genotype", "cytometry", "bulk_drug", "embedding")


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_good_data_set_of_each_modality_is_valid(good, modality):
    verdict = validate(good(modality))
    assert verdict.findings == ()
    assert verdict.is_valid
    assert verdict.level == (Level.L1 if modality == "embedding" else Level.L4)
    assert verdict.modality == modality


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_good_data_set_is_still_valid_when_read_from_its_file(good, modality, tmp_path):
    adata = good(modality)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(tmp_path / "good.h5ad")
    assert validate_file(tmp_path / "good.h5ad") == validate(adata)
