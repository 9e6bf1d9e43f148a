import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.chromosomes import BUILDS, SIZES, numbers, outside


def test_each_build_has_its_chromosomes():
    assert {name: len(sizes) for name, sizes in SIZES.items()} == {
        "GRCh37": 25, "GRCh38": 25, "GRCm38": 22, "GRCm39": 22,
    }  # fmt: skip
    assert set(SIZES) < BUILDS


@pytest.mark.parametrize(
    ("build", "total"),
    # All chromosomes but MT; sums of the NCBI assembly reports' assembled molecules.
    [("GRCh37", 3_095_677_412), ("GRCh38", 3_088_269_832), ("GRCm38", 2_725_521_370), ("GRCm39", 2_723_414_844)],
)
def test_chromosomes_add_up_to_their_genome(build, total):
    assert sum(size for name, size in SIZES[build].items() if name != "MT") == total


def test_a_place_behind_the_end_or_on_a_chromosome_of_another_species_lies_outside():
    chromosome = pd.Series(["chr1", "1", "chr20", "chrM", "unknown", "chr1"], dtype="category")
    last = np.array([195_471_971, 195_471_972, 5, 16_299, 1e12, np.nan])
    assert outside(chromosome, last, "GRCm38").tolist() == [False, True, True, False, False, False]
    assert not outside(chromosome, last, "CHM13").any()


def test_what_is_no_number_is_nan():
    column = pd.Series([1, "2", None, "x", 1 + 2j, True], dtype="object")
    assert np.array_equal(numbers(column), [1, 2, np.nan, np.nan, np.nan, 1], equal_nan=True)
