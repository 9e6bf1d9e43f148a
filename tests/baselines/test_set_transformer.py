from dataclasses import replace

import numpy as np
import pytest
import torch

from clinicell.baselines._bags import Draws
from clinicell.baselines._training import generator_of
from clinicell.baselines.pseudobulk_elastic_net import PseudobulkElasticNet
from clinicell.baselines.set_transformer import Attention, Network, SetTransformer, Shape
from clinicell.errors import InputError

from .paired import interval
from .responders import answered, better_than, patients, shuffled, value

QUICK = replace(SetTransformer().training, max_epochs=25, learning_rate=3e-3)
FEW = Draws(per_step=24, held_out=24)


def cohort(seed, *, n_train=50, n_test=150, n_cells=24):
    """Return patients with two kinds of cells, moved to the same side in responders and to opposite ones in others.

    Neither kind tells anything alone, nor does the mean over all cells.
    """
    rng = np.random.default_rng([2026, 7, seed])
    label = (np.arange(n_train + n_test) % 2).astype(float)
    kind = rng.integers(0, 2, size=(label.size, n_cells))
    side = rng.choice([-1.0, 1.0], size=label.size)
    other = np.where(label == 1, side, -side)
    cells = 0.7 * rng.normal(size=(label.size, n_cells, 4))
    cells[:, :, 0] += 4 * kind - 2
    cells[:, :, 1] += 1.5 * np.where(kind == 0, side[:, None], other[:, None])
    return patients(cells, label, n_train)


def test_it_beats_the_elastic_net_on_means_where_cells_tell_only_together():
    data = cohort(0)
    scores, control = answered(SetTransformer(QUICK, FEW), data), answered(PseudobulkElasticNet(), data)
    assert better_than(scores, control, data).interval.low > 0


def test_shuffled_labels_find_nothing():
    data = cohort(1, n_train=30, n_test=60)
    quick = replace(QUICK, max_epochs=6)
    low, high = interval(
        [value(answered(SetTransformer(quick, FEW), shuffled(data, lot), seed=lot), data) for lot in range(5)]
    )
    assert low < 0.5 < high


def test_attention_follows_its_formula():
    shape = Shape(n_inputs=3, n_hidden=4, n_heads=2)
    block = Attention(3, 5, shape, generator_of(0)).eval()
    looking, seen = (torch.rand(1, n, width, generator=generator_of(width)) for n, width in ((2, 3), (6, 5)))
    w = {name: value.detach().numpy().astype(float) for name, value in block.state_dict().items()}
    query, key, values = (
        x[0].numpy().astype(float) @ w[f"{name}.weight"].T + w[f"{name}.bias"]
        for name, x in (("query", looking), ("key", seen), ("value", seen))
    )
    at = query.copy()
    for head in (slice(0, 2), slice(2, 4)):
        share = np.exp(query[:, head] @ key[:, head].T / 2)  # the root of all four
        at[:, head] += share / share.sum(axis=1, keepdims=True) @ values[:, head]

    def normal(x):
        return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)

    at = normal(at)
    at = normal(at + np.maximum(at @ w["after.weight"].T + w["after.bias"], 0))
    np.testing.assert_allclose(block(looking, seen)[0].detach().numpy(), at, rtol=1e-4, atol=1e-5)


def test_a_bag_is_a_set_with_every_cell_repeated_alike():
    network = Network(Shape(n_inputs=3), generator_of(0), generator_of(1)).eval()
    bag = torch.rand(1, 6, 3, generator=generator_of(2))
    torch.testing.assert_close(network(bag), network(bag[:, [5, 0, 3, 1, 4, 2]]))
    torch.testing.assert_close(network(bag), network(torch.cat([bag, bag], dim=1)))


def test_too_few_bags_of_a_class_are_refused(toy):
    data = toy("response")
    labels = data.train.labels.copy()
    labels.iloc[8:] = 0.0
    with pytest.raises(InputError, match=r"3 bags of the rarer class; the model needs 5 of each"):
        answered(SetTransformer(QUICK, FEW), replace(data, train=replace(data.train, labels=labels)))


def test_cells_that_lack_a_feature_are_refused_and_so_is_one_that_was_not_fitted(toy):
    data, model = toy("response"), SetTransformer(replace(QUICK, max_epochs=0), FEW)
    with pytest.raises(InputError, match="call fit first"):
        model.predict(data.test, None)
    other = replace(data.test, units=data.test.units[:, :39].copy())
    with pytest.raises(InputError, match="1 of 40 features of the training are not in these cells"):
        answered(model, replace(data, test=other))


def test_values_that_are_not_finite_are_counted(toy):
    data = toy("response", is_embedding=True)
    units = data.train.units.copy()
    units.obsm["X_pca"][3, :2] = np.nan
    with pytest.raises(InputError, match=r"2 of \d+ values are NaN or infinite"):
        answered(SetTransformer(QUICK, FEW), replace(data, train=replace(data.train, units=units)))
