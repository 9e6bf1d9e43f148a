"""Standard data sets of a few cells, made by hand."""

import pytest

from clinicell.datasets.standard import CORE, standard


@pytest.fixture(scope="session")
def make():
    """Return a function that makes a standard data set from `obs`; what `obs` does not say is unknown."""
    return _make


def _make(obs, *, modality="rna", scales=None, **parts):
    constant = {name: "unknown" for name in CORE if name not in obs and name != "is_primary_data"}
    return standard(
        dataset_id="hand_made",
        modality=modality,
        title="Made by hand",
        license="CC0-1.0",
        obs=obs,
        clinical={**constant, "is_primary_data": True},
        scales=scales or {},
        **parts,
    )
