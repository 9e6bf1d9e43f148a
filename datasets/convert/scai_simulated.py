"""scAI's simulation 1: five groups, seen in RNA and in ATAC."""

from pathlib import Path
from typing import TYPE_CHECKING

from clinicell.datasets.convert._scai import simulation

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData


def convert(folder: Path) -> "MuData":
    """Return 500 simulated cells x 2,000 genes and 5,000 loci; ``obs["group"]`` is the truth."""
    return simulation("scai_simulated", folder / "sim1", {"label": "group"})
