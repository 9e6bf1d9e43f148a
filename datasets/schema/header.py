"""What a data set says about itself as a whole (``uns``)."""

from collections.abc import Iterable, Iterator
from typing import get_args

import anndata as ad
import numpy as np

from clinicell.datasets.schema.entries import ENTRIES, is_dataset_id, is_organism
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.standard import SCHEMA_VERSION, Modality

MODALITIES: tuple[Modality, ...] = get_args(Modality)
REQUIRED = tuple(name for name, entry in ENTRIES.items() if entry.need == "required" and entry.kind == "text")
FLAGS = tuple(name for name, entry in ENTRIES.items() if entry.kind == "flag")
HUMAN, MOUSE = "NCBITaxon:9606", "NCBITaxon:10090"

RULES = rulebook(
    Rule("L1-UNS-01", "required entries are missing or no text", f"write {', '.join(REQUIRED)} as text"),
    Rule("L1-UNS-02", "a version of the standard that this package does not know", f"write {SCHEMA_VERSION!r}"),
    Rule("L1-UNS-03", "no known modality", f"write one of {', '.join(MODALITIES)}"),
    Rule("L1-UNS-04", "no plain id", "write letters, digits, '.', '_' or '-', at most 64, such as 'leung2017_crc'"),
    Rule("L1-UNS-05", "a yes/no entry that is neither True nor False", "write True or False, or leave it out"),
    Rule(
        "L1-UNS-06", "no term of an organism", f"NCBITaxon: and its digits, such as {HUMAN} (human) or {MOUSE} (mouse)"
    ),
    Rule("L1-UNS-07", "batches are named by columns that obs does not have", "a list of names of columns of obs"),
)


def text_of(adata: ad.AnnData, name: str) -> str:
    """Return a text of ``uns``; "" where it is missing or no text."""
    value = adata.uns.get(name)
    return value if isinstance(value, str) else ""


def is_true(adata: ad.AnnData, name: str) -> bool:
    """Return whether ``uns`` says plainly that `name` holds."""
    value = adata.uns.get(name)
    return isinstance(value, bool | np.bool_) and bool(value)


def listed(entry: object) -> list[object]:
    """Return the parts of a list as h5ad gives it back (an array); anything else is one part."""
    if isinstance(entry, np.ndarray):
        entry = entry.ravel().tolist()
    return list(entry) if isinstance(entry, Iterable) and not isinstance(entry, str | bytes | dict) else [entry]


def organism_of(adata: ad.AnnData) -> str:
    """Return the organism's term; a data set that names none is of people, the clinic's species."""
    return text_of(adata, "organism_ontology_term_id") or HUMAN


def is_of_people(adata: ad.AnnData) -> bool:
    """Return whether there are people behind the data: neither simulated nor of another species."""
    return organism_of(adata) == HUMAN and not is_true(adata, "is_simulated")


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of ``uns``."""
    lost = [name for name in REQUIRED if not text_of(adata, name)]
    yield from RULES["L1-UNS-01"].broken(
        path="uns", n_affected=len(lost), n_total=len(REQUIRED), unit="entries", examples=lost
    )
    version, modality, name = (text_of(adata, key) for key in ("schema_version", "modality", "dataset_id"))
    yield from _entry("L1-UNS-02", "schema_version", version, version in ("", SCHEMA_VERSION))
    yield from _entry("L1-UNS-03", "modality", modality, modality in ("", *MODALITIES))
    yield from _entry("L1-UNS-04", "dataset_id", name, not name or is_dataset_id(name))
    organism = adata.uns.get("organism_ontology_term_id", HUMAN)
    is_term = isinstance(organism, str) and is_organism(organism)
    yield from _entry("L1-UNS-06", "organism_ontology_term_id", organism, is_term)
    batches = listed(adata.uns.get("batch_condition", []))
    strangers = [name for name in batches if not (isinstance(name, str) and name in adata.obs)]
    yield from RULES["L1-UNS-07"].broken(
        path="uns['batch_condition']",
        n_affected=len(strangers),
        n_total=len(batches),
        unit="columns",
        examples=strangers,
    )
    for flag in FLAGS:
        value = adata.uns.get(flag, False)
        yield from _entry("L1-UNS-05", flag, value, isinstance(value, bool | np.bool_))


def _entry(code: str, name: str, value: object, is_right: bool) -> tuple[Finding, ...]:
    return RULES[code].broken(
        path=f"uns[{name!r}]", n_affected=int(not is_right), n_total=1, unit="entries", examples=[value]
    )
