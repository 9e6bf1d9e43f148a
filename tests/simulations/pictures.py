"""The pictures of docs/who-is-better.md, each from a simulation of this folder; `make pictures` draws them anew.

Every picture is a pair: the numbers as CSV and the drawing as SVG, so that a reader can check one against the other.
"""

import csv
import io
import sys
from pathlib import Path

import altair as alt
import numpy as np
import vl_convert

from clinicell.files import write_text
from clinicell.metrics.detection import AUROC, auroc
from clinicell.metrics.evidence import record
from clinicell.metrics.intervals import interval
from clinicell.metrics.ranks import ranks
from clinicell.metrics.resampling import resampled

sys.path.insert(0, str(Path(__file__).parent))
from cohorts import SETTINGS, cohort, true_value

OUT = Path(__file__).parents[2] / "docs" / "pictures"
INK, GREY, MARK = "#1c1c1a", "#8a8a85", "#0b5fa5"
REPEATS, DRAWS = 300, 400

Rows = list[dict[str, object]]


def coverage_by_method(repeats: int = REPEATS) -> Rows:
    """Return how often three kinds of 95 % intervals cover the truth, by the number of donors."""
    setting = SETTINGS[0]
    truth = true_value(setting)
    rows: Rows = []
    for n_donors in (10, 20, 40):
        rng = np.random.default_rng([n_donors, 7])
        hits = np.zeros(3)
        for _ in range(repeats):
            one = cohort(setting, n_donors, rng)
            ids = one.donor.astype("U")
            kept = record((AUROC,), one.truth[:, None], one.score[:, None], ids, labels_of="cell")
            value = float(kept.values(AUROC, np.ones((1, n_donors)))[0])
            ours = interval(AUROC, kept, value, labels_of="cell")
            drawn = kept.values(
                AUROC, resampled(np.zeros(n_donors, dtype=np.intp), DRAWS, seed=int(rng.integers(1 << 30)))
            )
            low, high = np.quantile(drawn, (0.025, 0.975))
            half = 1.96 * _error_over_cells(one.truth, one.score)
            hits += [
                ours.low <= truth <= ours.high,
                low <= truth <= high,
                abs(auroc(one.truth, one.score) - truth) <= half,
            ]
        names = ("clinicell: leave one donor out", "bootstrap of donors, percentiles", "cells as if independent")
        rows += [
            {"donors": n_donors, "method": name, "covered": round(float(hit) / repeats, 4)}
            for name, hit in zip(names, hits, strict=True)
        ]
    return rows


def _error_over_cells(truth: np.ndarray, score: np.ndarray) -> float:
    positive, negative = score[truth == 1], score[truth == 0]
    above = np.searchsorted(np.sort(negative), positive) / negative.size
    below = np.searchsorted(np.sort(positive), negative) / positive.size
    return float(np.sqrt(above.var(ddof=1) / positive.size + below.var(ddof=1) / negative.size))


def null_of_grouped_folds(permutations: int = 1000) -> Rows:
    """Return the AUROC of a model that learns from labels dealt out at random among 32 patients, fold by fold."""
    rng = np.random.default_rng(11)
    features = rng.normal(size=(32, 20))
    fold = np.arange(32) % 4
    labels = np.repeat([1.0, 0.0], 16)
    rows: Rows = []
    for number in range(permutations):
        dealt = rng.permutation(labels)
        score = np.empty(32)
        for one in range(4):
            train = fold != one
            direction = features[train & (dealt == 1)].mean(axis=0) - features[train & (dealt == 0)].mean(axis=0)
            score[~train] = features[~train] @ direction - (
                dealt[train].mean() < 0.5
            )  # an intercept moves with the labels
        rows.append({"permutation": number, "auroc": round(auroc(dealt, score), 4)})
    return rows


