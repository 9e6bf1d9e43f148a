"""The true trees and genotypes of simulated tumours, from ``uns["truth"]``: parents of clones, gains of mutations."""

from dataclasses import dataclass

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.errors import SchemaError
from clinicell.metrics._metric import Floats
from clinicell.metrics.genotype_tables import with_reading
from clinicell.metrics.tree_table import NORMAL
from clinicell.tasks._standard import column

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Tumour:
    """One donor: its cells and sites (positions), its clones' parents, and where each of the sites was gained and lost.

    `parent_of` and the arrays hold names of clones; "" is the normal cell, or never.
    """

    cells: Rows
    sites: Rows
    parent_of: dict[str, str]
    gained_at: NDArray[np.object_]
    lost_at: NDArray[np.object_]

    def path(self, clone: str) -> list[str]:
        """Return the clones from the founder down to `clone`."""
        above: list[str] = []
        while clone:
            above.insert(0, clone)
            clone = self.parent_of[clone]
        return above

    def carried(self, clone: str) -> Floats:
        """Return which sites a clone carries, shape (n_sites,); NaN for a clone that the tree does not have."""
        if clone not in self.parent_of:
            return np.full(self.sites.size, np.nan)
        is_carried = np.zeros(self.sites.size, dtype=np.bool_)
        for each in self.path(clone):
            is_carried = (is_carried | (self.gained_at == each)) & (self.lost_at != each)
        return is_carried.astype(np.float64)


def genotypes(adata: ad.AnnData) -> dict[str, pd.DataFrame]:
    """Return by donor cells x sites: the true mutation and what was read, as `metrics.genotype_tables` writes both.

    A doublet carries what either cell carries; a cell of no known clone is NaN. Sites that were read in no cell of a
    donor are left out.

    Raises
    ------
    SchemaError
        The data set holds no true tree.
    """
    pairs = pd.DataFrame({"first": column(adata, "clone_id"), "second": ""}).astype("object")
    doublets = adata.uns.get("truth", {}).get("doublets")
    if doublets is not None:
        named = doublets.set_index("cell_id").astype("object")
        pairs.loc[named.index] = named[["first", "second"]]
    found = {}
    for donor, tumour in _tumours(adata).items():
        own = pairs.iloc[tumour.cells]
        of_clone = {clone: tumour.carried(clone) for clone in sorted({*own["first"], *own["second"]} - {""})}
        none = np.zeros(tumour.sites.size)
        rows = [np.maximum(of_clone[one], of_clone.get(other, none)) for one, other in own.to_numpy().tolist()]
        read = np.asarray(adata.layers["genotype"][np.ix_(tumour.cells, tumour.sites)], dtype=np.float64)
        table = with_reading(np.stack(rows), np.where(read < 0, np.nan, read))
        found[donor] = pd.DataFrame(table, adata.obs_names[tumour.cells], adata.var_names[tumour.sites])
    return found


def trees(adata: ad.AnnData) -> dict[str, pd.DataFrame]:
    """Return by donor sites x {node, parent}: where each mutation arose, as `metrics.tree_table` writes a tree.

    Losses are no part of it. Sites that were read in no cell of a donor are left out; a clone that gained nothing else
    is no node.

    Raises
    ------
    SchemaError
        The data set holds no true tree.
    """
    found = {}
    for donor, tumour in _tumours(adata).items():
        number = {clone: float(code) for code, clone in enumerate(sorted(set(tumour.gained_at.tolist())))}
        above = {
            clone: next((number[each] for each in reversed(tumour.path(clone)[:-1]) if each in number), NORMAL)
            for clone in number
        }
        table = [(number[clone], above[clone]) for clone in tumour.gained_at.tolist()]
        found[donor] = pd.DataFrame(table, adata.var_names[tumour.sites], ["node", "parent"], dtype="float64")
    return found


def _tumours(adata: ad.AnnData) -> dict[str, _Tumour]:
    truth = adata.uns.get("truth", {})
    if not {"clones", "mutations"} <= set(truth):
        raise SchemaError("uns['truth'] holds no tables 'clones' and 'mutations'; genotype and tree have no truth here")
    clones, mutations = (truth[name].astype("object") for name in ("clones", "mutations"))
    if mutations["site_id"].tolist() != adata.var_names.tolist():
        raise SchemaError("uns['truth']['mutations'] names other sites than var, or in another order")
    donor_of_cell, donor_of_site = column(adata, "donor_id").to_numpy(), mutations["donor_id"].to_numpy()
    found = {}
    for donor in sorted(set(donor_of_cell.tolist())):
        cells, sites = np.flatnonzero(donor_of_cell == donor), np.flatnonzero(donor_of_site == donor)
        sites = sites[(adata.layers["genotype"][np.ix_(cells, sites)] >= 0).any(axis=0)]
        own, gains = clones[clones["donor_id"] == donor], mutations.iloc[sites]
        found[donor] = _Tumour(
            cells=cells,
            sites=sites,
            parent_of=dict(zip(own["clone_id"], own["parent"], strict=True)),
            gained_at=gains["gained_at"].to_numpy(),
            lost_at=gains["lost_at"].to_numpy(),
        )
    return found
