"""Every model of subclones, and the oracle, on four simulated settings of which the middle is informative.

    python tests/simulations/subclone_grid.py docs/models/subclone_grid.csv

Writes a row for each setting and model: the mean over tumours of the adjusted Rand index, of the difference to k-modes
with its 95 % interval (Student's t over tumours), of the correlation of genotypes and of the dissimilarity of trees,
and the seconds of a tumour on one thread. The tumours come from random streams that no panel uses. The oracle is no
model.
"""

import sys
import time
from pathlib import Path

import anndata as ad
import numpy as np
from scipy import stats

from clinicell.baselines._model import find_model, model_ids
from clinicell.datasets.simulate.snv import simulate
from clinicell.files import write_text
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._oracle import oracle
from clinicell.tasks.subclone import TASK, tumour_clones

N_TUMOURS = 5
CENTRE = {
    "min_cells": 500, "max_cells": 500, "n_sites": 100, "min_clones": 10, "max_clones": 10,
    "false_positive_rate": 0.01, "false_negative_rate": 0.2, "missing_rate": 0.2,
}  # fmt: skip
SETTINGS = {
    "centre": CENTRE,
    "half missing": CENTRE | {"missing_rate": 0.5},
    "noisy": CENTRE | {"false_positive_rate": 0.05, "false_negative_rate": 0.3, "missing_rate": 0.5},
    "20 clones": CENTRE | {"min_clones": 20, "max_clones": 20},
}
BASE = "k_modes"
COLUMNS = ("setting", "model", "ari", "difference", "low", "high", "genotype_mcc", "tree_mltd", "clones", "seconds")


def donors(adata: ad.AnnData) -> list[ad.AnnData]:
    """Return one tumour each, with its own sites."""
    parts = [adata[adata.obs["donor_id"] == donor] for donor in sorted(set(adata.obs["donor_id"]))]
    return [part[:, (part.layers["genotype"] >= 0).any(axis=0)].copy() for part in parts]


def values(name: str, adata: ad.AnnData) -> list[dict[str, float]]:
    """Return what a model reaches in each tumour."""
    truth = tumour_clones(adata)["subclone"]
    tables = {answer.name: (answer.metrics[0], answer.truth(adata)) for answer in TASK.tables}
    rows = []
    for part in donors(adata):
        model, began = find_model(name).make(), time.perf_counter()
        model.fit(Cohort(units=part[:0].copy()), TASK, seed=0)
        answers = model.predict(Cohort(units=part), TASK).answers
        code = answers["main"]["subclone"].to_numpy()
        row = {"seconds": time.perf_counter() - began, "clones": float(np.unique(code).size)}
        row["ari"] = TASK.primary(truth[part.obs_names].to_numpy(), code)
        for answer, (metric, of_donor) in tables.items():
            if answer in answers:
                true = of_donor[str(part.obs["donor_id"].iloc[0])]
                row[answer] = metric(true.to_numpy(), answers[answer].loc[true.index, true.columns].to_numpy())
        rows.append(row)
    return rows


def of_oracle(adata: ad.AnnData) -> list[dict[str, float]]:
    """Return what could be known at best in each tumour."""
    truth, found = tumour_clones(adata)["subclone"], oracle(adata)["subclone"]
    names = [part.obs_names for part in donors(adata)]
    return [{"ari": TASK.primary(truth[own].to_numpy(), found[own].to_numpy())} for own in names]


def row_of(setting: str, name: str, rows: list[dict[str, float]], base: list[dict[str, float]]) -> dict[str, str]:
    """Return the means, and the difference to the base with its interval."""
    gained = np.array([one["ari"] - other["ari"] for one, other in zip(rows, base, strict=True)])
    reach = float(stats.t.ppf(0.975, gained.size - 1) * gained.std(ddof=1) / np.sqrt(gained.size))
    mean = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    found = {
        "ari": mean["ari"], "difference": gained.mean(), "low": gained.mean() - reach, "high": gained.mean() + reach,
        "genotype_mcc": mean.get("genotype"), "tree_mltd": mean.get("tree"), "clones": mean.get("clones"),
        "seconds": mean.get("seconds"),
    }  # fmt: skip
    return {"setting": setting, "model": name} | {
        key: "" if value is None else f"{value:.3f}" for key, value in found.items()
    }


def main(path: Path) -> None:
    """Run everything, the quickest first, and write the table as it grows."""
    of_task = [name for name in model_ids() if find_model(name).card.answers(TASK) and name != BASE]
    slow = [name for name in ("genotype_autoencoder", "rdaclone") if name in of_task]
    done: list[dict[str, str]] = []
    sets, base = {}, {}
    for number, (setting, shape) in enumerate(SETTINGS.items()):
        sets[setting] = simulate(
            dataset_id=f"grid{number}", title=setting, seed=9100 + number, n_donors=N_TUMOURS, **shape
        )
        base[setting] = values(BASE, sets[setting])
        done.append(row_of(setting, "oracle", of_oracle(sets[setting]), base[setting]))
        done.append(row_of(setting, BASE, base[setting], base[setting]))
    for name in [name for name in of_task if name not in slow] + slow:
        for setting, adata in sets.items():
            done.append(row_of(setting, name, values(name, adata), base[setting]))
            order = sorted(done, key=lambda row: (list(SETTINGS).index(row["setting"]), -float(row["ari"])))
            lines = [",".join(COLUMNS), *(",".join(row[key] for key in COLUMNS) for row in order)]
            write_text(path, "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
