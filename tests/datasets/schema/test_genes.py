import pytest

from clinicell.datasets.schema.genes import is_mangled


@pytest.mark.parametrize(
    "name", ["2-Sep", "1-Mar", "10-Mar", "Sep-02", "1-Dec", "2-Sep-24", "2024-09-02", "9/2/2024", "2.31E+13", "01-DEC"]
)
def test_what_a_spreadsheet_makes_of_a_name_is_known(name):
    assert is_mangled(name)


@pytest.mark.parametrize(
    "name", ["SEPTIN2", "SEPT2", "MARCHF1", "MARCH1", "DEC1", "HLA-A", "NKX2-1", "MT-ND1", "A1BG-AS1"]
)
def test_a_true_name_is_left_in_peace(name):
    assert not is_mangled(name)
