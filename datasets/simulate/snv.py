"""Single-cell mutations on a clone tree: binary sites with dropout, false calls, missing entries and doublets.

Each donor is one instance: a tree of clones, its own cells and its own sites. Clones grow as a random recursive tree
under the infinite-sites assumption (each mutation arises once), with losses as an option.
"""

from dataclasses import dataclass
from typing import Literal

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.simulate._clone_tree import NEVER, CloneTree, Genotypes, clone_tree
from clinicell.datasets.simulate._shared import LICENSE, Flags, Ints, ids, require, unknown_person
from clinicell.datasets.standard import standard

Sizes = Literal["uniform", "dirichlet"]
MISSING = -1


@dataclass(frozen=True, slots=True)
class Instance:
    """One simulated tumour.

    Parameters
    ----------
    tree
        Its clones and mutations.
    clone
        Clone of each cell, shape (n_cells,).
    partner
        Clone of the second cell in a doublet, shape (n_cells,); -1 for a single cell.
    observed
        Cells x sites: 1 mutated, 0 not, -1 missing.
    """

    tree: CloneTree
    clone: Ints
    partner: Ints
    observed: Genotypes

    @property
    def is_doublet(self) -> Flags:
        """Whether two cells were caught as one, shape (n_cells,)."""
        flags: Flags = self.partner != NEVER
        return flags

    def genotypes(self) -> Genotypes:
        """Return cells x sites without noise; a doublet carries what either cell carries."""
        by_clone = self.tree.genotypes()
        second = np.where(self.is_doublet[:, None], by_clone[self.partner], 0)
        either: Genotypes = (by_clone[self.clone] | second).astype(np.int8)
        return either


def sampled_clones(*, n_cells: int, n_clones: int, sizes: Sizes, n_doublets: int, rng: np.random.Generator) -> Ints:
    """Return (clone, partner) of each cell, shape (2, n_cells): each clone keeps a single cell, the rest are drawn.

    ``"uniform"`` draws each clone alike, ``"dirichlet"`` with shares from a Dirichlet law of concentration 0.5.

    Raises
    ------
    InputError
        There are too few cells for one single cell per clone.
    """
    n_drawn = n_cells - n_clones
    require(n_drawn >= n_doublets, f"{n_cells} cells cannot show {n_clones} clones beside {n_doublets} doublets")
    share = np.full(n_clones, 1 / n_clones) if sizes == "uniform" else rng.dirichlet(np.full(n_clones, 0.5))
    clone = np.concatenate([np.arange(n_clones), rng.choice(n_clones, n_drawn, p=share)])
    partner = np.full(n_cells, NEVER)
    doublets = n_clones + rng.choice(n_drawn, n_doublets, replace=False)
    partner[doublets] = rng.choice(clone, n_doublets)
    return np.stack([clone, partner])[:, rng.permutation(n_cells)].astype(np.int64)


def observe(
    genotypes: Genotypes,
    *,
    false_positive_rate: float,
    false_negative_rate: float,
    missing_rate: float,
    rng: np.random.Generator,
) -> Genotypes:
    """Return `genotypes` (0 or 1) as an assay sees them: flipped at the two rates, then missing at random (-1)."""
    flip_rate = np.where(genotypes == 1, false_negative_rate, false_positive_rate)
    seen = np.where(rng.random(genotypes.shape) < flip_rate, 1 - genotypes, genotypes)
    return np.where(rng.random(genotypes.shape) < missing_rate, MISSING, seen).astype(np.int8)


def instance(
    *,
    n_cells: int,
    n_sites: int,
    n_clones: int,
    false_positive_rate: float,
    false_negative_rate: float,
    missing_rate: float,
    doublet_rate: float = 0.0,
    sizes: Sizes = "uniform",
    trunk_share: float = 0.1,
    n_losses: int = 0,
    rng: np.random.Generator,
) -> Instance:
    """Simulate one tumour; the parameters are those of `simulate`."""
    tree = clone_tree(n_clones=n_clones, n_sites=n_sites, trunk_share=trunk_share, n_losses=n_losses, rng=rng)
    clone, partner = sampled_clones(
        n_cells=n_cells, n_clones=n_clones, sizes=sizes, n_doublets=round(doublet_rate * n_cells), rng=rng
    )
    observed = observe(
        Instance(tree, clone, partner, np.empty((0, 0), dtype=np.int8)).genotypes(),
        false_positive_rate=false_positive_rate,
        false_negative_rate=false_negative_rate,
        missing_rate=missing_rate,
        rng=rng,
    )
    return Instance(tree, clone, partner, observed)


