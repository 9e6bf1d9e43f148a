"""Cohorts made by hand for questions beside the board, models with one planted trait, and how both meet.

Each model reads ln(1 + counts) of one gene or two. What a model is told to know decides what must be found.
"""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import CORE, standard
from clinicell.leaderboard.predict import predict
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Panel

HEAD = '''
import numpy as np
import pandas as pd
from clinicell.baselines._model import ModelCard
from clinicell.tasks._prediction import Prediction

CARD = ModelCard(title="Planted", summary="A trait that a test plants.", is_stochastic=False)


def genes(cohort):
    """Return units x genes: ln(1 + counts), the mean over cells where the unit is a bag."""
    X = np.log1p(np.asarray(cohort.units.X.toarray() if hasattr(cohort.units.X, "toarray") else cohort.units.X))
    table = pd.DataFrame(X, index=cohort.units.obs_names)
    if cohort.bags is None:
        return table
    return table.loc[cohort.bags["cell_id"]].groupby(cohort.bags["unit_id"].to_numpy()).mean().loc[cohort.asked]


class Planted:
    def fit(self, train, task, *, seed):
        self.columns = list(train.labels.columns)
        label, values = train.labels.iloc[:, 0], genes(train).loc[train.labels.index]
        self.n_taught = len(label)
        self.apart = (values[label == 1].mean() - values[label == 0].mean()).to_numpy()
        self.sign = np.sign(self.apart)

    def predict(self, test, task):
        values = genes(test)
        return Prediction.main(pd.DataFrame({self.columns[0]: self.scores(values)}, index=values.index))

    def scores(self, values):
'''
ONE_GENE = "        return values[0]\n"  # reads g000 and nothing else
SIGN_OF_GENE = "        return self.sign[0] * values[0]\n"  # which way g000 points is learnt
NEEDS_EIGHT = "        return values[0] if self.n_taught >= 8 else 0 * values[0]\n"
FAILS = "        raise MemoryError('not enough')\n"


def model_folder(folder: Path, body: str) -> str:
    """Write a model whose scores are `body`, and return its folder as a user would name it."""
    folder.mkdir(parents=True)
    (folder / "model.py").write_text(HEAD + body + "\n\nMODEL = Planted\n")
    return str(folder)


def cells_of_sites(*, sites, n_donors=6, n_cells=40, n_genes=8, reversed_at=(), seed=0):
    """Return cells of donors at sites, a quarter of them targets: many g000 in targets, few elsewhere.

    At the sites in `reversed_at` it is the other way round.
    """
    rng = np.random.default_rng(seed)
    donor = np.repeat([f"{site}-{number}" for site in sites for number in range(n_donors)], n_cells)
    site = np.asarray([name.partition("-")[0] for name in donor])
    target = np.tile(np.arange(n_cells) % 4 == 0, donor.size // n_cells)
    high = target ^ np.isin(site, reversed_at)
    counts = rng.poisson(5.0, (donor.size, n_genes))
    counts[:, 0] = rng.poisson(np.where(high, 12.0, 3.0))
    obs = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": [f"{name}_s1" for name in donor],
            "institution_id": site,
            "mrd_target": pd.array(target, dtype="boolean"),
        },
        index=pd.Index([f"cell{number}" for number in range(donor.size)], dtype="str"),
    )
    return _counted(obs, counts)


def patients_with_labels(*, n_donors=24, n_cells=10, n_genes=4, seed=0, sites=("A", "B")):
    """Return ten cells of each patient, half of whom respond: more g000 in responders."""
    rng = np.random.default_rng(seed)
    number = np.repeat(np.arange(n_donors), n_cells)
    responded = number % 2 == 0
    counts = rng.poisson(5.0, (number.size, n_genes))
    counts[:, 0] = rng.poisson(np.where(responded, 9.0, 4.0))
    obs = pd.DataFrame(
        {
            "donor_id": [f"p{one:02d}" for one in number],
            "sample_id": [f"p{one:02d}_s1" for one in number],
            "institution_id": [sites[one // 2 % len(sites)] for one in number],
            "responder_binary": pd.array(responded, dtype="boolean"),
        },
        index=pd.Index([f"cell{one}" for one in range(number.size)], dtype="str"),
    )
    return _counted(obs, counts)


def _counted(obs, counts):
    genes = pd.DataFrame(index=pd.Index([f"g{number:03d}" for number in range(counts.shape[1])], dtype="str"))
    unknown = {name: "unknown" for name in CORE if name not in obs and name != "is_primary_data"}
    return standard(
        dataset_id="hand_made",
        modality="rna",
        title="Made by hand",
        license="CC0-1.0",
        obs=obs,
        clinical={**unknown, "is_primary_data": True},
        scales={"X": Scale(kind="counts")},
        var=genes,
        X=sparse.csr_matrix(counts.astype(np.float32)),
    )


class Asked(SimpleNamespace):
    """What `clinicell.leaderboard.probe.Probe` is to the questions, over a cohort in memory."""

    def predicted(self, folds):
        self.number += 1
        folder = self.folder / f"panel{self.number}"
        blind(self.task, self.panel, Source(adata=self.adata, sha256="0" * 64), {}, folder, folds=folds)
        out = predict(self.model, folder / "public", folder / "answer", seed=0)
        made = json.loads((out / "prediction.json").read_text())
        return SimpleNamespace(folder=folder), out, made["reason"]


def ask(task_id, adata, model, folder):
    """Return a question to a model about a cohort in memory."""
    panel = Panel(dataset="hand_made", suite="demo", resample="donor", folds="hand_made")
    return Asked(task=find_task(task_id), panel=panel, adata=adata, model=model, folder=folder, seed=0, number=0)


@pytest.fixture(scope="session")
def planted():
    """Everything of this file, for tests that cannot import it."""
    return SimpleNamespace(
        ask=ask,
        cells_of_sites=cells_of_sites,
        patients_with_labels=patients_with_labels,
        model_folder=model_folder,
        ONE_GENE=ONE_GENE,
        SIGN_OF_GENE=SIGN_OF_GENE,
        NEEDS_EIGHT=NEEDS_EIGHT,
        FAILS=FAILS,
    )
