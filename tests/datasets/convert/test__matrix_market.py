import gzip

import pytest

from clinicell.datasets.convert._matrix_market import read_folder, read_mtx
from clinicell.errors import SchemaError


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gene,cell\n1,2\n", "is no Matrix Market file"),
        ("%%MatrixMarket matrix array real general\n1 1\n3.5\n", "is a dense Matrix Market file"),
    ],
)
def test_what_holds_no_coordinates_is_refused(tmp_path, text, message):
    path = tmp_path / "matrix.mtx.gz"
    path.write_bytes(gzip.compress(text.encode()))
    with pytest.raises(SchemaError, match=f"matrix.mtx.gz: {message}"):
        read_mtx(path)


def test_names_that_do_not_fit_the_matrix_are_refused_and_none_is_lost(tmp_path):
    matrix = "%%MatrixMarket matrix coordinate integer general\n2 1 1\n1 1 3\n"
    for name, text in (("matrix.mtx", matrix), ("features.tsv", "NA\nTP53\n"), ("barcodes.tsv", "a\n")):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    counts, features, barcodes = read_folder(tmp_path)
    assert counts.toarray().tolist() == [[3, 0]]
    assert (features[0].tolist(), barcodes.tolist()) == (["NA", "TP53"], ["a"])
    (tmp_path / "barcodes.tsv.gz").write_bytes(gzip.compress(b"a\nb\n"))
    with pytest.raises(SchemaError, match=r"holds 2 features x 1 cells; features.tsv.gz names 2 and barcodes.tsv.gz 2"):
        read_folder(tmp_path)
