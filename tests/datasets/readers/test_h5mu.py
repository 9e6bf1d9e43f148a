import warnings

import anndata as ad
import mudata
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.readers import h5mu
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts, small


@pytest.fixture
def file(tmp_path):
    rna = small()
    peaks = ad.AnnData(
        X=counts()[:30, :4],
        obs=pd.DataFrame(index=rna.obs_names[:30]),
        var=pd.DataFrame(index=[f"chr1:{i}-{i + 9}" for i in range(4)]),
    )
    path = tmp_path / "both.h5mu"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mudata.MuData({"rna": rna, "atac": peaks}).write(path)
    return path


def test_each_modality_comes_with_its_own_units_and_features(file):
    raw = h5mu.read(file)
    assert reader_of(file) == "h5mu"
    assert {name: matrix.shape for name, matrix in raw.matrices.items()} == {
        "atac/X": (30, 4), "rna/X": (40, 25), "rna/layers/log": (40, 25), "rna/raw/X": (40, 25),
    }  # fmt: skip
    assert np.array_equal(whole(raw.matrices["atac/X"]), counts()[:30, :4])
    assert list(raw.tables["atac/var"].index) == ["chr1:0-9", "chr1:1-10", "chr1:2-11", "chr1:3-12"]
    assert len(raw.tables["atac/obs"]) == 30
    assert len(raw.obs) == 40
    assert "rna/raw/var" in raw.tables


def test_a_modality_with_units_that_the_whole_does_not_know_is_refused(file):
    import h5py

    with h5py.File(file, "r+") as damaged:
        damaged["mod/atac/obs/_index"][0] = "stranger"
    with pytest.raises(Unreadable, match="1 of 30 units are not among"):
        h5mu.read(file)
