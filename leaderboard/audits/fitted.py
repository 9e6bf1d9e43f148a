"""Whether the training side, and what a model sees at all, was made without the patients that are tested."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.audit import fitted
from clinicell.datasets.audit.audit import Audit
from clinicell.datasets.audit.audit import audit as audited
from clinicell.files import sha256
from clinicell.leaderboard.audits.check import Check, judged, not_possible
from clinicell.leaderboard.audits.garbage import garbage
from clinicell.leaderboard.audits.subject import Subject
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._standard import column
from clinicell.tasks._task import Panel, Task

LABEL = "audited_label"


def train_side(subject: Subject, references: Mapping[str, ad.AnnData], *, seed: int = 7) -> Check:
    """Return whether the files that a fold teaches from stay, bit for bit, when its test donors are garbage.

    The blinding job itself writes both.
    """
    task, panel, adata = subject.task, subject.panel, subject.adata
    donor = column(adata, "donor_id").to_numpy(dtype="str")
    fold = subject.folds[0]
    tested = np.unique(subject.data.donor[fold.test.row])
    rows = np.flatnonzero(np.isin(donor, tested))
    changed = garbage(adata, rows, np.random.default_rng(seed))
    before = _written(task, panel, adata, references, fold.number)
    after = _written(task, panel, changed, references, fold.number)
    train = [name for name in before if name.startswith("train/")]
    test = [name for name in before if name.startswith("test/units")]
    n_changed = sum(before[name] != after.get(name) for name in train)
    is_good = n_changed == 0 and all(before[name] != after[name] for name in test)
    return judged(
        "training side made without test donors",
        is_good,
        expected="its files bit-identical when test donors are garbage",
        measured={"files": len(train), "changed": n_changed, "test_donors": tested.size},
        reason=f"fold {fold.number} blinded twice; the test side changed, as it must",
    )


def donors_apart(subject: Subject) -> Check:
    """Return whether no donor teaches the fold that tests it, and each unit is tested once."""
    data = subject.data
    shared = {
        str(name)
        for fold in subject.folds
        for name in np.intersect1d(data.donor[fold.train.row], data.donor[fold.test.row])
    }
    tested = np.concatenate([fold.test.row for fold in subject.folds])
    n_times = np.bincount(tested, minlength=len(data.donor))
    return judged(
        "donors apart",
        not shared and bool((n_times == 1).all()),
        expected="no donor on both sides of a fold, each unit tested once",
        measured={"shared": len(shared), "not_tested_once": int((n_times != 1).sum()), "folds": len(subject.folds)},
        reason=f"{len(shared)} donors teach a fold that tests them, e.g. {min(shared)!r}" if shared else "",
    )


def seen_by_a_model(subject: Subject) -> tuple[Check, Check]:
    """Return whether what a model sees was fitted on train only, or says so; and whether it tells the label otherwise.

    The audit of data sets looks for both, at cells under new names in a new order, with the task's slots and no other.
    """
    first, second = "preprocessing fitted on train only", "no leak into what a model sees"
    found = _audit(subject)
    fits = [one for one in found.findings if one.code in fitted.RULES]
    rest = [one for one in found.findings if one.code not in fitted.RULES]
    said = subject.panel.transductive
    words = "; ".join(f"{one.code} {one.path}: {one.message}" for one in fits)
    if fits:
        is_good, reason = bool(said), f"declared transductive: {said}" if said else f"not declared: {words}"
    else:
        is_good, reason = True, said and f"declared transductive: {said}"
    if all(code in found.skipped for code in fitted.RULES):
        reason = reason or "nobody is tested apart from those that teach: all cells are asked for at once"
    fit = judged(first, is_good, expected="no number fitted on test cells, or the panel names the step",
                 measured={"found": len(fits)}, reason=reason)  # fmt: skip
    looked = [code for code in found.skipped if code not in fitted.RULES]
    expected = "no column, feature, id, order or shared cell tells a test label"
    if len(looked) == len(_rules()):
        return fit, not_possible(second, "one side only, and no label of two classes that holds across donors",
                                 expected=expected)  # fmt: skip
    told = "; ".join(f"{one.code} {one.path}: {one.message}" for one in rest)
    return fit, judged(second, not rest, expected=expected, measured={"found": len(rest)}, reason=told)


def _rules() -> set[str]:
    from clinicell.datasets.audit.audit import RULES

    return set(RULES) - set(fitted.RULES)


def _written(
    task: Task, panel: Panel, adata: ad.AnnData, references: Mapping[str, ad.AnnData], fold: int
) -> dict[str, str]:
    """Return the hashes of the files of a fold, by their names below its folder."""
    sources = {role: Source(adata=one, sha256=role) for role, one in references.items()}
    with tempfile.TemporaryDirectory(prefix="clinicell-audit-") as place:
        blind(task, panel, Source(adata=adata, sha256="audit"), sources, Path(place) / "panel")
        folder = Path(place) / "panel" / "public" / f"fold-{fold}"
        return {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(folder.rglob("*.*"))}


def _audit(subject: Subject) -> Audit:
    """Return the data set's audit of what a model sees, under the truth."""
    adata, task = subject.adata, subject.task
    rng = np.random.default_rng(0)
    rows = rng.permutation(adata.n_obs)
    donor, sample = (column(adata, name).astype("str").to_numpy()[rows] for name in ("donor_id", "sample_id"))
    new = {name: f"d{number:04d}" for number, name in enumerate(rng.permutation(np.unique(donor)))}
    sampled = {name: f"s{number:04d}" for number, name in enumerate(rng.permutation(np.unique(sample)))}
    obs = pd.DataFrame(
        {"donor_id": [new[name] for name in donor], "sample_id": [sampled[name] for name in sample]},
        index=pd.Index([f"c{number:07d}" for number in range(rows.size)]),
    )
    for slot in task.inputs:
        place, _, name = slot.partition("/")
        if place == "obs" and name in adata.obs:
            obs[name] = adata.obs[name].astype("str").to_numpy()[rows]
    if len(subject.targets) == 1 and not subject.data.within:
        truth = pd.Series(subject.data.truth[:, 0], index=task.answers[0].truth(adata).index)
        unit = pd.Index(adata.obs_names) if task.unit == "cell" else pd.Index(column(adata, "sample_id"))
        obs[LABEL] = truth.loc[unit].map({0.0: "no", 1.0: "yes"}).to_numpy()[rows]
    seen = ad.AnnData(
        X=adata.X[rows] if "X" in task.inputs and adata.X is not None else None,
        obs=obs,
        var=pd.DataFrame(index=adata.var_names.copy()),
        layers={name: adata.layers[name][rows] for name in adata.layers if f"layers/{name}" in task.inputs},
        obsm={name: adata.obsm[name][rows] for name in adata.obsm if f"obsm/{name}" in task.inputs},
    )
    scales = adata.uns["scales"]
    seen.uns["scales"] = scales[scales["slot"].isin(task.inputs)].reset_index(drop=True)
    fold_of = dict(zip(subject.data.donor, subject.data.fold, strict=True))
    named = {new[name]: fold for name, fold in fold_of.items()}
    return audited({"": seen}, label=[LABEL] if LABEL in obs else (), fold_of=named)
