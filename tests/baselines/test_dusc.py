import numpy as np
import pytest
from sklearn.decomposition import PCA
from tests.baselines.paired import interval, tumour, without_clones

from clinicell.baselines.dusc import DUSC, clusters, filled, latent, n_hidden
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

N_TYPES = 6


def expression(seed, n_cells=120, n_genes=2000):
    """Counts, not normalised, of genes whose means span orders of magnitude; half of the entries drop out."""
    rng = np.random.default_rng([31, seed])
    code = np.arange(n_cells) % N_TYPES
    is_on = rng.random((N_TYPES, n_genes)) < 0.1
    mean = np.exp(rng.normal(0, 3, n_genes) + 1.5 * is_on[code])
    return rng.poisson(mean) * (rng.random(mean.shape) > 0.5) * 1.0, code.astype(float)


def found(features, code):
    return adjusted_rand_index(code, clusters(features, seed=0, number=N_TYPES).astype(float))


@pytest.fixture(scope="module")
def values():
    """Seeds x (ours, components of the counts, components of the genes scaled as ours are)."""
    rows = []
    for seed in range(5):
        counts, code = expression(seed)
        number = n_hidden(counts)
        spread = np.ptp(counts, axis=0)
        scaled = (counts[:, spread > 0] - counts[:, spread > 0].min(axis=0)) / spread[spread > 0]
        components = [PCA(number, random_state=0).fit_transform(matrix) for matrix in (counts, scaled)]
        rows.append([found(latent(counts, seed=0), code), *(found(each, code) for each in components)])
    return np.array(rows)


def test_on_expression_of_many_genes_it_beats_components_of_the_same_counts(values):
    assert interval(values[:, 0] - values[:, 1])[0] > 0


def test_components_of_the_genes_scaled_alike_do_no_worse_so_the_gain_is_the_scaling(values):
    assert interval(values[:, 0] - values[:, 2])[0] < 0


def test_where_no_gene_tells_types_apart_it_finds_none():
    rng = np.random.default_rng(0)
    scores = []
    for seed in range(4):
        counts, code = expression(seed, n_genes=400)
        scores.append(found(latent(without_clones(counts, seed), seed=0), rng.permutation(code)))
    assert interval(scores)[0] <= 0
    assert abs(np.mean(scores)) < 0.05


def test_a_cells_features_are_its_row_of_the_weights(monkeypatch):
    counts, _ = expression(0, n_genes=60)
    features = latent(counts, seed=0)
    assert features.shape == (120, n_hidden(counts[:, np.ptp(counts, axis=0) > 0]))


def test_a_step_goes_down_the_slope_of_the_loss():
    """Independent: torch's gradient of the loss as the description has it, one batch, nothing corrupted."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    matrix = rng.random((7, 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clinicell.baselines.dusc.CORRUPTED", 0.0)
        patch.setattr("clinicell.baselines.dusc.EPOCHS", 1)
        after = latent(matrix, seed=5)
    samples = torch.tensor(((matrix - matrix.min(axis=0)) / np.ptp(matrix, axis=0)).T)
    bound = 4 * np.sqrt(6 / (after.shape[1] + 7))
    start = np.random.default_rng(5).uniform(-bound, bound, after.shape)
    weights = torch.tensor(start, requires_grad=True)
    made = torch.sigmoid(torch.sigmoid(samples @ weights) @ weights.T)
    loss = torch.nn.functional.binary_cross_entropy(made, samples, reduction="none").sum(dim=1).mean()
    (slope,) = torch.autograd.grad(loss, weights)
    np.testing.assert_allclose(after, start - 0.05 * slope.numpy(), atol=1e-12)


def test_on_genotypes_with_little_noise_it_finds_clones():
    sites, clone, _ = tumour(
        3, n_cells=120, n_sites=100, n_clones=4, false_positive_rate=0.001, false_negative_rate=0.05, missing_rate=0.05
    )
    code = clusters(latent(filled(sites), seed=0), seed=0)
    assert adjusted_rand_index(clone, code.astype(float)) > 0.8


def test_hidden_units_hold_95_percent_of_the_variance():
    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(40, 12)) * np.array([10.0, 5, 1, *[0.1] * 9])
    share = np.cumsum(PCA().fit(matrix).explained_variance_ratio_)
    assert share[n_hidden(matrix) - 1] >= 0.95 > share[n_hidden(matrix) - 2]
    assert n_hidden(np.ones((3, 4))) == 1


@pytest.mark.parametrize("shape", [(0, 3), (1, 3), (5, 0), (5, 3)])
def test_matrices_that_show_nothing_are_answered_for(shape):
    assert clusters(latent(np.ones(shape), seed=0), seed=0).shape == (shape[0],)


def test_missing_entries_stand_at_the_mean_of_their_site():
    np.testing.assert_array_equal(filled(np.array([[1, -1], [0, -1], [-1, -1]], dtype=np.int8))[:, 0], [1, 0, 0.5])
    assert not filled(np.full((2, 2), -1, dtype=np.int8)).any()


def test_it_answers_labels_only(toy):
    data = toy("subclone")
    model = DUSC()
    model.fit(Cohort(units=data.test.units[:0].copy()), find_task("subclone"), seed=0)
    assert set(model.predict(data.test, find_task("subclone")).answers) == {"main"}
