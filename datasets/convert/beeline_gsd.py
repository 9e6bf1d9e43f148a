"""BEELINE's example: genes x cells, pseudotime of two lineages (NA where a cell is not on one), edges with + or -."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

SIGNS = {"+": 1, "-": -1}


def convert(folder: Path) -> ad.AnnData:
    """Return 2,000 simulated cells x 19 nodes of a Boolean model; ``uns["true_network"]`` holds its 79 signed edges.

    Nodes have ids of simulated genes, for some are no gene: a signal, a rudiment, an isoform. A cell that is not on a
    lineage has no pseudotime there.

    Raises
    ------
    SchemaError
        The tables name other cells or nodes, or an edge is of no known type or has both signs.
    """
    expression = pd.read_csv(folder / "ExpressionData.csv.gz", index_col=0).T  # cells x nodes
    time = pd.read_csv(folder / "PseudoTime.csv", index_col=0)
    same(expression.index, time.index, "cells of the expression and the pseudotime")
    edges = _edges(
        read_csv(folder / "GroundTruthNetwork.csv", ["Gene1", "Gene2", "Type"], text=True), expression.columns
    )
    ids = pd.Index([f"SIMG{number:04d}" for number in range(1, expression.shape[1] + 1)], dtype="str")
    card = find_card("beeline_gsd")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(time.loc[expression.index]),
        clinical=unknown_but(time_point="na", batch_id="simulation"),
        scales={"X": Scale(kind="other", formula="expression as BEELINE simulated it; real numbers, no counts")},
        var=pd.DataFrame({"feature_name": expression.columns.astype("str")}, index=ids),
        X=expression.to_numpy(dtype="float32"),
        uns={"is_simulated": True, "is_gene_subset": True, "true_network": edges},
    )


def _cells(time: pd.DataFrame) -> pd.DataFrame:
    cells = pd.DataFrame({"donor_id": "simulation", "sample_id": "simulation_s1"}, index=time.index.astype("str"))
    return cells.assign(pseudotime_1=time["PseudoTime1"], pseudotime_2=time["PseudoTime2"])


def _edges(raw: pd.DataFrame, nodes: "pd.Index[str]") -> pd.DataFrame:
    """Return source, target and sign, each edge once."""
    bad = ~raw["Type"].isin(SIGNS) | ~raw["Gene1"].isin(nodes) | ~raw["Gene2"].isin(nodes)
    edges = raw.drop_duplicates()
    twice = edges.duplicated(["Gene1", "Gene2"])
    if bad.any() or twice.any():
        raise SchemaError(
            f"GroundTruthNetwork.csv: {int(bad.sum())} of {len(raw)} edges are of no known type or node, and "
            f"{int(twice.sum())} have both signs"
        )
    sign = edges["Type"].map(SIGNS).to_numpy()
    return pd.DataFrame({"source": edges["Gene1"].array, "target": edges["Gene2"].array, "sign": sign}).astype(
        {"source": "object", "target": "object"}
    )
