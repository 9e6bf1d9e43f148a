from clinicell.baselines._model import find_model
from clinicell.tasks._find import find_task


def test_it_is_a_control_that_reads_the_batch(toy):
    found, data = find_model("batch_only"), toy("drug_sensitivity")
    assert found.card.is_control
    assert found.card.needs == ("obs/batch_id",)
    task, model = find_task("drug_sensitivity"), found.make()
    model.fit(data.train, task, seed=0)
    table = model.predict(data.test, task).answers["main"]
    sizes = data.test.units.obs["batch_id"].value_counts()
    assert table.iloc[:, 0].tolist() == [sizes[batch] for batch in data.test.units.obs["batch_id"]]
