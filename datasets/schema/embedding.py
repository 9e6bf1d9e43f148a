"""A table without genes: coordinates of cells in ``obsm``, structurally sound at best, and valid as such."""

from collections.abc import Iterator

import anndata as ad

from clinicell.datasets.schema import scales
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import slots
from clinicell.datasets.schema.rule import Rule, rulebook

RULES = rulebook(
    Rule("L1-EMB-01", "an embedding has no features of its own", "leave X, layers and var empty, or name the modality"),
    Rule("L1-EMB-02", "there is no embedding", "put cells x dimensions in obsm, e.g. 'X_pca', scale 'embedding'"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield whether the data set is an embedding and nothing else."""
    held = slots(adata)
    extra = [slot for slot in held if not slot.startswith("obsm/")] + ["var"] * int(adata.n_vars > 0)
    yield from RULES["L1-EMB-01"].broken(
        path="X", n_affected=len(extra), n_total=len(held) + 1, unit="slots", examples=extra
    )
    is_lost = not any(slot.startswith("obsm/") and scales.kind_of(adata, slot) == "embedding" for slot in held)
    yield from RULES["L1-EMB-02"].broken(path="obsm", n_affected=int(is_lost), n_total=1, unit="data sets")
