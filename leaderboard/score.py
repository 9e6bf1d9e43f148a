"""The scoring job: it gets a prediction and the sealed side of a panel, and runs no stranger's code."""

import json
import math
from pathlib import Path
from typing import Any  # JSON values are untyped at this edge

import pandas as pd

from clinicell.errors import InputError, PredictionError
from clinicell.files import sha256
from clinicell.leaderboard.code import scoring_sha256
from clinicell.leaderboard.contamination import contamination
from clinicell.leaderboard.result import HAS_SCORES, Inputs, Result, Score, Status
from clinicell.metrics._metric import Metric
from clinicell.metrics.evidence import Evidence
from clinicell.metrics.intervals import effective, interval
from clinicell.tasks import _scoring, _table_scoring
from clinicell.tasks._find import find_task
from clinicell.tasks._prediction import Prediction, aligned, check_probability
from clinicell.tasks._scoring import Scorable
from clinicell.tasks._table_scoring import ScorableTable
from clinicell.tasks._tables import read_table
from clinicell.tasks._task import Answer, Panel, TableAnswer, Task

PANEL_KEYS = frozenset(
    {"suite", "task", "task_version", "panel", "dataset_sha256", "reference_sha256", "folds_sha256", "blinding"}
)
PREDICTION_KEYS = frozenset({"model", "title", "is_control", "model_sha256", "blinding", "seed", "versions", "reason"})


def score(prediction: Path, sealed: Path) -> Result:
    """Return the result of the prediction in one folder against the truth in another; see `scored`."""
    return scored(prediction, sealed)[0]


def scored(prediction: Path, sealed: Path) -> tuple[Result, dict[str, Evidence]]:
    """Return the result of the prediction in one folder against the truth in another, and its evidence by answer.

    An answer that does not fit the task is a failed result with the reason; the board counts it.

    Raises
    ------
    InputError
        A folder is not what it should be.
    """
    about = _record(sealed / "panel.json", PANEL_KEYS)
    made = _record(prediction / "prediction.json", PREDICTION_KEYS)
    task = find_task(about["task"])
    if task.version != about["task_version"]:
        raise InputError(f"{sealed}: made for version {about['task_version']} of {task.id!r}, here is {task.version}")
    if about.pop("blinding") != made["blinding"]:
        raise InputError(
            f"{prediction}: answers another blinding than {sealed}; predict from the public side beside it"
        )
    panel = task.panel(about["panel"])
    inputs = Inputs(
        **about,
        model=made["model"],
        model_sha256=made["model_sha256"],
        scoring_sha256=scoring_sha256(task.id),
        seed=made["seed"],
        versions=made["versions"],
    )
    units = read_table(sealed / "units.csv.gz", dtype="str")
    scores: tuple[Score, ...] = ()
    evidence: dict[str, Evidence] = {}
    status, reason = _outcome(made, panel)
    if status in HAS_SCORES:
        try:
            scores, evidence = _scores(task, panel, units, prediction, sealed)
        except PredictionError as fault:
            status, reason = "failed", str(fault)
    result = Result(
        inputs=inputs,
        model_title=made["title"],
        is_control=made["is_control"],
        unit=panel.resample,
        n_units=units["donor_id"].nunique(),
        status=status,
        reason=reason,
        scores=scores,
        prediction_sha256={
            path.relative_to(prediction).as_posix(): sha256(path)
            for fold in sorted(set(units["fold"]))
            for path in sorted((prediction / f"fold-{fold}").glob("*.csv.gz"))
        },
        evidence_sha256={answer: one.sha256 for answer, one in evidence.items()},
    )
    return result, evidence


def _outcome(made: dict[str, Any], panel: Panel) -> tuple[Status, str]:
    """Return what became of a prediction, and why; a model that has seen the panel is declined, whatever it says."""
    if seen := contamination(made.get("trained_on", ()), panel):
        return "declined", seen
    reason = str(made["reason"])
    if made.get("status") == "not applicable":
        return "not applicable", reason
    if reason:
        return "failed", reason
    return ("scored" if panel.is_scored else "reported"), ""


def _record(path: Path, keys: frozenset[str]) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise InputError(f"{path}: not readable ({fault}); the folder is not complete") from fault
    lacking = sorted(keys - record.keys()) if isinstance(record, dict) else sorted(keys)
    if lacking:
        raise InputError(f"{path}: {len(lacking)} of {len(keys)} entries are missing, e.g. {lacking[0]!r}")
    return dict(record)


