import csv
import importlib.util
from pathlib import Path

import pytest

from clinicell.baselines._model import find_model, model_ids
from clinicell.datasets.simulate.snv import simulate
from clinicell.tasks.subclone import TASK

ROOT = Path(__file__).parents[2]
with (ROOT / "docs/models/subclone_grid.csv").open(encoding="utf-8", newline="") as stream:
    ROWS = {(row["setting"], row["model"]): row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def grid():
    spec = importlib.util.spec_from_file_location("subclone_grid", Path(__file__).parent / "subclone_grid.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_same_models_and_the_oracle_stand_in_every_setting(grid):
    of_setting = {setting: {model for at, model in ROWS if at == setting} for setting in grid.SETTINGS}
    models = {name for name in model_ids() if find_model(name).card.answers(TASK)}
    assert len(set(map(frozenset, of_setting.values()))) == 1
    for found in of_setting.values():
        assert "oracle" in found
        assert found - {"oracle"} <= models
        assert {"robustclone", "rdaclone", "dusc", "dirichlet_mixture", "k_modes"} <= found


def test_the_rows_of_the_oracle_and_of_the_reading_come_out_again(grid):
    setting = "noisy"
    adata = simulate(dataset_id="grid2", title=setting, seed=9102, n_donors=grid.N_TUMOURS, **grid.SETTINGS[setting])
    base = grid.of_oracle(adata)
    assert grid.row_of(setting, "oracle", base, base)["ari"] == ROWS[setting, "oracle"]["ari"]
    again = grid.row_of(setting, "as_read", grid.values("as_read", adata), base)
    for column in ("ari", "genotype_mcc", "tree_mltd", "clones"):
        assert again[column] == ROWS[setting, "as_read"][column]
