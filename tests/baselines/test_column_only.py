from dataclasses import replace

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._column_only import ColumnOnly
from clinicell.baselines._model import find_model
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task, task_ids

MRD = find_task("mrd")


def cohort(values, labels=None):
    ids = pd.Index([f"c{number}" for number in range(len(values))])
    obs = pd.DataFrame({"batch_id": pd.Categorical(values)}, index=ids)
    table = None if labels is None else pd.DataFrame({"target": labels}, index=ids)
    return Cohort(units=ad.AnnData(obs=obs), labels=table)


def answered(train, test, task=MRD):
    model = ColumnOnly("batch_id")
    model.fit(train, task, seed=0)
    return model.predict(test, task).answers["main"].iloc[:, 0].tolist()


def test_a_unit_gets_the_mean_label_of_its_value_and_a_new_value_the_mean_of_all():
    train = cohort(["a", "a", "b", "b"], [1.0, 0.0, 0.0, np.nan])
    assert answered(train, cohort(["b", "a", "new"])) == [0.0, 0.5, 1 / 3]


def test_a_bag_has_the_commonest_value_of_its_cells():
    bags = pd.DataFrame({"unit_id": ["s", "s", "s", "t"], "cell_id": ["c0", "c1", "c2", "c3"]})
    train = replace(cohort(["a", "a", "b", "b"]), bags=bags)
    train = replace(train, labels=pd.DataFrame({"target": [1.0, 0.0]}, index=["s", "t"]))
    assert answered(train, replace(cohort(["b", "b", "b", "a"]), bags=bags)) == [0.0, 1.0]


def test_where_clusters_are_asked_for_each_value_is_one():
    task = find_task("subclone")
    assert answered(cohort([]), cohort(["b", "a", "b"]), task) == [1.0, 0.0, 1.0]


def test_where_nothing_is_taught_a_unit_gets_the_size_of_its_batch():
    assert answered(cohort([]), cohort(["b", "a", "b"]), find_task("drug_sensitivity")) == [2.0, 1.0, 2.0]


def test_without_the_column_it_has_nothing_to_say():
    model = ColumnOnly("site")
    with pytest.raises(InputError, match=r"no obs\['site'\]"):
        model.fit(cohort(["a"], [1.0]), MRD, seed=0)


def test_the_controls_take_part_only_where_a_model_sees_their_column():
    answers = {
        name: [task_id for task_id in task_ids() if find_model(name).card.answers(find_task(task_id))]
        for name in ("batch_only", "site_only", "sample_mean_only")
    }
    assert answers["batch_only"] == ["drug_sensitivity"]
    assert answers["site_only"] == answers["sample_mean_only"] == []
