from dataclasses import replace

import pandas as pd

from clinicell.baselines._model import find_model
from clinicell.tasks._find import find_task


def test_it_is_a_control_that_reads_the_institution(toy):
    found, data, task = find_model("site_only"), toy("mrd"), find_task("mrd")
    assert found.card.is_control
    assert found.card.needs == ("obs/institution_id",)
    units = data.train.units.copy()
    label = data.train.labels["target"]
    units.obs["institution_id"] = pd.Categorical(label.map({1.0: "x", 0.0: "y"}).fillna("z"))
    train, model = replace(data.train, units=units), found.make()
    model.fit(train, task, seed=0)
    known = label.notna()
    assert model.predict(train, task).answers["main"]["target"][known].tolist() == label[known].tolist()
