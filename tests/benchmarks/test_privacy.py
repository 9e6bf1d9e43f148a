import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.screen import check

N_CELLS = 1_000_000


@pytest.fixture(params=["barcodes", "numbered"])
def million(request):
    """A million cells with 31 columns of 200 words each."""
    rng = np.random.default_rng(0)
    words = [f"word {i}" for i in range(200)]
    obs = pd.DataFrame({f"c{i}": pd.Categorical.from_codes(rng.integers(0, 200, N_CELLS), words) for i in range(31)})
    if request.param == "barcodes":
        letters = "".join(np.array(list("ACGT"))[rng.integers(0, 4, 24 * N_CELLS)])
        obs.index = pd.Index([f"{letters[24 * i : 24 * i + 24]}-1" for i in range(N_CELLS)])
    else:
        obs.index = pd.Index([f"cell{i}" for i in range(N_CELLS)])
    return ad.AnnData(obs=obs)


def test_the_privacy_screen_of_a_million_rows(benchmark, million):
    assert benchmark.pedantic(lambda: list(check(million)), rounds=3) == []