def _scores(
    task: Task, panel: Panel, units: pd.DataFrame, prediction: Path, sealed: Path
) -> tuple[tuple[Score, ...], dict[str, Evidence]]:
    offered = {fold: Prediction.read(prediction / f"fold-{fold}") for fold in sorted(set(units["fold"]), key=int)}
    scores: list[Score] = []
    evidence: dict[str, Evidence] = {}
    for answer in task.answers_on(panel):
        lacking = [fold for fold, tables in offered.items() if answer.reads not in tables.answers]
        if lacking and answer.required:
            raise PredictionError(f"no answer {answer.reads!r} in {len(lacking)} of {len(offered)} folds")
        if lacking:
            continue
        if answer is task.probability:
            for tables in offered.values():
                check_probability(tables.answers[answer.reads])
        truth = read_table(sealed / f"{answer.name}.csv.gz")
        data = scorable(task, answer, units, offered, truth)
        asked = tuple(metric for metric in answer.metrics if panel.is_scored or not metric.needs_truth)
        kept = data.evidence_of_probability() if answer is task.probability else data.evidence(asked)
        scores += [_score(metric, answer, data, kept, panel, list(truth.columns)) for metric in asked]
        if panel.is_scored:
            evidence[answer.name] = kept
    for asked_table in task.tables_on(panel):
        if all(asked_table.name in tables.answers for tables in offered.values()):
            of_table, evidence[asked_table.name] = _table_scores(asked_table, panel, units, offered, sealed)
            scores += of_table
    return tuple(scores), evidence


def _table_scores(
    answer: TableAnswer, panel: Panel, units: pd.DataFrame, offered: dict[str, Prediction], sealed: Path
) -> tuple[list[Score], Evidence]:
    """Return the scores of an answer that is one whole table per donor, and its evidence."""
    tables = []
    for fold, prediction in offered.items():
        truth = read_table(sealed / answer.name / f"fold-{fold}.csv.gz")
        given = aligned(prediction.answers[answer.name], truth.index, [str(name) for name in truth.columns])
        donor = str(units.loc[units["fold"] == fold, "donor_id"].iloc[0])
        tables.append(ScorableTable(donor=donor, fold=fold, truth=truth.to_numpy(), answer=given.to_numpy()))
    try:
        kept = _table_scoring.evidence(answer.metrics, tuple(tables))
    except InputError as fault:
        raise PredictionError(f"answer {answer.name!r}: {fault}") from fault
    return [_table_score(metric, answer, panel, kept, tuple(tables)) for metric in answer.metrics], kept


def _table_score(
    metric: Metric, answer: TableAnswer, panel: Panel, kept: Evidence, tables: tuple[ScorableTable, ...]
) -> Score:
    point = _scoring.mean(kept.inside(metric))
    spread = interval(metric, kept, point, labels_of="cell", unit=panel.resample)
    return Score(
        answer=answer.name,
        metric=metric.name,
        value=point,
        low=spread.low,
        high=spread.high,
        reason="" if math.isfinite(point) else f"undefined ({metric.undefined})",
        interval_reason=spread.reason,
        n_units=int(effective(metric, kept)),
        effective_units=effective(metric, kept),
        chance=_table_scoring.chance(metric, tables),
        folds=_table_scoring.by_fold(metric, kept, tables),
    )


def scorable(
    task: Task, answer: Answer, units: pd.DataFrame, offered: dict[str, Prediction], truth: pd.DataFrame
) -> Scorable:
    """Align every fold's answer with its units, then put all in the order of the unit ids."""
    targets = list(truth.columns)
    parts = []
    for fold, prediction in offered.items():
        asked = units.index[units["fold"] == fold]
        parts.append(aligned(prediction.answers[answer.reads], asked, targets))
    table = pd.concat(parts).loc[units.index]
    key = units.assign(row=range(len(units))).sort_values("unit_id")
    return Scorable(
        truth=truth.loc[key["unit_id"]].to_numpy(dtype="float64"),
        answer=table.iloc[key["row"].to_numpy()].to_numpy(dtype="float64"),
        donor=key["donor_id"].to_numpy(dtype="str"),
        fold=key["fold"].to_numpy(dtype="str"),
        within=task.within is not None,
        labels_of=task.labels_of,
    )


def _score(
    metric: Metric, answer: Answer, data: Scorable, evidence: Evidence, panel: Panel, targets: list[str]
) -> Score:
    point = _scoring.value(metric, data, data.all_rows())
    held = _scoring.units(metric, data)
    spread = _scoring.interval(metric, data, evidence, point, unit=panel.resample)
    return Score(
        answer=answer.name,
        metric=metric.name,
        value=point,
        low=spread.low,
        high=spread.high,
        pooled=_scoring.pooled(metric, data),
        reason="" if math.isfinite(point) else f"undefined ({metric.undefined})",
        interval_reason=spread.reason,
        n_units=len(held),
        effective_units=effective(metric, evidence) if held and metric.needs_truth else math.nan,
        chance=_scoring.chance(metric, data) if metric.needs_truth else math.nan,
        folds=_scoring.by_fold(metric, data),
        targets=_by_name(metric, data, targets) if len(targets) > 1 else {},
    )


def _by_name(metric: Metric, data: Scorable, targets: list[str]) -> dict[str, float]:
    """Return the value of each target where it is defined."""
    values = zip(targets, _scoring.by_target(metric, data, data.all_rows()).tolist(), strict=True)
    return {name: value for name, value in values if math.isfinite(value)}
