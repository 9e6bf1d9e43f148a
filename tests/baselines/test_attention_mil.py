from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from clinicell.baselines._training import Training, generator_of
from clinicell.baselines.attention_mil import AttentionMIL, Network, Shape
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

TASK = find_task("response")
QUICK = Training(max_epochs=3, batch_size=8)


def fitted(cohort, training: Training = QUICK, seed: int = 0) -> AttentionMIL:
    model = AttentionMIL(training)
    model.fit(cohort, TASK, seed=seed)
    return model


def test_it_tells_bags_apart_by_the_cells_in_them(toy):
    data = toy("response")
    training = Training(max_epochs=60, batch_size=8, learning_rate=3e-3, weight_decay=0.1)
    table = fitted(data.train, training).predict(data.test, TASK).answers["main"]
    assert auroc(data.truth["responded"].to_numpy(), table["responded"].to_numpy()) > 0.7


def test_attention_is_a_share_of_the_bag_and_follows_its_formula():
    network = Network(Shape(n_inputs=3), generator_of(0), generator_of(1)).eval()
    hidden = network.embed(torch.rand(2, 5, 3, generator=generator_of(2)))
    weight = network.attention(hidden)
    assert weight.shape == (2, 5, 1)
    torch.testing.assert_close(weight.sum(dim=1), torch.ones(2, 1))
    value = {name: v.detach().numpy().astype(np.float64) for name, v in network.state_dict().items()}
    scores = []
    for h in hidden[1].detach().numpy().astype(np.float64):
        content = np.tanh(value["content.weight"] @ h + value["content.bias"])
        gate = 1 / (1 + np.exp(-(value["gate.weight"] @ h + value["gate.bias"])))
        scores.append((value["weigh.weight"] @ (content * gate) + value["weigh.bias"]).item())
    expected = np.exp(scores) / np.exp(scores).sum()
    np.testing.assert_allclose(weight[1, :, 0].detach().numpy(), expected, rtol=1e-5)


def test_a_bag_is_a_set_with_every_cell_repeated_alike():
    network = Network(Shape(n_inputs=3), generator_of(0), generator_of(1)).eval()
    bag = torch.rand(1, 6, 3, generator=generator_of(2))
    torch.testing.assert_close(network(bag), network(bag[:, [5, 0, 3, 1, 4, 2]]))
    torch.testing.assert_close(network(bag), network(torch.cat([bag, bag], dim=1)))


def test_the_components_are_white_on_the_training_cells(toy):
    train = toy("response").train
    model = fitted(train, Training(max_epochs=0))
    inputs = model.view.inputs(train).numpy().astype(np.float64)
    assert inputs.shape[1] == model.view.n_inputs == 30
    np.testing.assert_allclose(inputs.T @ inputs / len(inputs), np.eye(30), atol=1e-4)


def test_named_clusters_become_inputs_and_an_unknown_one_is_none_of_them(toy):
    data = toy("response", is_embedding=True)
    model = fitted(data.train, Training(max_epochs=0))
    assert model.view.clusters == ("G0", "G1", "G2", "G3")
    units = data.test.units.copy()
    units.obs["cluster"] = pd.Categorical(["new", None, *["G2"] * (units.n_obs - 2)])
    named = model.view.inputs(replace(data.test, units=units))[:, -4:]
    assert named[:3].tolist() == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]]


def test_the_order_of_the_training_cells_does_not_matter(toy, reordered):
    data = toy("response")
    tables = [fitted(train).predict(data.test, TASK).answers["main"] for train in (data.train, reordered(data.train))]
    np.testing.assert_allclose(*(table.to_numpy() for table in tables), rtol=1e-5, atol=1e-6)


def test_one_class_in_training_is_refused(toy):
    train = toy("response").train
    with pytest.raises(InputError, match="a model needs both classes"):
        fitted(replace(train, labels=train.labels * 0))


def test_too_few_bags_of_a_class_are_refused(toy):
    train = toy("response").train
    labels = train.labels.copy()
    labels.iloc[8:] = 0.0
    with pytest.raises(InputError, match=r"3 bags of the rarer class; the model needs 5 of each"):
        fitted(replace(train, labels=labels))


def test_features_that_are_not_finite_are_counted(toy):
    train = toy("response", is_embedding=True).train
    units = train.units.copy()
    units.obsm["X_pca"][3, :2] = np.inf
    with pytest.raises(InputError, match=r"2 of \d+ values are NaN or infinite"):
        fitted(replace(train, units=units))


def test_cells_with_other_features_are_refused(toy):
    data = toy("response")
    with pytest.raises(InputError, match="39 features in these cells, 40 in the training cells"):
        fitted(data.train).predict(replace(data.test, units=data.test.units[:, :39].copy()), TASK)


def test_what_was_not_fitted_neither_answers_nor_is_saved(toy, tmp_path):
    with pytest.raises(InputError, match="call fit first"):
        AttentionMIL().predict(toy("response").test, TASK)
    with pytest.raises(InputError, match="nothing to save"):
        AttentionMIL().save(tmp_path / "x")


def test_a_saved_model_answers_bit_for_bit_alike(toy, tmp_path):
    data = toy("response", is_embedding=True)
    model = fitted(data.train)
    read = AttentionMIL.load(model.save(tmp_path / "mil.safetensors"))
    tables = [one.predict(data.test, TASK).answers["main"] for one in (model, read)]
    pd.testing.assert_frame_equal(*tables, check_exact=True)
