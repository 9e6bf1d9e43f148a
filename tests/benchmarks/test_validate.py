"""Validating 20,000 cells by 2,000 genes: every rule of the standard in one pass."""

import pytest

from clinicell.datasets.simulate.rna import simulate
from clinicell.datasets.validate import validate


@pytest.fixture(scope="module")
def cohort():
    return simulate(
        dataset_id="bench_mrd",
        title="twenty patients",
        seed=7,
        n_donors=20,
        n_batches=4,
        cells_per_donor=1000,
        n_genes=2000,
        n_types=5,
        markers_per_type=50,
        marker_effect=1.0,
        library_size=1500.0,
        library_size_log_sd=0.4,
        dispersion=0.2,
        donor_log_sd=0.1,
        batch_log_sd=0.1,
        type_share_ratio=0.6,
        type_share_concentration=30.0,
        n_malignant_genes=50,
        malignant_prevalence=0.01,
        malignant_effect=0.8,
    )


def test_validate(benchmark, cohort):
    verdict = benchmark(validate, cohort)
    assert (verdict.n_obs, verdict.n_vars) == (20_000, 2_000)
    assert verdict.is_valid
