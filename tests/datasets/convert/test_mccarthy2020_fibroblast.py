from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from clinicell.datasets.convert.mccarthy2020_fibroblast import CLONES, convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "mccarthy2020_fibroblast"
ALTERNATE = "variant,cell1,cell2\nSNV1,0,\nSNV2,2,\n"
DEPTH = "variant,cell1,cell2\nSNV1,3,\nSNV2,2,\n"
CARRIES = "variant,clone1,clone2,clone3,clone4\nSNV2,0,1,0,0\nSNV1,0,0,1,1\n"


def _raw(folder: Path, *, alternate: str = ALTERNATE, depth: str = DEPTH) -> Path:
    pd.read_csv(_text(folder, alternate)).to_csv(folder / "A_clone.csv.gz", index=False)
    pd.read_csv(_text(folder, depth)).to_csv(folder / "D_clone.csv.gz", index=False)
    (folder / "clone_config_Z.csv").write_text(CARRIES)
    return folder


def _text(folder: Path, text: str) -> Path:
    (folder / "plain.csv").write_text(text)
    return folder / "plain.csv"


@pytest.fixture
def posterior(real) -> np.ndarray:
    """Cells x clones, from reads and the clones' variants alone."""
    adata = real(ID)
    alt = adata.layers["ad_alt"].astype(int)  # (n_cells, n_variants)
    depth = adata.layers["dp"].astype(int)
    carries = adata.var[[f"in_{name}" for name in CLONES]].to_numpy(dtype=bool)  # (n_variants, n_clones)
    rate = np.where(carries, 0.45, 0.01)
    logs = binom.logpmf(alt[:, :, None], depth[:, :, None], rate[None]).sum(axis=1)  # (n_cells, n_clones)
    weight = np.exp(logs - logs.max(axis=1, keepdims=True))
    return weight / weight.sum(axis=1, keepdims=True)


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_an_empty_entry_is_missing_and_a_zero_is_a_site_with_reads(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[0, 1], [-1, -1]]
    assert adata.layers["dp"].tolist() == [[3, 2], [0, 0]]
    assert adata.layers["ad_alt"].tolist() == [[0, 2], [0, 0]]


def test_a_variant_keeps_its_clones_whatever_the_order_of_the_tables(tmp_path):
    var = convert(_raw(tmp_path)).var
    assert var.loc["SNV1"].tolist() == [False, False, True, True]
    assert var.loc["SNV2"].tolist() == [False, True, False, False]


@pytest.mark.parametrize("depth", [DEPTH.replace("SNV2,2", "SNV2,1"), DEPTH.replace("SNV2,2", "SNV2,")])
def test_alternate_reads_beyond_the_reads_are_refused(tmp_path, depth):
    with pytest.raises(SchemaError, match="1 of 4 entries have alternate reads"):
        convert(_raw(tmp_path, depth=depth))


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


def test_most_cells_have_a_clone_by_their_reads(posterior, check_figure):
    check_figure(ID, "share_assigned", float((posterior.max(axis=1) > 0.5).mean()))


def test_clones_of_the_assigned_cells_are_as_large_as_published(posterior, sizes_apart, check_figure):
    clone = posterior.argmax(axis=1)[posterior.max(axis=1) > 0.5]
    check_figure(ID, "clone_sizes_apart", sizes_apart(clone, [216, 41, 33, 9]))
