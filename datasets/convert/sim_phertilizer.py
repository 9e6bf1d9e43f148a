"""Phertilizer example: a long table of reads, no header, one row per cell and mutation with a read; bins."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, unlabelled
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING
from clinicell.datasets.schema.scale import Scale
from clinicell.errors import SchemaError

LONG = ["chrom", "mutation", "cell", "base", "alt", "total"]


def convert(folder: Path) -> ad.AnnData:
    """Return 1,427 cells x 1,285 mutations with reads, and ``obsm["bin_counts"]``, cells x 577 bins.

    Raises
    ------
    SchemaError
        A cell and mutation occur twice, have more variant reads than reads or none, or are in no other table.
    """
    reads = pd.read_csv(folder / "variant_counts.tsv.gz", sep="\t", header=None, names=LONG)
    bins = pd.read_csv(folder / "binned_read_counts.csv.gz", index_col="cell").sort_index()
    mutations = pd.read_csv(folder / "snv_bin_mapping.csv", header=None, names=["mutation", "chrom", "bin"])
    mutations = mutations.set_index("mutation").sort_index()
    _check(reads, bins, mutations)
    shape = (len(bins), len(mutations))
    alt, total = (np.zeros(shape, dtype="int32") for _ in range(2))
    where = bins.index.get_indexer(pd.Index(reads["cell"])), mutations.index.get_indexer(pd.Index(reads["mutation"]))
    alt[where], total[where] = reads["alt"], reads["total"]
    return genotypes(
        "sim_phertilizer",
        obs=_cells(folder / "method_output" / "cell_clusters.csv", bins.index),
        clinical=unknown_but(sampled_site_condition="diseased", batch_id="simulation"),
        var=_sites(folder / "method_output" / "SNV_clusters.csv", mutations),
        layers={
            "genotype": np.where(total > 0, alt > 0, MISSING).astype(np.int8),
            "dp": total,
            "ad_alt": alt,
        },
        obsm={"bin_counts": (bins.set_axis(_names(bins.index)), Scale(kind="counts"))},
        uns={
            "is_simulated": True,
            "genotype_rule": "1 where a read carries the variant, 0 where reads cover the site and none does",
        },
    )


def _names(cells: "pd.Index[int]") -> list[str]:
    return [f"cell{number:04d}" for number in cells]


def _check(reads: pd.DataFrame, bins: pd.DataFrame, mutations: pd.DataFrame) -> None:
    twice = int(reads.duplicated(["cell", "mutation"]).sum())
    wrong = int(((reads["alt"] > reads["total"]) | (reads["total"] <= 0)).sum())
    foreign = int((~reads["cell"].isin(bins.index) | ~reads["mutation"].isin(mutations.index)).sum())
    if twice or wrong or foreign:
        raise SchemaError(
            f"variant_counts.tsv.gz: of {len(reads):,} rows {twice} name a cell and mutation again, {wrong} have more "
            f"variant reads than reads or none, {foreign} are of a cell without bins or a mutation without a bin"
        )


def _cells(path: Path, cells: "pd.Index[int]") -> pd.DataFrame:
    inferred = read_csv(path, ["cluster"], index="cell")["cluster"].reindex(cells)
    return unlabelled(_names(cells), "tumour01", "tumour01_s1").assign(
        phertilizer_cluster=("cluster" + inferred.astype("Int64").astype("str")).to_numpy(dtype=object)
    )


def _sites(path: Path, mutations: pd.DataFrame) -> pd.DataFrame:
    """Return sites x {chromosome, bin, cluster}; the source names a mutation ``chr10_1042`` by its number."""
    index = pd.Index(mutations["chrom"] + "_" + mutations.index.astype("str"), dtype="str")
    inferred = read_csv(path, ["cluster"], index="mutation")["cluster"].reindex(index)
    return pd.DataFrame(
        {
            "chromosome": mutations["chrom"].to_numpy(),
            "bin": mutations["bin"].to_numpy(),
            "phertilizer_cluster": ("cluster" + inferred.astype("Int64").astype("str")).to_numpy(dtype=object),
        },
        index=index,
    )
