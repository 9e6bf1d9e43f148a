"""Boosted regression trees from bulk expression to the response of each drug, read on the cells' shared genes."""

from functools import partial

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from clinicell.baselines._bulk import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._training import Training
from clinicell.baselines._transfer import Domains, Transfer

CARD = ModelCard(
    title="Boosted trees on shared genes",
    summary=(
        "One ensemble of histogram trees per drug (60 rounds of 8 leaves, 32 bins) from the bulk lines' expression to "
        "ln IC50; nothing is aligned beyond z-scores. What a system of domain adaptation has to beat first."
    ),
    tasks=("drug_sensitivity",),
    is_stochastic=False,
    source="doi:10.1214/aos/1013203451",
)
N_ROUNDS = 60


def learn(domains: Domains, training: Training, seed: int) -> Floats:
    """Return minus the ln IC50 of the cells, (n_cells, n_drugs); neither `training` nor `seed` is read."""
    lines, cells = domains.lines.numpy(), domains.cells.numpy()
    columns = []
    for response in domains.ln_ic50.T:
        measured = np.isfinite(response)
        trees = HistGradientBoostingRegressor(
            max_iter=N_ROUNDS, max_leaf_nodes=8, max_bins=32, early_stopping=False, random_state=0
        ).fit(lines[measured], response[measured])
        columns.append(-trees.predict(cells))
    return np.column_stack(columns)


MODEL = partial(Transfer, learn, Training())
