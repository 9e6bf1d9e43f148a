import pytest

from clinicell.datasets.privacy.known_names import has_known, is_family, is_given, is_name, is_no_name


def test_a_word_that_is_a_name_and_nothing_else_is_told_from_one_that_is_both():
    assert is_given("Agnieszka")
    assert is_family("Kowalski")
    assert is_name("Rosa")
    assert not is_given("Rosa")
    assert not is_family("Burkitt")  # an eponym
    assert is_no_name("Department")
    assert is_no_name("Hodgkin")


@pytest.mark.parametrize("text", ["John Smith", "Smith, John", "smith_john", "JohnSmith", "Maria de la Garcia"])
def test_a_known_name_beside_another_is_a_person(text):
    assert has_known(text)


@pytest.mark.parametrize(
    "text", ["Hodgkin lymphoma", "April 2019", "bone marrow", "Smith", "Ann Arbor", "Kaplan-Meier"]
)
def test_one_name_alone_an_eponym_or_a_month_is_none(text):
    assert not has_known(text)
