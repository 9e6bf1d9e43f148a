import numpy as np
import torch

from clinicell.baselines._side_by_side import Networks, fitted
from clinicell.baselines._training import Training, folds, generator_of
from clinicell.metrics.detection import auroc


def made(rows, label, parts, **training):
    how = Training(batch_size=8, **training)
    return fitted(rows, label, parts, widths=(6,), dropout=0.0, training=how, seed=(3,))


def data():
    rng = np.random.default_rng(0)
    label = (np.arange(40) % 2).astype(float)
    rows = rng.normal(size=(40, 5))
    rows[:, 1] += 2 * label
    return rows, label, folds(40, 4, generator_of(1), strata=torch.from_numpy(label))


def test_each_network_is_a_plain_network_of_its_own_weights():
    networks = Networks(3, 4, (5,), 0.0, generator_of(0), generator_of(1)).eval()
    rows = torch.randn(7, 4, generator=generator_of(2))
    logits = networks(rows).detach().numpy()
    for number in range(3):
        (w, b), (v, c) = ((one.weight[number].detach(), one.bias[number].detach()) for one in networks.stack)
        plain = torch.relu(rows @ w + b) @ v + c
        np.testing.assert_allclose(logits[number], plain[:, 0].numpy(), rtol=1e-5, atol=1e-6)


def test_no_network_learns_from_what_it_holds_out():
    rows, label, parts = data()
    other = rows.copy()
    other[parts[0].numpy()] += 50.0
    first, second = (made(x, label, parts, max_epochs=1).networks.stack[0].weight for x in (rows, other))
    torch.testing.assert_close(first[0], second[0], rtol=0, atol=0)
    assert not torch.equal(first[1], second[1])


def test_held_out_logits_are_those_of_the_network_that_held_the_row_out():
    rows, label, parts = data()
    networks = made(rows, label, parts, max_epochs=3)
    with torch.no_grad():
        logits = networks.networks(torch.from_numpy(rows.astype(np.float32))).numpy()
    for number, part in enumerate(parts):
        np.testing.assert_allclose(networks.held_out[part.numpy()], logits[number, part.numpy()], rtol=1e-6)
    np.testing.assert_allclose(networks(rows), logits.mean(axis=0), rtol=1e-5, atol=1e-6)


def test_it_learns_what_can_be_learnt():
    rows, label, parts = data()
    assert auroc(label, made(rows, label, parts, max_epochs=60, learning_rate=1e-2).held_out) > 0.8
