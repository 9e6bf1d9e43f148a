"""Cohorts outside the benchmark: a whole labelled data set to learn from, and a steward's own patients to answer for.

They are made as the benchmark makes its own: other ids, another order, and no slot that is not in the task's `inputs`.
"""

from collections.abc import Mapping

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.tasks._blind import reference, renamed_categories, side
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._task import Task


def whole(task: Task, adata: ad.AnnData, references: Mapping[str, ad.AnnData]) -> Cohort:
    """Return all donors of a standard data set as one training cohort, with the labels of the task's first answer."""
    cohort, key = asked(task, adata, references)
    truth = task.answers[0].truth(adata).loc[key["unit_id"]]
    return Cohort(
        units=cohort.units, labels=truth.set_axis(key.index, axis=0), bags=cohort.bags, references=cohort.references
    )


def asked(task: Task, adata: ad.AnnData, references: Mapping[str, ad.AnnData]) -> tuple[Cohort, pd.DataFrame]:
    """Return a standard data set as a cohort without labels, and the key of its ids.

    Returns
    -------
    tuple
        The cohort; and a table from its ids to ``unit_id`` (a cell's name, or a sample's id) and ``donor_id``.

    Raises
    ------
    SchemaError
        A column that the task needs is missing.
    """
    rng = np.random.default_rng(0)
    rows = rng.permutation(adata.n_obs)
    units, bags, key = side(task, adata, rows, "own", renamed_categories(task, adata, rows, rng), rng)
    seen = {role: reference(source, [], rng) for role, source in references.items()}
    return Cohort(units=units, bags=bags, references=seen), key
