"""Melissa's synthetic cells: one row per cell, region, position within the region (-1 to 1) and state 0 or 1."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.convert._methylation import SCALES
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError


def convert(folder: Path) -> ad.AnnData:
    """Return 200 simulated cells x 173,249 places of 100 regions; ``obs["population"]`` is the true cluster.

    A site is a region and a position within it; no place on a chromosome belongs to it.

    Raises
    ------
    SchemaError
        The tables name other cells, a state is neither 0 nor 1, or a site stands twice in a cell.
    """
    calls = read_csv(folder / "cpg_long.csv.gz", ["cell", "region", "rel_pos", "meth"])
    population = read_csv(folder / "true_clusters.csv", ["true_cluster"], index="cell")["true_cluster"]
    same(calls["cell"], population.index, "cells of the calls and the true clusters")
    bad = ~calls["meth"].isin((0, 1)) | calls.duplicated(["cell", "region", "rel_pos"])
    if bad.any():
        raise SchemaError(
            f"cpg_long.csv.gz: {int(bad.sum())} of {len(calls)} rows are no state, or repeat a site of a cell"
        )
    sites = calls[["region", "rel_pos"]].drop_duplicates().sort_values(["region", "rel_pos"])
    place = pd.MultiIndex.from_frame(sites).get_indexer(pd.MultiIndex.from_frame(calls[["region", "rel_pos"]]))
    row = population.index.get_indexer(pd.Index(calls["cell"]))
    shape = (len(population), len(sites))
    state = calls["meth"].to_numpy(dtype=np.uint16)
    cov = sparse.csr_matrix((np.ones_like(state), (row, place)), shape=shape)
    met = sparse.csr_matrix((state, (row, place)), shape=shape)
    met.eliminate_zeros()
    card = find_card("melissa_encode")
    return standard(
        dataset_id=card.id,
        modality="methylation",
        title=card.title,
        license=card.licence,
        obs=_cells(population),
        clinical=unknown_but(time_point="na", batch_id="simulation"),
        scales=SCALES,
        var=_sites(sites),
        layers={"cov": cov, "met": met},
        uns={
            "is_simulated": True,
            "genome_build": "unknown",
            "state_note": "the file holds a state per CpG, no reads: cov 1 says that there is a state",
        },
    )


def _cells(population: "pd.Series[int]") -> pd.DataFrame:
    cells = pd.DataFrame(
        {"donor_id": "simulation", "sample_id": "simulation_s1", "population": "population" + population.astype("str")}
    )
    return cells.set_axis(population.index.astype("str"), axis=0)


def _sites(sites: pd.DataFrame) -> pd.DataFrame:
    names = "region" + sites["region"].astype("str").str.zfill(3) + ":" + sites["rel_pos"].map("{:.3f}".format)
    return sites.assign(chrom="unknown", pos=np.nan, strand="unknown", context="CG").set_axis(
        pd.Index(names, dtype="str"), axis=0
    )
