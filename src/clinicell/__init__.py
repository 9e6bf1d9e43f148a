"""clinicell: benchmark and data-standardization suite for deep learning on single-cell data in the clinic.

The public names below are loaded when first used, so that ``import clinicell`` stays fast and needs no extra.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicell.baselines._model import Model, ModelCard
    from clinicell.datasets.card import DatasetCard
    from clinicell.datasets.schema.levels import Finding, Level, Verdict
    from clinicell.datasets.store import fetch, load
    from clinicell.datasets.validate import validate
    from clinicell.leaderboard.predict import predict
    from clinicell.leaderboard.ranking import rank
    from clinicell.leaderboard.result import Result
    from clinicell.leaderboard.score import score
    from clinicell.metrics._metric import Metric
    from clinicell.tasks._cohort import Cohort
    from clinicell.tasks._prediction import Prediction
    from clinicell.tasks._task import Answer, Panel, Task

__version__ = "0.1.0"

_HOME = {
    "Answer": "clinicell.tasks._task",
    "Cohort": "clinicell.tasks._cohort",
    "DatasetCard": "clinicell.datasets.card",
    "Finding": "clinicell.datasets.schema.levels",
    "Level": "clinicell.datasets.schema.levels",
    "Metric": "clinicell.metrics._metric",
    "Model": "clinicell.baselines._model",
    "ModelCard": "clinicell.baselines._model",
    "Panel": "clinicell.tasks._task",
    "Prediction": "clinicell.tasks._prediction",
    "Result": "clinicell.leaderboard.result",
    "Task": "clinicell.tasks._task",
    "Verdict": "clinicell.datasets.schema.levels",
    "fetch": "clinicell.datasets.store",
    "load": "clinicell.datasets.store",
    "predict": "clinicell.leaderboard.predict",
    "rank": "clinicell.leaderboard.ranking",
    "score": "clinicell.leaderboard.score",
    "validate": "clinicell.datasets.validate",
}

__all__ = [  # noqa: RUF022 - the order of use: data, tasks, models, results
    "DatasetCard", "Finding", "Level", "Verdict", "fetch", "load", "validate",
    "Answer", "Cohort", "Panel", "Prediction", "Task", "Metric",
    "Model", "ModelCard",
    "Result", "predict", "rank", "score",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'clinicell' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
