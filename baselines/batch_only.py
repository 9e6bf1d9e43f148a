"""Control: the batch alone."""

from functools import partial

from clinicell.baselines._column_only import ColumnOnly
from clinicell.baselines._model import ModelCard

CARD = ModelCard(
    title="Batch only",
    summary="Gives every unit the mean label of its batch in training, and sees nothing else.",
    is_control=True,
    is_stochastic=False,
    needs=("obs/batch_id",),
)

MODEL = partial(ColumnOnly, "batch_id")
