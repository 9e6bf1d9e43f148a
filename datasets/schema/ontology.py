"""Terms against their ontologies: known in this release, in use, in the right branch; and what a text may have meant.

Shapes are the business of `cells`; here stands what only the ontologies know. Each distinct word is looked up once.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.ontology.index import Index, Term, open_index
from clinicell.datasets.ontology.sources import prefix_of, releases
from clinicell.datasets.schema import gene_names
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.terms import (
    NOT_APPLICABLE,
    is_assay,
    is_cell_type,
    is_disease,
    is_ethnicity,
    is_tissue,
)
from clinicell.datasets.schema.words import Words, words

RULES = rulebook(
    Rule("L2-TERM-01", "terms that the ontology does not know", "look the term up: clinicell ontology search"),
    Rule("L2-TERM-02", "terms that the ontology has withdrawn", "write the term that replaced it"),
    Rule("L2-ASSAY-02", "terms of EFO that are no assay of single cells or their like",
         "a term below EFO:0002772 (assay by molecule) or EFO:0010183 (single cell library construction)"),
    Rule("L2-CELLTYPE-02", "terms of CL that name no type of cell",
         "a term below CL:0000000 (cell), none of CL:0000255, CL:0000257, CL:0000548; 'unknown' where nobody knows"),
    Rule("L2-TISSUE-04", "terms that name no anatomical entity", "a term below UBERON:0001062 (anatomical entity)"),
    Rule("L2-DISEASE-03", "terms of MONDO that name no disease",
         "a term below MONDO:0000001 (disease), or MONDO:0021178 (injury) or below it"),
    Rule("L2-ETHN-02", "terms that name no ancestry of a person",
         "a term below HANCESTRO:0601 (ethnicity category) or HANCESTRO:0602 (geography-based population category)"),
    Rule("L2-STAGE-01", "no term of a stage of life",
         "HsapDv: (mouse: MmusDv:) and 7 digits, 'unknown', or 'na' for a line"),
    Rule("L2-STAGE-02", "terms that name no stage of a life",
         "a term below HsapDv:0000001 or MmusDv:0000001 (life cycle)"),
    Rule("L2-AGENT-01", "agents whose id ChEBI does not know or has withdrawn", "clinicell ontology search --ontology"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Where the terms of one ontology must stand in one column of ``obs``; `code` is broken where they do not."""

    code: str
    roots: frozenset[str]
    itself: frozenset[str] = frozenset()  # allowed although not below a root
    never: frozenset[str] = frozenset()


_CELLS = Branch(
    code="L2-CELLTYPE-02",
    roots=frozenset({"CL:0000000"}),
    itself=frozenset({"CL:0000000"}),
    never=frozenset({"CL:0000255", "CL:0000257", "CL:0000548"}),
)
_ANCESTRY = Branch(code="L2-ETHN-02", roots=frozenset({"HANCESTRO:0601", "HANCESTRO:0602"}))
STAGE = "development_stage_ontology_term_id"

# By column and ontology; an ontology that stands here without a branch has none: any term of it will do. After the
# CELLxGENE schema 7.1.
COLUMNS: Mapping[str, Mapping[str, Branch | None]] = MappingProxyType(
    {
        "assay_ontology_term_id": {"EFO": Branch(code="L2-ASSAY-02", roots=frozenset({"EFO:0002772", "EFO:0010183"}))},
        "cell_type_ontology_term_id": {"CL": _CELLS},
        "tissue_ontology_term_id": {
            "UBERON": Branch(code="L2-TISSUE-04", roots=frozenset({"UBERON:0001062"})),
            "CL": _CELLS,
            "CVCL": None,
        },
        "disease_ontology_term_id": {
            "MONDO": Branch(
                code="L2-DISEASE-03",
                roots=frozenset({"MONDO:0000001", "MONDO:0021178"}),
                itself=frozenset({"MONDO:0021178"}),
            ),
            "PATO": None,  # L2-DISEASE-01 allows PATO:0000461 alone
        },
        "self_reported_ethnicity_ontology_term_id": {"HANCESTRO": _ANCESTRY, "AfPO": _ANCESTRY},
        STAGE: {
            "HsapDv": Branch(code="L2-STAGE-02", roots=frozenset({"HsapDv:0000001"})),
            "MmusDv": Branch(code="L2-STAGE-02", roots=frozenset({"MmusDv:0000001"})),
        },
    }
)
_STAGE = re.compile(r"(?:HsapDv|MmusDv):\d{7}")


