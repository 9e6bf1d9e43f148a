"""Which gene feeds which pathway, and which pathway lies in which: the masks of a network that knows them.

Gene sets come as the reference ``"gene_sets"`` of a cohort: sets x genes, 1 where the gene is a member, and
``obsp["inside"]`` (sets x sets, 1 where the row's set lies in the column's) where the sets have a hierarchy.
"""

from collections.abc import Sequence
from typing import Any  # AnnData's slots are untyped at this edge

import anndata as ad
import numpy as np
from numpy.typing import NDArray

from clinicell.errors import NotApplicable
from clinicell.tasks._cohort import Cohort

Mask = NDArray[np.bool_]

N_LEVELS = 5  # from the roots of the hierarchy downwards, as P-NET has
FEWEST_GENES = 3  # of a set that is kept
FEWEST_SETS = 2


def levels(train: Cohort, names: Sequence[str]) -> list[Mask]:
    """Return masks from the features to the lowest pathways, from those to the ones above them, and so on.

    Parameters
    ----------
    names
        Of the features, in their order.

    Returns
    -------
    list
        Masks, (n_below, n_above), True where one feeds the other; one mask where the sets have no hierarchy. A pathway
        with nothing below it stands for itself on every lower level.

    Raises
    ------
    NotApplicable
        There are no gene sets, or the features are not their genes.
    """
    if "gene_sets" not in train.references:
        raise NotApplicable("no gene sets are given (reference 'gene_sets'); a network of pathways is built from them")
    sets = train.references["gene_sets"]
    member = _members(sets, names)
    kept = np.flatnonzero(member.sum(axis=0) >= FEWEST_GENES)
    if kept.size < FEWEST_SETS:
        raise NotApplicable(
            f"{int(member.any(axis=1).sum())} of {len(names)} features are genes of the {sets.n_obs} gene sets, and "
            f"{kept.size} sets have {FEWEST_GENES} of them or more; a network of pathways needs features that are genes"
        )
    member = member[:, kept]
    if "inside" not in sets.obsp:
        return [member]
    inside = _plain(sets.obsp["inside"])[np.ix_(kept, kept)].astype(bool)
    return _stacked(member, inside)


def _members(sets: ad.AnnData, names: Sequence[str]) -> Mask:
    """Return features x sets."""
    column = {str(gene): number for number, gene in enumerate(sets.var_names)}
    members = np.zeros((len(names), sets.n_obs), dtype=bool)
    at = np.array([column.get(name, -1) for name in names], dtype=np.intp)
    members[at >= 0] = _plain(sets.X)[:, at[at >= 0]].T > 0
    return members


def _stacked(member: Mask, inside: Mask) -> list[Mask]:
    floors = [np.flatnonzero(~inside.any(axis=1))]
    for _ in range(N_LEVELS - 1):
        above = floors[-1]
        has_children = inside[:, above].any(axis=0)
        if not has_children.any():
            break
        floors.append(np.union1d(above[~has_children], np.flatnonzero(inside[:, above].any(axis=1))))
    masks = [member[:, floors[-1]]]
    for above, below in zip(floors[-2::-1], floors[:0:-1], strict=True):
        masks.append(inside[np.ix_(below, above)] | (below[:, None] == above[None, :]))
    return masks


def _plain(matrix: Any) -> NDArray[np.float32]:  # noqa: ANN401 - AnnData's slots hold arrays of many libraries
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix, dtype=np.float32)
