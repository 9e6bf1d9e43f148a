import numpy as np

from clinicell.baselines.as_read import AsRead, completed
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task


def test_what_was_not_read_takes_the_majority_of_its_site():
    sites = np.array([[1, 0, -1], [2, -1, -1], [-1, 1, -1]], dtype=np.int8)
    assert completed(sites).tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 0]]


def test_equal_cells_are_a_clone_and_the_reading_is_the_genotype(toy):
    test = toy("subclone").test
    test.units.layers["genotype"][1] = test.units.layers["genotype"][0]
    model = AsRead()
    model.fit(Cohort(units=test.units[:0].copy()), find_task("subclone"), seed=0)
    answers = model.predict(test, find_task("subclone")).answers
    clone = answers["main"]["subclone"]
    assert clone.iloc[0] == clone.iloc[1]
    assert clone.nunique() > 60
    read = test.units.layers["genotype"]
    np.testing.assert_array_equal(answers["genotype"].to_numpy()[read >= 0], (read > 0)[read >= 0])
