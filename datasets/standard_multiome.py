"""Putting a standard multiome together: cells once, and beside them the parts `rna` and `atac`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import anndata as ad
import pandas as pd

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.standard import Matrix, standard

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData


def part(
    X: Matrix,
    var: pd.DataFrame,
    scales: Mapping[str, Scale],
    layers: Mapping[str, Matrix] | None = None,
) -> ad.AnnData:
    """Return one part of a multiome: cells x features of one kind, with the scale of each of its matrices."""
    adata = ad.AnnData(X=X, var=var, layers=dict(layers or {}))
    adata.uns["scales"] = scales_table(scales)
    return adata


def multiome(
    *,
    dataset_id: str,
    title: str,
    license: str,
    obs: pd.DataFrame,
    clinical: Mapping[str, str | bool],
    rna: ad.AnnData,
    atac: ad.AnnData,
    uns: Mapping[str, object] | None = None,
) -> "MuData":
    """Return a standard multiome; the rows of both parts are those of `obs`, in its order.

    Parameters
    ----------
    obs, clinical, uns
        As in `standard`.
    rna, atac
        As `part` returns them.

    Raises
    ------
    SchemaError
        As in `standard`.
    """
    from mudata import MuData, set_options  # type: ignore[import-untyped]  # it ships no types

    cells = standard(
        dataset_id=dataset_id, modality="multiome", title=title, license=license, obs=obs, clinical=clinical, scales={},
        uns=uns,
    )  # fmt: skip
    for own in (rna, atac):
        own.obs_names = cells.obs_names
    with set_options(pull_on_update=False):  # the columns of a part stay with the part
        whole = MuData({"rna": rna, "atac": atac})
        whole.obs = cells.obs
    whole.uns.update({name: value for name, value in cells.uns.items() if name != "scales"})
    return whole
