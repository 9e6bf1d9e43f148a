import warnings
from typing import get_args

import pytest

from clinicell.datasets.schema.levels import Level
from clinicell.datasets.standard import Modality
from clinicell.datasets.validate import validate, validate_file

MODALITIES = get_args(Modality)
LOW = ("embedding", "labels")


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_good_data_set_of_each_modality_is_valid(good, modality):
    verdict = validate(good(modality))
    assert verdict.findings == ()
    assert verdict.is_valid
    assert verdict.level == (Level.L1 if modality in LOW else Level.L4)
    assert verdict.modality == modality


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_good_data_set_is_still_valid_when_read_from_its_file(good, modality, tmp_path):
    adata = good(modality)
    path = tmp_path / ("good.h5mu" if modality == "multiome" else "good.h5ad")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write(path)
    assert validate_file(path) == validate(adata)


def test_a_good_data_set_with_receptors_is_valid(good, tmp_path):
    adata = good("receptors")
    assert validate(adata).findings == ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(tmp_path / "good.h5ad")
    assert validate_file(tmp_path / "good.h5ad") == validate(adata)
