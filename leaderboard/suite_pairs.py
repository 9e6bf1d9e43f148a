"""The best models of a suite against the very best, over tasks: is the difference one that matters?

Patients tell whether a difference on one panel is by chance; here the panels themselves are the sample, and what counts
as no difference is said beforehand. It adds to the ranks and replaces none of them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clinicell.leaderboard.suite_panels import ScaledPanel
from clinicell.metrics.signed_rank import signed_rank_chances

FEWEST_TASKS = 5
ROPE = 0.01  # of the suite score; within it two models are practically equal
SURE = 0.95
MOST_MODELS = 5  # the best one and those next to it


@dataclass(frozen=True, slots=True, kw_only=True)
class SuitePair:
    """How likely a model is better than the best one, practically equal, or worse, over `n_tasks` panels.

    The three sum to 1; NaN, with the reason, where there are too few tasks.
    """

    model: str
    title: str
    best: str
    best_title: str
    n_tasks: int
    better: float
    equal: float
    worse: float
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What the chances say, for somebody who knows neither of them."""
        who = f"{self.title} against {self.best_title}"
        if self.reason:
            return f"{who}: {self.reason}."
        chance, verdict = max((self.better, "better"), (self.equal, "practically equal"), (self.worse, "worse"))
        sure = "" if chance >= SURE else ", and that is open"
        return f"{who}, over {self.n_tasks} tasks: most likely {verdict} (chance {chance:.2f}){sure}."


def suite_pairs(
    panels: Sequence[ScaledPanel], scores: Mapping[str, float], titles: Mapping[str, str]
) -> tuple[SuitePair, ...]:
    """Return the models next to the best one, each against it, best first.

    Parameters
    ----------
    panels
        Those on which all of the models have a value; each is a task here.
    scores
        Suite score by model.
    """
    order = sorted(scores, key=lambda model: (-scores[model], model))[:MOST_MODELS]
    return tuple(_pair(panels, model, order[0], titles) for model in order[1:])


def _pair(panels: Sequence[ScaledPanel], model: str, best: str, titles: Mapping[str, str]) -> SuitePair:
    n_tasks = len(panels)
    chances, reason = (math.nan,) * 3, f"too few tasks ({n_tasks}; {FEWEST_TASKS} are needed)"
    if n_tasks >= FEWEST_TASKS:
        found = signed_rank_chances(
            np.asarray([one.values[model] - one.values[best] for one in panels]), rope=ROPE, seed=0
        )
        chances, reason = (found.first, found.equal, found.second), ""
    return SuitePair(
        model=model,
        title=titles[model],
        best=best,
        best_title=titles[best],
        n_tasks=n_tasks,
        better=chances[0],
        equal=chances[1],
        worse=chances[2],
        reason=reason,
    )
