"""From symbols of genes to their Ensembl ids; a symbol that does not lead to one gene alone is left out, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from clinicell.datasets.ontology.genes import GeneTable, Species, table
from clinicell.datasets.standard import Matrix

REASONS = (
    "no gene of the release bears the symbol",
    "several genes of the release bear the symbol",
    "another feature of the file is the same gene",
)


@dataclass(frozen=True, slots=True)
class NamedGenes:
    """The features of a file that are one gene each.

    Parameters
    ----------
    kept
        Their positions in the file, (n_kept,).
    left_out
        The positions of the others, in the order of ``genes_left_out``.
    var
        One row per kept feature: its Ensembl id is the index, ``feature_name`` the file's own symbol.
    uns
        ``genes_left_out`` (symbol and reason), the release that was asked, and ``is_gene_subset``.
    """

    kept: npt.NDArray[np.int64]
    left_out: npt.NDArray[np.int64]
    var: pd.DataFrame
    uns: Mapping[str, object]

    def of(self, matrix: Matrix) -> Matrix:
        """Return the kept columns of cells x features, float32."""
        if isinstance(matrix, np.ndarray):
            return matrix[:, self.kept].astype(np.float32)
        return sparse.csr_matrix(matrix[:, self.kept], dtype=np.float32)


def by_symbol(symbols: Iterable[str], species: Species = "human") -> NamedGenes:
    """Return the genes of a species that bear these symbols today; neither synonyms nor former symbols are followed.

    Left out are a symbol that no gene of the release bears, one that several bear, and features that are the same gene.
    A feature that names its gene, such as ``PTPRC_ENSG00000081237``, is taken at its word.
    """
    genes = table(species)
    names = pd.Series(list(symbols), dtype="str")
    given = names.str.extract(r"^(?P<symbol>.+)_(?P<id>ENSG\d{11})$")
    ids = [_ids(genes, name, said) for name, said in zip(names, given["id"], strict=True)]
    first = pd.Series([found[0] if len(found) == 1 else "" for found in ids], dtype="str")
    n_ids = np.array([len(found) for found in ids], dtype=np.int64)
    is_twice = first.duplicated(keep=False).to_numpy() & (n_ids == 1)
    reason = np.select([n_ids == 0, n_ids > 1, is_twice], REASONS, default="")
    kept = np.flatnonzero(reason == "")
    symbol = given["symbol"].fillna(names)
    left_out = pd.DataFrame({"symbol": names, "reason": reason})[reason != ""].reset_index(drop=True)
    return NamedGenes(
        kept=kept,
        left_out=np.flatnonzero(reason != ""),
        var=pd.DataFrame({"feature_name": symbol[kept].tolist()}, index=pd.Index(first[kept].tolist(), dtype="str")),
        uns={
            "is_gene_subset": True,
            "genes_named_by": f"symbols of {genes.release}",
            "genes_left_out": left_out.astype({"symbol": "object", "reason": "category"}),
        },
    )


def _ids(genes: GeneTable, symbol: str, said: object) -> tuple[str, ...]:
    """Return the id that a feature says itself, else those of all genes that bear its symbol."""
    return (said,) if isinstance(said, str) else genes.ids_of.get(symbol, ())
