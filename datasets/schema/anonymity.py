"""k-anonymity, counted in patients: how many share what a neighbour might know of one of them.

Counting cells would call a patient of 5,000 cells 5,000-anonymous. L. Sweeney, "k-anonymity: a model for protecting
privacy" (2002), https://doi.org/10.1142/S0218488502001648. It is a floor, no proof that nobody can be found.
"""

from collections.abc import Iterator, Mapping, Sequence

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.header import is_of_people
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import Codes, Words, marks, n_used, shown, words

QUASI_IDENTIFIERS = (
    "age_band",
    "sex_ontology_term_id",
    "self_reported_ethnicity_ontology_term_id",
    "disease_ontology_term_id",
    "institution_id",
    "time_point",
)
SMALLEST = {"public": 5, "managed": 3}  # patients that share all quasi-identifiers, by access

RULES = rulebook(
    Rule("L4-KANON-01", "patients who stand out", "coarsen ages or diseases, merge sites, or manage access"),
    Rule("L4-KANON-02", "no declaration of access", "{'access': 'public', 'k': 5}, or 'managed' and its k"),
    Rule("L4-KANON-03", "fewer patients share all than is declared", "write the k that is counted"),
)  # fmt: skip


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield who stands out, and whether the declared k is the counted one; only people are counted."""
    declared = adata.uns.get("k_anonymity")
    access, k = _read(declared)
    is_wrong = declared is not None and not access
    yield from RULES["L4-KANON-02"].broken(
        path="uns['k_anonymity']", n_affected=int(is_wrong), n_total=1, unit="entries"
    )
    obs = table_of(adata)
    if "donor_id" not in obs or not is_of_people(adata):
        return
    patients = _patients(obs)
    columns = {name: marks(obs[name]) for name in QUASI_IDENTIFIERS if name in obs}
    if n_used(patients) and columns:
        codes, columns = _distinct(patients.codes, columns)
        yield from _standing_out(patients, codes, columns, SMALLEST.get(access, SMALLEST["public"]))
        smallest = int(_sharing(codes, list(columns.values())).min())
        yield from RULES["L4-KANON-03"].broken(
            path="uns['k_anonymity']",
            n_affected=int(k > smallest),
            n_total=1,
            unit="entries",
            what=f"declared k = {k}, but only {smallest} patients share all in the smallest group",
        )


def _read(entry: object) -> tuple[str, int]:
    """Return access and k of a declaration; "" and 0 where it is none."""
    if not isinstance(entry, Mapping) or entry.get("access") not in list(SMALLEST):
        return "", 0
    k = entry.get("k", 0)
    is_count = isinstance(k, int | np.integer) and not isinstance(k, bool | np.bool_) and k >= 0
    return (str(entry["access"]), int(k)) if is_count else ("", 0)


def _patients(obs: pd.DataFrame) -> Words:
    donors = words(obs["donor_id"]).known()
    if "tissue_type" not in obs:
        return donors
    is_line = words(obs["tissue_type"]).rows("cell line".__eq__)
    return Words(np.where(is_line, -1, donors.codes), donors.words)


def _standing_out(patients: Words, codes: Codes, columns: Mapping[str, Codes], k: int) -> Iterator[Finding]:
    named = _in_few(codes, list(columns.values()), k)
    if not named.size:
        return
    left = {
        name: _in_few(codes, [column for other, column in columns.items() if other != name], k).size for name in columns
    }
    n_patients = n_used(patients)
    yield from RULES["L4-KANON-01"].broken(
        path="obs",
        n_affected=named.size,
        n_total=n_patients,
        unit="donors",
        examples=shown(patients.words[code] for code in named[:5]),
        what=f"patients who share {', '.join(columns)} with fewer than {k - 1} others; "
        + _why(left, named.size, n_patients, k),
    )


def _why(left: Mapping[str, int], n_now: int, n_patients: int, k: int) -> str:
    """Return in words which fields make patients stand out, of how many would be left without each."""
    fewest = min(left.values())
    drivers = [name for name, n in left.items() if n == fewest < n_now]
    if n_patients < k:
        return f"there are {n_patients} patients in all"
    if not drivers:
        return "no field alone makes them stand out"
    return f"driven by {', '.join(drivers)}: without {'one of them' if len(drivers) > 1 else 'it'}, {fewest} are left"


def _distinct(patients: Codes, columns: Mapping[str, Codes]) -> tuple[Codes, dict[str, Codes]]:
    """Return each patient's combinations of values once: cells do not count."""
    rows = np.flatnonzero(patients >= 0)
    key = _key([patients[rows], *(column[rows] for column in columns.values())])
    rows = rows[~pd.Series(key).duplicated().to_numpy()]
    return patients[rows], {name: column[rows] for name, column in columns.items()}


def _in_few(patients: Codes, columns: Sequence[Codes], k: int) -> Codes:
    """Return the patients who share their values with too few."""
    few: Codes = np.unique(patients[_sharing(patients, columns) < k])
    return few


def _sharing(patients: Codes, columns: Sequence[Codes]) -> Codes:
    """Return for each combination of values how many patients share it."""
    group = _key(columns) if columns else np.zeros(len(patients), dtype=np.int64)
    pairs = np.unique(np.stack([group, patients]), axis=1)  # one per group and patient
    sharing: Codes = np.bincount(pairs[0], minlength=int(group.max(initial=0)) + 1)[group]
    return sharing


def _key(columns: Sequence[Codes]) -> Codes:
    """Return one number per row: the same where all columns are the same, from 0 without gaps."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, _ = pd.factorize(key * (int(column.max(initial=0)) + 1) + column)
        key = codes.astype(np.int64)
    return key
