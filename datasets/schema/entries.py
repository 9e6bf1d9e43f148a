"""What a data set may say of itself as a whole: the entries of ``uns``."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clinicell.datasets.schema import terms
from clinicell.datasets.schema.tables import Need
from clinicell.datasets.schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of ``uns``.

    Parameters
    ----------
    kind
        ``"text"``, ``"flag"``, ``"table"``, ``"mapping"``, ``"list"`` or ``"text or mapping"``.
    values
        In words, what it may hold; "" where `allowed` says so, or anything may stand there.
    """

    kind: str
    need: Need
    description: str
    values: str = ""
    allowed: Vocabulary | None = None

    @property
    def in_words(self) -> str:
        """What the entry may hold."""
        return self.values or (self.allowed.in_words() if self.allowed else "any")


is_organism = Vocabulary(pattern=r"NCBITaxon:\d{1,8}")
is_dataset_id = Vocabulary(pattern=r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
is_duo = Vocabulary(pattern=r"DUO:\d{7}")

ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {
        "schema_version": Entry(kind="text", need="required", description="The version of this standard."),
        "dataset_id": Entry(kind="text", need="required", description="A short name.", allowed=is_dataset_id),
        "modality": Entry(kind="text", need="required", description="What was measured; it names the rules."),
        "title": Entry(kind="text", need="required", description="What a reader calls the data set."),
        "license": Entry(
            kind="text", need="required", description="SPDX id, address or terms.", values="for L4, not 'unknown'"
        ),
        "scales": Entry(
            kind="table",
            need="required",
            description="What the numbers of each matrix are.",
            values="columns slot, scale, formula, fitted_on; one row per matrix",
        ),
        "is_simulated": Entry(kind="flag", need="conditional", description="Whether there is no patient in it."),
        "is_gene_subset": Entry(kind="flag", need="conditional", description="Whether genes were left out of totals."),
        "organism_ontology_term_id": Entry(
            kind="text", need="optional", description="Without it, human.", allowed=is_organism
        ),
        "genome_build": Entry(
            kind="text",
            need="conditional",
            description="Of the positions in var.",
            allowed=Vocabulary(terms.GENOME_BUILDS | terms.MOUSE_BUILDS),
        ),
        "gene_annotation": Entry(
            kind="text", need="optional", description="Where the genes are from, such as 'GENCODE v48'."
        ),
        "batch_condition": Entry(
            kind="list",
            need="optional",
            description="Columns of obs that share technical effects.",
            values="names of columns of obs",
        ),
        "treatments": Entry(
            kind="mapping",
            need="conditional",
            description="By treatment_id: agents with id, dose, unit and route; line; intent.",
            values="text, or {agents: {label: {id, dose, unit, route}}, line, intent}",
        ),
        "response_mapping": Entry(
            kind="text or mapping", need="conditional", description="Who counts as a responder, such as 'CR and PR'."
        ),
        "time_anchor": Entry(
            kind="text", need="conditional", description="The event that days_from_baseline are counted from."
        ),
        "endpoint": Entry(
            kind="text", need="conditional", description="Of outcome_event.", allowed=Vocabulary(terms.ENDPOINTS)
        ),
        "duo_terms": Entry(kind="list", need="optional", description="The consent's terms of use.", allowed=is_duo),
        "k_anonymity": Entry(
            kind="mapping",
            need="optional",
            description="Who has access, and how many patients share all quasi-identifiers.",
            values="{access: public or managed, k: whole number}; without it, public",
        ),
        "truth_commitment": Entry(
            kind="mapping",
            need="conditional",
            description="Of a hidden test: the digest of its salted, sealed truth.",
            values="{alg: sha256, digest: 64 hexadecimal digits}",
        ),
        "airr": Entry(
            kind="table", need="optional", description="Immune receptors, one row per chain.", values="see AIRR below"
        ),
    }
)
SPILLOVER = {
    "spillover": Entry(
        kind="table", need="optional", description="Spillover between channels.", values="channels x channels, square"
    )
}
PICTURES = {
    "images": Entry(kind="table", need="required", description="One row per image.", values="see images below"),
    "channels": Entry(kind="table", need="required", description="One row per channel.", values="see channels below"),
    "segmentation": Entry(
        kind="mapping", need="required", description="How cells were outlined.", values="{method, version}"
    ),
}
