"""The verdict of the tables alone: that of the whole, without what only numbers say, and without reading any."""

import warnings
from dataclasses import replace

import h5py
import pytest
from scipy import sparse

from clinicell.datasets.validate import OF_NUMBERS, validate_file


def written(data, folder):
    path = folder / ("a.h5mu" if hasattr(data, "mod") else "a.h5ad")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data.write(path, compression="gzip")
    return path


def spoil(path, slots):
    """Write over the first chunk of numbers and of indices: no stream of deflate begins so."""
    with h5py.File(path, "r") as file:
        chunks = [file[f"{slot}/{part}"].id.get_chunk_info(0) for slot in slots for part in ("data", "indices")]
    with path.open("r+b") as stream:
        for chunk in chunks:
            stream.seek(chunk.byte_offset)
            stream.write(b"\xff" * chunk.size)


@pytest.mark.parametrize("modality", ["rna", "genotype", "methylation", "cytometry", "bulk_rna", "multiome"])
def test_the_tables_alone_give_the_findings_of_the_whole_but_for_those_of_numbers(good, tmp_path, modality):
    data = good(modality)
    data.obs["age_band"] = "93"
    data.obs["donor_id"] = "John Smith"
    part = data.mod["rna"] if modality == "multiome" else data
    matrix = next(matrix for matrix in (part.X, *part.layers.values()) if matrix is not None)
    (matrix.data if sparse.issparse(matrix) else matrix)[:1] = 9 if matrix.dtype.kind == "u" else -7
    path = written(data, tmp_path)
    whole, tables = validate_file(path), validate_file(path, numbers=False)
    assert tables.findings == tuple(found for found in whole.findings if found.code not in OF_NUMBERS)
    assert {"L2-AGE-01", "L2-DONOR-01"} <= {found.code for found in tables.findings}
    assert replace(tables, findings=()) == replace(whole, findings=(), are_numbers_read=False)


@pytest.mark.parametrize(("modality", "slots"), [("rna", ["X"]), ("multiome", ["mod/rna/X", "mod/atac/X"])])
def test_without_numbers_none_is_read_even_where_the_file_cannot_give_it(good, tmp_path, modality, slots):
    path = written(good(modality), tmp_path)
    before = validate_file(path, numbers=False)
    spoil(path, slots)
    assert before.findings == ()
    assert validate_file(path, numbers=False) == before
    assert [found.code for found in validate_file(path).findings] == ["L0-READ-05"]
