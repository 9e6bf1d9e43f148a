"""From each institution to each: what a model that learnt at one is worth at the others, and where it is least."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import anndata as ad
import numpy as np

from clinicell.datasets.store import load
from clinicell.leaderboard.evaluate import prepare
from clinicell.leaderboard.measured import Measured, main_answer, measured, not_measured, of_donors
from clinicell.leaderboard.probe import Probe
from clinicell.leaderboard.small_groups import without_counts
from clinicell.metrics._metric import Metric
from clinicell.tasks._designs import ELSEWHERE, each_site_in_turn, from_site
from clinicell.tasks._donors import known_of_donors, label_of_donors, members
from clinicell.tasks._scoring import Scorable
from clinicell.tasks._task import Task

FEWEST_DONORS = 5
FEWEST_OF_A_CLASS = 2
OTHERS = "all others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """The metric at one site of a model that learnt at another, or at all others.

    Where both are the same site its donors are tested in turn, the rest of them teaching.
    """

    train: str
    test: str
    measured: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """The matrix of sites.

    `at_home` and `away` are means over transfers within a site and from one site to another; `worst_site` is where
    models of single other sites are worth least on average, `worst` the worst transfer of these. `reason` says why
    there is no matrix.
    """

    sites: tuple[str, ...] = ()
    left_out: int = 0
    transfers: tuple[Transfer, ...] = ()
    at_home: float = math.nan
    away: float = math.nan
    worst_site: str = ""
    worst: tuple[str, str] | tuple[()] = ()
    reason: str = ""


def sites(probe: Probe) -> tuple[Sites, Path]:
    """Return the matrix of a model, and the path of the record."""
    adata = load(probe.panel.dataset, probe.store)
    inputs = probe.inputs(prepare(probe.task, probe.panel, probe.places, probe.store))
    site_of = known_of_donors(adata, "institution_id")
    label_of = label_of_donors(probe.task, adata)
    every, used = members(site_of), usable(site_of, label_of)
    reason = why_not(probe.task, every, used)
    found = Sites(reason=reason) if reason else matrix(probe, adata, site_of, used, label_of, len(every) - len(used))
    return found, probe.write("sites", inputs, asdict(found))


def usable(site_of: dict[str, str], label_of: dict[str, float]) -> dict[str, list[str]]:
    """Return the donors with a known label of each site that has five of them, two of each class among these."""
    labelled = members({donor: site for donor, site in site_of.items() if donor in label_of})
    classes = set(label_of.values())
    return {
        site: own
        for site, own in labelled.items()
        if len(own) >= FEWEST_DONORS
        and all(sum(label_of[donor] == one for donor in own) >= FEWEST_OF_A_CLASS for one in classes)
    }


def why_not(task: Task, every: dict[str, list[str]], used: dict[str, list[str]]) -> str:
    """Return why there is no matrix, or nothing."""
    if task.setting == "transductive":
        return "not estimable: no patient of this panel teaches, so that no site can"
    if len(every) < 2:
        return (
            f"not estimable: {len(every)} site is known; 2 are needed" if every else "not estimable: no site is known"
        )
    if len(used) < 2:
        return (
            f"not estimable: of {len(every)} sites {len(used) or 'none'} has {FEWEST_DONORS} donors with a known label "
            f"({FEWEST_OF_A_CLASS} of each class, where labels are of patients); 2 such sites are needed"
        )
    return ""


def matrix(
    probe: Probe,
    adata: ad.AnnData,
    site_of: dict[str, str],
    used: dict[str, list[str]],
    label_of: dict[str, float],
    left_out: int = 0,
) -> Sites:
    """Return the matrix over the sites in `used` (see `usable`); `left_out` is how many others there are."""
    donors = sorted(adata.obs["donor_id"].astype("str").unique())
    transfers: list[Transfer] = []
    for train, own in used.items():
        panel, folder, failure = probe.predicted(from_site(donors, own, label_of, seed=probe.seed))
        answer = None if failure else main_answer(probe.task, panel.folder / "sealed", folder)
        for test, tested in used.items():
            rows = answer and of_donors(answer, tested, None if test == train else [str(ELSEWHERE)])
            transfers.append(_transfer(probe, train, test, rows, failure))
    panel, folder, failure = probe.predicted(each_site_in_turn(donors, site_of))
    answer = None if failure else main_answer(probe.task, panel.folder / "sealed", folder)
    for test, tested in used.items():
        transfers.append(_transfer(probe, OTHERS, test, answer and of_donors(answer, tested), failure))
    return summary(probe.task.primary, tuple(used), transfers, left_out)


def _transfer(probe: Probe, train: str, test: str, rows: Scorable | None, failure: str) -> Transfer:
    if rows is None:
        return Transfer(train=train, test=test, measured=not_measured(f"failed ({failure})"))
    found, _ = measured(probe.task.primary, rows, unit=probe.panel.resample)
    return Transfer(train=train, test=test, measured=without_counts(found))


def summary(metric: Metric, names: tuple[str, ...], transfers: list[Transfer], left_out: int = 0) -> Sites:
    """Return the matrix with its means, its worst transfer and the site where models of others are worth least."""
    sign = 1.0 if metric.is_higher_better else -1.0
    value = {(each.train, each.test): each.measured.value for each in transfers if each.train != OTHERS}
    away = {pair: one for pair, one in value.items() if pair[0] != pair[1] and math.isfinite(one)}
    at_site = {test: _mean([one for pair, one in away.items() if pair[1] == test]) for test in names}
    known = {site: one for site, one in at_site.items() if math.isfinite(one)}
    return Sites(
        sites=names,
        left_out=left_out,
        transfers=tuple(transfers),
        at_home=_mean([one for pair, one in value.items() if pair[0] == pair[1] and math.isfinite(one)]),
        away=_mean(list(away.values())),
        worst_site=min(known, key=lambda site: (sign * known[site], site)) if known else "",
        worst=min(away, key=lambda pair: (sign * away[pair], pair)) if away else (),
    )


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else math.nan
