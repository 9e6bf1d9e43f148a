"""The leaderboard as static pages: an overview, a page per task and per model, the runs, and all as CSV and JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any  # what a template takes is untyped

import pandas as pd

from clinicell import __version__
from clinicell.datasets.report.page import TEMPLATES as HOUSE  # the style that every page shares
from clinicell.errors import MissingExtra
from clinicell.files import write_json, write_text
from clinicell.leaderboard import _compact as compact
from clinicell.leaderboard import _drawing as draw
from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard import charts
from clinicell.leaderboard._boards import Board, board
from clinicell.leaderboard._compact import plain
from clinicell.leaderboard._ledes import lede, task_sentence
from clinicell.leaderboard._sections import calibration_section, suite_section
from clinicell.leaderboard.model_page import model_section, models_of, page_of
from clinicell.leaderboard.ranking import newest, rank
from clinicell.leaderboard.result import Cost, Result
from clinicell.leaderboard.standing import EvidenceOf, without_evidence
from clinicell.leaderboard.suite_board import SuiteBoard, suite_board
from clinicell.metrics.intervals import FEWEST_UNITS
from clinicell.metrics.ranks import FEWEST_TO_RANK
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Task

TEMPLATES = Path(__file__).parent / "templates"
DEMO = "Simulated demo cohorts: these numbers say nothing about patients."
MIXED = "Real and published data come first; the simulated demo cohorts after them say nothing about patients."
SUITES = {"core": "Real and published data, panel by panel", "demo": "Simulated demo cohorts, panel by panel"}


def build_site(
    results: list[Result],
    costs: dict[str, Cost],
    out: Path,
    *,
    runs: Mapping[str, str] | None = None,
    evidence_of: EvidenceOf = without_evidence,
) -> list[Path]:
    """Write the pages below `out` and return their paths: equal input gives equal bytes.

    Parameters
    ----------
    results, costs
        What was evaluated, and what each cost by result id; a cost that is not there is shown as not measured. Results
        of older versions of a task are left out.
    out
        ``index.html``, ``<task>.html``, ``model-<id>.html``, ``runs/<id>.json`` (each a copy of a result),
        ``board.csv`` and ``board.json`` are written here; other files stay as they are.
    runs
        MLflow run id by result id.
    evidence_of
        Reads the evidence of a result; without it nothing is ranked.

    Raises
    ------
    MissingExtra
        Jinja2, Vega-Altair or vl-convert is not installed; nothing was written.
    """
    shown = newest(results)
    boards = _boards(shown, costs, runs or {}, evidence_of)
    suites = [suite_board(shown, suite, evidence_of) for suite in SUITES]
    pages = _pages(boards, suites, len(shown), sum(result.status == "failed" for result in shown))
    written = [write_text(out / name, text) for name, text in pages.items()]
    written += [write_json(out / "runs" / f"{result.id}.json", result.record()) for result in _ordered(shown)]
    table = _table(shown, costs, boards, evidence_of)
    written.append(write_text(out / "board.csv", table.to_csv(index=False, lineterminator="\n")))
    mlflow = {result.id: (runs or {}).get(result.id, "") for result in shown}
    record = {"clinicell": __version__, "rows": compact.records_of(table), "mlflow_runs": mlflow}
    return [*written, write_json(out / "board.json", plain(record | _more(boards, suites)))]


def _more(boards: Sequence[Board], suites: Sequence[SuiteBoard]) -> dict[str, object]:
    """Return what the pages say beside the rows: paired differences, calibration, suite scores."""
    return {
        "panels": [
            {
                "task": each.task.id,
                "panel": each.panel.dataset,
                "differences": asdict(each.differences),
                "calibration": asdict(each.calibration) if each.calibration else None,
            }
            for each in boards
        ],
        "suite_scores": [asdict(each) for each in suites if each.rows or each.left_out],
    }


def _ordered(results: Sequence[Result]) -> list[Result]:
    return sorted(results, key=lambda each: (each.inputs.task, each.inputs.panel, each.inputs.model, each.id))


def _boards(
    results: list[Result], costs: dict[str, Cost], runs: Mapping[str, str], evidence_of: EvidenceOf
) -> list[Board]:
    """Return the boards of every panel with a result: by task, real data first, then in the task's own order."""
    by_panel: dict[tuple[str, str], list[Result]] = {}
    for result in _ordered(results):
        by_panel.setdefault((result.inputs.task, result.inputs.panel), []).append(result)
    for task_id, panel in by_panel:
        find_task(task_id).panel(panel)  # a panel that its task does not know raises here, before anything is written
    tasks = [find_task(task_id) for task_id in sorted({task_id for task_id, _ in by_panel}, key=_clinical_order)]
    return [
        board(task, panel, by_panel[task.id, panel.dataset], costs, runs, evidence_of)
        for task in tasks
        for panel in sorted(task.panels, key=lambda each: list(SUITES).index(each.suite))
        if (task.id, panel.dataset) in by_panel
    ]


