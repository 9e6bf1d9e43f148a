"""The demo cohorts as their cards describe them, simulated once for all tests of this folder."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

import anndata as ad
import pytest

from clinicell.datasets.card import find_card

Cohorts = Callable[..., ad.AnnData]


@pytest.fixture(scope="session")
def cohort() -> Cohorts:
    """Return a function from card id, and another seed if need be, to the simulated data set."""

    @cache
    def simulated(dataset_id: str, seed: int | None = None) -> ad.AnnData:
        card = find_card(dataset_id)
        assert card.simulation is not None
        module = import_module(f"clinicell.datasets.simulate.{card.simulation.module}")
        seed = card.simulation.seed if seed is None else seed
        return module.simulate(dataset_id=card.id, title=card.title, seed=seed, **card.simulation.parameters)

    return simulated
