"""scAI's simulation 8: five groups in RNA, of which ATAC shows three."""

from pathlib import Path
from typing import TYPE_CHECKING

from clinicell.datasets.convert._scai import simulation

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData


def convert(folder: Path) -> "MuData":
    """Return 530 simulated cells x 2,000 genes and 5,000 loci; ``obs["group_rna"]`` and ``obs["group_atac"]``."""
    return simulation("scai_simulated_8", folder / "sim8", {"label_rna": "group_rna", "label_atac": "group_atac"})
