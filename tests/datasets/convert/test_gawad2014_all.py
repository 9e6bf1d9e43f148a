from pathlib import Path

import numpy as np
import pytest

from clinicell.datasets.convert.gawad2014_all import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "gawad2014_all"
SIZES = {2: [36, 29, 27, 23], 4: [58, 50, 35], 5: [43, 38, 8, 7]}


def _raw(folder: Path, *, second: str = "0 1 3\n1 1 0\n", fourth: str = "0 1\n2 1\n") -> Path:
    (folder / "pat_2.csv").write_text(second)
    (folder / "pat_2.geneNames").write_text("RRP8_Chr11_6622747\nPLEC_Chr8_144995042\n")
    for number, table in ((4, fourth), (5, "1 0\n")):
        (folder / f"pat{number}.txt").write_text(table)
        (folder / f"pat{number}_mut.txt").write_text("ADH7\nADH7")
    return folder


def _of(adata, number: int) -> np.ndarray:
    cells = (adata.obs["donor_id"] == f"patient{number}").to_numpy()
    sites = adata.var_names.str.startswith(f"patient{number}:")
    return adata.layers["genotype"][np.ix_(cells, sites)]


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_of_patient_2_are_sites_and_its_3_is_missing(tmp_path):
    assert _of(convert(_raw(tmp_path)), 2).tolist() == [[0, 1], [1, 1], [-1, 0]]


def test_rows_of_patient_4_are_cells_and_its_2_is_missing(tmp_path):
    assert _of(convert(_raw(tmp_path)), 4).tolist() == [[0, 1], [-1, 1]]


def test_a_code_of_the_other_repository_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"pat4\.txt: 1 of 4 entries .* '3'"):
        convert(_raw(tmp_path, fourth="0 1\n3 1\n"))


def test_two_sites_in_one_gene_have_ids_of_their_own_and_a_locus_only_where_it_is_stated(tmp_path):
    var = convert(_raw(tmp_path)).var
    assert var.index[2:4].tolist() == ["patient4:ADH7", "patient4:ADH7.2"]
    assert var["locus"].tolist() == ["chr11:6622747", "chr8:144995042", *["unknown"] * 4]


def test_a_matrix_with_the_names_of_another_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="2 names for 3 sites"):
        convert(_raw(tmp_path, second="0 1\n1 1\n0 0\n"))


def test_calls_are_those_of_the_files_and_none_is_missing_within_a_patient(real, mirror):
    adata, folder = real(ID), mirror / "subclone" / ID
    assert (_of(adata, 2) == np.loadtxt(folder / "pat_2.csv", dtype=int).T).all()
    for number in (4, 5):
        assert (_of(adata, number) == np.loadtxt(folder / f"pat{number}.txt", dtype=int)).all()
    own = sum(_of(adata, number).size for number in SIZES)
    assert (adata.layers["genotype"] >= 0).sum() == own


@pytest.mark.parametrize("number", SIZES)
def test_bernoulli_mixture_finds_as_many_clones(real, clones_by_bic, check_figure, number):
    clone = clones_by_bic(_of(real(ID), number))
    check_figure(ID, f"clones_by_bic_patient{number}", len(np.unique(clone)))


@pytest.mark.parametrize("number", SIZES)
def test_clones_of_the_mixture_are_as_large_as_published(real, clones_by_bic, sizes_apart, check_figure, number):
    clone = clones_by_bic(_of(real(ID), number))
    check_figure(ID, f"clone_sizes_apart_patient{number}", sizes_apart(clone, SIZES[number]))


def test_the_published_clones_of_patient_5_are_a_lesser_optimum_that_some_starts_end_in(
    real, clones_by_bic, sizes_apart, check_choices
):
    genotype = _of(real(ID), 5)
    apart = [sizes_apart(clones_by_bic(genotype, most=5, first_seed=first), SIZES[5]) for first in range(0, 40, 5)]
    assert apart[1:4] == [0.0, 0.0, 0.0]
    check_choices(ID, "clone_sizes_apart_patient5", apart)
