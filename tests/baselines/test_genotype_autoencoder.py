from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines._training import Training
from clinicell.baselines.genotype_autoencoder import GenotypeAutoencoder, clones, genotypes, networks
from clinicell.errors import InputError
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

TASK = find_task("subclone")
QUICK = Training(max_epochs=3)


def found_in(genotype: np.ndarray, training: Training) -> np.ndarray:
    return clones(genotype, networks(genotype, training, 0), 0)


def codes_of(cohort: Cohort, training: Training = QUICK) -> np.ndarray:
    model = GenotypeAutoencoder(training)
    model.fit(Cohort(units=cohort.units[:0].copy()), TASK, seed=0)
    return model.predict(cohort, TASK).answers["main"]["subclone"].to_numpy()


def with_genotype(cohort: Cohort, genotype: np.ndarray) -> Cohort:
    units = cohort.units.copy()
    units.layers["genotype"] = genotype.astype(np.int8)
    return replace(cohort, units=units)


def test_it_finds_the_clones_and_how_many_there_are(toy):
    data = toy("subclone")
    found = codes_of(data.test, GenotypeAutoencoder().training)
    assert adjusted_rand_index(data.truth["subclone"].to_numpy(), found) > 0.9
    assert np.unique(found).size in (4, 5)


def test_noise_without_clones_is_hardly_split():
    rng = np.random.default_rng(0)
    found = found_in((rng.random((100, 80)) < 0.3).astype(np.int8), GenotypeAutoencoder().training)
    assert np.unique(found).size <= 3


def test_heterozygous_and_homozygous_calls_count_alike(toy):
    test = toy("subclone").test
    genotype = test.units.layers["genotype"]
    np.testing.assert_array_equal(codes_of(test), codes_of(with_genotype(test, np.minimum(genotype, 1))))


def test_the_order_of_the_cells_does_not_matter(toy, reordered):
    test = toy("subclone").test
    model = GenotypeAutoencoder(QUICK)
    model.fit(test, TASK, seed=0)
    tables = [model.predict(cohort, TASK).answers["main"] for cohort in (test, reordered(test))]
    np.testing.assert_array_equal(tables[0], tables[1].loc[tables[0].index])


def test_a_cell_that_shows_nothing_and_a_site_seen_in_one_cell_are_answered_for(toy):
    test = toy("subclone").test
    genotype = test.units.layers["genotype"].copy()
    genotype[0] = -1
    genotype[1:, 3] = -1
    assert np.isfinite(codes_of(with_genotype(test, genotype))).all()


@pytest.mark.parametrize("n_cells", [0, 1, 2, 3])
def test_very_few_cells_are_answered_for(n_cells):
    genotype = np.tile(np.array([0, 1, 1, 0, 1], dtype=np.int8), (n_cells, 1))
    assert found_in(genotype, QUICK).tolist() == [0] * n_cells


def test_too_few_observed_entries_are_refused():
    with pytest.raises(InputError, match="3 rows to learn from"):
        found_in(np.array([[1, -1], [0, 1]], dtype=np.int8), QUICK)


def test_cells_without_a_genotype_are_refused(toy):
    units = toy("subclone").test.units.copy()
    del units.layers["genotype"]
    with pytest.raises(InputError, match=r"no layers\['genotype'\]"):
        codes_of(Cohort(units=units))


def test_what_was_not_fitted_does_not_answer(toy):
    with pytest.raises(InputError, match="call fit first"):
        GenotypeAutoencoder().predict(toy("subclone").test, TASK)


def test_a_saved_model_answers_alike_and_is_not_trained_again(toy, tmp_path):
    test = toy("subclone").test
    model = GenotypeAutoencoder(QUICK)
    model.fit(test, TASK, seed=3)
    answer = model.predict(test, TASK).answers["main"]
    read = GenotypeAutoencoder.load(model.save(tmp_path / "autoencoder.safetensors"))
    read.training = Training(max_epochs=0)
    np.testing.assert_array_equal(read.predict(test, TASK).answers["main"], answer)
    half = replace(test, units=test.units[::2].copy())
    assert np.isfinite(read.predict(half, TASK).answers["main"].to_numpy()).all()
    assert read.save(tmp_path / "again").read_bytes() == (tmp_path / "autoencoder.safetensors").read_bytes()


def test_a_saved_model_refuses_another_number_of_sites(toy, tmp_path):
    test = toy("subclone").test
    model = GenotypeAutoencoder(QUICK)
    model.fit(test, TASK, seed=0)
    model.predict(test, TASK)
    read = GenotypeAutoencoder.load(model.save(tmp_path / "x"))
    fewer = replace(test, units=test.units[:, :7].copy())
    with pytest.raises(InputError, match=r"7 sites in these cells, \d+ in those of the training"):
        read.predict(fewer, TASK)


def test_nothing_is_saved_before_there_is_an_answer(toy, tmp_path):
    model = GenotypeAutoencoder(QUICK)
    model.fit(toy("subclone").test, TASK, seed=0)
    with pytest.raises(InputError, match="nothing to save before predict"):
        model.save(tmp_path / "x")


def test_it_answers_the_probability_of_each_mutation_and_a_tree(toy):
    test = toy("subclone").test
    model = GenotypeAutoencoder(QUICK)
    model.fit(test, TASK, seed=0)
    answers = model.predict(test, TASK).answers
    assert set(answers) == {"main", "genotype", "tree"}
    table = answers["genotype"]
    assert table.index.equals(test.asked)
    assert ((table >= 0) & (table <= 1)).all(axis=None)
    seen = test.units.layers["genotype"]
    assert table.to_numpy()[seen > 0].mean() > table.to_numpy()[seen == 0].mean()


def test_without_a_network_the_genotype_is_the_reading():
    np.testing.assert_array_equal(genotypes(np.array([[2, -1, 0]], dtype=np.int8), []), [[1, 0, 0]])
