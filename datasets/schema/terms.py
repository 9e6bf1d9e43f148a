"""The vocabularies and the shapes of ontology terms that the clinical columns may hold."""

from clinicell.datasets.schema.vocabulary import Vocabulary

ALWAYS = frozenset({"unknown"})
NOT_APPLICABLE = frozenset({"unknown", "na"})

TIME_POINTS = NOT_APPLICABLE | {
    "diagnosis",
    "baseline",
    "on_treatment",
    "end_of_induction",
    "end_of_consolidation",
    "remission",
    "relapse",
    "progression",
    "surgery",
    "post_transplant",
    "follow_up",
}
TISSUE_TYPES = ALWAYS | {"tissue", "organoid", "primary cell culture", "cell line"}
SITE_CONDITIONS = ALWAYS | {"healthy", "diseased", "adjacent", "metastatic"}
SUSPENSION_TYPES = NOT_APPLICABLE | {"cell", "nucleus"}
LABEL_SOURCES = NOT_APPLICABLE | {"flow_sort", "expert", "marker_rule", "genotype", "simulation"}
SEXES = NOT_APPLICABLE | {"PATO:0000383", "PATO:0000384", "PATO:0001340"}
AGE_BANDS = NOT_APPLICABLE | {f"{start}-{start + 4}" for start in range(0, 90, 5)} | {"90+"}
TREATMENT_PHASES = NOT_APPLICABLE | {"naive", "pre", "on", "post", "resistant"}
MALIGNANT_EVIDENCE = NOT_APPLICABLE | {"genotype", "CNV", "immunophenotype", "expert", "flow_sort", "simulation"}
MRD_STATUSES = NOT_APPLICABLE | {"positive", "negative", "indeterminate"}
MRD_METHODS = NOT_APPLICABLE | {"MFC", "NGS", "qPCR", "dPCR", "sc"}
SPLITS = frozenset({"train", "validation", "public_test", "hidden_test", "unassigned"})
ENDPOINTS = frozenset({"OS", "PFS", "EFS", "RFS"})
GENOME_BUILDS = ALWAYS | {"GRCh37", "GRCh38", "CHM13"}
MOUSE_BUILDS = frozenset({"GRCm38", "GRCm39"})
DOSE_UNITS = frozenset(
    {"mg", "g", "ug", "mg/kg", "ug/kg", "mg/m2", "g/m2", "IU", "IU/m2", "U/kg", "mmol", "nM", "uM", "mM", "Gy", "cells"}
)
ROUTES = ALWAYS | {"oral", "intravenous", "subcutaneous", "intramuscular", "intrathecal", "topical", "in vitro"}
INTENTS = ALWAYS | {"curative", "palliative", "neoadjuvant", "adjuvant", "maintenance", "experimental"}

# The values that a response criterion knows.
RESPONSES = {
    "RECIST1.1": frozenset({"CR", "PR", "SD", "PD", "NE"}),
    "iRECIST": frozenset({"iCR", "iPR", "iSD", "iUPD", "iCPD", "NE"}),
    "IMWG2016": frozenset({"sCR", "CR", "VGPR", "PR", "MR", "SD", "PD"}),
    "ELN2022_AML": frozenset({"CR", "CRh", "CRi", "MLFS", "PR", "NR", "NE"}),
    "Lugano2014": frozenset({"CMR", "PMR", "NMR", "PMD", "CR", "PR", "SD", "PD"}),
    "iwCLL2018": frozenset({"CR", "CRi", "nPR", "PR", "PR-L", "SD", "PD"}),
    "RANO": frozenset({"CR", "PR", "SD", "PD", "NE"}),
    "pCR": frozenset({"pCR", "MPR", "nonMPR"}),
    "clinical_binary": frozenset({"R", "NR", "responder", "non-responder"}),
}
CRITERIA = frozenset(RESPONSES) | {"none", "unknown", "na"}

# Whether a text has the shape of a term of its ontology, or says why there is none.
is_assay = Vocabulary(NOT_APPLICABLE, r"EFO:\d{7}")
is_tissue = Vocabulary(NOT_APPLICABLE, r"UBERON:\d{7}|CL:\d{7}|CVCL_[A-Z0-9]{4}")
is_disease = Vocabulary(NOT_APPLICABLE, r"MONDO:\d{7}|PATO:0000461", " || ")
is_cell_type = Vocabulary(NOT_APPLICABLE, r"CL:\d{7}")
is_ethnicity = Vocabulary(NOT_APPLICABLE, r"HANCESTRO:\d{4}|AfPO_\d{7}|AfPO:\d{7}", " || ")
is_stage = Vocabulary(NOT_APPLICABLE, r"HsapDv:\d{7}")
is_label_source = Vocabulary(LABEL_SOURCES, r"reference_transfer:[A-Za-z0-9._-]+")  # says who named the cell type

_TISSUE_PREFIX = {
    "tissue": ("UBERON:",),
    "organoid": ("UBERON:",),
    "primary cell culture": ("CL:",),
    "cell line": ("CVCL_",),
}


def fits_tissue_type(tissue_type: str, term: str) -> bool:
    """Whether the term's ontology is that of the kind of tissue; True where either is not known or has no shape."""
    if term in NOT_APPLICABLE or tissue_type not in _TISSUE_PREFIX or not is_tissue(term):
        return True
    return term.startswith(_TISSUE_PREFIX[tissue_type])


def is_ordered(text: str) -> bool:
    """Whether several terms in one cell stand in order, each once."""
    parts = text.split(" || ")
    return parts == sorted(set(parts))
