import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.errors import InputError
from clinicell.tasks import _perturb as perturb

N_CELLS, N_GENES = 2000, 40


def cells(matrix, kind="counts", slot="X"):
    """Return cells x features with one matrix and its declared scale."""
    names = pd.DataFrame(index=pd.Index([f"g{number:02d}" for number in range(matrix.shape[1])]))
    made = ad.AnnData(
        X=matrix if slot == "X" else None,
        obs=pd.DataFrame(index=pd.Index([f"c{number}" for number in range(matrix.shape[0])])),
        var=names,
        layers={} if slot == "X" else {slot.partition("/")[2]: matrix},
    )
    formula = "arcsinh(raw / 150)" if kind == "other" else ""
    made.uns["scales"] = scales_table({slot: Scale(kind=kind, formula=formula)})
    return made


@pytest.fixture(scope="module")
def poisson():
    """Poisson counts of mean 8 in every gene."""
    rng = np.random.default_rng(1)
    return cells(sparse.csr_matrix(rng.poisson(8.0, (N_CELLS, N_GENES)).astype(np.float32)))


@pytest.fixture(scope="module")
def genotypes():
    rng = np.random.default_rng(2)
    sites = rng.choice([-1, 0, 1, 2], p=[0.1, 0.5, 0.3, 0.1], size=(N_CELLS, N_GENES)).astype(np.int8)
    return cells(sites, kind="genotype", slot="layers/genotype")


def dense(adata):
    return adata.X.toarray() if sparse.issparse(adata.X) else adata.X


@pytest.mark.parametrize("kept", [0.5, 0.25, 0.1])
def test_thinning_scales_the_mean_and_keeps_poisson_counts_poisson(poisson, kept):
    thin = dense(perturb.thinned(poisson, kept, seed=3))
    error = np.sqrt(8 * kept / thin.size)  # of the mean of independent Poisson counts
    assert abs(thin.mean() - 8 * kept) < 4 * error
    assert abs(thin.var() / thin.mean() - 1) < 4 * np.sqrt(2 / thin.size)  # variance = mean
    zeros = np.exp(-8 * kept)  # the share of zeros of a Poisson law
    assert abs((thin == 0).mean() - zeros) < 4 * np.sqrt(zeros * (1 - zeros) / thin.size)
    assert (thin <= dense(poisson)).all()
    assert (thin == np.rint(thin)).all()


def test_thinned_molecules_stay_with_their_genes(poisson):
    sparse_counts = cells(sparse.csr_matrix(np.diag(np.arange(5.0, 10.0)).astype(np.float32)))
    thin = dense(perturb.thinned(sparse_counts, 0.5, seed=0))
    assert (thin[~np.eye(5, dtype=bool)] == 0).all()
    assert perturb.thinned(sparse_counts, 0.5, seed=0).uns["scales"].equals(sparse_counts.uns["scales"])


@pytest.mark.parametrize("kind", ["log1p_cp10k", "tpm", "zscore"])
def test_only_counts_can_be_thinned(kind):
    logs = cells(np.ones((3, 2), dtype=np.float32), kind=kind)
    with pytest.raises(InputError, match=f"X is {kind}, not counts"):
        perturb.thinned(logs, 0.5, seed=0)


def test_dropout_loses_the_share_asked_for_and_changes_nothing_else(poisson):
    before, after = dense(poisson), dense(perturb.dropped_out(poisson, 0.25, seed=4))
    seen = before > 0
    assert abs((after[seen] == 0).mean() - 0.25) < 4 * np.sqrt(0.25 * 0.75 / seen.sum())
    assert (after[after > 0] == before[after > 0]).all()
    with pytest.raises(InputError, match="0 must mean"):
        perturb.dropped_out(cells(np.ones((3, 2)), kind="zscore"), 0.5, seed=0)


def test_a_site_multiplies_each_gene_by_one_factor_in_all_cells(poisson):
    moved = perturb.shifted(poisson, 0.5, seed=5)
    ratio = dense(moved).mean(axis=0) / dense(poisson).mean(axis=0)
    drawn = np.exp(0.5 * np.random.default_rng(5).standard_normal(N_GENES))  # ids are in alphabetical order here
    assert ratio == pytest.approx(drawn, rel=0.02)  # rounding at random keeps the mean
    assert (dense(moved) == np.rint(dense(moved))).all()


@pytest.mark.parametrize(
    ("kind", "to_linear"),
    [("log1p_cp10k", np.expm1), ("log2_tpm", lambda x: 2**x - 1), ("tpm", lambda x: x)],
)
def test_a_site_multiplies_on_the_linear_scale(kind, to_linear):
    values = np.random.default_rng(0).gamma(2.0, 1.0, (6, 3))
    moved = perturb.shifted(cells(values, kind=kind), 0.7, seed=9).X
    ratio = to_linear(moved) / to_linear(values)
    assert ratio == pytest.approx(np.broadcast_to(ratio[0], ratio.shape))
    assert ratio[0] == pytest.approx(np.exp(0.7 * np.random.default_rng(9).standard_normal(3)))


