"""The working ledger: one evaluation is one MLflow run. The only module that imports mlflow.

A run holds the same bytes as the published row, so that either can be rebuilt from the other.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from clinicell.datasets.card import find_card
from clinicell.errors import InputError, MissingExtra
from clinicell.files import sha256_text, write_bytes
from clinicell.leaderboard import charts
from clinicell.leaderboard.evidence_file import evidence_path
from clinicell.leaderboard.result import Cost, Result, read_result
from clinicell.tasks._find import find_task

if TYPE_CHECKING:
    from mlflow.data.dataset_source import DatasetSource
    from mlflow.entities import DatasetInput, Run
    from mlflow.tracking import MlflowClient

EXPERIMENT = "clinicell"
EVIDENCE = "evidence.npz"
RESULT_TAG = "clinicell.result_id"
SUPERSEDED_TAG = "clinicell.superseded"
STATE_TAG = "clinicell.state"
QUESTION = ("suite", "task", "task_version", "panel", "model")
DEFAULT_URI = "sqlite:///mlflow.db"


def tracking_uri(option: str | None) -> str:
    """Return where runs are logged: the option, else ``MLFLOW_TRACKING_URI``, else ``mlflow.db`` in this folder."""
    return option or os.environ.get("MLFLOW_TRACKING_URI") or DEFAULT_URI


@dataclass(frozen=True, slots=True)
class Ledger:
    """The runs of one tracking server or database."""

    client: "MlflowClient"
    experiment_id: str

    @classmethod
    def open(cls, uri: str) -> "Ledger":
        """Return the ledger at `uri`, made if need be; local artifacts lie in ``mlartifacts`` beside the database.

        Raises
        ------
        MissingExtra
            mlflow is not installed.
        InputError
            The address cannot be used.
        """
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")  # nothing leaves this machine unasked
        os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
        for noisy in ("alembic", "mlflow.store.db.utils"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
        try:
            from mlflow.exceptions import MlflowException
            from mlflow.tracking import MlflowClient
            from sqlalchemy.exc import SQLAlchemyError
        except ModuleNotFoundError as fault:
            raise MissingExtra(
                "tracking needs mlflow: pip install 'clinicell[tracking]', or run with --no-track"
            ) from fault
        try:
            client = MlflowClient(tracking_uri=uri)
            experiment = client.get_experiment_by_name(EXPERIMENT)
            if experiment is not None:
                return cls(client, experiment.experiment_id)
            return cls(client, client.create_experiment(EXPERIMENT, artifact_location=_artifacts_beside(uri)))
        except MlflowException as fault:
            raise InputError(f"tracking address {uri!r} cannot be used: {fault.message}") from fault
        except SQLAlchemyError as fault:
            why = str(fault).splitlines()[0]
            raise InputError(f"tracking address {uri!r} cannot be used: {why}") from fault

    def runs(self) -> dict[str, str]:
        """Return the MLflow run id of every finished evaluation by its result id, superseded ones left out."""
        return {run.data.tags[RESULT_TAG]: run.info.run_id for run in self._finished()}

    def _finished(self) -> Iterator["Run"]:
        token: str | None = None
        while True:
            page = self.client.search_runs(
                [self.experiment_id], "attributes.status = 'FINISHED'", max_results=1000, page_token=token
            )
            for run in page:
                if RESULT_TAG in run.data.tags and SUPERSEDED_TAG not in run.data.tags:
                    yield run
            token = page.token
            if not token:
                return

    def log(self, result: Result, record: Path, cost: Cost, cost_record: Path, prediction: Path) -> str:
        """Log one evaluation as one run and return the run's id.

        Parameters
        ----------
        record, cost_record
            The result's and the cost's files; their bytes become artifacts.
        prediction
            The folder of the prediction; its tables become artifacts.
        """
        inputs = result.inputs
        name = f"{inputs.task} · {inputs.panel} · {inputs.model} · seed {inputs.seed}"
        run_id: str = self.client.create_run(self.experiment_id, run_name=name).info.run_id
        self.client.log_inputs(run_id, datasets=list(_datasets(result)))
        self._log_files(run_id, result, record, cost_record, prediction)
        self._log_values(run_id, result, cost)
        self.client.set_terminated(run_id, "FINISHED")
        return run_id

    def _log_values(self, run_id: str, result: Result, cost: Cost) -> None:
        from mlflow.entities import Metric, Param, RunTag

        inputs = result.inputs
        params = {
            "suite": inputs.suite,
            "task": inputs.task,
            "task_version": str(inputs.task_version),
            "panel": inputs.panel,
            "model": inputs.model,
            "seed": str(inputs.seed),
        }
        tags = {
            RESULT_TAG: result.id,
            STATE_TAG: sha256_text(inputs.without_seed),
            "clinicell.status": result.status,
            "clinicell.reason": result.reason,
            "clinicell.unit": result.unit,
            "clinicell.is_control": str(result.is_control).lower(),
            "clinicell.model_sha256": inputs.model_sha256,
            "clinicell.dataset_sha256": inputs.dataset_sha256,
            "clinicell.folds_sha256": inputs.folds_sha256,
            **{f"clinicell.version.{package}": version for package, version in inputs.versions.items()},
        }
        self.client.log_batch(
            run_id,
            metrics=[Metric(key, value, timestamp=0, step=0) for key, value in _values(result, cost)],
            params=[Param(key, value) for key, value in params.items()],
            tags=[RunTag(key, value) for key, value in tags.items() if value],
        )

    def _log_files(self, run_id: str, result: Result, record: Path, cost_record: Path, prediction: Path) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "result.json").write_bytes(record.read_bytes())
            (folder / "cost.json").write_bytes(cost_record.read_bytes())
            if result.evidence_sha256:
                (folder / EVIDENCE).write_bytes(record.with_name(f"{result.id}.evidence.npz").read_bytes())
            for path in sorted(prediction.glob("fold-*/*.csv.gz")):
                copy = folder / "prediction" / path.relative_to(prediction)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
            _draw(result, folder / "folds.png")
            self.client.log_artifacts(run_id, name)

    def mark_superseded(self, current: Iterable[Result]) -> None:
        """Mark the runs that other states of the same models, panels and task versions left: they are restored no more.

        `current` are the results that count now; seeds beyond theirs, of the same state, stay as they are.
        """
        states = {_question(result): result.inputs.without_seed for result in current}
        for run in list(self._finished()):
            params = run.data.params
            state = states.get(tuple(params.get(name, "") for name in QUESTION))
            if state is not None and run.data.tags.get(STATE_TAG) != sha256_text(state):
                self.client.set_tag(run.info.run_id, SUPERSEDED_TAG, "true")

    def restore(self, results: Path) -> list[Path]:
        """Write every logged result, its cost and its evidence below `results`, byte for byte.

        Return the results' paths. All are read before the first is written.
        """
        found = [self._bytes_of(run_id) for _, run_id in sorted(self.runs().items())]
        paths = []
        for result, record, cost, evidence in found:
            folder = results / result.inputs.suite / result.inputs.task
            write_bytes(folder / f"{result.id}.cost.json", cost)
            if evidence is not None:
                write_bytes(evidence_path(results, result), evidence)
            paths.append(write_bytes(folder / f"{result.id}.json", record))
        return paths

    def _bytes_of(self, run_id: str) -> tuple[Result, bytes, bytes, bytes | None]:
        with TemporaryDirectory() as name:
            record = Path(self.client.download_artifacts(run_id, "result.json", name))
            cost = Path(self.client.download_artifacts(run_id, "cost.json", name)).read_bytes()
            result = read_result(record)
            if not result.evidence_sha256:
                return result, record.read_bytes(), cost, None
            evidence = Path(self.client.download_artifacts(run_id, EVIDENCE, name)).read_bytes()
            return result, record.read_bytes(), cost, evidence


def _question(result: Result) -> tuple[str, ...]:
    inputs = result.inputs
    return inputs.suite, inputs.task, str(inputs.task_version), inputs.panel, inputs.model


def _draw(result: Result, path: Path) -> None:
    """Draw the headline with what it was averaged from; without the extra [site] the run has no figure."""
    asked = find_task(result.inputs.task).primary
    score = result.score("main", asked.name)
    if score is None or not isfinite(score.value):
        return
    parts = tuple(score.targets.values()) or score.folds
    spread = charts.Spread(title=result.model_title, is_control=result.is_control, value=score.value, parts=parts)
    with suppress(MissingExtra):
        path.write_bytes(charts.picture([spread], asked, score.chance))


def _artifacts_beside(uri: str) -> str | None:
    if not uri.startswith("sqlite:///"):
        return None
    database = Path(uri.removeprefix("sqlite:///")).absolute()
    database.parent.mkdir(parents=True, exist_ok=True)
    return (database.parent / "mlartifacts").as_uri()


def _values(result: Result, cost: Cost) -> Iterator[tuple[str, float]]:
    """Yield the finite values under MLflow's names: ``auroc``, ``auroc_low``, ``auroc_high``, ``egfr_erbb.auroc``."""
    for score in result.scores:
        key = score.metric if score.answer == "main" else f"{score.answer}.{score.metric}"
        named = {key: score.value, f"{key}_low": score.low, f"{key}_high": score.high}
        yield from ((name, value) for name, value in named.items() if value - value == 0)
    spent = {"seconds": cost.seconds, "peak_memory_mb": cost.peak_memory_mb}
    yield from ((name, value) for name, value in spent.items() if value - value == 0)


def _datasets(result: Result) -> Iterator["DatasetInput"]:
    from mlflow.data.meta_dataset import MetaDataset
    from mlflow.entities import Dataset, DatasetInput, InputTag
    from mlflow.utils.mlflow_tags import MLFLOW_DATASET_CONTEXT

    inputs = result.inputs
    references = find_task(inputs.task).panel(inputs.panel).references
    used = {"evaluation": (inputs.panel, inputs.dataset_sha256)}
    used |= {role: (references[role], sha256) for role, sha256 in inputs.reference_sha256.items()}
    for context, (name, sha256) in used.items():
        described = MetaDataset(_origin(name), name=name, digest=sha256[:36])  # type: ignore[abstract] # it is not
        yield DatasetInput(dataset=Dataset(**described.to_dict()), tags=[InputTag(MLFLOW_DATASET_CONTEXT, context)])


def _origin(dataset_id: str) -> "DatasetSource":
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.http_dataset_source import HTTPDatasetSource

    original = find_card(dataset_id).original
    if original.startswith("http"):
        return HTTPDatasetSource(original)  # type: ignore[no-untyped-call]
    return CodeDatasetSource(tags={"clinicell.card": dataset_id})
