"""The pages over invented results: each row is there, nothing is loaded, and no word goes beyond the rows."""

import json
import math
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.errors import MissingExtra, TaskError
from clinicell.leaderboard import page
from clinicell.leaderboard.page import build_site
from clinicell.leaderboard.result import Cost, Inputs, Result, Score, read_result
from clinicell.metrics._metric import Metric
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Answer, Panel, Task

HOSTILE = "<script>alert('x')</script> & \"co\""
UNITS = {
    "demo_subclone": (12, 12.0),
    "sim_sasc": (10, 10.0),
    "sim_celluloid": (10, 10.0),
    "leung2017_crc": (1, 1.0),
    "hou2012_et": (1, 1.0),
    "demo_mrd": (12, 10.4),
    "flowcap2_aml_subset": (40, 18.6),
    "flowcap1_gvhd": (12, 7.8),
    "demo_response": (40, 40.0),
    "melanoma_icb": (32, 29.1),
    "demo_drug_cells": (8, 8.0),
    "sc_cell_line_mix": (4, 4.0),
}
MODELS = {
    "subclone": ["Bernoulli mixture", "k-modes", "Genotype autoencoder"],
    "mrd": ["Logistic regression", "Boosted trees", "Perceptron on single cells", "Diverging network", HOSTILE],
    "response": ["Pseudobulk elastic net", "Cluster proportions", "Gated-attention multiple-instance learning"],
    "drug_sensitivity": ["Ridge per drug", "Drug mean + line mean", "Shared-encoder multi-drug network"],
}
CONTROLS = ["Constant", "Random"]


def made(suites=("demo", "core"), seed=0):
    """Return invented results, costs and MLflow run ids: of every task, every panel, every answer and metric."""
    rng = np.random.default_rng(seed)
    results, costs, runs = [], {}, {}
    for task_id, titles in MODELS.items():
        task = find_task(task_id)
        for panel in task.panels:
            if panel.suite not in suites:
                continue
            for rank, title in enumerate([*titles, *CONTROLS]):
                n_seeds = 1 if title in ("Constant", "k-modes", "Logistic regression") else 3
                for each in range(n_seeds):
                    result = one(task, panel, title, rank / len(titles), each, rng)
                    results.append(result)
                    costs[result.id] = Cost(
                        id=result.id,
                        seconds=float(np.round(10 ** rng.uniform(-1.5, 2.5), 3)),
                        peak_memory_mb=float(np.round(rng.uniform(180, 1900), 1)),
                        cores=2,
                        device="cpu",
                    )
                    runs[result.id] = f"{int(rng.integers(1 << 62)):032x}"
    return results, costs, runs


def one(task: Task, panel: Panel, title: str, standing: float, seed: int, rng: np.random.Generator) -> Result:
    n_units, effective = UNITS[panel.dataset]
    is_control, has_failed = title in CONTROLS, title == "Diverging network" and seed == 2
    scores = [
        scored(metric, answer, 0.0 if is_control else 0.75 - 0.45 * standing, panel, n_units, effective, rng)
        for answer in task.answers_on(panel)
        for metric in answer.metrics
        if (panel.is_scored or not metric.needs_truth) and not (title == "Ridge per drug" and answer.name != "main")
    ]
    return Result(
        inputs=Inputs(
            suite=panel.suite, task=task.id, task_version=task.version, panel=panel.dataset, dataset_sha256="d" * 64,
            reference_sha256=dict.fromkeys(panel.references, "e" * 64), folds_sha256="f" * 64,
            model=re.sub(r"\W+", "_", title.lower()).strip("_"), model_sha256="a" * 64,
            scoring_sha256="b" * 64, seed=seed,
            versions={"clinicell": "0.1.0", "numpy": "2.4.6", "python": "3.11.14"},
        ),
        model_title=title, is_control=is_control, unit=panel.resample, n_units=n_units,
        status="failed" if has_failed else ("scored" if panel.is_scored else "reported"),
        reason="loss not finite in epoch 3; lower the learning rate" if has_failed else "",
        scores=() if has_failed else tuple(scores),
    )  # fmt: skip


