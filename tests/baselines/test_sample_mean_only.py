from dataclasses import replace

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.baselines.sample_mean_only import SampleMeanOnly
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

MRD = find_task("mrd")


def cohort(prefix, seed, n_samples=8):
    """Return samples whose every cell has the sample's label, shifted by it; single cells hardly tell."""
    rng = np.random.default_rng(seed)
    sample = np.repeat(np.arange(n_samples), 60)
    label = (sample % 2).astype(np.float64)
    x = (rng.normal(size=(sample.size, 3)) + 0.5 * label[:, None]).astype(np.float32)
    ids = pd.Index([f"{prefix}{number}" for number in range(sample.size)])
    units = ad.AnnData(X=x, obs=pd.DataFrame({"sample_id": [f"{prefix}s{k}" for k in sample]}, index=ids))
    units.uns["scales"] = scales_table({"X": Scale(kind="other", formula="none")})
    return Cohort(units=units, labels=pd.DataFrame({"target": label}, index=ids))


def test_where_the_label_is_the_samples_it_scores_one_without_finding_a_cell():
    train, test = cohort("a", 0), cohort("b", 1)
    model = SampleMeanOnly()
    model.fit(train, MRD, seed=0)
    score = model.predict(replace(test, labels=None), MRD).answers["main"]["target"]
    assert auroc(test.labels["target"].to_numpy(), score.to_numpy()) == 1
    assert score.groupby(test.units.obs["sample_id"]).nunique().eq(1).all()


def test_without_samples_or_labels_it_has_nothing_to_say():
    train = cohort("a", 0)
    with pytest.raises(InputError, match="no label is taught"):
        SampleMeanOnly().fit(replace(train, labels=None), MRD, seed=0)
    nameless = train.units.copy()
    del nameless.obs["sample_id"]
    with pytest.raises(InputError, match="sample_id"):
        SampleMeanOnly().fit(replace(train, units=nameless), MRD, seed=0)
