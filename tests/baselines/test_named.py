import pytest

from clinicell.baselines._named import feature_names, places
from clinicell.errors import InputError


def test_a_feature_is_found_wherever_it_stands(toy):
    units = toy("response").train.units
    assert places(feature_names(units)[:3], units[:, ::-1]).tolist() == [39, 38, 37]


def test_a_panel_that_shares_a_tenth_of_the_genes_is_refused_with_an_example(toy):
    data = toy("response")
    units = data.test.units.copy()
    units.var_names = [*units.var_names[:4], *(f"other{number}" for number in range(36))]
    with pytest.raises(InputError, match=r"36 of 40 features of the training are not in these cells, e\.g\. '4'"):
        places(feature_names(data.train.units), units)


def test_components_are_named_by_their_number(toy):
    assert feature_names(toy("response", is_embedding=True).train.units)[:2] == ("component 1", "component 2")
