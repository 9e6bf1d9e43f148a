"""Control: a network of one dense layer with as many connections as the pathway network has in all."""

import numpy as np

from clinicell.baselines._masked import MaskedModel
from clinicell.baselines._model import ModelCard
from clinicell.baselines._pathways import Mask

CARD = ModelCard(
    title="Dense network of equal size",
    summary=(
        "Every gene of any pathway feeds every node of one hidden layer, as wide as makes its connections as many as "
        "those of the pathway network."
    ),
    tasks=("response",),
    is_control=True,
    needs=("references/gene_sets",),
)


def dense(masks: list[Mask], rng: np.random.Generator) -> list[Mask]:
    """Return one full mask of about as many connections, two nodes wide at least."""
    n_connections = sum(int(mask.sum()) for mask in masks)
    n_genes = masks[0].shape[0]
    return [np.ones((n_genes, max(2, round(n_connections / n_genes))), dtype=bool)]


def MODEL() -> MaskedModel:
    """Return a fresh model."""
    return MaskedModel(dense)
