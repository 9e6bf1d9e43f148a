"""Which raw columns may be which of the standard: by their names, offered as evidence, decided by a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clinicell.datasets.ontology.index import open_index
from clinicell.datasets.readers._numbers import is_number
from clinicell.datasets.schema import terms

MOST_VALUES = 40
MIN_LETTERS = 3  # of a word that a term is looked up for


@dataclass(frozen=True, slots=True)
class Target:
    """A column of the standard: what it holds, names that raw columns have for it, and its vocabulary."""

    meaning: str
    names: str
    fallback: str = "unknown"  # "?" where "unknown" would be no answer
    allowed: tuple[str, ...] = ()
    ontology: str = ""
    kind: str = "text"
    is_core: bool = True


def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


TARGETS: Mapping[str, Target] = {
    "donor_id": Target(
        "the patient, line or instance, pseudonymous",
        r"donor|patient|subject|individual|person|participant|case|upn|pt",
        "?",
    ),
    "sample_id": Target("one specimen of one donor at one time", r"sample|specimen|biopsy|orig.?ident|aliquot", "?"),
    "library_id": Target("what was sequenced or measured in one go", r"library|lib|channel|lane|well|plate|tube"),
    "institution_id": Target("where, pseudonymous", r"institut|hospital|site|cent(?:er|re)|cohort"),
    "batch_id": Target("what shares technical effects", r"batch|run|experiment|exp"),
    "time_point": Target(
        "in the course of the disease, never a date",
        r"time.?point|visit|stage|timing|day|treatment.?status|pre.?post",
        allowed=_sorted(terms.TIME_POINTS),
    ),
    "tissue_type": Target("what the cells are from", r"tissue.?type|material", "?", _sorted(terms.TISSUE_TYPES)),
    "tissue_ontology_term_id": Target(
        "UBERON term of the tissue (CL of a culture, CVCL of a line)",
        r"tissue|organ|anatom|body.?site|location|source",
        ontology="UBERON",
    ),
    "sampled_site_condition": Target(
        "condition of the sampled site",
        r"site.?condition|lesion|tumou?r.?normal|malignancy",
        allowed=_sorted(terms.SITE_CONDITIONS),
    ),
    "disease_ontology_term_id": Target(
        "MONDO term; PATO:0000461 if healthy",
        r"disease|diagnos[ei]s|dx|indication|cancer.?type|label",
        ontology="MONDO",
    ),
    "cell_type_ontology_term_id": Target(
        "CL term, 'unknown' or 'na'",
        r"cell.?type|cell.?label|cluster|annotation|population|gate|subtype|ident",
        ontology="CL",
    ),
    "cell_type_label_source": Target(
        "who named the cell type", r"label.?source|annotated.?by", allowed=_sorted(terms.LABEL_SOURCES)
    ),
    "assay_ontology_term_id": Target(
        "EFO term of the assay", r"assay|technology|tech|platform|chemistry|protocol|method|instrument", ontology="EFO"
    ),
    "suspension_type": Target("cell, nucleus or na", r"suspension", "?", _sorted(terms.SUSPENSION_TYPES)),
    "sex_ontology_term_id": Target(
        "PATO term of the sex", r"sex|gender", allowed=_sorted(terms.SEXES), ontology="PATO"
    ),
    "self_reported_ethnicity_ontology_term_id": Target("HANCESTRO term", r"ethnic|race|ancestry", ontology="HANCESTRO"),
    "age_band": Target("five years such as 60-64; never an age", r"age|age.?(?:at.*|years?)", kind="age_years"),
    "is_primary_data": Target(
        "whether the cells are published here for the first time", r"is.?primary", "?", ("true", "false"), kind="yes_no"
    ),
    "treatment_id": Target("key into uns.treatments", r"treatment|therapy|drug|arm|regimen", is_core=False),
    "response_value": Target("the response, by a named criterion", r"response|recist|outcome|respond", is_core=False),
    "malignant": Target(
        "whether the cell is malignant",
        r"malignan|tumou?r|cancer|aneuploid",
        allowed=("true", "false", "unknown"),
        kind="yes_no",
        is_core=False,
    ),
    "clone_id": Target("the subclone", r"clone|subclone|copy.?number.?clone", is_core=False),
}


# Words that name one thing in one data set and another in the next: nothing but their values tells which.
UNCLEAR = re.compile(r"(?:^|[\W_])(?:conditions?|groups?|status|state|phenotype)(?:$|[\W_\d])", re.I)
MAY_BE: Mapping[str, str] = {
    "sampled_site_condition": "the condition of the sampled site (healthy, diseased, adjacent)",
    "disease_ontology_term_id": "the disease of the donor (case, control)",
    "treatment_id": "the treatment (drug, stimulation, vehicle)",
}
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A raw column that may be meant; `counts` are its distinct values with their rows, the most frequent first."""

    file: str
    column: str
    counts: "pd.Series[int]"

    def told(self) -> str:
        """Return the column in words."""
        return f"{self.column!r} of {self.file} ({len(self.counts):,} distinct values)"