def _is_stage(word: str) -> bool:
    return word in NOT_APPLICABLE or _STAGE.fullmatch(word) is not None


_SHAPES: Mapping[str, Callable[[str], bool]] = {  # what has another shape is no term, and another rule's matter
    "assay_ontology_term_id": is_assay,
    "cell_type_ontology_term_id": is_cell_type,
    "tissue_ontology_term_id": is_tissue,
    "disease_ontology_term_id": is_disease,
    "self_reported_ethnicity_ontology_term_id": is_ethnicity,
    STAGE: _is_stage,
}
_OF_SHAPE = {  # the rules that free text breaks, and the column it stands in
    "L2-ASSAY-01": "assay_ontology_term_id",
    "L2-CELLTYPE-01": "cell_type_ontology_term_id",
    "L2-TISSUE-01": "tissue_ontology_term_id",
    "L2-DISEASE-01": "disease_ontology_term_id",
    "L2-ETHN-01": "self_reported_ethnicity_ontology_term_id",
    "L2-STAGE-01": STAGE,
}
_HEALTHY = frozenset({"healthy", "normal", "control", "healthy control", "healthy donor", "none", "no disease"})
_SHOWN = 3  # words whose fix is spelt out
_AGENT = re.compile(r"CHEBI:\d+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one term, and what would be right, as far as the ontology knows."""

    code: str
    fix: str


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the terms of ``obs`` and the agents of ``uns`` that their ontologies do not bear out."""
    obs = table_of(adata)
    if STAGE in obs:
        yield from _stages(words(obs[STAGE]), "MmusDv" if gene_names.species_of(adata) == "mouse" else "HsapDv")
    asked = {name: words(obs[name]) for name in COLUMNS if name in obs}
    agents = sorted(set(_agents(adata.uns.get("treatments"))))
    if not agents and not any(list(_terms(word, name)) for name, column in asked.items() for word in column.words):
        return  # nothing to look up: the index stays closed
    with open_index() as index:
        for name, column in asked.items():
            yield from _column(index, name, column)
        yield from _treatments(index, agents)


def _stages(column: Words, prefix: str) -> tuple[Finding, ...]:
    bad = ~column.rows(
        lambda word: word in NOT_APPLICABLE or (_is_stage(word) and prefix_of(word) == prefix), otherwise=True
    )
    return RULES["L2-STAGE-01"].broken(
        path=f"obs[{STAGE!r}]", n_affected=int(bad.sum()), n_total=len(bad), unit="cells", examples=column.examples(bad)
    )


def _terms(word: str, column: str) -> Iterator[str]:
    """Yield the terms of a word that has the shape of the column's terms."""
    if word not in NOT_APPLICABLE and _SHAPES[column](word):
        yield from (part.replace("AfPO_", "AfPO:") for part in word.split(" || "))


def _column(index: Index, name: str, column: Words) -> Iterator[Finding]:
    faults = {word: _fault(index, name, word) for word in column.words}
    for code in dict.fromkeys(fault.code for fault in faults.values() if fault):
        bad = column.rows({word for word, fault in faults.items() if fault and fault.code == code}.__contains__)
        examples = column.examples(bad)
        fixes = dict.fromkeys(fault.fix for word in examples[:_SHOWN] if (fault := faults[word]))
        yield from RULES[code].broken(
            path=f"obs[{name!r}]",
            n_affected=int(bad.sum()),
            n_total=len(bad),
            unit="cells",
            examples=examples,
            what=f"{RULES[code].what} ({_release(name, examples[0])})" if examples else "",
            fix="; ".join(fixes),
        )


def _release(column: str, word: str) -> str:
    said = releases()
    prefixes = dict.fromkeys(prefix_of(term) for term in _terms(word, column))
    return ", ".join(f"{prefix} {said.get('HANCESTRO' if prefix == 'AfPO' else prefix, '')}" for prefix in prefixes)


def _fault(index: Index, column: str, word: str) -> Fault | None:
    """Return the first fault of a word's terms."""
    return next((fault for term in _terms(word, column) if (fault := fault_of(index, column, term))), None)


def fault_of(index: Index, column: str, term_id: str) -> Fault | None:
    """Return what is wrong with a term in a column of ``obs``; None where nothing is.

    Parameters
    ----------
    term_id
        Of an ontology that `COLUMNS` names for the column.
    """
    term, branch = index.term(term_id), COLUMNS[column][prefix_of(term_id)]
    if term is None:
        return Fault("L2-TERM-01", RULES["L2-TERM-01"].fix)
    if term.is_obsolete:
        return Fault("L2-TERM-02", _successor(index, term, COLUMNS[column]))
    if branch is None or _stands(index, term_id, branch):
        return None
    return Fault(branch.code, f"{term} stands elsewhere; write {RULES[branch.code].fix}")


def _stands(index: Index, term_id: str, branch: Branch) -> bool:
    if term_id in branch.never:
        return False
    return term_id in branch.itself or any(index.is_below(term_id, root) for root in branch.roots)


def _successor(index: Index, term: Term, allowed: Collection[str]) -> str:
    """Return what to write for a withdrawn term where terms of the `allowed` ontologies belong."""
    successor = index.term(term.replaced_by) if term.replaced_by else None
    if successor and prefix_of(successor.id) in allowed:
        return f"write {successor} for {term.id}"
    if term.replaced_by:
        return f"{term} was replaced by {successor or term.replaced_by}, which does not belong here; find one"
    return f"{term} has no successor; look for the term that is meant: clinicell ontology search"


def _agents(value: object) -> Iterator[str]:
    """Yield the ids of ChEBI that stand anywhere in a nested entry of ``uns``."""
    if isinstance(value, str):
        if _AGENT.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _agents(key)
            yield from _agents(item)
    elif isinstance(value, pd.DataFrame):
        yield from _agents(value.to_numpy().ravel().tolist())
    elif isinstance(value, list | tuple | np.ndarray):
        for item in value:
            yield from _agents(item)


def _treatments(index: Index, agents: Collection[str]) -> Iterator[Finding]:
    bad = {}
    for agent in agents:
        term = index.term(agent)
        if term is None:
            bad[agent] = f"{agent} is unknown in release {index.releases.get('CHEBI', '')}: look the agent up"
        elif term.is_obsolete:
            bad[agent] = _successor(index, term, {"CHEBI"})
    yield from RULES["L2-AGENT-01"].broken(
        path="uns['treatments']",
        n_affected=len(bad),
        n_total=len(agents),
        unit="agents",
        examples=bad,
        fix="; ".join(list(bad.values())[:_SHOWN]),
    )


def with_suggestions(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, those of free text where a term belongs with the terms that may have been meant."""
    listed = tuple(found)
    if not any(finding.code in _OF_SHAPE for finding in listed):
        return listed
    with open_index() as index:
        return tuple(_suggesting(index, finding) if finding.code in _OF_SHAPE else finding for finding in listed)


def _suggesting(index: Index, finding: Finding) -> Finding:
    column = _OF_SHAPE[finding.code]
    meant = [
        f"{text!r} is perhaps {' or '.join(map(str, terms))}"
        for text in finding.examples[:_SHOWN]
        if (terms := suggestions(index, column, text))
    ]
    return replace(finding, fix="; ".join([finding.fix, *meant])) if meant else finding


def suggestions(index: Index, column: str, text: str) -> tuple[Term, ...]:
    """Return at most two terms that `text` may have meant in a column of ``obs``, the likest first."""
    if column == "disease_ontology_term_id" and text.strip().lower() in _HEALTHY:
        healthy = index.term("PATO:0000461")
        return (healthy,) if healthy else ()
    for prefix, branch in COLUMNS[column].items():
        roots = branch.roots if branch else frozenset()
        if prefix != "PATO" and (terms := index.suggest(text, prefix, 2, below=roots)):
            return terms
    return ()
