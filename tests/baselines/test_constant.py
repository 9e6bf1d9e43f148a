from clinicell.baselines.constant import Constant
from clinicell.metrics.clustering import adjusted_rand_index, clones_found
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task


def answered(toy, task_id):
    data, task = toy(task_id), find_task(task_id)
    model = Constant()
    model.fit(data.train, task, seed=0)
    return data.truth, model.predict(data.test, task).answers["main"]


def test_every_unit_gets_the_same_value_for_every_target(toy):
    _, table = answered(toy, "drug_sensitivity")
    assert table.nunique().eq(1).all()


def test_a_constant_lies_exactly_at_chance(toy):
    truth, table = answered(toy, "mrd")
    assert auroc(truth["target"].to_numpy(), table["target"].to_numpy()) == 0.5


def test_for_subclones_it_is_one_clone(toy):
    truth, table = answered(toy, "subclone")
    codes = table["subclone"].to_numpy()
    assert clones_found(truth["subclone"].to_numpy(), codes) == 1
    assert adjusted_rand_index(truth["subclone"].to_numpy(), codes) == 0