def candidates(target: Target, tables: Mapping[str, pd.DataFrame]) -> list[Candidate]:
    """Return the columns whose name may mean the target; numbers, which are codes at best, come last."""
    found = []
    pattern = re.compile(rf"(?:^|[\W_])(?:{target.names})(?:$|[\W_\d]|id|name)", re.I)
    for file, table in tables.items():
        for name in map(str, table.columns):
            if pattern.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)):
                found.append(Candidate(file, name, table[name].astype("str").value_counts()))
    return sorted(found, key=lambda candidate: are_numbers(candidate.counts) and target.kind != "age_years")


def unclear(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Candidate]:
    """Return the columns whose name may mean this target as well as others, and that are candidates for none."""
    if name not in MAY_BE:
        return []
    clear = {(one.file, one.column) for target in TARGETS.values() for one in candidates(target, tables)}
    return [
        Candidate(file, column, table[column].astype("str").value_counts())
        for file, table in tables.items()
        for column in map(str, table.columns)
        if UNCLEAR.search(column) and (file, column) not in clear
    ]


def told_unclear(name: str, candidate: Candidate) -> str:
    """Return what else a column may be, and the values that tell."""
    values = ", ".join(repr(str(value)[:40]) for value in candidate.counts.index[:SHOWN])
    others = "; ".join(f"or {what}, [columns.{other}]" for other, what in MAY_BE.items() if other != name)
    return (
        f"{candidate.told()}, e.g. {values}, does not tell what it is: {MAY_BE[name]}, this block; {others}; take it "
        "in the one that its values speak for"
    )


def suggestions(word: str, target: Target) -> str:
    """Return what a value may mean, in words, from the vocabulary and from the ontologies."""
    plain = word.strip().lower()
    if target.ontology == "PATO" and plain in SEX:
        return SEX[plain]
    exact = [term for term in target.allowed if term.lower() == plain]
    if exact:
        return exact[0]
    return "; ".join(_terms(word, target.ontology))


SEX = {
    **dict.fromkeys(("f", "female", "w", "woman", "weiblich"), "PATO:0000383 (female)"),
    **dict.fromkeys(("m", "male", "man", "männlich"), "PATO:0000384 (male)"),
}


def _terms(word: str, prefix: str) -> list[str]:
    if not prefix or is_number(word.strip()) or len(word.strip()) < MIN_LETTERS:
        return []  # a code is near to many terms by chance
    with open_index() as index:
        return [str(term) for term in index.suggest(word, prefix)]


def are_numbers(counts: "pd.Series[int]") -> bool:
    """Whether all distinct values read as numbers."""
    return all(is_number(str(value)) or not str(value).strip() for value in counts.index)