def scored(metric: Metric, answer: Answer, skill: float, panel: Panel, n_units: int, effective: float, rng) -> Score:
    chance = 0.5 if metric.chance == 0.5 else (0.012 if callable(metric.chance) else 0.0)
    if metric.best == 1:
        value = float(np.round(chance + (1 - chance) * skill + rng.normal(0, 0.01), 6))
        half = 0.28 / math.sqrt(max(effective, 1)) * (0.15 if skill == 0 else 1)
    else:
        value, half = float(rng.integers(1, 5)), 0.8
    few = n_units < 5
    has_interval = metric.needs_truth and not few
    n_folds = n_units if panel.folds == "alone" else (1 if panel.folds == "together" else 5)
    return Score(
        answer=answer.name, metric=metric.name, value=value,
        low=value - half if has_interval else math.nan,
        high=min(value + half, 0.999 if metric.best == 1 else 9) if has_interval else math.nan,
        interval_reason="" if has_interval else f"interval undefined ({n_units} units; 5 are needed)",
        n_units=n_units if metric.needs_truth else 0,
        effective_units=effective if metric.needs_truth else math.nan,
        chance=chance if metric.chance is not None else math.nan,
        folds=tuple(np.round(np.clip(rng.normal(value, half, n_folds), -0.2, 1), 6).tolist()),
        targets={f"Drug {n:02}": float(np.round(np.clip(rng.normal(value, 0.15), 0, 1), 6)) for n in range(24)}
        if panel.folds == "together" else {},
    )  # fmt: skip


