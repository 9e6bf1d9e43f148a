from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.convert.rambow2018_melanoma import TIME_POINTS, convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "rambow2018_melanoma"
HEAD = "cell,PRAME_22_22551005_T_A,RPL5_1_92837514_C_G"


def _raw(folder: Path, head: str = HEAD) -> Path:
    for number, name in enumerate(TIME_POINTS, 1):
        (folder / name).write_text(f"{head if number == 1 else HEAD}\nSRR{number}1,1,\nSRR{number}2,0,1\n")
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_an_empty_entry_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"][:2].tolist() == [[1, -1], [0, 1]]


def test_variants_in_another_order_are_put_in_order(tmp_path):
    head = "cell,RPL5_1_92837514_C_G,PRAME_22_22551005_T_A"
    adata = convert(_raw(tmp_path, head))
    assert adata.var["gene"].tolist() == ["PRAME", "RPL5"]
    assert adata.layers["genotype"][:2].tolist() == [[-1, 1], [1, 0]]


def test_a_site_has_its_position_and_alleles_and_a_genome_that_nobody_states(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var.loc["RPL5_1_92837514_C_G"].tolist() == ["RPL5", "1", 92837514, "C", "G"]
    assert adata.uns["genome_build"] == "unknown"


def test_time_points_are_days_of_treatment_and_the_day_before_it_is_not_known(tmp_path):
    adata = convert(_raw(tmp_path))
    samples = adata.obs.drop_duplicates("sample_id").set_index("sample_id")
    assert samples["time_point"].tolist() == ["baseline", *["on_treatment"] * 3]
    assert np.array_equal(samples["days_from_baseline"], [np.nan, 4, 28, 57], equal_nan=True)
    assert samples["treatment_id"].tolist() == ["na", *["BRAF_MEK"] * 3]
    assert adata.obs["donor_id"].unique().tolist() == ["pdx1"]


def test_a_time_point_with_another_variant_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="2 names are in one of two tables only"):
        convert(_raw(tmp_path, HEAD.replace("RPL5", "RPL6")))


@pytest.mark.parametrize("gene", ["RPL5", "PRAME"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_share_of_mutated_cells_is_as_published(real, check_figure, gene, number):
    adata = real(ID)
    calls = adata.layers["genotype"][np.ix_(adata.obs["sample_id"] == f"T{number}", adata.var["gene"] == gene)]
    check_figure(ID, f"share_mutated_{gene.lower()}_t{number}", float(calls[calls >= 0].mean()))


def test_share_of_missing_entries_per_time_point_is_that_of_the_files(real, mirror):
    adata = real(ID)
    missing = pd.Series((adata.layers["genotype"] < 0).mean(axis=1), adata.obs_names)
    per_sample = missing.groupby(adata.obs["sample_id"].astype("str")).mean()
    raw = [pd.read_csv(mirror / "subclone" / ID / name, index_col=0).isna().to_numpy().mean() for name in TIME_POINTS]
    assert np.allclose(per_sample.to_numpy(), raw)
    assert (round(min(raw), 3), round(max(raw), 3)) == (0.075, 0.159)
