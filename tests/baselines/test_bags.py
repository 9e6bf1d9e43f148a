import numpy as np
import torch

from clinicell.baselines._bags import Draws, crossed_networks, drawn, logit_of
from clinicell.baselines._training import Training, generator_of, linear


class Mean(torch.nn.Module):
    """The mean over a bag, read linearly."""

    def __init__(self, generator):
        super().__init__()
        self.read = linear(2, 1, generator)

    def forward(self, bags):
        return self.read(bags.mean(dim=1)).squeeze(1)


def bags_and_label():
    rng = np.random.default_rng(0)
    label = (np.arange(20) % 2).astype(float)
    bags = [torch.from_numpy(rng.normal(2 * y, 1, size=(3 + n, 2)).astype(np.float32)) for n, y in enumerate(label)]
    return bags, label


def test_cells_are_drawn_from_their_own_bag():
    bags, _ = bags_and_label()
    cells = drawn(bags, torch.tensor([4, 0]), 50, generator_of(0))
    assert cells.shape == (2, 50, 2)
    for found, number in zip(cells, (4, 0), strict=True):
        assert {tuple(row) for row in found.tolist()} == {tuple(row) for row in bags[number].tolist()}


def test_every_bag_is_scored_by_the_network_that_held_it_out():
    bags, label = bags_and_label()
    how = Training(max_epochs=20, batch_size=4, learning_rate=1e-2)
    networks, held_out = crossed_networks(
        lambda weights, _: Mean(weights), bags, label, n_parts=4, draws=Draws(), training=how, seed=0
    )
    assert len(networks) == 4
    for bag, score in zip(bags, held_out, strict=True):
        assert sum(np.isclose(logit_of(network, bag), score, rtol=1e-6) for network in networks) == 1
    assert held_out[label == 1].mean() > held_out[label == 0].mean()