def _clinical_order(task_id: str) -> tuple[int, str]:
    known = ["subclone", "mrd", "response", "drug_sensitivity"]  # from the tumour to its treatment; others after them
    return (known.index(task_id) if task_id in known else len(known), task_id)


def _pages(boards: Sequence[Board], suites: Sequence[SuiteBoard], n_runs: int, n_failed: int) -> dict[str, str]:
    tasks = list({each.task.id: each.task for each in boards}.values())
    shared = {"tasks": tasks, "version": __version__, "demo_ribbon": DEMO}
    environment = _environment()
    pages = {
        "index.html": environment.get_template("index.html.jinja").render(
            shared | _overview(boards, tasks, suites, n_runs, n_failed)
        )
    }
    for model in models_of(boards):
        template = environment.get_template("model.html.jinja")
        pages[page_of(model)] = template.render(shared | _model_page(model, boards, suites))
    for task in tasks:
        own = [each for each in boards if each.task.id == task.id]
        pages[f"{task.id}.html"] = environment.get_template("task.html.jinja").render(shared | _task_page(task, own))
    return pages


def _environment() -> Any:  # noqa: ANN401 - jinja2 is imported when first used
    try:
        import jinja2
    except ModuleNotFoundError as fault:
        raise MissingExtra(
            "the pages need the package 'jinja2', which is not installed: pip install 'clinicell[site]'"
        ) from fault
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES, HOUSE]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    asked = (draw.axis_marks, draw.axis_words, draw.direction, draw.failed_at, draw.published_beside, draw.shows_best)
    phrases = (say.allowed, say.counted, say.plain, say.sentence_case, draw.unit, draw.units, draw.words_at)
    environment.globals.update({each.__name__: each for each in (*asked, *phrases)})
    environment.globals.update(page_of=page_of)
    environment.globals.update(trust=say.FEWEST_FOR_TRUST, fewest=FEWEST_UNITS, to_rank=FEWEST_TO_RANK)
    return environment


def _overview(
    boards: Sequence[Board], tasks: Sequence[Task], scores: Sequence[SuiteBoard], n_runs: int, n_failed: int
) -> dict[str, object]:
    score_of = {each.suite: suite_section(each) for each in scores}
    suites = [
        {"id": suite, "title": title, "boards": own, "score": score_of[suite]}
        for suite, title in SUITES.items()
        if (own := [each for each in boards if each.panel.suite == suite])
    ]
    return {
        "current": "index",
        "page_title": "What the models can be trusted with",
        "ribbon": _ribbon(boards),
        "lede": lede(boards, n_runs, n_failed),
        "questions": [
            {"task": task, "sentence": task_sentence([each for each in boards if each.task.id == task.id])}
            for task in tasks
        ],
        "suites": suites,
    }


def _ribbon(boards: Sequence[Board]) -> str:
    simulated = {each.panel.suite == "demo" for each in boards}
    return {(True,): DEMO, (False, True): MIXED}.get(tuple(sorted(simulated)), "")


