"""The verdict of a file comes out of a child, which alone loads what judges it."""

import subprocess
import sys

import pytest

from clinicell.datasets import file_verdict, validate
from clinicell.datasets.file_verdict import validate_file
from clinicell.datasets.schema.levels import Level

ASKED = """
import sys
from pathlib import Path
from clinicell.datasets.file_verdict import validate_file
verdict = validate_file(Path(sys.argv[1]), level=3, numbers=False)
print(verdict.findings[0].code, *sorted({"anndata", "pandas", "pandera", "h5py", "zarr", "scipy"} & set(sys.modules)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the child is no fork")
def test_who_asks_for_a_verdict_loads_neither_anndata_nor_pandas(tmp_path):
    (tmp_path / "a.h5ad").write_text("cell,gene\n1,2\n")
    told = subprocess.run(
        [sys.executable, "-c", ASKED, tmp_path / "a.h5ad"], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["L0-READ-03"]


def test_the_same_function_is_found_beside_the_verdict_of_data_in_memory():
    assert validate.validate_file is file_verdict.validate_file


def test_a_file_that_cannot_be_read_keeps_what_was_asked(tmp_path):
    verdict = validate_file(tmp_path / "none.h5ad", level=Level.L2, numbers=False)
    assert (verdict.asked, verdict.are_numbers_read, verdict.level) == (Level.L2, False, None)
    assert [finding.code for finding in verdict.findings] == ["L0-READ-01"]
