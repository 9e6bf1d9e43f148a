import re

import pytest

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.ontology.mangled import is_date_number, likely


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("2-Sep", ["SEPT2"]),
        ("Sep-02", ["SEPT2"]),
        ("2-Sep-24", ["SEPT2"]),
        ("2024-09-02", ["SEPT2"]),
        ("2024-09-02 00:00:00", ["SEPT2"]),
        ("15-Sep", ["SEP15"]),
        ("1-Mar", ["MARCH1", "MARC1"]),
        ("10-MAR", ["MARCH10"]),
        ("43891", ["MARCH1", "MARC1"]),  # 2020-03-01
        ("9/3/2024", ["SEPT3", "MARCH9"]),  # both readings
        ("1-Dec", ["DEC1", "DEC1"]),  # DELEC1, or BHLHE40
        ("4-Oct", ["OCT4"]),
        ("5-Jan", []),
        ("14-Mar", []),
        ("TP53", []),
        ("", []),
    ],
)
def test_all_names_that_a_spreadsheet_may_have_turned_into_this_are_named(name, typed):
    assert [gene.typed for gene in likely(name)] == typed


def test_a_likely_gene_bears_todays_symbol_and_id():
    (gene,) = likely("2-Sep")
    assert (gene.symbol, gene.ids) == ("SEPTIN2", ("ENSG00000168385",))
    assert str(gene) == "SEPT2 (now SEPTIN2, ENSG00000168385)"


def test_a_mouse_name_is_written_as_in_the_mouse():
    assert [gene.symbol for gene in likely("2-Sep", "mouse")] == ["Septin2"]


def test_a_clone_that_became_a_number_is_found_with_all_that_look_alike():
    clones = [symbol for symbol in table("mouse").ids_of if re.fullmatch(r"\d{7}E\d{2}Rik", symbol)]
    assert len(clones) > 50
    clone = clones[0].removesuffix("Rik")
    number = f"{float(clone):.2E}"
    expected = {symbol.removesuffix("Rik") for symbol in clones if f"{float(symbol.removesuffix('Rik')):.2E}" == number}
    assert {gene.typed for gene in likely(number, "mouse")} == expected
    assert clone in expected


def test_a_number_is_a_date_only_where_a_gene_becomes_that_day():
    assert is_date_number("43891")
    assert is_date_number("45537")  # 2024-09-02
    assert not is_date_number("43950")  # 2020-04-29
    assert not is_date_number("12345")  # 1933
    assert not is_date_number("7157")  # TP53 by its Entrez id
