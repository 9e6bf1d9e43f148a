"""Blinding a small cohort made by hand, in which every original id holds the word of `MARK`."""

import gzip
import math
from dataclasses import dataclass, replace
from itertools import pairwise

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.scale import Scale
from clinicell.errors import TaskError
from clinicell.leaderboard.score import scorable
from clinicell.metrics.intervals import effective
from clinicell.tasks import _folds, _scoring
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._tables import read_table
from clinicell.tasks._task import Panel
from clinicell.tasks.drug_sensitivity import EGFR_ERBB_INHIBITORS

MARK = "ORIG"
N_DONORS, N_SAMPLES, N_CELLS, N_LINES = 6, 12, 96, 30
DRUGS = [*EGFR_ERBB_INHIBITORS, "Olaparib"]
IDS = ("donor_id", "sample_id", "library_id", "institution_id", "batch_id")
CASES = [
    ("mrd", "table"),
    ("response", "table"),
    ("subclone", "alone"),
    ("drug_sensitivity", "together"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A data set, its bulk reference, who is tested when, and the first name of everything that has a name."""

    adata: ad.AnnData
    bulk: ad.AnnData
    fold_of: dict[str, int]
    first_name: dict[str, str]
    sha256: str


@pytest.fixture(scope="module")
def world(make):
    rng = np.random.default_rng(11)
    donor = np.repeat(np.arange(N_DONORS), N_CELLS // N_DONORS)
    sample = np.repeat(np.arange(N_SAMPLES), N_CELLS // N_SAMPLES)
    names = {
        "donor_id": [f"{MARK}-donor-{number}" for number in donor],
        "sample_id": [f"{MARK}-sample-{number:02d}" for number in sample],
        "library_id": [f"{MARK}-library-{number}" for number in sample // 3],
        "institution_id": [f"{MARK}-ward-{number % 2}" for number in donor],
        "batch_id": [f"{MARK}-batch-{number % 3}" for number in sample],
    }
    labels = {
        "clone_id": [f"{MARK}-clone-{number}" for number in rng.integers(0, 3, N_CELLS)],
        "is_doublet": rng.random(N_CELLS) < 0.05,
        "malignant": pd.array(np.where(rng.random(N_CELLS) < 0.9, True, None), dtype="boolean"),
        "mrd_target": pd.array(np.where(rng.random(N_CELLS) < 0.05, None, rng.random(N_CELLS) < 0.3), dtype="boolean"),
        "responder_binary": donor < N_DONORS // 2,
        "time_point": np.where(sample % 2 == 0, "baseline", "on_treatment"),
    }
    levels = pd.DataFrame({drug: 2.0 * rng.permutation(N_DONORS) for drug in DRUGS})
    obs = pd.DataFrame({**names, **labels}, index=[f"{MARK}-cell-{row:03d}" for row in range(N_CELLS)])
    adata = make(
        obs,
        X=rng.normal(size=(N_CELLS, 4)).astype("float32"),
        var=pd.DataFrame(index=["g0", "g1", "g2", "g3"]),
        layers={"genotype": rng.integers(-1, 3, (N_CELLS, 4)).astype("int8")},
        obsm={"X_pca": rng.normal(size=(N_CELLS, 2)), "ln_ic50_um": levels.iloc[donor].set_axis(obs.index, axis=0)},
        scales={"X": Scale(kind="log2_tpm"), "layers/genotype": Scale(kind="genotype")},
    )
    lines = [f"{MARK}-donor-{number}" if number in (1, 4) else f"{MARK}-line-{number:02d}" for number in range(N_LINES)]
    obs = pd.DataFrame({"donor_id": lines}, index=[f"{MARK}-bulk-{number:02d}" for number in range(N_LINES)])
    bulk = make(
        obs,
        modality="bulk_drug",
        X=rng.normal(size=(N_LINES, 4)),
        var=pd.DataFrame(index=["g0", "g1", "g2", "g3"]),
        obsm={"ln_ic50_um": pd.DataFrame(rng.normal(size=(N_LINES, 7)), index=obs.index, columns=DRUGS)},
        scales={"X": Scale(kind="log2_tpm")},
    )
    everything = [*adata.obs_names, *adata.obs["sample_id"].unique()]
    return World(
        adata=adata,
        bulk=bulk,
        fold_of={f"{MARK}-donor-{number}": number % 3 for number in range(N_DONORS)},
        first_name={name: name for name in everything},
        sha256="a" * 64,
    )


def other_names(world):
    """Return the same world with shuffled rows, and other names for cells, donors, samples and the rest."""
    rng = np.random.default_rng(12)

    def renaming(names, kind):
        names = sorted(set(names))
        return dict(zip(names, [f"{MARK}-{kind}-{rank:03d}" for rank in rng.permutation(len(names))], strict=True))

    adata = world.adata[rng.permutation(N_CELLS)].copy()
    bulk = world.bulk[rng.permutation(N_LINES)].copy()
    people = renaming([*adata.obs["donor_id"], *bulk.obs["donor_id"]], "person")
    new = {name: people if name == "donor_id" else renaming(adata.obs[name], f"other-{name}") for name in IDS}
    for name in IDS:
        adata.obs[name] = pd.Categorical(adata.obs[name].astype("object").map(new[name]))
    bulk.obs["donor_id"] = pd.Categorical(bulk.obs["donor_id"].astype("object").map(people))
    cells = renaming(adata.obs_names, "unit")
    adata.obs_names = [cells[name] for name in adata.obs_names]
    bulk.obs_names = list(renaming(bulk.obs_names, "row").values())
    return World(
        adata=adata,
        bulk=bulk,
        fold_of={people[donor]: fold for donor, fold in world.fold_of.items()},
        first_name={renamed: name for name, renamed in {**cells, **new["sample_id"]}.items()},
        sha256="b" * 64,
    )


def blind_under(task_id, folds, world, folder):
    """Blind a world under a shipped task with a panel of its own; return the task and the folder."""
    uses_bulk = task_id == "drug_sensitivity"
    panel = Panel(
        dataset="hand_made",
        suite="core",
        resample="donor",
        folds=folds,
        references={"bulk": "hand_made_bulk"} if uses_bulk else {},
    )
    task = find_task(task_id)
    task = replace(task, panels=(panel,), answers=tuple(replace(answer, panels=()) for answer in task.answers))
    references = {"bulk": Source(adata=world.bulk, sha256=world.sha256[::-1])} if uses_bulk else {}
    splits = folder.with_name(f"{folder.name}-splits")
    splits.mkdir()
    pd.Series(world.fold_of, name="fold").to_csv(splits / "table.csv", index_label="donor_id")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_folds, "SPLITS", splits)
        return task, blind(task, panel, Source(adata=world.adata, sha256=world.sha256), references, folder)


@pytest.fixture(scope="module")
def blinded(world, tmp_path_factory):
    """Return a function that gives a task and the folder of the blinded world, made once; copy before you change it."""
    made = {}

    def once(task_id, folds):
        if (task_id, folds) not in made:
            made[task_id, folds] = blind_under(task_id, folds, world, tmp_path_factory.mktemp("blinded") / "panel")
        return made[task_id, folds]

    return once


def fixed_prediction(task, world):
    """Return an answer for every unit by its first name: noise, with ties, around no truth at all."""
    rng = np.random.default_rng(13)
    truth = task.answers[0].truth(world.adata)
    table = rng.integers(0, 3, truth.shape) if task.within else np.round(rng.normal(size=truth.shape), 1)
    return pd.DataFrame(table.astype("float64"), index=truth.index, columns=truth.columns)


def scores(task, folder, world, fixed, out):
    """Return every number that the board shows, by answer and metric, for a prediction by first names."""
    units = read_table(folder / "sealed" / "units.csv.gz", dtype="str")
    table = fixed.loc[units["unit_id"].map(world.first_name)].set_axis(units.index, axis=0)
    for fold in units["fold"].unique():
        asked = Cohort.read(folder / "public" / f"fold-{fold}" / "test").asked
        Prediction.main(table.loc[asked]).write(out / f"fold-{fold}")
    offered = {fold: Prediction.read(out / f"fold-{fold}") for fold in units["fold"].unique()}
    found = {}
    for answer in (answer for answer in task.answers if answer.metrics):
        truth = read_table(folder / "sealed" / f"{answer.name}.csv.gz")
        data = scorable(task, answer, units, offered, truth)
        for metric in answer.metrics:
            point = _scoring.value(metric, data, data.all_rows())
            kept = data.evidence((metric,))
            spread = _scoring.interval(metric, data, kept, point, unit="donor")
            number = effective(metric, kept) if metric.needs_truth else math.nan
            found[answer.name, metric.name] = (
                point, *(f"{end:.9g}" for end in (spread.low, spread.high, number)), spread.reason,
                len(_scoring.units(metric, data)), _scoring.pooled(metric, data), _scoring.chance(metric, data),
                sorted(map(repr, _scoring.by_fold(metric, data))),
            )  # fmt: skip
    return found


@pytest.mark.parametrize(("task_id", "folds"), CASES)
def test_another_order_and_other_names_of_cells_donors_and_samples_leave_every_bit(
    world, blinded, task_id, folds, tmp_path
):
    other = other_names(world)
    assert not set(other.adata.obs_names) & set(world.adata.obs_names)
    task, folder = blinded(task_id, folds)
    _, other_folder = blind_under(task_id, folds, other, tmp_path / "other")
    fixed = fixed_prediction(task, world)
    found = scores(task, folder, world, fixed, tmp_path / "prediction")
    again = scores(task, other_folder, other, fixed, tmp_path / "other-prediction")
    assert {key: repr(numbers) for key, numbers in found.items()} == {
        key: repr(numbers) for key, numbers in again.items()
    }
    point, low, high, *_ = found["main", task.primary.name]
    assert task_id in ("mrd", "response") or float(low) < point < float(high)  # there, a class has too few donors
    misplaced = fixed.sample(frac=1, random_state=0).set_axis(fixed.index, axis=0)
    turned = scores(task, folder, world, misplaced, tmp_path / "misplaced")
    assert turned["main", task.primary.name][0] != point


@pytest.mark.parametrize(("task_id", "folds"), [case for case in CASES if case[1] != "alone"])
def test_the_same_source_is_blinded_to_the_same_bytes(world, blinded, task_id, folds, tmp_path):
    def contents(folder):
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    _, once = blinded(task_id, folds)
    _, again = blind_under(task_id, folds, world, tmp_path / "again")
    assert contents(once) == contents(again)


def marked(folder):
    """Return the files under `folder` that hold `MARK`: in their path, their bytes, or any text inside an h5ad."""
    found = set()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        texts = _texts(path) if path.suffix == ".h5ad" else []
        if MARK in str(path.relative_to(folder)) or MARK.encode() in data or any(MARK in text for text in texts):
            found.add(path.relative_to(folder).as_posix())
    return found


def _texts(path):
    texts = []

    def visit(name, item):
        texts.extend([name, *map(str, item.attrs.values())])
        if isinstance(item, h5py.Dataset) and item.dtype.kind in "OSU":
            texts.extend(map(str, np.ravel(item[()])))

    with h5py.File(path) as file:
        file.visititems(visit)
    return texts


def test_the_search_for_original_ids_finds_one_wherever_it_may_hide(world, tmp_path):
    for name in ("names", "column", "packed", "attribute"):
        adata = ad.AnnData(np.zeros((2, 1)))
        if name == "names":
            adata.obs_names = [f"{MARK}-1", "b"]
        if name == "column":
            adata.obs["batch_id"] = pd.Categorical(["a", f"{MARK}-1"])
        adata.write_h5ad(tmp_path / f"{name}.h5ad")
    with h5py.File(tmp_path / "packed.h5ad", "a") as file:
        file.create_dataset("ids", data=np.array([MARK.encode() + b"-1"] * 99), compression="gzip")
    with h5py.File(tmp_path / "attribute.h5ad", "a") as file:
        file["X"].attrs["of"] = f"{MARK}-1"
    ad.AnnData(np.zeros((2, 1))).write_h5ad(tmp_path / "clean.h5ad")
    (tmp_path / "table.csv.gz").write_bytes(gzip.compress(f"unit_id\n{MARK}-1\n".encode()))
    (tmp_path / f"{MARK}.json").write_text("{}")
    assert marked(tmp_path) == {
        "names.h5ad", "column.h5ad", "packed.h5ad", "attribute.h5ad", "table.csv.gz", f"{MARK}.json"
    }  # fmt: skip


@pytest.mark.parametrize(("task_id", "folds"), CASES)
def test_nothing_public_holds_an_original_id(world, blinded, task_id, folds):
    for name in ("donor_id", "sample_id", "library_id", "institution_id", "batch_id", "clone_id"):
        assert world.adata.obs[name].str.contains(MARK).all()
    assert all(MARK in name for name in [*world.adata.obs_names, *world.bulk.obs_names])
    _, folder = blinded(task_id, folds)
    assert marked(folder / "public") == set()
    assert "sealed/units.csv.gz" in marked(folder)
    files = {path.name for path in (folder / "public").rglob("*") if path.is_file()}
    assert {"job.json", "units.h5ad", "labels.csv.gz"} <= files
    assert ("bulk.h5ad" in files) == (task_id == "drug_sensitivity")
    assert ("bags.csv.gz" in files) == (task_id == "response")


def sides(folder):
    for fold in sorted((folder / "public").glob("fold-*")):
        number = fold.name.removeprefix("fold-")
        yield number, Cohort.read(fold / "train"), Cohort.read(fold / "test")


def origin(cohort, adata):
    """Return the original name of each cell, found by its numbers, which are all different."""
    name_of = {row.tobytes(): name for row, name in zip(adata.X, adata.obs_names, strict=True)}
    assert len(name_of) == adata.n_obs
    return pd.Series([name_of[row.tobytes()] for row in cohort.units.X], index=cohort.units.obs_names, dtype="object")


@pytest.mark.parametrize(("task_id", "folds"), CASES)
def test_no_id_is_on_both_sides(blinded, task_id, folds):
    _, folder = blinded(task_id, folds)
    numbers = []
    for number, train, test in sides(folder):
        numbers.append(number)
        assert train.units.obs_names.is_unique
        assert test.units.obs_names.is_unique
        assert not set(train.units.obs_names) & set(test.units.obs_names)
        assert not set(train.asked) & set(test.asked)
        for side in (train, test):
            if side.bags is not None:
                assert set(side.bags["cell_id"]) == set(side.units.obs_names)
    assert len(numbers) == {"table": 3, "alone": N_DONORS, "together": 1}[folds]


@pytest.mark.parametrize(("task_id", "folds"), [("mrd", "table"), ("mrd", "alone"), ("response", "table")])
def test_the_cells_of_a_donor_stand_on_one_side_with_the_labels_that_are_theirs(world, blinded, task_id, folds):
    task, folder = blinded(task_id, folds)
    truth, obs = task.answers[0].truth(world.adata), world.adata.obs.astype("object")
    units = read_table(folder / "sealed" / "units.csv.gz", dtype="str")
    for number, train, test in sides(folder):
        taught, tested = origin(train, world.adata), origin(test, world.adata)
        donors = set(obs.loc[tested, "donor_id"])
        assert donors == set(units.loc[units["fold"] == number, "donor_id"])
        assert set(tested) == set(obs.index[obs["donor_id"].isin(donors)])
        assert set(taught) == (set(obs.index) - set(tested) if folds == "table" else set())
        assert test.labels is None
        for side, cells in ((train, taught), (test, tested)):
            unit = cells
            if side.bags is not None:
                bag = side.bags.set_index("cell_id")["unit_id"]
                pairs = pd.DataFrame({"bag": bag, "sample": obs.loc[cells, "sample_id"].set_axis(cells.index)})
                pairs = pairs.drop_duplicates()
                assert pairs["bag"].is_unique
                assert pairs["sample"].is_unique
                unit = pairs.set_index("bag")["sample"]
            if side is test:
                assert units.loc[unit.index, "unit_id"].tolist() == unit.tolist()
            else:
                labels = truth.loc[unit].set_axis(unit.index, axis=0)
                assert list(train.labels.columns) == list(truth.columns)
                np.testing.assert_array_equal(train.labels.loc[unit.index], labels)
                assert len(train.labels) == len(labels)


def test_cells_come_in_an_order_of_their_own(world, blinded):
    _, folder = blinded("mrd", "table")
    for _, train, test in sides(folder):
        for side in (train, test):
            names = origin(side, world.adata).tolist()
            assert 0.25 < np.mean([before < after for before, after in pairwise(names)]) < 0.75


def reference_rows(folder, world):
    """Return which rows of the bulk reference are visible, in their visible order, the same on every side."""
    rows = []
    for _, train, test in sides(folder):
        for side in (train, test):
            bulk = side.references["bulk"]
            row_of = {row.tobytes(): number for number, row in enumerate(world.bulk.X)}
            rows.append([row_of[row.tobytes()] for row in bulk.X])
            response = world.bulk.obsm["ln_ic50_um"].iloc[rows[-1]]
            np.testing.assert_array_equal(bulk.obsm["ln_ic50_um"], response)
            assert list(bulk.obsm["ln_ic50_um"].columns) == DRUGS
            assert list(bulk.obs.columns) == []
            assert set(bulk.uns) == {"scales"}
    assert all(row == rows[0] for row in rows)
    return rows[0]


def test_no_tested_donor_is_in_a_reference_and_every_other_line_is(world, blinded):
    _, folder = blinded("drug_sensitivity", "together")
    rows = reference_rows(folder, world)
    assert set(world.bulk.obs["donor_id"]) & set(world.adata.obs["donor_id"])  # 1 and 4, which must go
    assert sorted(rows) == [row for row in range(N_LINES) if row not in (1, 4)]


def test_the_rows_of_a_reference_are_shuffled_anew_for_each_source(world, blinded, tmp_path):
    _, folder = blinded("drug_sensitivity", "together")
    rows = reference_rows(folder, world)
    assert 0.25 < np.mean([before < after for before, after in pairwise(rows)]) < 0.75
    _, other = blind_under("drug_sensitivity", "together", replace(world, sha256="c" * 64), tmp_path / "again")
    again = reference_rows(other, world)
    assert sorted(again) == sorted(rows)
    assert again != rows


def test_a_reference_of_tested_donors_only_is_refused_and_nothing_is_left(world, tmp_path):
    nobody_else = replace(world, bulk=world.bulk[[1, 4]].copy())
    with pytest.raises(TaskError, match="a reference holds only donors that are to be tested"):
        blind_under("drug_sensitivity", "together", nobody_else, tmp_path / "refused")
    assert not (tmp_path / "refused").exists()


def test_folds_that_do_not_fit_the_donors_are_refused(world, tmp_path):
    fold_of = {donor: fold for donor, fold in world.fold_of.items() if not donor.endswith("2")}
    with pytest.raises(TaskError, match=f"1 of 6 donors are in no fold, e.g. '{MARK}-donor-2'"):
        blind_under("mrd", "table", replace(world, fold_of=fold_of), tmp_path / "refused")
    assert not (tmp_path / "refused").exists()
