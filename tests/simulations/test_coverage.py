"""How often the 95 % intervals cover the truth: a fast form here, the whole grid by `make coverage`.

The whole grid is committed as `coverage.csv`; it holds for the code of the day it was measured, so the fast form
watches that nothing moved since.
"""

import csv
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cohorts import SETTINGS, Setting, tried, true_value

TABLE = Path(__file__).parent / "coverage.csv"
ROOT = Path(__file__).parents[2]
DONORS = (10, 20, 40)
IS_FULL = os.environ.get("CLINICELL_COVERAGE") == "full"


def counted(setting: Setting, n_donors: int, repeats: int) -> dict[str, object]:
    """Return how many of the intervals that are defined cover the truth, and how wide they are."""
    truth = true_value(setting)
    rng = np.random.default_rng([n_donors, 1])
    found = [tried(setting, n_donors, rng) for _ in range(repeats)]
    defined = [one for one in found if not one.reason]
    return {
        "setting": setting.name,
        "donors": n_donors,
        "true_value": f"{truth:.4f}",
        "repeats": repeats,
        "undefined": repeats - len(defined),
        "covered": sum(one.low <= truth <= one.high for one in defined),
        "median_width": f"{np.median([one.high - one.low for one in defined]):.4f}",
    }


def share(row) -> float:
    return int(row["covered"]) / (int(row["repeats"]) - int(row["undefined"]))


@pytest.mark.skipif(not IS_FULL, reason="the whole grid takes minutes; CLINICELL_COVERAGE=full")
def test_measure_the_whole_grid():
    asked = [(setting, n_donors) for setting in SETTINGS for n_donors in DONORS]
    with ProcessPoolExecutor(2) as executor:
        rows = list(executor.map(counted, *zip(*asked, strict=True), [1000] * len(asked)))
    with TABLE.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_measured_grid_covers_as_promised():
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["setting"], int(row["donors"])) for row in rows} == {(s.name, n) for s in SETTINGS for n in DONORS}
    error = 2 * np.sqrt(0.93 * 0.07 / 1000)  # what a thousand repeats leave open
    assert np.mean([share(row) for row in rows]) >= 0.93
    short = [(row["setting"], row["donors"], share(row)) for row in rows
             if share(row) < (0.90 if row["donors"] == "10" else 0.91) - error]  # fmt: skip
    assert short == []


def test_intervals_still_cover_in_a_few_repeats():
    fast = [setting for setting in SETTINGS if setting.cells <= 300]
    covered = [share(counted(setting, 20, 30)) for setting in fast]
    assert np.mean(covered) >= 0.91
    assert min(covered) >= 0.8


def test_intervals_of_cells_would_miss_the_truth_far_more_often():
    """What this package refuses to print: each cell as its own unit (see the picture of docs/who-is-better.md)."""
    with (ROOT / "docs" / "pictures" / "coverage.csv").open(newline="") as file:
        covered = {(row["method"], row["donors"]): float(row["covered"]) for row in csv.DictReader(file)}
    for donors in ("10", "20", "40"):
        assert (
            covered["cells as if independent", donors] < 0.8 < 0.91 < covered["clinicell: leave one donor out", donors]
        )
