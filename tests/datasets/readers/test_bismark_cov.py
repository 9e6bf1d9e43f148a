import gzip

import numpy as np
import pytest

from clinicell.datasets.readers.bismark_cov import read
from clinicell.errors import InputError, SchemaError

ONE = "15\t100\t100\t50.000000\t1\t1\n15\t200\t200\t0\t0\t3\n"
TWO = "15\t200\t200\t100\t2\t0\nX\t7\t7\t66.6666666666667\t2\t1\n"


def _folder(folder, *cells):
    for number, text in enumerate(cells, 1):
        (folder / f"cell_{number:02d}.cov.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def asked(raw):
    return [question.about for question in raw.questions]


def test_a_folder_is_one_cohort_and_what_is_not_listed_was_not_covered(tmp_path):
    raw = read(_folder(tmp_path, ONE, TWO))
    assert raw.obs.index.tolist() == ["cell_01", "cell_02"]
    assert raw.var.index.tolist() == ["15:100", "15:200", "X:7"]
    assert raw.var["pos"].tolist() == [100, 200, 7]
    assert raw.matrices["methylated"].numbers.toarray().tolist() == [[1, 0, 0], [0, 2, 2]]
    depth = raw.matrices["depth"].numbers
    assert depth.toarray().tolist() == [[2, 3, 0], [0, 2, 3]]
    assert depth.nnz == 4
    assert asked(raw) == ["build"]


def test_a_base_that_the_rows_do_not_tell_is_asked_for(tmp_path):
    path = tmp_path / "a.cov"
    path.write_text("15\t99\t100\t50\t1\t1\n")
    raw = read(path, {"build": "GRCh38"})
    assert asked(raw) == ["base"]
    assert raw.questions[0].evidence == "ends lie 1 after starts"
    assert read(path, {"base": "0-based, half-open"}).var["pos"].tolist() == [100]
    assert read(path, {"base": "1-based, closed"}).var["pos"].tolist() == [99]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "15\t100\t100\t50\t3\t1\n",
            r"1 of 1 rows state a percentage that their reads contradict, the first in line 1",
        ),
        ("15\t100\t100\t0\t0\t0\n", "reads contradict"),
        ("15\t100\t100\t50\t1\n", "1 of 1 rows have not the 6 columns"),
        ("15\t100\t100\t50\t1\t1\n15\t100\t100\t50\t1\t1\n", "1 of 2 CpGs stand twice"),
        ("15\t100\t100\t50\t1.5\t1.5\n", "no whole number from 0, e.g. '1.5'"),
        ("", "0 of 0 rows"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(tmp_path, text, says):
    (tmp_path / "a.cov").write_text(text)
    with pytest.raises(SchemaError, match=says):
        read(tmp_path / "a.cov")


def test_a_folder_without_coverage_files_is_named(tmp_path):
    with pytest.raises(InputError, match="holds no Bismark coverage file"):
        read(tmp_path)


def test_thirty_real_cells_read_as_their_readme_says(mirror):
    raw = read(mirror / "methylation" / "scbs_tutorial_mouse" / "cells")
    depth = raw.matrices["depth"].numbers
    assert depth.shape == (30, 139_224)
    assert depth.nnz == 479_768
    met = raw.matrices["methylated"].numbers
    share = np.asarray(met.sum(axis=1)).ravel() / np.asarray(depth.sum(axis=1)).ravel()
    assert set(np.flatnonzero((share < 0.2) | (share > 0.6)) + 1) <= {10, 20, 30}
    assert set(raw.var["chrom"]) == {"15", "16", "17", "18", "19", "X"}
