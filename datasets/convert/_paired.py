"""RNA and ATAC of the same cells, two Matrix Market files of features x cells; peaks by their place."""

from collections.abc import Sequence
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import io, sparse

from clinicell.datasets.schema.chromosomes import is_known, outside
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard_multiome import part
from clinicell.errors import SchemaError


def matrix(path: Path, n_cells: int, n_features: int) -> sparse.csr_matrix:
    """Return cells x features of a file of features x cells, float32.

    Raises
    ------
    SchemaError
        The file has another size.
    """
    found = sparse.csr_matrix(io.mmread(str(path)).T, dtype=np.float32)
    if found.shape != (n_cells, n_features):
        raise SchemaError(
            f"{path.name} holds {found.shape[1]:,} features x {found.shape[0]:,} cells; {n_features:,} x {n_cells:,} "
            "are named"
        )
    found.eliminate_zeros()
    return found


def peaks(x: sparse.csr_matrix, names: Sequence[str], scale: Scale, build: str) -> ad.AnnData:
    """Return the part ``atac``: the peaks on chromosomes, named ``chrom:start-end`` after ``chrom-start-end``.

    Peaks on other contigs, and those that end behind the chromosome's end in `build`, stand in
    ``obsm["peaks_left_out"]``, in the order of ``uns["peaks_left_out"]``.

    Raises
    ------
    SchemaError
        A name is no place.
    """
    place = pd.Series(names, dtype="str").str.extract(r"^(?P<chrom>.+)-(?P<start>\d+)-(?P<end>\d+)$")
    bad = place["chrom"].isna()
    if bad.any():
        raise SchemaError(
            f"{int(bad.sum())} of {len(place)} peaks do not read chrom-start-end, e.g. a peak {names[0]!r}"
        )
    is_placed = place["chrom"].map(is_known).to_numpy(dtype=bool)
    is_placed &= ~outside(place["chrom"], place["end"].to_numpy(dtype="float64"), build)
    own = place[is_placed].astype({"start": "int64", "end": "int64"})
    ids = own["chrom"] + ":" + own["start"].astype("str") + "-" + own["end"].astype("str")
    adata = part(sparse.csr_matrix(x[:, is_placed]), own.set_axis(pd.Index(ids, dtype="str"), axis=0), {"X": scale})
    return beside(adata, "peaks_left_out", x[:, ~is_placed], np.array(names, dtype=object)[~is_placed], scale)


def beside(adata: ad.AnnData, name: str, x: sparse.csr_matrix, features: Sequence[str], scale: Scale) -> ad.AnnData:
    """Return a part with the features that have no place in the standard beside it, under the same `name` in uns."""
    if len(features):
        row = pd.DataFrame(
            [(f"obsm/{name}", scale.kind, scale.formula, scale.fitted_on)], columns=adata.uns["scales"].columns
        )
        adata.obsm[name] = np.asarray(x.toarray(), dtype=np.float32)
        adata.uns["scales"] = pd.concat([adata.uns["scales"], row], ignore_index=True)
        adata.uns[name] = [str(feature) for feature in features]
    return adata
