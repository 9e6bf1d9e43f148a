"""What the sets of mass cytometry share: ion counts as they are, and their arcsinh."""

from collections.abc import Mapping, Sequence

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard

COFACTOR = 5.0


def mass_cytometry(
    dataset_id: str,
    *,
    raw: np.ndarray,
    channels: Sequence[str],
    markers: Sequence[str],
    obs: pd.DataFrame,
    clinical: Mapping[str, str | bool],
    uns: Mapping[str, object],
) -> ad.AnnData:
    """Return a standard data set of mass cytometry: ``X`` is arcsinh(raw / 5), ``layers["raw"]`` the ion counts.

    Parameters
    ----------
    raw
        (n_cells, n_channels) float32, dual counts as exported, neither transformed nor rounded.
    channels, markers
        What each column is called ($PnN) and what it stains ($PnS), or ``"unknown"``.
    """
    card = find_card(dataset_id)
    index = pd.Index(list(channels), dtype="str")
    return standard(
        dataset_id=card.id,
        modality="cytometry",
        title=card.title,
        license=card.licence,
        obs=obs,
        clinical=clinical,
        scales={
            "X": Scale(kind="other", formula=f"arcsinh(raw / {COFACTOR:g})"),
            "layers/raw": Scale(kind="other", formula="linear, ion counts as exported"),
        },
        var=pd.DataFrame({"channel": list(channels), "marker": list(markers)}, index=index),
        X=np.arcsinh(raw / np.float32(COFACTOR)),
        layers={"raw": raw},
        uns=uns,
    )
