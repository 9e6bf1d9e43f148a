"""A network whose connections are those of pathways: genes feed the pathways they belong to, those the ones above."""

import numpy as np

from clinicell.baselines._masked import MaskedModel
from clinicell.baselines._model import ModelCard
from clinicell.baselines._pathways import Mask

CARD = ModelCard(
    title="Pathway network",
    summary=(
        "Mean over a sample's cells; genes feed the pathways that they belong to and those the pathways above, a head "
        "reads every level; the mean of five networks, each holding out another fifth of the training samples."
    ),
    tasks=("response",),
    source="doi:10.1038/s41586-021-03922-4",
    needs=("references/gene_sets",),
)


def as_they_are(masks: list[Mask], rng: np.random.Generator) -> list[Mask]:
    """Return the pathways' connections."""
    return masks


def MODEL() -> MaskedModel:
    """Return a fresh model."""
    return MaskedModel(as_they_are)
