"""k-anonymity, counted by patients, never by cells: 5,000 cells of one patient are one patient.

k is the size of the smallest group of patients that share all quasi-identifiers (Sweeney 2002, doi
10.1142/S0218488502001648). "unknown" and a missing value are values of their own: whoever says nothing of age forms a
group with the others who say nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema.anonymity import QUASI_IDENTIFIERS, SMALLEST
from clinicell.errors import InputError

PUBLIC, MANAGED = SMALLEST["public"], SMALLEST["managed"]  # the least k for open release and for managed access
_BAND = re.compile(r"(\d+)-(\d+)")
MISSING = "(missing)"
MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymity:
    """How well a table of patients hides each of them.

    Parameters
    ----------
    k
        The size of the smallest group; 0 where there is no patient.
    rows_below
        (n_patients,) True for a patient whose group is smaller than the goal.
    driver
        The quasi-identifier without which the fewest patients would be below the goal; None where none is.
    """

    k: int
    n_patients: int
    rows_below: npt.NDArray[np.bool_]
    driver: str | None

    @property
    def share_below(self) -> float:
        """The share of patients below the goal: what suppression would take out; NaN where there is no patient."""
        return float(self.rows_below.mean()) if self.n_patients else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change to the table of patients, made after those before it, and what it leads to."""

    what: str
    k: int
    share_below: float


def k_of(
    patients: pd.DataFrame, quasi_identifiers: Sequence[str] = QUASI_IDENTIFIERS, *, goal: int = PUBLIC
) -> Anonymity:
    """Return k of a table with one row per patient.

    Raises
    ------
    InputError
        A quasi-identifier is no column of the table, or a patient stands in two rows of the index.
    """
    lost = [name for name in quasi_identifiers if name not in patients]
    if lost:
        raise InputError(f"the table of patients lacks {len(lost)} quasi-identifiers, e.g. {lost[0]!r}")
    if patients.index.has_duplicates:
        raise InputError(
            f"{int(patients.index.duplicated().sum())} rows repeat a patient; k counts patients, one row each"
        )
    sizes = _sizes(patients, quasi_identifiers)
    below = sizes < goal
    return Anonymity(
        k=int(sizes.min(initial=len(patients))),
        n_patients=len(patients),
        rows_below=below,
        driver=_driver(patients, quasi_identifiers, goal) if below.any() else None,
    )


def _sizes(patients: pd.DataFrame, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return per patient how many share all of `names`."""
    if not len(patients) or not names:
        return np.full(len(patients), len(patients), dtype=np.int64)
    rows = patients[list(names)].astype("object").where(patients[list(names)].notna(), MISSING).astype("str")
    group = rows.groupby(list(names), sort=False).ngroup().to_numpy()
    return np.asarray(np.bincount(group)[group], dtype=np.int64)


def _driver(patients: pd.DataFrame, names: Sequence[str], goal: int) -> str:
    """Return the field whose removal leaves the fewest patients below the goal; the first of equals."""
    n_below = [int((_sizes(patients, [n for n in names if n != name]) < goal).sum()) for name in names]
    return names[int(np.argmin(n_below))]


def patients_of(obs: pd.DataFrame, quasi_identifiers: Sequence[str] = QUASI_IDENTIFIERS) -> pd.DataFrame:
    """Return one row per donor of a table of cells; a donor with several values of a field bears them all, sorted."""
    if "donor_id" not in obs:
        raise InputError("obs has no 'donor_id'; k is counted by patients")
    names = [name for name in quasi_identifiers if name in obs]
    rows = obs[["donor_id", *names]].astype("object").drop_duplicates()
    rows = rows[rows["donor_id"].notna()]
    return rows.groupby("donor_id", sort=True)[names].agg(_all_of)


def _all_of(values: pd.Series) -> str:
    return " | ".join(sorted({MISSING if pd.isna(value) else str(value) for value in values}))


def suggestions(
    patients: pd.DataFrame, quasi_identifiers: Sequence[str] = QUASI_IDENTIFIERS, *, goal: int = PUBLIC
) -> tuple[Step, ...]:
    """Return what to do, in this order, until every patient has company: each step with the k and share it leads to.

    Age bands are widened to 10 and 20 years, the site is dropped, rare ancestries are merged, ages are dropped; the
    last step suppresses those who are still alone.
    """
    steps: list[Step] = []
    if not len(patients):
        return ()
    table, names = patients.copy(), list(quasi_identifiers)
    for what, change in _changes(goal):
        if k_of(table, names, goal=goal).k >= goal:
            return tuple(steps)
        changed = change(table)
        if changed is None:
            continue
        table = changed
        names = [name for name in names if name in table]
        after = k_of(table, names, goal=goal)
        steps.append(Step(what=what, k=after.k, share_below=after.share_below))
    last = k_of(table, names, goal=goal)
    if last.k < goal:
        kept = int((~last.rows_below).sum())
        sizes = _sizes(table[~last.rows_below], names)
        what = f"suppress {last.n_patients - kept} of {last.n_patients} patients"
        steps.append(Step(what=what, k=int(sizes.min(initial=kept)), share_below=0.0 if kept else float("nan")))
    return tuple(steps)


def _changes(goal: int) -> tuple[tuple[str, Callable[[pd.DataFrame], pd.DataFrame | None]], ...]:
    return (
        ("widen age_band to 10 years", lambda table: _widened(table, 10)),
        ("widen age_band to 20 years", lambda table: _widened(table, 20)),
        ("drop institution_id", lambda table: _without(table, "institution_id")),
        ("merge rare ancestries", lambda table: _merged(table, "self_reported_ethnicity_ontology_term_id", goal)),
        ("drop age_band", lambda table: _without(table, "age_band")),
    )


def _without(table: pd.DataFrame, name: str) -> pd.DataFrame | None:
    return table.drop(columns=name) if name in table else None


def _widened(table: pd.DataFrame, years: int) -> pd.DataFrame | None:
    if "age_band" not in table:
        return None
    bands = table["age_band"].astype("object").map(lambda band: wider(band, years) if isinstance(band, str) else band)
    return table.assign(age_band=bands)


def wider(band: str, years: int) -> str:
    """Return the band of `years` years that a band lies in; 90+ and what is no band stay.

    Examples
    --------
    >>> wider("65-69", 20), wider("90+", 20)
    ('60-79', '90+')
    """
    found = _BAND.fullmatch(band)
    if found is None:
        return band
    low = int(found[1]) // years * years
    return f"{low}-{min(low + years - 1, 89)}"


def _merged(table: pd.DataFrame, name: str, goal: int) -> pd.DataFrame | None:
    if name not in table:
        return None
    values = table[name].astype("object")
    counts = values.value_counts()
    rare = set(counts[counts < goal].index)
    return table.assign(**{name: values.map(lambda value: MERGED if value in rare else value)}) if rare else None
