"""Drug response of lines: ``obsm["ln_ic50_um"]``, units x drugs, ln(IC50 / 1 uM), lower = more sensitive."""

from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema import scales
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import storage_of
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.scale import KINDS
from clinicell.datasets.schema.words import shown, words

SLOT = "ln_ic50_um"
FORMULA = "ln(IC50 / 1 uM)"
LARGEST = 20.0  # e^20 uM is 485 mol per litre: no concentration

RULES = rulebook(
    Rule("L1-DRUG-01", "no table of drugs", "a DataFrame, units x drugs, numbers, missing where not measured"),
    Rule("L1-DRUG-02", "names of drugs are empty or occur twice", "one column per drug, by its name"),
    Rule("L3-DRUG-01", "unit and direction are not declared", f"scale 'other', formula {FORMULA!r}"),
    Rule("L3-DRUG-02", "values that are no ln(IC50 / 1 uM)", f"ln, not IC50 itself; within +-{LARGEST:g}"),
    Rule("L3-DRUG-03", "lines whose response differs between their rows", "the response is the line's: one for all"),
    Rule("L3-DRUG-04", "drugs that were measured in no line", "leave them out"),
)  # fmt: skip


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of the table of drug response, where there is one."""
    if SLOT not in adata.obsm:
        return
    response, path = adata.obsm[SLOT], f"obsm[{SLOT!r}]"
    if not isinstance(response, pd.DataFrame):
        yield from RULES["L1-DRUG-01"].broken(
            path=path, n_affected=1, n_total=1, unit="tables", examples=[storage_of(response)]
        )
        return
    names = pd.Series(response.columns.astype("str"))
    bad = names.duplicated() | (names.str.strip() == "")
    yield from RULES["L1-DRUG-02"].broken(
        path=path, n_affected=int(bad.sum()), n_total=len(names), unit="drugs", examples=names[bad]
    )
    yield from _declared(adata, path)
    if all(pd.api.types.is_numeric_dtype(kind) for kind in response.dtypes):
        yield from _numbers(adata, response.to_numpy(dtype="float64", na_value=np.nan), names, path)


def _declared(adata: ad.AnnData, path: str) -> Iterator[Finding]:
    table = scales.declared(adata)
    row = table[table["slot"] == f"obsm/{SLOT}"] if table is not None else None
    if row is None or row.empty:
        return  # L1-SLOT-01 or L1-SLOT-03 says so
    kind, formula = str(row["scale"].iloc[0]), str(row["formula"].iloc[0])
    is_bad = kind in KINDS and (kind != "other" or (formula.strip() != "" and formula != FORMULA))
    yield from RULES["L3-DRUG-01"].broken(
        path=path, n_affected=int(is_bad), n_total=1, unit="declarations", examples=[formula or kind]
    )


def _numbers(adata: ad.AnnData, response: np.ndarray, names: pd.Series, path: str) -> Iterator[Finding]:
    measured = ~np.isnan(response)
    large = np.isfinite(response) & (np.abs(response) > LARGEST)
    yield from RULES["L3-DRUG-02"].broken(
        path=path,
        n_affected=int(large.sum()),
        n_total=int(measured.sum()),
        unit="values",
        examples=names[large.any(axis=0)],
    )
    empty = ~measured.any(axis=0)
    yield from RULES["L3-DRUG-04"].broken(
        path=path, n_affected=int(empty.sum()), n_total=len(empty), unit="drugs", examples=names[empty]
    )
    obs = table_of(adata)
    if "donor_id" not in obs:
        return
    lines = words(obs["donor_id"]).known()
    rows = np.flatnonzero(lines.codes >= 0)
    codes = lines.codes[rows]
    _, first = np.unique(codes, return_index=True)
    row_of = np.zeros(len(lines.words) + 1, dtype=np.int64)
    row_of[codes[first]] = rows[first]
    differs = np.zeros(len(response), dtype=bool)
    same = np.isclose(response[rows], response[row_of[codes]], rtol=0, atol=1e-6, equal_nan=True)
    differs[rows] = ~same.all(axis=1)
    bad = lines.examples(differs)
    yield from RULES["L3-DRUG-03"].broken(
        path=path, n_affected=len(bad), n_total=len(first), unit="lines", examples=shown(bad)
    )
