"""One row of the evidence: what a model scored on a panel with a seed, and everything it rests on."""

import json
import math
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Literal  # JSON values are untyped at this edge

from clinicell.errors import InputError
from clinicell.files import canonical_json, sha256_text, write_json

Status = Literal["scored", "reported", "failed", "declined", "not applicable"]
HAS_SCORES = ("scored", "reported")

# the packages that a value depends on
PACKAGES = ("clinicell", "anndata", "numpy", "pandas", "scikit-learn", "scipy", "torch")


def versions() -> dict[str, str]:
    """Return the versions of Python and of `PACKAGES`; those not installed are left out."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One metric of one answer.

    Parameters
    ----------
    value, low, high
        The value, in which each unit counts alike, and its 95 % interval; NaN where undefined, and then `reason` or
        `interval_reason` says why.
    pooled
        The value in which each row counts alike, whoever it is of; NaN where values within units are averaged.
    n_units
        Units (donors, lines, ...) that carry a known truth: those resampled for the interval.
    effective_units
        Kish's effective number of them, of the rarer class where labels are 0/1.
    chance
        Expected value of an answer that knows nothing; NaN where it depends on the answer.
    folds
        Value in each fold, NaN where undefined there.
    targets
        Value of each target where there is more than one (drugs).
    """

    answer: str
    metric: str
    value: float
    low: float
    high: float
    pooled: float = math.nan
    reason: str = ""
    interval_reason: str = ""
    n_units: int = 0
    effective_units: float = math.nan
    chance: float = math.nan
    folds: tuple[float, ...] = ()
    targets: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a result is a function of; its hash is the result's id.

    `model_sha256` is of the model's own files and all of ours that they import, `scoring_sha256` of the code that
    blinds and scores the task.
    """

    suite: str
    task: str
    task_version: int
    panel: str
    dataset_sha256: str
    reference_sha256: Mapping[str, str]
    folds_sha256: str
    model: str
    model_sha256: str
    scoring_sha256: str
    seed: int
    versions: Mapping[str, str]

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits of the SHA-256 of the inputs; never of time."""
        return sha256_text(canonical_json(asdict(self)))[:16]

    @property
    def question(self) -> tuple[str, str, int, str, str]:
        """What is asked of whom: suite, task, version, panel, model."""
        return self.suite, self.task, self.task_version, self.panel, self.model

    @property
    def without_seed(self) -> str:
        """One text for all inputs but the seed: equal for the seeds of one model."""
        return canonical_json(asdict(self) | {"seed": 0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of one evaluation. Two runs from the same inputs on one machine give the same bytes.

    `status` is ``"scored"``, ``"reported"`` (the panel has no truth; it never ranks), or with the reason ``"failed"``
    (it counts as a control), ``"declined"`` (the model has seen the panel; that costs no rank) or ``"not applicable"``
    (the model has no answer of this kind here; its coverage is less).
    What a run cost is not in here, since it differs from run to run: see `Cost`.
    """

    inputs: Inputs
    model_title: str
    is_control: bool
    unit: str
    n_units: int
    status: Status
    reason: str = ""
    scores: tuple[Score, ...] = ()
    prediction_sha256: Mapping[str, str] = field(default_factory=dict)
    evidence_sha256: Mapping[str, str] = field(default_factory=dict)  # by answer

    @property
    def id(self) -> str:
        """The id of its inputs."""
        return self.inputs.id

    def score(self, answer: str, metric: str) -> Score | None:
        """Return one score, or None where the result has none (failed, or not offered)."""
        for score in self.scores:
            if (score.answer, score.metric) == (answer, metric):
                return score
        return None

    def record(self) -> dict[str, Any]:
        """Return the result as it is written: plain values, the id among them, None for NaN."""
        return {"id": self.id, **finite(asdict(self))}

    def write(self, folder: Path) -> Path:
        """Write the result to ``<folder>/<suite>/<task>/<id>.json`` and return the path."""
        return write_json(folder / self.inputs.suite / self.inputs.task / f"{self.id}.json", self.record())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an evaluation cost, on the machine where it ran; in a file of its own beside the result.

    `seconds` is fit plus predict over all folds. `peak_memory_mb` is the largest resident memory, while the model ran,
    of the process that ran it; the process stays up, so that libraries of models before it count too. NaN where the
    system does not tell.
    """

    id: str
    seconds: float
    peak_memory_mb: float
    cores: int
    device: str

    def write(self, folder: Path, inputs: Inputs) -> Path:
        """Write the cost beside its result and return the path."""
        path = folder / inputs.suite / inputs.task / f"{self.id}.cost.json"
        return write_json(path, finite(asdict(self)))


def read_result(path: Path) -> Result:
    """Return the result in `path`.

    Raises
    ------
    InputError
        The file is no result, or was changed: its id is not that of its inputs.
    """
    record = _read(path)
    try:
        stated = record.pop("id")
        inputs = Inputs(**record.pop("inputs"))
        scores = tuple(_score(score) for score in record.pop("scores"))
        result = Result(inputs=inputs, scores=scores, **record)
    except (KeyError, TypeError, AttributeError) as fault:
        raise InputError(f"{path.name}: not a result file ({fault})") from fault
    if stated != result.id:
        raise InputError(f"{path.name}: states the id {stated}, but its inputs have {result.id}; the file was changed")
    return result


def read_results(folder: Path) -> list[Result]:
    """Return every result below `folder`, in the order of their file names."""
    return [read_result(path) for path in sorted(folder.rglob("*.json")) if not path.name.endswith(".cost.json")]


def read_costs(folder: Path) -> dict[str, Cost]:
    """Return the costs below `folder` by result id."""
    costs = [read_cost(path) for path in sorted(folder.rglob("*.cost.json"))]
    return {cost.id: cost for cost in costs}


def read_cost(path: Path) -> Cost:
    """Return the cost in `path`.

    Raises
    ------
    InputError
        The file is no cost.
    """
    try:
        return cost_of(_read(path))
    except (KeyError, TypeError) as fault:
        raise InputError(f"{path.name}: not a cost file ({fault})") from fault


def cost_of(record: Mapping[str, Any]) -> Cost:
    """Return the cost in a JSON record, where None stands for NaN."""
    numbers = {name: _number(record[name]) for name in ("seconds", "peak_memory_mb")}
    return Cost(**{**record, **numbers})


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise InputError(f"{path.name}: not readable as JSON ({fault})") from fault
    if not isinstance(record, dict):
        raise InputError(f"{path.name}: not a record")
    return record


def _score(record: dict[str, Any]) -> Score:
    for name in ("value", "low", "high", "pooled", "effective_units", "chance"):
        record[name] = _number(record.get(name))  # a row of an older version has no pooled value
    record["folds"] = tuple(_number(value) for value in record["folds"])
    record["targets"] = {name: _number(value) for name, value in record["targets"].items()}
    return Score(**record)


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def finite(value: Any) -> Any:  # noqa: ANN401 - a JSON tree
    """Return the tree with None for NaN and infinity: JSON has neither."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
