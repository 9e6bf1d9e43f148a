import math

import numpy as np
import torch

from clinicell.baselines._scdeal import Shape, cross_entropy, encoder_of, kind_of, read, unlikeness
from clinicell.baselines._training import generator_of


def test_each_gene_runs_from_nought_to_one_within_its_kind_and_a_still_one_is_nought():
    x = torch.tensor([[1.0, 7.0], [3.0, 7.0], [2.0, 7.0], [1.0, 7.0], [5.0, 7.0]])
    kind = kind_of(x, 0)
    np.testing.assert_allclose(kind.x[:, 0], [0, 0.5, 0.25, 0, 1])
    assert (kind.x[:, 1] == 0).all()
    assert sorted(torch.cat([kind.kept, kind.held]).tolist()) == [0, 1, 2, 3, 4]


def test_cells_of_one_cluster_are_unlike_by_their_angles():
    rows = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 0.0], [1.0, 1.0], [5.0, 5.0], [0.0, 1.0]])
    # first cluster: pairs 1, 0, 1 -> 2/3; second: 0; the third holds one cell
    assert math.isclose(float(unlikeness(rows, np.array([0, 0, 0, 1, 1, 2]))), 2 / 3, rel_tol=1e-6)


def test_the_cross_entropy_is_of_measured_pairs_alone():
    output = torch.log(torch.tensor([[[0.25, 0.75], [0.5, 0.5]], [[0.9, 0.1], [0.2, 0.8]]]))
    y = torch.tensor([[1.0, math.nan], [0.0, math.nan]])
    assert math.isclose(float(cross_entropy(output, y)), -(math.log(0.75) + math.log(0.9)) / 2, rel_tol=1e-6)


def test_the_two_forms_differ_by_their_activation_and_by_what_is_read():
    layers = [
        [type(layer).__name__ for layer in encoder_of(9, Shape(as_run=as_run), generator_of(0), generator_of(1))]
        for as_run in (False, True)
    ]
    assert layers[0].count("ReLU") == 2
    assert "ReLU" not in layers[1]
    output = torch.tensor([[[0.2, 0.7]]])
    np.testing.assert_allclose(read(Shape(as_run=True), output), [[0.7]], rtol=1e-6)
    np.testing.assert_allclose(read(Shape(as_run=False), output), [[0.5]], rtol=1e-6)