def ranks_with_intervals(n_donors: int = 24) -> Rows:
    """Return ranks of seven models whose true order is known, with their simultaneous intervals."""
    rng = np.random.default_rng(3)
    skills = {"A": 2.0, "B": 1.95, "C": 1.85, "D": 1.3, "E": 1.2, "F": 0.6, "G": 0.1}
    donor = np.repeat(np.arange(n_donors), 200)
    truth = (rng.random(donor.size) < 0.2).astype(float)
    level = rng.normal(0, 0.4, (n_donors, len(skills)))
    draws, values = [], []
    weights = resampled(np.zeros(n_donors, dtype=np.intp), 2000, seed=0)
    for place, skill in enumerate(skills.values()):
        score = skill * truth + level[donor, place] + rng.normal(size=donor.size)
        kept = record((AUROC,), truth[:, None], score[:, None], donor.astype("U"), labels_of="cell")
        draws.append(kept.values(AUROC, weights))
        values.append(float(kept.values(AUROC, np.ones((1, n_donors)))[0]))
    found = ranks(np.asarray(values), np.stack(draws, axis=1), n_units=n_donors)
    rows: Rows = []
    for place, name in enumerate(skills):
        standing = {"rank": found.rank[place], "low": found.low[place], "high": found.high[place]}
        rows.append(
            {"model": name, "true_rank": place + 1, "auroc": round(values[place], 4)}
            | {key: int(value) for key, value in standing.items()}
            | {"p_best": round(float(found.p_best[place]), 3)}
        )
    return rows


def _line(rows: Rows) -> alt.LayerChart:
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("donors:O", title="donors in the cohort", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("covered:Q", title="share of intervals that cover the truth", scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("method:N", title=None, scale=alt.Scale(range=[MARK, "#c9791b", GREY]),
                        sort="descending",
                        legend=alt.Legend(orient="top", direction="vertical", labelLimit=300)),
    )  # fmt: skip
    rule = (
        alt.Chart(alt.Data(values=[{"promised": 0.95}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(y="promised:Q")
    )
    return rule + base.mark_line() + base.mark_point(filled=True, size=60)


def _histogram(rows: Rows) -> alt.LayerChart:
    bars = alt.Chart(alt.Data(values=rows)).mark_bar(color=GREY).encode(
        x=alt.X("auroc:Q", bin=alt.Bin(step=0.05), title="AUROC with labels dealt out at random"),
        y=alt.Y("count()", title="of 1,000 permutations"),
    )  # fmt: skip
    mean = float(np.mean([float(str(row["auroc"])) for row in rows]))
    marks = [{"at": 0.5, "what": "0.5"}, {"at": mean, "what": f"mean {mean:.3f}"}]
    tone = alt.Color("what:N", title=None, scale=alt.Scale(range=[INK, MARK]), legend=alt.Legend(orient="top"))
    rules = alt.Chart(alt.Data(values=marks)).mark_rule(size=2).encode(x="at:Q", color=tone)
    return bars + rules


def _ranks(rows: Rows) -> alt.LayerChart:
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("model:N", title="model, best truth first"))
    scale = alt.Scale(domain=[0.5, 7.5])
    span = base.mark_rule(size=3, color=MARK).encode(x=alt.X("low:Q", scale=scale, title="rank"), x2="high:Q")
    shared = base.mark_point(filled=True, size=90, color=MARK).encode(x=alt.X("rank:Q", scale=scale))
    true = base.mark_tick(color=INK, thickness=2, size=16).encode(x=alt.X("true_rank:Q", scale=scale))
    return span + shared + true


def main() -> None:
    """Simulate, and write numbers and drawings to docs/pictures."""
    drawn = {
        "coverage": (coverage_by_method(), _line, 320),
        "null": (null_of_grouped_folds(), _histogram, 320),
        "ranks": (ranks_with_intervals(), _ranks, 320),
    }
    for name, (rows, draw, width) in drawn.items():
        table = io.StringIO()
        writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write_text(OUT / f"{name}.csv", table.getvalue())
        chart = draw(rows).properties(width=width, height=200).configure(background="white", font="sans-serif")
        write_text(OUT / f"{name}.svg", vl_convert.vegalite_to_svg(chart.to_dict()))


if __name__ == "__main__":
    main()
