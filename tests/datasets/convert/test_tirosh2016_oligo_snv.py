from pathlib import Path

import numpy as np
import pytest

from clinicell.datasets.convert.tirosh2016_oligo_snv import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "tirosh2016_oligo_snv"


def _raw(folder: Path, *, cells: str = "MGH36-P03-A01\nMGH36-P03-A02\n") -> Path:
    (folder / "MGH36_scs.txt").write_text("0 1\n2 0\n")
    (folder / "MGH36_snv-names.txt").write_text("ABCA7\nAGAP2\n")
    (folder / "MGH36_cell-names.txt").write_text(cells)
    (folder / "MGH36_fn-rates.txt").write_text("0.9000\n0.1300\n")
    (folder / "MGH64_scs.txt.gz").write_text("1 1 0\n")
    (folder / "MGH64_snv-names.txt").write_text("ABCA7\nTTN\nTTN\n")
    return folder


def _of(adata, donor: str) -> np.ndarray:
    cells = (adata.obs["donor_id"] == donor).to_numpy()
    return adata.layers["genotype"][np.ix_(cells, adata.var_names.str.startswith(f"{donor}:"))]


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_a_2_is_missing_and_the_same_gene_in_two_patients_is_two_sites(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[0, 1, -1, -1, -1], [-1, 0, -1, -1, -1], [-1, -1, 1, 1, 0]]
    assert adata.var_names.tolist() == ["MGH36:ABCA7", "MGH36:AGAP2", "MGH64:ABCA7", "MGH64:TTN", "MGH64:TTN.2"]


def test_rates_of_false_negatives_are_known_for_one_patient_alone(tmp_path):
    rates = convert(_raw(tmp_path)).var["false_negative_rate"]
    assert np.array_equal(rates, [0.9, 0.13, np.nan, np.nan, np.nan], equal_nan=True)


def test_cells_without_names_bear_running_numbers(tmp_path):
    assert convert(_raw(tmp_path)).obs_names.tolist() == ["MGH36-P03-A01", "MGH36-P03-A02", "MGH64-cell0001"]


def test_a_matrix_with_fewer_names_than_cells_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 names for 2 cells"):
        convert(_raw(tmp_path, cells="MGH36-P03-A01\n"))


def test_no_entry_is_missing_within_a_patient_though_most_are_not_covered(real):
    adata = real(ID)
    assert all((_of(adata, donor) >= 0).all() for donor in ("MGH36", "MGH64"))
    assert "no read" in adata.uns["genotype_note"]


@pytest.mark.parametrize("donor", ["MGH36", "MGH64"])
def test_share_of_ones_is_as_published(real, check_figure, donor):
    check_figure(ID, f"share_ones_{donor.lower()}", float((_of(real(ID), donor) == 1).mean()))


def test_bernoulli_mixture_supports_one_clone_in_mgh36(real, clones_by_bic, check_figure):
    check_figure(ID, "clones_by_bic_mgh36", len(np.unique(clones_by_bic(_of(real(ID), "MGH36")))))
