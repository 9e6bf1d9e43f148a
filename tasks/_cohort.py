"""What a model learns from, or answers for; and its form on disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.files import written_whole
from clinicell.tasks._tables import read_table, write_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Cells, and what is known about them.

    Parameters
    ----------
    units
        Cells x features with nothing but the slots in the task's `inputs`; every id is re-keyed and the rows are
        shuffled, so that neither a name nor an order carries a label. ``units.uns["scales"]`` says what the numbers
        are (see `clinicell.datasets.schema.scale`).
    labels
        Units asked for x targets, float, NaN where nobody knows; None on the test side. Its index is `asked`.
    references
        Data by role, such as ``"bulk"``: cell lines x genes with ``obsm["ln_ic50_um"]``; no test donor is in it.
    bags
        Two columns, ``unit_id`` and ``cell_id``, where the unit asked for is a bag of cells (a lesion, a patient);
        None where it is the cell itself.
    """

    units: ad.AnnData
    labels: pd.DataFrame | None = None
    references: Mapping[str, ad.AnnData] = field(default_factory=dict)
    bags: pd.DataFrame | None = None

    @property
    def asked(self) -> "pd.Index[str]":
        """The ids that a prediction holds one row for: bags in order of first mention, else cells."""
        if self.bags is None:
            return _index(list(self.units.obs_names))
        return _index(list(self.bags["unit_id"].unique()))

    def write(self, folder: Path) -> None:
        """Write the cohort to `folder` (one h5ad, gzipped csv tables, references by role)."""
        _write_h5ad(folder / "units.h5ad", self.units)
        if self.labels is not None:
            write_table(folder / "labels.csv.gz", self.labels)
        if self.bags is not None:
            write_table(folder / "bags.csv.gz", self.bags.set_index("unit_id"))
        for role, adata in self.references.items():
            _write_h5ad(folder / "references" / f"{role}.h5ad", adata)

    @classmethod
    def read(cls, folder: Path) -> "Cohort":
        """Return the cohort that `write` left in `folder`."""
        labels, bags = folder / "labels.csv.gz", folder / "bags.csv.gz"
        return cls(
            units=ad.read_h5ad(folder / "units.h5ad"),
            labels=read_table(labels) if labels.exists() else None,
            bags=read_table(bags, dtype="str").reset_index(names="unit_id") if bags.exists() else None,
            references={path.stem: ad.read_h5ad(path) for path in sorted((folder / "references").glob("*.h5ad"))},
        )


def _index(ids: list[str]) -> "pd.Index[str]":
    index: pd.Index[str] = pd.Index(ids, dtype="object")
    return index


def _write_h5ad(path: Path, adata: ad.AnnData) -> None:
    with written_whole(path) as part:
        adata.write_h5ad(part)
