"""Each rule of reading is broken by a file, and by no sound one."""

import sys
from pathlib import Path

import pytest

from clinicell.datasets.readers import child, h5ad, h5mu, loom, mat, npz, r_table, tenx_h5, tenx_mtx, zarr_store
from clinicell.datasets.readers.child import Limits
from clinicell.datasets.readers.faults import READING, Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

from .hostile import HEAD, bases, of_h5ad, of_packed, of_zarr, put, text, without
from .test_child import crash, eat_memory, work_for_ever
from .test_r_table import integers, rds, s4

READERS = {
    module.__name__.rpartition(".")[2]: module
    for module in (h5ad, h5mu, loom, mat, npz, r_table, tenx_h5, tenx_mtx, zarr_store)
}
KNOWN = {(base, name): damage for cases in (of_h5ad(), of_zarr(), of_packed()) for base, name, damage in cases}
BROKEN = {
    "L0-READ-01": ("csr.h5ad", Path.unlink),
    "L0-READ-02": ("csr.h5ad", KNOWN["csr.h5ad", "119 GiB from nothing"]),
    "L0-READ-03": ("dense.npz", lambda path: path.write_text("<html>")),
    "L0-READ-04": ("csr.h5ad", KNOWN["csr.h5ad", "chunks that were never written"]),
    "L0-READ-05": ("v3.zarr", KNOWN["v3.zarr", "half a chunk"]),
    "L0-READ-06": ("csr.h5ad", put("X/indices", 3, 25)),
    "L0-READ-07": ("cells.loom", KNOWN["cells.loom", "a shorter attribute"]),
    "L0-READ-08": ("csr.h5ad", put("obs/donor_id/codes", 0, 9)),
    "L0-READ-12": ("csr.h5ad", KNOWN["csr.h5ad", "numbers in another file"]),
    "L0-READ-13": ("csr.h5ad", without("var")),
    "L0-READ-14": ("dense.npz", KNOWN["dense.npz", "Python objects"]),
    "L0-READ-15": ("plain.mtx", text(HEAD + "2 2 1\n1 1 five\n")),
    "L0-READ-16": ("plain.mtx", text(HEAD + "2 2 2\n1 1 5\n1 1 6\n")),
    "L0-READ-17": ("counts.rds", lambda path: path.write_bytes(rds(s4("Seurat", x=integers([1]))))),
}
OF_A_CHILD = {"L0-READ-09": eat_memory, "L0-READ-10": work_for_ever, "L0-READ-11": crash}


def read_all(path, answers=None):
    raw = READERS[reader_of(path)].read(path, answers or {})
    for matrix in raw.matrices.values():
        whole(matrix)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return bases(tmp_path_factory.mktemp("sound"))


def test_every_rule_has_a_file_that_breaks_it():
    assert set(BROKEN) | set(OF_A_CHILD) | {"L0-READ-18", "L0-READ-19"} == set(READING)  # 19: test_vcf.py
    assert all(rule.level is Level.L0 for rule in READING.values())


def test_a_sound_file_breaks_none(sound):
    for path in sound.values():
        read_all(path)


@pytest.mark.parametrize("code", BROKEN)
def test_a_file_that_breaks_a_rule_is_refused_under_its_code(tmp_path, code):
    base, spoil = BROKEN[code]
    path = bases(tmp_path)[base]
    spoil(path)
    with pytest.raises(SchemaError) as fault:
        read_all(path)
    assert isinstance(fault.value, Unreadable)
    assert fault.value.code == code
    finding = fault.value.finding
    assert (finding.code, finding.level, finding.n_affected) == (code, Level.L0, 1)
    assert str(fault.value).startswith(base)
    assert str(fault.value).endswith(f"; {finding.fix} [{code}]")


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory and CPU hold on Linux alone")
@pytest.mark.parametrize("code", OF_A_CHILD)
def test_what_a_file_does_to_a_child_has_its_code(code):
    with pytest.raises(Unreadable) as fault:
        child.run(OF_A_CHILD[code], Path("a.h5ad"), int, Limits(cpu_seconds=1, wall_seconds=2.5))
    assert fault.value.code == code


def test_an_answer_that_is_no_choice_is_refused_with_the_choices(sound):
    with pytest.raises(Unreadable, match=r"sideways.*'units x features', 'features x units'.*L0-READ-18"):
        read_all(sound["plain.mtx"], {"orientation": "sideways"})
