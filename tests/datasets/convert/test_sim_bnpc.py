from pathlib import Path

import numpy as np
import pytest

from clinicell.datasets.convert.sim_bnpc import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "sim_bnpc"
SIZES = [23, 22, 21, 20, 14]


def _raw(folder: Path, table: str = "1\t0\t3\n0\t1\t1\n") -> Path:
    (folder / "data.csv").write_text(table)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_are_mutations_and_a_3_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[1, 0], [0, 1], [-1, 1]]
    assert set(adata.obs["clone_id"]) == {"unknown"}


def test_a_2_that_the_table_does_not_declare_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 of 6 entries .* '2'"):
        convert(_raw(tmp_path, "1\t0\t3\n0\t2\t1\n"))


def test_calls_are_those_of_the_file(real, mirror):
    raw = np.loadtxt(mirror / "subclone" / ID / "data.csv", dtype=int).T
    assert (real(ID).layers["genotype"] == np.where(raw == 3, -1, raw)).all()


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


def test_bernoulli_mixture_finds_as_many_clones_of_the_same_sizes(real, clones_by_bic, sizes_apart, check_figure):
    clone = clones_by_bic(real(ID).layers["genotype"], most=10)
    check_figure(ID, "clones_by_bic", len(np.unique(clone)))
    check_figure(ID, "clone_sizes_apart", sizes_apart(clone, SIZES))
