"""The leaderboard as static pages: an overview, one page per task, the runs, and everything as CSV and JSON."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any  # what a template takes is untyped

import pandas as pd

from clinicell import __version__
from clinicell.datasets.report.page import TEMPLATES as HOUSE  # the style that every page shares
from clinicell.errors import MissingExtra
from clinicell.files import write_json, write_text
from clinicell.leaderboard import _drawing as draw
from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard import charts
from clinicell.leaderboard._boards import Board, board
from clinicell.leaderboard._ledes import lede, task_sentence
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.result import Cost, Result
from clinicell.metrics.intervals import FEWEST_UNITS
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Task

TEMPLATES = Path(__file__).parent / "templates"
DEMO = "Simulated demo cohorts: these numbers say nothing about patients."
MIXED = "Real and published data come first; the simulated demo cohorts after them say nothing about patients."
SUITES = {"core": "Real and published data, panel by panel", "demo": "Simulated demo cohorts, panel by panel"}


def build_site(
    results: list[Result], costs: dict[str, Cost], out: Path, *, runs: Mapping[str, str] | None = None
) -> list[Path]:
    """Write the pages below `out` and return their paths: equal input gives equal bytes.

    Parameters
    ----------
    results, costs
        What was evaluated, and what each cost by result id; a cost that is not there is shown as not measured.
    out
        ``index.html``, ``<task>.html``, ``runs/<id>.json`` (each a copy of a result), ``board.csv`` and ``board.json``
        are written here; other files stay as they are.
    runs
        MLflow run id by result id.

    Raises
    ------
    MissingExtra
        Jinja2, Vega-Altair or vl-convert is not installed; nothing was written.
    """
    boards = _boards(results, costs, runs or {})
    pages = _pages(boards, len(results), sum(result.status == "failed" for result in results))
    written = [write_text(out / name, text) for name, text in pages.items()]
    written += [write_json(out / "runs" / f"{result.id}.json", result.record()) for result in _ordered(results)]
    table = _table(results, costs, boards)
    written.append(write_text(out / "board.csv", table.to_csv(index=False, lineterminator="\n")))
    records = [{str(key): _finite(value) for key, value in record.items()} for record in table.to_dict("records")]
    mlflow = {result.id: (runs or {}).get(result.id, "") for result in results}
    written.append(write_json(out / "board.json", {"clinicell": __version__, "rows": records, "mlflow_runs": mlflow}))
    return written


def _ordered(results: Sequence[Result]) -> list[Result]:
    return sorted(results, key=lambda each: (each.inputs.task, each.inputs.panel, each.inputs.model, each.id))


def _boards(results: list[Result], costs: dict[str, Cost], runs: Mapping[str, str]) -> list[Board]:
    """Return the boards of every panel with a result: by task, real data first, then in the task's own order."""
    by_panel: dict[tuple[str, str], list[Result]] = {}
    for result in _ordered(results):
        by_panel.setdefault((result.inputs.task, result.inputs.panel), []).append(result)
    for task_id, panel in by_panel:
        find_task(task_id).panel(panel)  # a panel that its task does not know raises here, before anything is written
    tasks = [find_task(task_id) for task_id in sorted({task_id for task_id, _ in by_panel}, key=_clinical_order)]
    return [
        board(task, panel, by_panel[task.id, panel.dataset], costs, runs)
        for task in tasks
        for panel in sorted(task.panels, key=lambda each: list(SUITES).index(each.suite))
        if (task.id, panel.dataset) in by_panel
    ]


def _clinical_order(task_id: str) -> tuple[int, str]:
    known = ["subclone", "mrd", "response", "drug_sensitivity"]  # from the tumour to its treatment; others after them
    return (known.index(task_id) if task_id in known else len(known), task_id)


def _pages(boards: Sequence[Board], n_runs: int, n_failed: int) -> dict[str, str]:
    tasks = list({each.task.id: each.task for each in boards}.values())
    shared = {"tasks": tasks, "version": __version__, "demo_ribbon": DEMO}
    environment = _environment()
    pages = {
        "index.html": environment.get_template("index.html.jinja").render(
            shared | _overview(boards, tasks, n_runs, n_failed)
        )
    }
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
    phrases = (say.allowed, say.counted, say.plain, say.sentence_case, draw.unit, draw.words_at)
    environment.globals.update({each.__name__: each for each in (*asked, *phrases)})
    environment.globals.update(trust=say.FEWEST_FOR_TRUST, fewest=FEWEST_UNITS)
    return environment


def _overview(boards: Sequence[Board], tasks: Sequence[Task], n_runs: int, n_failed: int) -> dict[str, object]:
    suites = [
        {"id": suite, "title": title, "boards": own}
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
    }


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


def _table(results: list[Result], costs: dict[str, Cost], boards: Sequence[Board]) -> pd.DataFrame:
    """Return everything in the tables, one row per panel, model, answer and metric."""
    parts = []
    for each in boards:
        own = [r for r in results if (r.inputs.task, r.inputs.panel) == (each.task.id, each.panel.dataset)]
        ids = {row.model: " ".join(run.id for run in row.runs) for row in each.rows}
        for answer in each.task.answers_on(each.panel):
            for metric in answer.metrics:
                if each.panel.is_scored or not metric.needs_truth:
                    part = rank(own, costs, answer=answer.name, metric=metric.name)
                    part.insert(3, "answer", answer.name)
                    parts.append(part.assign(runs=part["model"].map(ids)))
    return pd.DataFrame(
        [record for part in parts for record in part.to_dict("records")],
        columns=list(parts[0].columns) if parts else ["suite", "task", "panel", "answer", "model"],
    )


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value
