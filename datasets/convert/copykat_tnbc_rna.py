"""CopyKAT example: a Matrix Market table, genes x cells, genes by symbol, and what CopyKAT called each cell."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy.io import mmread
from scipy.sparse import csr_matrix

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._clones import read_names, unlabelled
from clinicell.datasets.convert._core import same, unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard

FILE = "matrix.mtx.gz"


def convert(folder: Path) -> ad.AnnData:
    """Return 302 cells x the genes whose symbol is one Ensembl gene, UMI counts.

    ``obsm["counts_left_out"]`` holds the counts of the other symbols, in the order of ``uns["genes_left_out"]``.

    Raises
    ------
    SchemaError
        There is not one name per row and column, or CopyKAT's calls are of other cells.
    """
    counts = csr_matrix(mmread(folder / FILE)).T.tocsr()  # (n_cells, n_genes)
    cells = read_names(folder / "barcodes.tsv.gz", counts.shape[0], "cells")
    genes = by_symbol(read_names(folder / "genes.tsv.gz", counts.shape[1], "genes"))
    called = pd.read_csv(folder / "copykat_prediction.txt", sep="\t", dtype="str", index_col="cell.names")
    same(cells, called.index, "cells of barcodes.tsv.gz and copykat_prediction.txt")
    card = find_card("copykat_tnbc_rna")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=unlabelled(cells, "patient1", "patient1_s1").assign(
            copykat_prediction=called.loc[cells, "copykat.pred"].to_numpy(dtype=object)
        ),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0005494",  # triple-negative breast carcinoma
            sampled_site_condition="diseased",
        ),
        scales={"X": Scale(kind="counts"), "obsm/counts_left_out": Scale(kind="counts")},
        var=genes.var,
        X=genes.of(counts),
        obsm={"counts_left_out": counts[:, genes.left_out].toarray().astype(np.int32)},
        uns=genes.uns,
    )