def simulate(
    *,
    dataset_id: str,
    title: str,
    seed: int,
    n_donors: int,
    min_cells: int,
    max_cells: int,
    n_sites: int,
    min_clones: int,
    max_clones: int,
    false_positive_rate: float,
    false_negative_rate: float,
    missing_rate: float,
    doublet_rate: float = 0.0,
    sizes: Sizes = "uniform",
    trunk_share: float = 0.1,
    n_losses: int = 0,
) -> ad.AnnData:
    """Return `n_donors` independent tumours in one standard data set; ``uns["truth"]`` holds trees and mutations.

    Parameters
    ----------
    seed
        Donor k is drawn from the k-th stream spawned from it.
    min_cells, max_cells
        Cells per donor, doublets among them: uniform between both, ends included.
    n_sites
        Sites per donor; each donor has its own.
    min_clones, max_clones
        Clones per donor, the founder among them: uniform between both, ends included.
    false_positive_rate, false_negative_rate
        Probability that 0 is seen as 1, and 1 as 0; in [0, 1].
    missing_rate
        Probability that an entry is missing, whatever it is; in [0, 1].
    doublet_rate
        Share of the cells that are two caught as one; their ``clone_id`` is ``"unassigned"``.
    sizes
        ``"uniform"``: each clone alike; ``"dirichlet"``: shares from a Dirichlet law of concentration 0.5.
    trunk_share
        Share of the sites that every clone carries.
    n_losses
        Mutations per donor that a descendant loses again.

    Raises
    ------
    InputError
        Sites or cells are too few for the clones.
    """
    instances = []
    for rng in np.random.default_rng(seed).spawn(n_donors):
        instances.append(
            instance(
                n_cells=int(rng.integers(min_cells, max_cells + 1)),
                n_clones=int(rng.integers(min_clones, max_clones + 1)),
                n_sites=n_sites,
                false_positive_rate=false_positive_rate,
                false_negative_rate=false_negative_rate,
                missing_rate=missing_rate,
                doublet_rate=doublet_rate,
                sizes=sizes,
                trunk_share=trunk_share,
                n_losses=n_losses,
                rng=rng,
            )
        )
    rates = {
        "false_positive_rate": false_positive_rate,
        "false_negative_rate": false_negative_rate,
        "missing_rate": missing_rate,
        "doublet_rate": doublet_rate,
    }
    return _standard(dataset_id, title, instances, rates)


def _standard(dataset_id: str, title: str, instances: list[Instance], rates: dict[str, float]) -> ad.AnnData:
    n_sites = sum(one.observed.shape[1] for one in instances)
    obs = pd.concat([_cells(one, number) for number, one in enumerate(instances)], ignore_index=True)
    obs.index = pd.Index(ids("cell", len(obs), 5), dtype="str")
    genotype = np.full((len(obs), n_sites), MISSING, dtype=np.int8)
    row = column = 0
    for one in instances:
        n, m = one.observed.shape
        genotype[row : row + n, column : column + m] = one.observed
        row, column = row + n, column + m
    sites = pd.Index(ids("site", n_sites, 5), dtype="str")
    return standard(
        dataset_id=dataset_id,
        modality="genotype",
        title=title,
        license=LICENSE,
        obs=obs,
        clinical=unknown_person(institution_id="SITE-01", batch_id="batch1"),
        scales={"layers/genotype": Scale(kind="genotype")},
        var=pd.DataFrame(index=sites),
        layers={"genotype": genotype},
        uns={"is_simulated": True, "truth": {"rates": rates, **_truth(instances, sites, obs)}},
    )


def _cells(one: Instance, number: int) -> pd.DataFrame:
    donor = f"donor{number + 1:02d}"
    names = np.array([*_clone_ids(one.tree), "unassigned"])
    return pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": f"{donor}_s1",
            "library_id": f"{donor}_l1",
            "clone_id": names[np.where(one.is_doublet, -1, one.clone)],
            "malignant": pd.array([True] * one.clone.size, dtype="boolean"),
            "malignant_evidence": "simulation",
            "is_doublet": one.is_doublet,
        }
    )


def _clone_ids(tree: CloneTree) -> list[str]:
    return ids("clone", tree.parents.size, 1)


def _truth(instances: list[Instance], sites: pd.Index, obs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    clones, mutations, doublets = [], [], []
    for number, one in enumerate(instances):
        donor = f"donor{number + 1:02d}"
        names = np.array([*_clone_ids(one.tree), ""], dtype=object)  # the last for -1: no such clone
        clones.append(pd.DataFrame({"donor_id": donor, "clone_id": names[:-1], "parent": names[one.tree.parents]}))
        mutations.append(
            pd.DataFrame(
                {"donor_id": donor, "gained_at": names[one.tree.gained_at], "lost_at": names[one.tree.lost_at]}
            )
        )
        doublets.append(pd.DataFrame({"first": names[one.clone], "second": names[one.partner]})[one.is_doublet])
    double = pd.concat(doublets, ignore_index=True)
    double.insert(0, "cell_id", obs.index[obs["is_doublet"].to_numpy()].to_numpy())
    gains = pd.concat(mutations, ignore_index=True)
    gains.insert(0, "site_id", sites.to_numpy())
    return {"clones": pd.concat(clones, ignore_index=True), "mutations": gains, "doublets": double}