def test_what_is_drawn_for_a_feature_goes_with_its_id_not_its_place(poisson):
    turned = poisson[:, ::-1].copy()
    for function, level in ((perturb.without_features, 0.25), (perturb.recalibrated, 0.3)):
        one, other = function(poisson, level, seed=1), function(turned, level, seed=1)
        assert set(one.var_names) == set(other.var_names)
        assert np.allclose(dense(one), dense(other[:, one.var_names]))


def test_an_instrument_has_one_gain_and_one_offset_for_each_channel():
    values = np.random.default_rng(0).normal(3.0, 2.0, (500, 4))
    moved = perturb.recalibrated(cells(values, kind="other"), 0.25, seed=1).X
    for channel in range(4):
        gain, offset = np.polyfit(values[:, channel], moved[:, channel], 1)
        assert moved[:, channel] == pytest.approx(gain * values[:, channel] + offset)
        assert gain > 0
        assert gain != pytest.approx(1, abs=1e-3)


def test_a_smaller_panel_is_part_of_a_larger_one(poisson):
    panels = [set(perturb.without_features(poisson, kept, seed=6).var_names) for kept in (0.5, 0.25, 0.1)]
    assert [len(panel) for panel in panels] == [20, 10, 4]
    assert panels[2] < panels[1] < panels[0]


def test_a_lost_feature_takes_the_value_that_training_gives_it(poisson):
    means = pd.Series(np.arange(N_GENES, dtype=float), index=poisson.var_names)
    filled = perturb.without_features(poisson, 0.5, seed=6, filled_with=means)
    stays = set(perturb.without_features(poisson, 0.5, seed=6).var_names)
    for place, name in enumerate(poisson.var_names):
        expected = dense(poisson)[:, place] if name in stays else np.full(N_CELLS, float(place))
        assert (dense(filled)[:, place] == expected).all()


def test_genotype_errors_have_the_rate_and_the_direction_asked_for(genotypes):
    before = genotypes.layers["genotype"]

    def rate(changed, where):
        return (changed.layers["genotype"] != before)[where].mean()

    false = perturb.with_false_positives(genotypes, 0.05, seed=1)
    assert rate(false, before == 0) == pytest.approx(0.05, abs=0.005)
    assert rate(false, before != 0) == 0
    assert set(false.layers["genotype"][(before == 0) & (false.layers["genotype"] != 0)]) == {1}
    lost = perturb.with_false_negatives(genotypes, 0.2, seed=1)
    assert rate(lost, before > 0) == pytest.approx(0.2, abs=0.01)
    assert rate(lost, before <= 0) == 0
    gone = perturb.with_missing(genotypes, 0.25, seed=1)
    assert rate(gone, before >= 0) == pytest.approx(0.25, abs=0.01)
    assert (gone.layers["genotype"][before == -1] == -1).all()


def test_noise_on_labels_deals_them_anew_and_keeps_the_classes():
    label = np.repeat([0.0, 1.0, np.nan], [900, 90, 10])
    labels = pd.DataFrame({"target": label}, index=[f"u{number}" for number in range(1000)])
    noisy = perturb.noisy(labels, 0.5, seed=2)["target"]
    assert noisy.isna().equals(labels["target"].isna())
    assert noisy.sum() == 90
    wrong = ((noisy == 0) & (labels["target"] == 1)).sum()
    assert wrong / 90 == pytest.approx(0.5 * 900 / 990, abs=0.12)  # half take part; of these, 900 in 990 turn negative
    assert perturb.noisy(labels, 0.0, seed=2).equals(labels)


@pytest.mark.parametrize(
    ("function", "level"),
    [(perturb.thinned, 0.5), (perturb.dropped_out, 0.5), (perturb.shifted, 0.5), (perturb.without_features, 0.5)],
)
def test_the_cells_that_were_given_stay_as_they_were_and_a_seed_gives_the_same_again(poisson, function, level):
    before = dense(poisson).copy()
    one, again, other = (function(poisson, level, seed=seed) for seed in (7, 7, 8))
    assert (dense(poisson) == before).all()
    assert (dense(one) == dense(again)).all()
    assert not np.array_equal(dense(one), dense(other))


@pytest.mark.parametrize("function", [perturb.with_false_positives, perturb.with_false_negatives, perturb.with_missing])
def test_genotypes_that_were_given_stay_as_they_were(genotypes, function):
    before = genotypes.layers["genotype"].copy()
    function(genotypes, 0.5, seed=0)
    assert (genotypes.layers["genotype"] == before).all()
    with pytest.raises(InputError, match="no layers"):
        function(cells(np.ones((2, 2))), 0.5, seed=0)
