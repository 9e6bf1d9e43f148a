"""The ontologies as ``cellxgene-ontology-guide`` ships them: which releases, and their terms one file at a time.

The guide's files are read, not its code: its parser loads all of NCBITaxon, 2.9 GB, for any look-up of an organism.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any  # what a JSON file holds

import zstandard

from clinicell.errors import SurroundingsError

GUIDE = "cellxgene-ontology-guide"

# By the name of the guide's file; AfPO comes with HANCESTRO. The order is that of the index.
ONTOLOGIES = ("CHEBI", "CL", "CVCL", "EFO", "HANCESTRO", "HsapDv", "MONDO", "MmusDv", "PATO", "UBERON", "UniProt")

# The organisms that the CELLxGENE schema 7.1 knows, with spike-ins and virus: all that we need of NCBITaxon.
TAXA: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "NCBITaxon:10090": ("Mus musculus", "mouse"),
        "NCBITaxon:10116": ("Rattus norvegicus", "rat"),
        "NCBITaxon:2697049": ("Severe acute respiratory syndrome coronavirus 2", "SARS-CoV-2"),
        "NCBITaxon:30608": ("Microcebus murinus", "gray mouse lemur"),
        "NCBITaxon:32630": ("synthetic construct", "spike-in"),
        "NCBITaxon:6239": ("Caenorhabditis elegans", "roundworm"),
        "NCBITaxon:7227": ("Drosophila melanogaster", "fruit fly"),
        "NCBITaxon:7955": ("Danio rerio", "zebrafish"),
        "NCBITaxon:9483": ("Callithrix jacchus", "white-tufted-ear marmoset"),
        "NCBITaxon:9541": ("Macaca fascicularis", "crab-eating macaque"),
        "NCBITaxon:9544": ("Macaca mulatta", "rhesus macaque"),
        "NCBITaxon:9595": ("Gorilla gorilla gorilla", "western lowland gorilla"),
        "NCBITaxon:9598": ("Pan troglodytes", "chimpanzee"),
        "NCBITaxon:9606": ("Homo sapiens", "human"),
        "NCBITaxon:9823": ("Sus scrofa", "pig"),
        "NCBITaxon:9986": ("Oryctolagus cuniculus", "rabbit"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term as its ontology has it; `ancestors` are ids of the same file."""

    id: str
    label: str
    is_obsolete: bool
    replaced_by: str
    synonyms: tuple[str, ...]
    ancestors: tuple[str, ...]


def prefix_of(term_id: str) -> str:
    """Return the ontology that a term's id names.

    Examples
    --------
    >>> prefix_of("EFO:0009922"), prefix_of("CVCL_0023"), prefix_of("bone marrow")
    ('EFO', 'CVCL', '')
    """
    colon, underscore = term_id.partition(":"), term_id.partition("_")
    return colon[0] if colon[1] else underscore[0] if underscore[1] else ""


def folder() -> Path:
    """Return the folder of the guide's data files.

    Raises
    ------
    SurroundingsError
        The guide is not installed.
    """
    found = find_spec("cellxgene_ontology_guide")
    if found is None or found.origin is None:
        raise SurroundingsError(f"{GUIDE} is not installed, and with it no ontology; pip install {GUIDE}")
    return Path(found.origin).parent / "data"


@cache
def releases() -> Mapping[str, str]:
    """Return the release of each ontology, and of the guide that ships them, as the newest schema of the guide names.

    Raises
    ------
    SurroundingsError
        The guide is not installed.
    """
    schemas = json.loads((folder() / "ontology_info.json").read_text(encoding="utf-8"))
    newest = schemas[max(schemas, key=lambda name: tuple(int(part) for part in name.split(".")))]["ontologies"]
    said = {name: str(newest[name]["version"]) for name in ONTOLOGIES}
    said["NCBITaxon"] = f"{len(TAXA)} species, a fixed table"
    said[GUIDE] = version(GUIDE)
    return MappingProxyType(dict(sorted(said.items())))


def entries(ontology: str) -> Iterator[Entry]:
    """Yield the terms of one of `ONTOLOGIES`, or of ``"NCBITaxon"``, sorted by id."""
    if ontology == "NCBITaxon":
        for term_id, (label, common) in sorted(TAXA.items()):
            yield Entry(id=term_id, label=label, is_obsolete=False, replaced_by="", synonyms=(common,), ancestors=())
        return
    path = folder() / f"{ontology}-ontology-{releases()[ontology]}.json.zst"
    with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as stream:
        terms: dict[str, dict[str, Any]] = json.load(stream)
    for term_id in sorted(terms):
        said = terms.pop(term_id)
        yield Entry(
            id=term_id,
            label=said["label"],
            is_obsolete=said["deprecated"],
            replaced_by=said.get("replaced_by", ""),
            synonyms=tuple(said.get("synonyms", ())),
            ancestors=tuple(said["ancestors"]),
        )
