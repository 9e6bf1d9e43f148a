"""Rules that every task keeps on every panel; a new file in tasks/ is held to them with no edit here."""

import math
import os
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from clinicell.datasets.store import Store, load
from clinicell.leaderboard.score import scorable
from clinicell.tasks import _scoring
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task, task_ids
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._tables import read_table

PANELS = [(task_id, panel.dataset) for task_id in task_ids() for panel in find_task(task_id).panels]
N_RANDOM = 200


MIRROR = Path(os.environ.get("CLINICELL_MIRROR") or Path(__file__).resolve().parents[3] / "shared" / "data")


@pytest.fixture(scope="session")
def blinded(tmp_path_factory):
    """Blind a panel once per session; skip what needs a mirror where there is none."""
    folder = tmp_path_factory.mktemp("blinded")
    store = Store(folder / "store")
    made = {}

    def make(task_id, dataset):
        task = find_task(task_id)
        panel = task.panel(dataset)
        if panel.suite == "core" and not MIRROR.is_dir():
            pytest.skip("needs the mirror of raw data; set CLINICELL_MIRROR")
        if (task_id, dataset) not in made:
            sources = {
                role: Source(adata=load(name, store), sha256="0" * 64)
                for role, name in {"dataset": dataset, **panel.references}.items()
            }
            data = sources.pop("dataset")
            (folder / task_id).mkdir(parents=True, exist_ok=True)
            made[task_id, dataset] = (
                task,
                panel,
                data.adata,
                blind(task, panel, data, sources, folder / task_id / dataset),
            )
        return made[task_id, dataset]

    with pytest.MonkeyPatch.context() as patch:
        if MIRROR.is_dir():
            patch.setenv("CLINICELL_MIRROR", str(MIRROR.resolve()))
        yield make


def offered(units, table):
    """Return the prediction that answers `table`, indexed by the original unit ids, fold by fold."""
    blinded_ids = table.loc[units["unit_id"]].set_axis(units.index, axis=0)
    folds = sorted(set(units["fold"]), key=int)
    own = {fold: blinded_ids[units["fold"] == fold] for fold in folds}
    return {fold: Prediction.with_probability(part, part) for fold, part in own.items()}


def questions(blinded, task_id, dataset):
    task, panel, _, folder = blinded(task_id, dataset)
    units = read_table(folder / "sealed" / "units.csv.gz", dtype="str")
    for answer in task.answers_on(panel):
        truth = read_table(folder / "sealed" / f"{answer.name}.csv.gz")
        yield task, panel, answer, units, truth


@pytest.mark.parametrize("task_id", task_ids())
def test_a_task_bears_the_name_of_its_file(task_id):
    assert find_task(task_id).id == task_id


