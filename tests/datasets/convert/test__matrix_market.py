import gzip

import pytest

from clinicell.datasets.convert._matrix_market import read_mtx
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
