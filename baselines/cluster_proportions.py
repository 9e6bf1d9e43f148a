"""Which share of a bag's cells lies in which cluster, and a linear model on the shares."""

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.baselines._features import Floats, Rows, bag_rows, content_order, features, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, crossed, platt, scored
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

N_CLUSTERS = 12
N_COMPONENTS = 20

CARD = ModelCard(
    title="Cluster proportions",
    summary=(
        "Shares of a sample's cells in the clusters of obs['cluster'], else in k-means clusters of the training cells; "
        "standardised, L2-penalised logistic regression (C 0.1), classes weighted equally."
    ),
    tasks=("response",),
)


class ClusterProportions:
    """A cell of a cluster that no training cell has counts towards the bag's size and to no share.

    Probabilities come from the scores of bags by fits without them, in five parts; the clusters know no label.
    """

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn the clusters from the training cells and the weights from the labelled bags.

        Raises
        ------
        InputError
            No bag has a known label, or all known ones are of one class.
        """
        rows, label = known(train)
        self._targets = targets(train)
        self._seed = seed
        self._names: list[str] | None = None
        if "cluster" in train.units.obs:
            self._names = sorted(set(train.units.obs["cluster"].dropna().astype("str")))
        cells = features(train.units).astype(np.float64) if self._names is None else None
        if cells is not None:
            self._fit_clusters(cells)
        shares = self._shares(train, cells)[rows]
        order = content_order(shares, label)
        shares, label = shares[order], label[order]
        self._pipeline = _fitted(shares, label)
        self._platt: Platt | None = None
        if task.probability:

            def score_of(learnt: Rows, asked: Rows) -> Floats:
                return np.asarray(_fitted(shares[learnt], label[learnt]).decision_function(shares[asked]))

            self._platt = platt(crossed(score_of, label, n_parts=5), label)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target under balanced classes, and its probability, bags x 1."""
        cells = features(test.units).astype(np.float64) if self._names is None else None
        return scored(test, self._targets, self._pipeline.decision_function(self._shares(test, cells)), self._platt)

    def _fit_clusters(self, cells: Floats) -> None:
        ordered = cells[content_order(cells)]
        n_components = min(N_COMPONENTS, *ordered.shape)
        n_clusters = min(N_CLUSTERS, len(np.unique(ordered, axis=0)))
        self._clusters: Pipeline = make_pipeline(
            PCA(n_components, svd_solver="full" if ordered.shape[1] < 100 else "covariance_eigh"),
            KMeans(n_clusters, n_init=5, random_state=self._seed),
        ).fit(ordered)

    def _membership(self, cohort: Cohort, cells: Floats | None) -> Floats:
        """Return cells x clusters, 1 where the cell lies in it; `cells` are the features where no cluster is named."""
        if cells is not None:
            code, n_clusters = self._clusters.predict(cells), N_CLUSTERS
        else:
            name = cohort.units.obs["cluster"].astype("object").where(lambda names: names.notna(), "")
            names = self._names or []
            code, n_clusters = pd.Index(names).get_indexer(pd.Index(name.astype("str"))), len(names)
        member: Floats = (code[:, None] == np.arange(n_clusters)).astype(np.float64)
        return member

    def _shares(self, cohort: Cohort, cells: Floats | None) -> Floats:
        """Return bags x clusters, the share of each bag's cells in each cluster."""
        member = self._membership(cohort, cells)
        return np.stack([member[rows].mean(axis=0) for rows in bag_rows(cohort)])


def _fitted(shares: Floats, label: Floats) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, class_weight="balanced", max_iter=5000)).fit(
        shares, label
    )


MODEL = ClusterProportions