@pytest.mark.parametrize("task_id", task_ids())
def test_what_a_model_may_say_a_probability_of_is_named_and_no_required_answer(task_id):
    asked = find_task(task_id).probability
    if asked is None:
        assert find_task(task_id).within is not None  # codes of clones are no events
        return
    assert asked.title
    assert asked.reads == "probability"
    assert not asked.required
    assert not asked.metrics


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_the_event_of_a_probability_is_1_or_0_or_unknown(blinded, task_id, dataset):
    for task, panel, answer, _, truth in questions(blinded, task_id, dataset):
        if answer is task.probability and panel.is_scored:
            known = truth.to_numpy()[truth.notna().to_numpy()]
            assert set(known.tolist()) == {0.0, 1.0}


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_every_donor_is_tested_exactly_once(blinded, task_id, dataset):
    _, _, adata, folder = blinded(task_id, dataset)
    units = read_table(folder / "sealed" / "units.csv.gz", dtype="str")
    assert set(units["donor_id"]) == set(adata.obs["donor_id"].astype(str))
    assert units.groupby("donor_id")["fold"].nunique().eq(1).all()
    assert units["unit_id"].is_unique
    assert units.index.is_unique


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_truth_scores_best(blinded, task_id, dataset):
    for task, panel, answer, units, truth in questions(blinded, task_id, dataset):
        if not panel.is_scored:
            assert truth.isna().all(axis=None)
            continue
        data = scorable(task, answer, units, offered(units, truth.fillna(-1.0)), truth)
        for metric in answer.metrics:
            if metric.needs_truth:
                assert _scoring.value(metric, data, data.all_rows()) == metric.best, (answer.name, metric.name)


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_the_true_tables_score_best_and_stand_in_the_form_that_is_asked_for(blinded, task_id, dataset):
    task, panel, adata, folder = blinded(task_id, dataset)
    for answer in task.tables_on(panel):
        assert panel.folds == "alone"
        assert panel.is_scored
        sealed = sorted((folder / "sealed" / answer.name).glob("fold-*.csv.gz"))
        assert len(sealed) == adata.obs["donor_id"].nunique()
        for path in sealed:
            truth = read_table(path)
            fold = path.name.removesuffix(".csv.gz")
            seen = Cohort.read(folder / "public" / fold / "test").units
            cells, sites = set(seen.obs_names), set(seen.var_names)
            assert set(truth.index) in (cells, sites)
            assert set(truth.columns) == sites or not set(truth.columns) & sites
            given = truth.to_numpy() if set(truth.index) == sites else np.floor(truth.fillna(0).to_numpy() / 4)
            for metric in answer.metrics:
                value = metric(truth.to_numpy(), given)
                assert math.isnan(value) or value == pytest.approx(metric.best, abs=1e-12), (answer.name, metric.name)


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_random_answers_lie_at_chance(blinded, task_id, dataset):
    rng = np.random.default_rng(0)
    for task, panel, answer, units, truth in questions(blinded, task_id, dataset):
        metrics = [metric for metric in answer.metrics if metric.chance is not None and panel.is_scored]
        data = scorable(task, answer, units, offered(units, truth.fillna(0.0)), truth)
        values = {metric.name: [] for metric in metrics}
        for _ in range(N_RANDOM):
            lots = rng.random(truth.shape)
            data = replace(data, answer=np.floor(5 * lots) if task.within else lots)
            for metric in metrics:
                values[metric.name].append(_scoring.value(metric, data, data.all_rows()))
        for metric in metrics:
            found = np.asarray(values[metric.name])
            error = found.std(ddof=1) / math.sqrt(N_RANDOM)
            assert abs(found.mean() - _scoring.chance(metric, data)) < 4 * error, (answer.name, metric.name)


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_renaming_and_shuffling_leave_every_bit_of_the_value(blinded, task_id, dataset):
    rng = np.random.default_rng(1)
    for task, panel, answer, units, truth in questions(blinded, task_id, dataset):
        noisy = truth.fillna(0.0) + rng.integers(0, 3, truth.shape) * (1.0 if task.within else 0.3)
        before = scorable(task, answer, units, offered(units, noisy), truth)
        order = rng.permutation(len(units))
        names = {name: f"other{rank}" for rank, name in enumerate(rng.permutation(sorted(set(before.donor))))}
        after = _scoring.Scorable(
            truth=before.truth[order],
            answer=before.answer[order],
            donor=np.asarray([names[donor] for donor in before.donor[order]]),
            fold=before.fold[order],
            within=before.within,
            labels_of=before.labels_of,
        )
        for metric in answer.metrics:
            if metric.needs_truth and panel.is_scored:
                values = [_scoring.value(metric, data, data.all_rows()) for data in (before, after)]
                assert values[0] == values[1]
                first, second = (
                    _scoring.interval(metric, data, data.evidence((metric,)), values[0], unit="donor")
                    for data in (before, after)
                )
                assert first.reason == second.reason
                ends = (second.low, second.high)  # sums over donors run in the order of their names
                assert (first.low, first.high) == pytest.approx(ends, rel=1e-9, nan_ok=True)


def strings_in(path):
    """Return every text in an h5ad file: keys, attributes, string arrays."""
    found = set()

    def visit(name, item):
        found.update(name.split("/"))
        found.update(str(value) for value in item.attrs.values() if isinstance(value, str))
        if isinstance(item, h5py.Dataset) and h5py.check_string_dtype(item.dtype) is not None:
            found.update(item.asstr()[()].ravel().tolist() if item.shape else [item.asstr()[()]])

    with h5py.File(path) as file:
        file.visititems(visit)
    return found


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_a_model_gets_no_test_label_no_original_id_and_no_slot_beyond_inputs(blinded, task_id, dataset):
    task, _, adata, folder = blinded(task_id, dataset)
    originals = set(adata.obs_names)
    for name in ("donor_id", "sample_id", "library_id", "batch_id", "institution_id"):
        originals |= set(adata.obs[name].astype(str)) - {"unknown", "na"}
    sides = sorted((folder / "public").glob("fold-*/test"))
    assert sides
    for side in sides:
        assert not (side / "labels.csv.gz").exists()
        cohort = Cohort.read(side)
        assert cohort.labels is None
        seen = {"X"} if cohort.units.X is not None else set()
        for place in ("layers", "obsm", "obs"):
            seen |= {f"{place}/{name}" for name in getattr(cohort.units, place)}
        assert seen <= set(task.inputs)
        assert set(cohort.units.uns) <= {"scales"}
        assert list(cohort.units.var.columns) == []
        for path in side.rglob("*.h5ad"):
            assert not strings_in(path) & originals
        if cohort.bags is not None:
            assert not set(cohort.bags.to_numpy().ravel()) & originals


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_row_order_carries_nothing(blinded, task_id, dataset):
    _, _, adata, folder = blinded(task_id, dataset)
    units = read_table(folder / "sealed" / "units.csv.gz", dtype="str")
    if find_task(task_id).unit == "sample":
        pytest.skip("the rows of samples are named in the bags; cells are shuffled by the same code")
    place = {name: row for row, name in enumerate(adata.obs_names)}
    for _, fold in units.groupby("fold"):
        rows = fold["unit_id"].map(place).to_numpy()
        ascending = np.mean(np.diff(rows) > 0)
        assert abs(ascending - 0.5) < 5 * 0.3 / math.sqrt(len(rows))


def test_in_mrd_the_sample_mean_would_score_one_so_the_sample_stays_hidden(blinded):
    task, _, adata, _ = blinded("mrd", "demo_mrd")
    assert task.inputs == ("X",)
    assert {"donor_id", "sample_id"} <= set(adata.obs)
