"""What the numbers of a matrix are: every matrix of a standard data set declares its scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import anndata as ad
import pandas as pd

from clinicell.errors import SchemaError

Kind = Literal["counts", "tpm", "log1p_cp10k", "log2_tpm", "other", "zscore", "embedding", "genotype", "copy_number"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The scale of one matrix.

    Parameters
    ----------
    kind
        ``counts`` (whole numbers), ``tpm`` (rows sum to 1e6 over all genes), ``log1p_cp10k`` (ln(1 + counts per
        10,000)), ``log2_tpm`` (log2(1 + TPM)), ``zscore``, ``embedding``, ``genotype`` (-1 missing, 0 reference, 1
        heterozygous, 2 homozygous), ``copy_number`` (whole numbers, -1 missing), or ``other``.
    formula
        How the numbers came from raw ones; required for ``other``, such as ``"arcsinh(raw / 150)"``.
    fitted_on
        Which units a ``zscore`` or an ``embedding`` was fitted on; required for both.
    """

    kind: Kind
    formula: str = ""
    fitted_on: str = ""


def scales_table(scales: Mapping[str, Scale]) -> pd.DataFrame:
    """Return ``uns["scales"]``: one row per slot (``"X"``, ``"layers/raw"``, ``"obsm/X_pca"``)."""
    rows = [(slot, scale.kind, scale.formula, scale.fitted_on) for slot, scale in sorted(scales.items())]
    return pd.DataFrame(rows, columns=["slot", "scale", "formula", "fitted_on"], dtype="object")


def scale_of(adata: ad.AnnData, slot: str) -> Scale:
    """Return the declared scale of `slot`.

    Raises
    ------
    SchemaError
        The data set declares none.
    """
    table = adata.uns.get("scales")
    if isinstance(table, pd.DataFrame):
        columns = (table[name].tolist() for name in ("slot", "scale", "formula", "fitted_on"))
        for own, kind, formula, fitted_on in (map(str, row) for row in zip(*columns, strict=True)):
            if own == slot and kind in KINDS:
                return Scale(kind=kind, formula=formula, fitted_on=fitted_on)
    raise SchemaError(f"uns['scales'] declares no scale for {slot!r}; every matrix says what its numbers are")
