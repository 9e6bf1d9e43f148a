"""Tables whose genes are symbols alone: the Ensembl id of each that one gene of the release bears, and no guess."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.ontology.genes import table
from clinicell.errors import SchemaError


@dataclass(frozen=True, slots=True)
class Genes:
    """What the symbols of a table are.

    Parameters
    ----------
    is_one
        Per symbol, whether it is exactly one gene of the release, shape (n_symbols,).
    var
        Those genes, by Ensembl id, with ``feature_name``, in the order of the table.
    left_out
        The other symbols, in the order of the table, and how many genes bear each.
    release
        Where the ids are from.
    """

    is_one: NDArray[np.bool_]
    var: pd.DataFrame
    left_out: pd.DataFrame
    release: str


def genes_of(symbols: Sequence[str]) -> Genes:
    """Return what human symbols are; one that no gene or several genes bear is left out, not guessed.

    A symbol of an older release that another gene bears today would be taken for that gene: symbols do not say their
    release.

    Raises
    ------
    SchemaError
        A symbol occurs twice.
    """
    twice = pd.Index(symbols).duplicated()
    if twice.any():
        raise SchemaError(
            f"{int(twice.sum())} of {len(symbols)} symbols occur twice, e.g. {symbols[int(twice.argmax())]!r}"
        )
    human = table("human")
    bearers = [human.ids_of.get(symbol, ()) for symbol in symbols]
    n_bearers = np.array([len(ids) for ids in bearers])
    is_one = n_bearers == 1
    names = np.array(symbols, dtype=object)
    return Genes(
        is_one=is_one,
        var=pd.DataFrame(
            {"feature_name": names[is_one]}, index=pd.Index([ids[0] for ids in bearers if len(ids) == 1], dtype="str")
        ),
        left_out=pd.DataFrame({"symbol": names[~is_one], "n_genes": n_bearers[~is_one]}),
        release=human.release,
    )
