from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.convert._clones import on_all_sites, read_names, told_apart, unlabelled
from clinicell.datasets.readers.genotype_matrix import side_by_side
from clinicell.errors import SchemaError


def test_samples_meet_on_the_sites_that_they_share_and_miss_the_others():
    blocks = [np.array([[1, 0]], dtype=np.int8), np.array([[2, 1], [0, 0]], dtype=np.int8)]
    whole, sites = on_all_sites(blocks, [pd.Index(["a", "b"]), pd.Index(["c", "a"])])
    assert sites.tolist() == ["a", "b", "c"]
    assert whole.tolist() == [[1, 0, -1], [1, -1, 2], [0, -1, 0]]
    assert whole.dtype == np.int8


def test_reads_beside_each_other_are_filled_with_none():
    reads = [np.array([[7]], dtype=np.int32), np.array([[9]], dtype=np.int32)]
    assert side_by_side(reads, fill=0).tolist() == [[7, 0], [0, 9]]
    assert side_by_side(reads).tolist() == [[7, -1], [-1, 9]]


def test_a_name_that_occurs_three_times_is_three_names():
    assert told_apart(["TTN", "TTN", "KRAS", "TTN"]) == ["TTN", "TTN.2", "KRAS", "TTN.3"]


def test_a_last_name_without_line_end_is_read_and_too_few_names_are_refused(tmp_path: Path):
    (tmp_path / "names").write_text("TP53\n\nKRAS")
    assert read_names(tmp_path / "names", 2, "sites") == ["TP53", "KRAS"]
    with pytest.raises(SchemaError, match="2 names for 3 sites"):
        read_names(tmp_path / "names", 3, "sites")


def test_of_cells_without_labels_nobody_says_that_they_are_normal():
    cells = unlabelled(["a", "b"], "p1", "s1")
    assert cells["malignant"].isna().all()
    assert set(cells["clone_id"]) == {"unknown"}
