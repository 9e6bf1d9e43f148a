"""Control: the pathway network with as many connections in every layer, dealt by lot."""

import numpy as np

from clinicell.baselines._masked import MaskedModel
from clinicell.baselines._model import ModelCard
from clinicell.baselines._pathways import Mask

CARD = ModelCard(
    title="Random-mask network",
    summary=(
        "The pathway network with its connections dealt anew by lot, as many in every layer: what sparseness alone "
        "reaches without knowledge of pathways."
    ),
    tasks=("response",),
    is_control=True,
    needs=("references/gene_sets",),
)


def dealt(masks: list[Mask], rng: np.random.Generator) -> list[Mask]:
    """Return masks of the same shapes with as many connections, anywhere."""
    return [rng.permutation(mask.ravel()).reshape(mask.shape) for mask in masks]


def MODEL() -> MaskedModel:
    """Return a fresh model."""
    return MaskedModel(dealt)
