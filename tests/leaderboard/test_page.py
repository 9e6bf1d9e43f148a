"""The pages over invented results: every row is there, nothing is loaded from elsewhere, no word goes beyond the rows."""

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
            model=re.sub(r"\W+", "_", title.lower()).strip("_"), model_sha256="a" * 64, seed=seed,
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
