"""The five sets of sc_mixology: single cells of lung-cancer lines, genes x cells, with the line of each by genotype."""

from collections.abc import Mapping
from functools import reduce
from pathlib import Path

import pandas as pd
from scipy import sparse

from clinicell.datasets.convert._core import same
from clinicell.errors import SchemaError

ASSAYS: Mapping[str, str] = {  # set: CEL-seq2 or Drop-seq
    "sc_celseq2": "EFO:0010010",
    "sc_celseq2_5cl_p1": "EFO:0010010",
    "sc_celseq2_5cl_p2": "EFO:0010010",
    "sc_celseq2_5cl_p3": "EFO:0010010",
    "sc_dropseq": "EFO:0008722",
}


def read_set(folder: Path, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the counts (cells x genes) and the metadata of one set, in the same order.

    Raises
    ------
    SchemaError
        The two tables do not name the same cells.
    """
    counts = pd.read_csv(folder / f"{name}.count.csv.gz", index_col=0).T
    metadata = pd.read_csv(folder / f"{name}.metadata.csv.gz", index_col=0)
    same(counts.index, metadata.index, f"cells of {name}")
    return counts.loc[metadata.index], metadata


def reported_by_all(counts: Mapping[str, pd.DataFrame]) -> tuple[sparse.csr_matrix, "pd.Index[str]"]:
    """Return all cells x the genes that every set reports, sorted: a gene that a set did not report is not zero in it.

    Raises
    ------
    SchemaError
        One of these is no Ensembl gene; spike-ins are in no Drop-seq set.
    """
    genes = reduce(lambda left, right: left.intersection(right), (table.columns for table in counts.values()))
    genes = genes.sort_values()
    if not genes.str.fullmatch(r"ENSG\d{11}").all():
        raise SchemaError("a gene of all five sets is no Ensembl gene id; spike-ins are in no Drop-seq set")
    blocks = [sparse.csr_matrix(table[genes].to_numpy("float32")) for table in counts.values()]
    return sparse.csr_matrix(sparse.vstack(blocks)), genes