class Reader(HTMLParser):
    """What a browser would see: the tags in order, what they load, and whether each is closed."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts, self.ids, self.loads, self.targets = [], [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in {"src", "srcset", "data", "poster", "xlink:href"} or (name == "href" and tag != "a"):
                self.loads.append(value)
            if name == "href" and tag == "a":
                self.targets.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(text for tag, text in self.texts if tag not in {"style", "script"}))


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def results():
    return made()


@pytest.fixture(scope="module")
def site(results, tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    found, costs, runs = results
    build_site(found, costs, out, runs=runs)
    return out


@pytest.fixture
def plain_figures(monkeypatch):
    """Leave Vega out where the plot is not what is asked."""
    monkeypatch.setattr(page.charts, "figure", lambda *_: "<svg></svg>")


PAGES = ["index", *MODELS]


@pytest.fixture(scope="module")
def ranked(cohort_at, tmp_path_factory):
    """The pages over results with evidence: residual disease on its three panels, some models with probabilities."""
    cohort = cohort_at(tmp_path_factory.mktemp("cohort"))
    for panel, suite, n_donors in (("demo_mrd", "demo", 12), ("flowcap2_aml_subset", "core", 40),
                                   ("flowcap1_gvhd", "core", 5)):  # fmt: skip
        where = {"panel": panel, "suite": suite, "n_donors": n_donors}
        for seed in range(3):
            cohort.add("good", 2.0, seed=seed, sure=1.0, **where)
            cohort.add("fair", 1.9, seed=seed, sure=2.0, **where)
        cohort.add("scores", 1.0, **where)
        cohort.add("poor", 0.3, sure=1.0, **where)
        cohort.add("constant", 0.0, is_control=True, **where)
    out = tmp_path_factory.mktemp("ranked")
    build_site(cohort.results, {}, out, evidence_of=cohort.evidence_of)
    return out


def test_models_that_cannot_be_told_apart_share_a_rank_on_the_page(ranked):
    text = read(ranked / "mrd.html").text
    assert "Rank 1, indistinguishable from the best" in text
    assert re.search(r"Rank 1 ranks 1–2 P\(best\) 0\.\d\d", text)
    assert "of ten equal models the largest is about 0.4, so it is no evidence by itself" in text
    assert "worse than at least one model of the group above." in text
    assert "All models share rank 1: with 5 patients" in text
    assert not any(word in text for word in ("provisional", "reaches into"))


def test_the_overview_has_the_suite_score_its_ranks_and_what_was_left_out(ranked):
    text = read(ranked / "index.html").text
    assert text.count("Suite score") == 2 * 2  # heading and caption
    assert "On mrd · flowcap2_aml_subset" in text
    assert "Left out of the score: mrd · flowcap1_gvhd:" in text
    assert "Models are ranked among those that rest on the same panels" in text


def test_calibration_and_decisions_are_said_and_drawn_or_the_page_says_why_not(ranked, site):
    reader = read(ranked / "mrd.html")
    assert "No probability is said by Scores." in reader.text
    assert "not estimable (12 donors; 50 are needed)" in reader.text
    assert "A decision curve needs 100 donors with the event" in reader.text
    titles = [text for tag, text in reader.texts if tag == "title"]
    assert sum("Net benefit" in each for each in titles) == 3
    assert sum("Reliability" in each for each in titles) == 3
    assert read(site / "mrd.html").text.count("The evidence of these runs is not here.") >= 3
    assert "Do the probabilities mean what they say?" not in read(site / "subclone.html").text


@pytest.mark.parametrize("name", ["index", "mrd"])
def test_pages_with_everything_are_well_formed_and_under_120_kb(ranked, name):
    reader = read(ranked / f"{name}.html")
    assert len(reader.ids) == len(set(reader.ids))
    assert (ranked / f"{name}.html").stat().st_size < 120_000
    assert "nan" not in reader.text.casefold().split()


def test_csv_and_json_hold_ranks_differences_calibration_and_suite_scores(ranked):
    table = pd.read_csv(ranked / "board.csv")
    own = table[(table["panel"] == "demo_mrd") & ~table["is_control"]]
    first = own[own["metric"] == "average_precision"].set_index("model")
    assert first["rank"].to_dict()["good"] == 1
    assert own.loc[own["metric"] != "average_precision", "rank"].isna().all()
    board = json.loads((ranked / "board.json").read_text())
    panel = next(each for each in board["panels"] if each["panel"] == "demo_mrd")
    assert set(panel["differences"]["to_control"]) == {"good", "fair", "scores", "poor"}
    assert panel["differences"]["detectable"] > 0
    assert {row["model"] for row in panel["calibration"]["rows"]} == {"good", "fair", "poor"}
    assert [each["suite"] for each in board["suite_scores"]] == ["core", "demo"]


def test_results_of_older_versions_of_a_task_are_not_shown(tmp_path, plain_figures):
    found, costs, _ = made(("demo",))
    old = next(each for each in found if each.inputs.task == "mrd")
    inputs = old.inputs.__class__(
        **{**_fields(old.inputs), "task_version": old.inputs.task_version - 1, "model": "old"}
    )
    build_site([*found, Result(**{**_fields(old), "inputs": inputs, "model_title": "Of old"})], costs, tmp_path)
    assert "Of old" not in read(tmp_path / "mrd.html").text


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_well_formed_and_its_ids_are_unique(site, name):
    reader = read(site / f"{name}.html")
    assert len(reader.ids) == len(set(reader.ids))
    used = {value for tag, attrs in reader.tags if tag == "use" for value in [attrs["href"].removeprefix("#")]}
    named = {each for _, attrs in reader.tags for each in (attrs.get("aria-labelledby") or "").split()}
    assert used | named <= set(reader.ids)
    assert used


@pytest.mark.parametrize("name", PAGES)
def test_no_page_loads_anything_from_elsewhere(site, name):
    text = (site / f"{name}.html").read_text()
    reader = read(site / f"{name}.html")
    assert all(each.startswith(("#", "data:,")) for each in reader.loads)
    assert "@import" not in text
    assert not re.search(r"url\(\s*['\"]?(?!#)", text)
    assert all(tag not in {"iframe", "img", "object", "embed"} for tag, _ in reader.tags)
    assert {each for each in reader.targets if "//" in each} <= {
        each for each in reader.targets if each.startswith("https://doi.org/10.")
    }


@pytest.mark.parametrize("name", PAGES)
def test_each_page_stays_under_120_kb(site, name):
    assert (site / f"{name}.html").stat().st_size < 120_000


@pytest.mark.parametrize("name", PAGES)
def test_each_local_link_leads_somewhere(site, name):
    for target in read(site / f"{name}.html").targets:
        path, _, anchor = target.partition("#")
        if "//" in path:
            continue
        assert (site / path).exists() if path else True, target
        if anchor:
            assert anchor in read(site / path if path else site / f"{name}.html").ids


@pytest.mark.parametrize("task_id", MODELS)
def test_each_model_and_each_control_has_a_row_in_each_panel(site, task_id):
    rows = [attrs["data-name"] for tag, attrs in read(site / f"{task_id}.html").tags if "data-place" in attrs]
    panels = len(find_task(task_id).panels)
    assert sorted(rows) == sorted([*MODELS[task_id], *CONTROLS] * panels)


def test_controls_are_marked_and_stand_in_a_group_of_their_own(site):
    tags = read(site / "mrd.html").tags
    marked = [attrs["data-name"] for tag, attrs in tags if tag == "tr" and "data-place" in attrs and "class" in attrs]
    assert sorted(set(marked)) == CONTROLS
    assert "What no knowledge, or a shortcut, reaches. Always shown, never ranked." in read(site / "mrd.html").text


def test_failed_model_keeps_its_row_its_reason_and_a_cross(site):
    text = (site / "mrd.html").read_text()
    assert read(site / "mrd.html").text.count("failed, seed 2 of 3: loss not finite in epoch 3") == 3
    assert text.count('class="x"') == 3


def test_answer_that_a_model_does_not_offer_is_said_in_words(site):
    assert "not offered" in read(site / "drug_sensitivity.html").text


def test_one_patient_gives_a_value_but_neither_interval_nor_order(site):
    text = (site / "subclone.html").read_text()
    part = text[text.index('id="p-leung2017_crc"') : text.index('id="p-hou2012_et"')]
    assert "Interval undefined (1 patient; 5 are needed)" in part
    assert "All models share rank 1: with 1 patient no paired test can reach 5 %; six are needed." in part
    assert "In order of the alphabet." in part
    table = part[part.index("<table") : part.index("</table>")]
    assert 'class="ci"' not in table
    assert table.count('class="pt"') == 5
    names = re.findall(r'data-name="([^"]+)"', table)
    assert names[:3] == sorted(MODELS["subclone"], key=str.casefold)


def test_panel_without_truth_reports_clones_beside_the_published_figure_and_never_ranks(site):
    text = (site / "subclone.html").read_text()
    part = text[text.index('id="p-hou2012_et"') : text.index('id="p-demo_subclone"')]
    for words in (
        "nobody knows the truth, so nothing is scored and nothing is ranked",
        "Published by others, not ours",
        "(monoclonal)",
        "Hou et al. 2012",
        "Reported, never ranked. In order of the alphabet.",
    ):
        assert words in part


def test_few_effective_units_are_flagged_with_their_number_and_unit(site):
    text = read(site / "mrd.html").text
    assert "Resampled: the donor. 40 donors, 18.6 effective: under 20, read with care." in text
    assert "12 patients, 7.8 effective: under 20, read with care" in text


def test_what_was_fitted_on_test_units_and_what_to_know_before_reading_are_printed(site):
    text = read(site / "response.html").text
    panel = find_task("response").panel("melanoma_icb")
    assert panel.transductive in text
    assert panel.note in text


def test_second_answers_stand_in_the_compact_table(site):
    assert "Lesions before treatment: AUROC" in read(site / "response.html").text
    assert "The six EGFR/ERBB inhibitors" in read(site / "drug_sensitivity.html").text
    assert "Clones, normal cells among them" in read(site / "subclone.html").text


def test_card_hashes_versions_and_mlflow_runs_are_on_the_page(site, results):
    text = read(site / "response.html").text
    runs = {each.id: results[2][each.id] for each in results[0] if each.inputs.task == "response"}
    assert all(identity in text and mlflow in text for identity, mlflow in runs.items())
    assert "d" * 64 in text
    assert "numpy 2.4.6" in text
    assert "Who labelled" in text
    assert "research; not commercial or redistribution" in text


def test_hostile_name_is_text_and_never_a_tag(site):
    for path in site.glob("*.html"):
        reader = read(path)
        assert sum(tag == "script" for tag, _ in reader.tags) == 1
        assert "alert('x')" not in [text for tag, text in reader.texts if tag == "script"]
    assert HOSTILE in read(site / "mrd.html").text


def test_same_results_in_any_order_give_the_same_bytes(tmp_path):
    found, costs, runs = made(("demo",))
    build_site(found, costs, tmp_path / "a", runs=runs)
    build_site(found[::-1], dict(reversed(costs.items())), tmp_path / "b", runs=runs)
    first = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in (tmp_path / "a").rglob("*.*")}
    again = {path.relative_to(tmp_path / "b"): path.read_bytes() for path in (tmp_path / "b").rglob("*.*")}
    assert first == again
    n_models = len({result.inputs.model for result in found if not result.is_control})
    assert len(first) == len(found) + len(PAGES) + n_models + 2


def test_copied_runs_are_readable_results_with_the_bytes_of_the_original(site, results, tmp_path):
    result = results[0][0]
    copy = site / "runs" / f"{result.id}.json"
    assert read_result(copy).id == result.id
    assert copy.read_bytes() == result.write(tmp_path).read_bytes()


def test_csv_and_json_hold_every_answer_and_metric(site, results):
    table = pd.read_csv(site / "board.csv")
    board = json.loads((site / "board.json").read_text())
    assert len(board["rows"]) == len(table)
    assert board["mlflow_runs"] == results[2]
    asked = {
        (task.id, panel.dataset, answer.name, metric.name)
        for task in map(find_task, MODELS)
        for panel in task.panels
        for answer in task.asked_on(panel)
        for metric in answer.metrics
        if panel.is_scored or not metric.needs_truth
    }
    assert set(table[["task", "panel", "answer", "metric"]].itertuples(index=False, name=None)) == asked
    failed = [row for row in board["rows"] if row["status"] == "failed"]
    assert failed
    assert all(row["value"] is None for row in failed)


def test_phone_dark_and_print_have_their_rules(site):
    for name in PAGES:
        text = (site / f"{name}.html").read_text()
        for rule in ("(prefers-color-scheme:dark)", "(max-width:900px)", "@media print", "(forced-colors:active)"):
            assert rule in text
        assert 'name="viewport"' in text


def test_demo_says_that_its_numbers_say_nothing_about_patients(tmp_path, plain_figures):
    found, costs, _ = made(("demo",))
    build_site(found, costs, tmp_path)
    assert read(tmp_path / "index.html").text.count(page.DEMO) == 2
    found, costs, _ = made(("core",))
    build_site(found, costs, tmp_path)
    assert page.DEMO not in read(tmp_path / "index.html").text


def test_missing_costs_and_runs_are_said_in_words_not_left_empty(tmp_path, plain_figures):
    found, _, _ = made(("demo",))
    build_site(found, {}, tmp_path)
    text = read(tmp_path / "response.html").text
    assert "time not measured, memory not measured" in text
    assert "not logged" in text
    assert "nan" not in text.casefold().split()


def test_lede_follows_from_the_rows_below_it(tmp_path, plain_figures):
    found, costs, _ = made(("core",))
    few = [each for each in found if each.inputs.panel == "leung2017_crc"]
    build_site(few, costs, tmp_path)
    text = read(tmp_path / "index.html").text
    assert (
        "Three models and two controls, one panel, eleven runs. One panel has too few units to order anything." in text
    )
    assert "told apart from another" not in text


def test_no_result_still_gives_a_page(tmp_path):
    build_site([], {}, tmp_path)
    assert "No run yet." in read(tmp_path / "index.html").text


def test_unknown_panel_raises_before_anything_is_written(tmp_path):
    found, costs, _ = made(("demo",))
    stranger = found[0].inputs.__class__(**{**_fields(found[0].inputs), "panel": "nowhere"})
    with pytest.raises(TaskError, match="has no panel 'nowhere'"):
        build_site([Result(**{**_fields(found[0]), "inputs": stranger})], costs, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("package", ["jinja2", "altair", "vl_convert"])
def test_missing_extra_is_named_with_the_command_and_writes_nothing(monkeypatch, tmp_path, package):
    found, costs, _ = made(("demo",))
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r"pip install 'clinicell\[site\]'"):
        build_site(found, costs, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}