def _task_page(task: Task, boards: Sequence[Board]) -> dict[str, object]:
    spread = [each for each in boards if each.spreads]
    n_runs = sum(len(row.runs) for each in boards for row in each.rows)
    n_failed = sum(run.status == "failed" for each in boards for row in each.rows for run in row.runs)
    return {
        "current": task.id,
        "page_title": f"{task.title}: {task.question}",
        "ribbon": _ribbon(boards),
        "task": task,
        "lede": lede(boards, n_runs, n_failed),
        "facts": _facts(task),
        "boards": boards,
        "figures": [_figure(each) for each in spread],
        "spread_caption": _spread_caption(spread),
        "calibrations": [calibration_section(each) for each in boards if each.panel.is_scored and task.probability],
    }


def _model_page(model: str, boards: Sequence[Board], suites: Sequence[SuiteBoard]) -> dict[str, object]:
    own = [each for each in boards if any(row.model == model for row in each.models)]
    return {"ribbon": _ribbon(own), **model_section(model, own, suites)}


def _facts(task: Task) -> list[tuple[str, str]]:
    learns = {
        "inductive": "patients with labels; then it meets patients it has never seen",
        "transductive": "no cell of the panel; references, where the panel names some",
    }
    return [
        ("What ranks", f"{task.primary.title} of {task.answers[0].title}"),
        ("A model answers", f"one row for each {task.unit}"),
        ("A model learns from", learns[task.setting]),
        ("A model sees", f"{say.listed(task.inputs)}; rows shuffled, names replaced"),
        ("Labels belong to", f"the {task.labels_of}"),
    ]


def _figure(each: Board) -> dict[str, object]:
    from markupsafe import Markup

    parts = _parts(each)
    name = f"{each.task.title}, panel {each.panel.dataset}: {each.metric.title} by {parts}"
    what = charts.description(each.spreads, each.metric, parts)
    svg = charts.figure(each.spreads, each.metric, each.chance, f"v-{each.panel.dataset}", name, what)
    n = max(sum(math.isfinite(part) for part in spread.parts) for spread in each.spreads)
    return {
        "heading": each.panel.dataset,
        "subtitle": f"{say.sentence_case(each.metric.title)}; {say.counted(n, parts)}",
        "svg": Markup(svg),  # noqa: S704 - made by Vega and `charts.inlined`, which escape every name
    }


def _parts(each: Board) -> str:
    if each.spread_over == "target":
        return "drug" if each.task.id == "drug_sensitivity" else "target"
    return draw.unit(each) if each.panel.folds == "alone" else "fold"


def _spread_caption(boards: Sequence[Board]) -> str:
    kinds = sorted({_parts(each) for each in boards}) or ["fold"]
    return (
        f"Each tick is the value in one {' or '.join(kinds)}, the mean over seeds; the dot is the panel’s value, as in "
        "the table. Blue: models; grey: controls; dotted: chance. "
        "Ticks far apart mean that a single number hides much. They are no interval. Undefined ticks are left out."
    )


def _table(
    results: list[Result], costs: dict[str, Cost], boards: Sequence[Board], evidence_of: EvidenceOf
) -> pd.DataFrame:
    """Return everything in the tables, one row per panel, model, answer and metric; only what ranks has ranks."""
    parts = []
    for each in boards:
        own = [r for r in results if (r.inputs.task, r.inputs.panel) == (each.task.id, each.panel.dataset)]
        ids = {row.model: " ".join(run.id for run in row.runs) for row in each.rows}
        for answer in each.task.asked_on(each.panel):
            for metric in answer.metrics:
                if each.panel.is_scored or not metric.needs_truth:
                    is_first = answer is each.task.answers[0] and metric is each.metric and each.panel.is_scored
                    kept = evidence_of if is_first else without_evidence
                    part = rank(own, costs, kept, answer=answer.name, metric=metric.name)
                    part.insert(3, "answer", answer.name)
                    parts.append(part.assign(runs=part["model"].map(ids)))
    return pd.DataFrame(
        [record for part in parts for record in part.to_dict("records")],
        columns=list(parts[0].columns) if parts else ["suite", "task", "panel", "answer", "model"],
    )
