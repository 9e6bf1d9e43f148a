"""The clinical core: what every row of ``obs`` says of its cell (or line), whatever the modality."""

from collections.abc import Iterator
from functools import partial

import anndata as ad
import numpy as np
import pandas as pd
from pandas.api import types

from clinicell.datasets.schema import terms
from clinicell.datasets.schema.columns import CELLS, FLAGS, NUMBERS, PRIVATE, TEXTS
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import WITHHELD, Rule, rulebook
from clinicell.datasets.schema.tables import findings, missing, without_twins
from clinicell.datasets.schema.words import shown, words
from clinicell.datasets.standard import CORE

_OR_UNKNOWN = "or 'unknown'"
RULES = rulebook(
    Rule("L1-OBS-01", "columns of the clinical core are missing", "add them; write 'unknown' where nobody knows"),
    Rule("L1-OBS-02", "columns share a name", "keep one column per name"),
    Rule("L1-OBS-03", "there is no cell", "a data set holds one cell at least"),
    Rule("L1-OBS-04", "no text in a column of text", "write text; an id that is a number is a text too"),
    Rule("L1-OBS-05", "missing values in the clinical core", "write 'unknown' where nobody knows, 'na' where it fits"),
    Rule("L1-OBS-06", "no yes/no column", "store it as bool, or as nullable 'boolean' where some are not known"),
    Rule("L1-OBS-07", "no column of numbers", "store it as a number, missing where nobody knows"),
    Rule("L1-ID-01", "ids of cells occur more than once", "give each row an id of its own, e.g. sample id and barcode"),
    Rule("L1-ID-02", "ids are empty", "give each row an id"),
    Rule("L2-DONOR-01", "no pseudonymous id", "1 to 64 letters, digits, '.', '_', ':' or '-'; no name, no free text"),
    Rule("L2-ID-01", "no plain id", "1 to 64 letters, digits, '.', '_', ':' or '-'"),
    Rule("L2-TIME-01", "no time point of the standard", f"one of {', '.join(sorted(terms.TIME_POINTS))}"),
    Rule("L2-TISSUE-01", "no term of a tissue", f"UBERON:, CL: or CVCL_ and its digits, {_OR_UNKNOWN}"),
    Rule("L2-TISSUE-02", "no type of tissue", f"one of {', '.join(sorted(terms.TISSUE_TYPES))}"),
    Rule("L2-TISSUE-03", "term and type of the tissue differ", "UBERON for tissue, CL for a culture, CVCL for a line"),
    Rule("L2-SITE-01", "no condition of the site", f"one of {', '.join(sorted(terms.SITE_CONDITIONS))}"),
    Rule("L2-DISEASE-01", "no term of a disease", f"MONDO: and 7 digits, PATO:0000461 if healthy, {_OR_UNKNOWN}"),
    Rule("L2-DISEASE-02", "several terms out of order", "sort them, each once, joined by ' || '"),
    Rule("L2-CELLTYPE-01", "no term of a cell type", "CL: and 7 digits, 'unknown' or 'na'"),
    Rule(
        "L2-LABEL-01",
        "nobody is named who named the cell type",
        f"one of {', '.join(sorted(terms.LABEL_SOURCES))}, or reference_transfer:<model>",
    ),
    Rule("L2-ASSAY-01", "no EFO term", f"EFO: and 7 digits, e.g. EFO:0009922 (10x 3' v3), {_OR_UNKNOWN}"),
    Rule("L2-SUSP-01", "no type of suspension", f"one of {', '.join(sorted(terms.SUSPENSION_TYPES))}"),
    Rule("L2-SEX-01", "no term of a sex", "PATO:0000383 (female), PATO:0000384 (male), PATO:0001340, 'unknown', 'na'"),
    Rule("L2-ETHN-01", "no term of an ancestry", f"HANCESTRO: and 4 digits, 'na' {_OR_UNKNOWN}"),
    Rule("L2-AGE-01", "no age band", "five years such as '60-64', '90+', 'na' or 'unknown'; never an age"),
)


