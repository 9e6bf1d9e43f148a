"""Symbols that lead to exactly one gene of the release, of the species that the data are of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.ontology.genes import Species, table


@dataclass(frozen=True, slots=True)
class OneGene:
    """What the symbols of a file are.

    Parameters
    ----------
    is_one
        Per symbol, whether one gene alone bears it, and no other symbol of the file is that gene, shape (n_symbols,).
    var
        Those genes, by Ensembl id, with ``feature_name``, in the order of the file.
    left_out
        The other symbols, in the order of the file.
    release
        Where the ids are from.
    """

    is_one: npt.NDArray[np.bool_]
    var: pd.DataFrame
    left_out: list[str]
    release: str


def one_gene(symbols: Sequence[str], species: Species) -> OneGene:
    """Return which symbols are one gene; neither synonyms nor former symbols are followed, and nothing is guessed."""
    genes = table(species)
    ids = pd.Series([genes.ids_of.get(symbol, ()) for symbol in symbols])
    first = ids.map(lambda found: found[0] if len(found) == 1 else "").to_numpy(dtype=object)
    is_one = (first != "") & ~pd.Series(first).duplicated(keep=False).to_numpy()
    names = np.array(symbols, dtype=object)
    return OneGene(
        is_one=is_one,
        var=pd.DataFrame({"feature_name": names[is_one]}, index=pd.Index(first[is_one], dtype="str")),
        left_out=[str(name) for name in names[~is_one]],
        release=genes.release,
    )
