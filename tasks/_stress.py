"""What a model is put under: each kind of stress with its levels, and where it has no meaning, why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema.scale import scale_of
from clinicell.tasks import _perturb as perturb
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._task import Task

Sides = tuple[Cohort, Cohort]  # train, test
Bar = Callable[[Cohort, Cohort, str], str]


class Change(Protocol):
    """Gives both sides of a fold back, one of them changed."""

    def __call__(self, sides: Sides, task: Task, level: float, *, seed: int, fold: int) -> Sides:
        """Return train and test; a lost feature is lost in all folds, all else is drawn anew in each."""
        ...


class Perturbation(Protocol):
    """One of `clinicell.tasks._perturb`."""

    def __call__(self, adata: ad.AnnData, level: float, /, *, seed: int) -> ad.AnnData:
        """Return the cells changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """One kind of stress.

    Parameters
    ----------
    levels
        From mild to harsh.
    is_share_kept
        Whether a level says how much is kept (1 is no stress) or how much is added or lost (0 is none).
    side
        Which side of a fold changes; a model has to be fitted anew where it is the one that teaches.
    bar
        Takes train, test and the modality; returns why the stress has no meaning there, or nothing.
    """

    id: str
    title: str
    levels: tuple[float, ...]
    side: Literal["train", "test"]
    change: Change
    bar: Bar
    is_share_kept: bool = False

    def severity(self, level: float) -> float:
        """Return how far a level is from no stress at all."""
        return 1 - level if self.is_share_kept else level


def _on_test(function: Perturbation) -> Change:
    """Return how a perturbation of cells changes a fold.

    Sites and instruments differ from fold to fold: a shift common to all patients leaves most orders of them as they
    were, and it is patients of several sites whom a pooled metric compares.
    """

    def change(sides: Sides, task: Task, level: float, *, seed: int, fold: int) -> Sides:
        train, test = sides
        return train, replace(test, units=function(test.units, level, seed=_mixed(seed, fold)))

    return change


def _mixed(seed: int, fold: int) -> int:
    return int(np.random.SeedSequence([seed, fold]).generate_state(1)[0])


def lose_features(sides: Sides, task: Task, level: float, *, seed: int, fold: int) -> Sides:
    """Return the sides with fewer features in the test cells, as a model meets them in practice.

    Where features were fixed in training, a lost one has its mean over the training cells, as `clinicell predict
    --fill-missing` gives it; where a model first sees them at the test (transductive tasks), lost ones are not there.
    """
    train, test = sides
    filled = None
    if task.setting == "inductive":
        means = np.asarray(train.units.X.mean(axis=0), dtype=np.float64).ravel()
        filled = pd.Series(means, index=train.units.var_names)
    return train, replace(test, units=perturb.without_features(test.units, level, seed=seed, filled_with=filled))


def deal_labels_anew(sides: Sides, task: Task, level: float, *, seed: int, fold: int) -> Sides:
    """Return the sides with noise on the training labels: of cells, or of samples where a label belongs to these."""
    train, test = sides
    if train.labels is None:
        return sides
    return replace(train, labels=perturb.noisy(train.labels, level, seed=_mixed(seed, fold))), test


def _unless(test: Cohort, modality: str, kinds: tuple[str, ...], what: str) -> str:
    """Return why X is not of one of the `kinds` of expression; cytometry and genotypes never are."""
    if test.units.X is None:
        slots = [*test.units.layers, *test.units.obsm]
        return f"the model sees no X, only {', '.join(slots) or 'nothing'}; {what}"
    if modality == "cytometry":
        return f"fluorescence or metal is no count of molecules; {what}"
    kind = scale_of(test.units, "X").kind
    return _made_beforehand(test) if kind in kinds else f"X is {kind}; {what}"


def _made_beforehand(test: Cohort) -> str:
    """Return which slots were made of the undisturbed cells: a model could read there what a stress has hidden."""
    made = [f"obsm/{name}" for name in test.units.obsm] + [
        f"obs/{name}" for name in test.units.obs if name == "cluster"
    ]
    return f"{', '.join(made)} was made of the cells as they were and would not follow" if made else ""


def _bar_thinning(train: Cohort, test: Cohort, modality: str) -> str:
    return _unless(test, modality, ("counts",), "molecules are drawn from counts only")


def _bar_expression(train: Cohort, test: Cohort, modality: str) -> str:
    return _unless(test, modality, perturb.NOT_SEEN_IS_ZERO, "it needs amounts of which 0 means not seen")


def _bar_panel_loss(train: Cohort, test: Cohort, modality: str) -> str:
    if test.units.X is None and "genotype" not in test.units.layers:
        return "components fitted on all features beforehand; none can be lost afterwards"
    return _made_beforehand(test)


def _bar_channels(train: Cohort, test: Cohort, modality: str) -> str:
    if modality != "cytometry" or test.units.X is None:
        return f"there are no channels in {modality}"
    return _made_beforehand(test)


def _bar_genotypes(train: Cohort, test: Cohort, modality: str) -> str:
    return "" if "genotype" in test.units.layers else f"there are no genotype calls in {modality}"


def _bar_labels(train: Cohort, test: Cohort, modality: str) -> str:
    if train.labels is None or not train.labels.notna().to_numpy().any():
        return "no label of this panel teaches; models learn from references, or from the tested cells alone"
    return ""


STRESSES: tuple[Stress, ...] = (
    Stress(
        side="test",
        id="molecules",
        title="share of molecules kept",
        levels=(0.5, 0.25, 0.1),
        change=_on_test(perturb.thinned),
        bar=_bar_thinning,
        is_share_kept=True,
    ),
    Stress(
        side="test",
        id="dropout",
        title="share of seen values lost",
        levels=(0.25, 0.5, 0.75),
        change=_on_test(perturb.dropped_out),
        bar=_bar_expression,
    ),
    Stress(
        side="test",
        id="panel",
        title="share of features kept",
        levels=(0.5, 0.25, 0.1),
        change=lose_features,
        bar=_bar_panel_loss,
        is_share_kept=True,
    ),
    Stress(
        side="test",
        id="site",
        title="log-sd of a site's factor per gene, each fold at a site of its own",
        levels=(0.25, 0.5, 1.0),
        change=_on_test(perturb.shifted),
        bar=_bar_expression,
    ),
    Stress(
        side="test",
        id="channels",
        title="spread of gain and offset per channel, each fold at an instrument of its own",
        levels=(0.1, 0.25, 0.5),
        change=_on_test(perturb.recalibrated),
        bar=_bar_channels,
    ),
    Stress(
        side="test",
        id="false_positives",
        title="reference calls that show a mutation",
        levels=(0.01, 0.05, 0.1),
        change=_on_test(perturb.with_false_positives),
        bar=_bar_genotypes,
    ),
    Stress(
        side="test",
        id="false_negatives",
        title="mutations read as reference",
        levels=(0.1, 0.2, 0.4),
        change=_on_test(perturb.with_false_negatives),
        bar=_bar_genotypes,
    ),
    Stress(
        side="test",
        id="missing",
        title="calls that are missing",
        levels=(0.1, 0.25, 0.5),
        change=_on_test(perturb.with_missing),
        bar=_bar_genotypes,
    ),
    Stress(
        id="labels",
        title="share of training labels dealt anew",
        levels=(0.1, 0.25, 0.5),
        side="train",
        change=deal_labels_anew,
        bar=_bar_labels,
    ),
)
