"""Control: the institution alone."""

from functools import partial

from clinicell.baselines._column_only import ColumnOnly
from clinicell.baselines._model import ModelCard

CARD = ModelCard(
    title="Site only",
    summary="Gives every unit the mean label of its institution in training, and sees nothing else.",
    is_control=True,
    is_stochastic=False,
    needs=("obs/institution_id",),
)

MODEL = partial(ColumnOnly, "institution_id")
