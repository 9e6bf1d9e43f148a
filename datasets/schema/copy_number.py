"""Copy numbers of single cells: ``layers["copy_number"]``, cells x bins (or genes), whole numbers, -1 missing."""

from collections.abc import Iterator

import anndata as ad
import numpy as np

from clinicell.datasets.schema import features, intervals, scales
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import is_sound, path_of, plain, storage_of, values
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema

SLOT = "layers/copy_number"
TYPES = (np.int8, np.int16)
BINS: Schema = intervals.INTERVALS

RULES = rulebook(
    Rule("L1-CN-01", "there are no copy numbers", "put cells x bins in layers['copy_number'], scale 'copy_number'"),
    Rule("L1-CN-02", "copy numbers are not stored as int8 or int16", "store them as a dense table of int8 or int16"),
    Rule("L1-CN-03", "there is not a single copy number", "-1 is missing; look how the source codes it"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of bins and of copy numbers."""
    yield from features.check(adata, BINS, "bins")
    yield from intervals.check(adata, "bins")
    is_lost = "copy_number" not in adata.layers or scales.kind_of(adata, SLOT) not in ("copy_number", "")
    yield from RULES["L1-CN-01"].broken(path=path_of(SLOT), n_affected=int(is_lost), n_total=1, unit="matrices")
    if "copy_number" not in adata.layers:
        return
    matrix = adata.layers["copy_number"]
    kind = str(getattr(matrix, "dtype", type(matrix).__name__))
    is_dense = storage_of(matrix) == "ndarray"
    is_right = is_dense and any(np.dtype(kind) == dtype for dtype in TYPES)
    yield from RULES["L1-CN-02"].broken(
        path=path_of(SLOT), n_affected=int(not is_right), n_total=1, unit="matrices", examples=[kind]
    )
    table = plain(matrix) if is_sound(matrix) else None
    if table is not None and is_dense and 0 not in table.shape:
        is_called = any((block >= 0).any() for block in values(table))
        yield from RULES["L1-CN-03"].broken(
            path=path_of(SLOT), n_affected=0 if is_called else adata.n_obs, n_total=adata.n_obs, unit="cells"
        )
