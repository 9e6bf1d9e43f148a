"""What all converters share: the part of the clinical core that nobody wrote down, and small checks of raw tables."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from clinicell.errors import SchemaError


def unknown_but(**known: str | bool) -> Mapping[str, str | bool]:
    """Return constant columns of the clinical core: "unknown", but for what is `known` here.

    ``donor_id`` and ``sample_id`` are never constant by default: a converter gives them per row. A column that differs
    between rows is named as ``column=""`` and left out, because the converter holds it in ``obs``.
    """
    core: dict[str, str | bool] = {
        "library_id": "unknown",
        "institution_id": "unknown",
        "batch_id": "unknown",
        "time_point": "unknown",
        "tissue_type": "tissue",
        "tissue_ontology_term_id": "unknown",
        "sampled_site_condition": "unknown",
        "disease_ontology_term_id": "unknown",
        "cell_type_ontology_term_id": "unknown",
        "cell_type_label_source": "unknown",
        "assay_ontology_term_id": "unknown",
        "suspension_type": "cell",
        "sex_ontology_term_id": "unknown",
        "self_reported_ethnicity_ontology_term_id": "unknown",
        "age_band": "unknown",
        "is_primary_data": True,
    }
    return {name: value for name, value in (core | known).items() if value != ""}


def read_csv(path: Path, needs: Iterable[str], *, index: str | None = None, text: bool = False) -> pd.DataFrame:
    """Return a csv table (gzipped or not) whose columns hold at least `needs`.

    Parameters
    ----------
    index
        The column that names the rows; its entries must be unique.
    text
        Read every column as text, so that ids such as ``"00012"`` stay as they are.

    Raises
    ------
    SchemaError
        A column is missing, or the index repeats itself.
    """
    table = pd.read_csv(path, dtype="str" if text else None)
    lost = [name for name in needs if name not in table]
    if lost:
        raise SchemaError(f"{path.name}: {len(lost)} columns are missing, e.g. {lost[0]!r}; it has {list(table)[:8]}")
    if index is None:
        return table
    twice = table[index].duplicated()
    if twice.any():
        example = table[index][twice].iloc[0]
        raise SchemaError(f"{path.name}: {int(twice.sum())} of {len(table)} rows repeat {index!r}, e.g. {example!r}")
    return table.set_index(index)


def same(left: Iterable[str], right: Iterable[str], what: str) -> None:
    """Refuse two raw tables that should name the same things and do not.

    Raises
    ------
    SchemaError
        A name is in one table only.
    """
    apart = sorted(set(left) ^ set(right))
    if apart:
        raise SchemaError(f"{what}: {len(apart)} names are in one of two tables only, e.g. {apart[0]!r}")