def table_of(adata: ad.AnnData) -> pd.DataFrame:
    """Return ``obs``; of columns that share a name, the first."""
    return without_twins(adata.obs)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of ids, types and terms in ``obs``."""
    obs = table_of(adata)
    yield from _ids(adata)
    lost = missing(CELLS, obs)
    yield from RULES["L1-OBS-01"].broken(
        path="obs", n_affected=len(lost), n_total=len(CORE), unit="columns", examples=lost
    )
    twins = adata.obs.columns[adata.obs.columns.duplicated()]
    yield from RULES["L1-OBS-02"].broken(
        path="obs", n_affected=len(twins), n_total=adata.obs.shape[1], unit="columns", examples=twins
    )
    yield from _types(obs)
    yield from findings(CELLS, obs, RULES, of="obs", unit="cells", withheld=PRIVATE)
    yield from _order_of_terms(obs)
    yield from _tissue_fits(obs)


def _ids(adata: ad.AnnData) -> Iterator[Finding]:
    yield from RULES["L1-OBS-03"].broken(path="obs", n_affected=int(adata.n_obs == 0), n_total=1, unit="data sets")
    names = pd.Series(adata.obs_names.astype("str"))
    is_empty = pd.Series([not name.strip() for name in names], dtype=bool)
    twice = names.duplicated(keep=False) & ~is_empty
    for code, rows in (("L1-ID-01", twice), ("L1-ID-02", is_empty)):
        yield from RULES[code].broken(
            path="obs_names",
            n_affected=int(rows.sum()),
            n_total=len(names),
            unit="cells",
            examples=shown(names[rows][:5]),
        )


def _types(obs: pd.DataFrame) -> Iterator[Finding]:
    for name in TEXTS:
        if name in obs:
            yield from _text_type(name, obs[name])
    if "is_primary_data" in obs:
        yield from _complete("is_primary_data", obs["is_primary_data"].isna().to_numpy())
    for code, names, is_type in (("L1-OBS-06", FLAGS, _is_flag), ("L1-OBS-07", NUMBERS, _is_number)):
        for name in names:
            if name in obs and not is_type(obs[name]):
                yield from RULES[code].broken(
                    path=f"obs[{name!r}]", n_affected=1, n_total=1, unit="columns", examples=[obs[name].dtype]
                )


def _text_type(name: str, column: pd.Series) -> Iterator[Finding]:
    is_missing = column.isna().to_numpy()
    no_text = (words(column).codes < 0) & ~is_missing
    yield from RULES["L1-OBS-04"].broken(
        path=f"obs[{name!r}]",
        n_affected=int(no_text.sum()),
        n_total=len(column),
        unit="cells",
        examples=[WITHHELD] if name in PRIVATE else column[no_text].iloc[:5],
    )
    if name in CORE:
        yield from _complete(name, is_missing)


def _complete(name: str, is_missing: np.ndarray) -> tuple[Finding, ...]:
    return RULES["L1-OBS-05"].broken(
        path=f"obs[{name!r}]", n_affected=int(is_missing.sum()), n_total=len(is_missing), unit="cells"
    )


def _is_flag(column: pd.Series) -> bool:
    return bool(types.is_bool_dtype(column)) and not isinstance(column.dtype, pd.CategoricalDtype)


def _is_number(column: pd.Series) -> bool:
    return bool(types.is_numeric_dtype(column)) and not types.is_bool_dtype(column)


def _order_of_terms(obs: pd.DataFrame) -> Iterator[Finding]:
    for name, is_term in (
        ("disease_ontology_term_id", terms.is_disease),
        ("self_reported_ethnicity_ontology_term_id", terms.is_ethnicity),
    ):
        if name not in obs:
            continue
        column = words(obs[name])
        bad = column.rows(is_term) & ~column.rows(terms.is_ordered)
        yield from RULES["L2-DISEASE-02"].broken(
            path=f"obs[{name!r}]",
            n_affected=int(bad.sum()),
            n_total=len(bad),
            unit="cells",
            examples=column.examples(bad),
        )


def _tissue_fits(obs: pd.DataFrame) -> Iterator[Finding]:
    if "tissue_type" not in obs or "tissue_ontology_term_id" not in obs:
        return
    kind, term = words(obs["tissue_type"]), words(obs["tissue_ontology_term_id"])
    bad = np.zeros(len(obs), dtype=bool)
    for code, word in enumerate(kind.words):
        bad |= (kind.codes == code) & ~term.rows(partial(terms.fits_tissue_type, word), otherwise=True)
    yield from RULES["L2-TISSUE-03"].broken(
        path="obs['tissue_ontology_term_id']",
        n_affected=int(bad.sum()),
        n_total=len(bad),
        unit="cells",
        examples=term.examples(bad),
    )
