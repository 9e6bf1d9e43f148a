"""The columns of ``obs``: what each says of its cell, which words it may hold, and the rule that a wrong one breaks."""

from clinicell.datasets.schema import terms
from clinicell.datasets.schema.tables import Schema, flag, number, text
from clinicell.datasets.schema.vocabulary import Range, Vocabulary

is_id = Vocabulary(pattern=r"[A-Za-z0-9._:-]{1,64}")

DAYS = Range(low=-36500, high=36500, is_whole=True)
TIME = Range(low=0, is_whole=True)
SHARE = Range(low=0, high=1)
LIMIT = Range(low=0, high=1, is_open=True)

CELLS = Schema(
    {
        "donor_id": text("L2-DONOR-01", is_id, description="The patient, line or instance, pseudonymous."),
        "sample_id": text("L2-ID-01", is_id, description="One specimen of one donor at one time."),
        "library_id": text("L2-ID-01", is_id, description="What was sequenced or measured in one go."),
        "institution_id": text("L2-ID-01", is_id, description="Where it was measured, pseudonymous."),
        "batch_id": text("L2-ID-01", is_id, description="What shares technical effects."),
        "time_point": text(
            "L2-TIME-01", Vocabulary(terms.TIME_POINTS), description="Where in the course of disease; never a date."
        ),
        "tissue_type": text("L2-TISSUE-02", Vocabulary(terms.TISSUE_TYPES), description="What the cells are from."),
        "tissue_ontology_term_id": text(
            "L2-TISSUE-01", terms.is_tissue, description="UBERON of a tissue, CL of a culture, CVCL of a line."
        ),
        "sampled_site_condition": text(
            "L2-SITE-01", Vocabulary(terms.SITE_CONDITIONS), description="The state of the place that was sampled."
        ),
        "disease_ontology_term_id": text(
            "L2-DISEASE-01", terms.is_disease, description="The donor's disease; PATO:0000461 is healthy."
        ),
        "cell_type_ontology_term_id": text(
            "L2-CELLTYPE-01", terms.is_cell_type, description="The cell's type; 'na' where a row is no cell."
        ),
        "cell_type_label_source": text(
            "L2-LABEL-01", terms.is_label_source, description="Who named the cell type: against circular truth."
        ),
        "assay_ontology_term_id": text("L2-ASSAY-01", terms.is_assay, description="How it was measured."),
        "suspension_type": text(
            "L2-SUSP-01", Vocabulary(terms.SUSPENSION_TYPES), description="Cells or nuclei; 'na' in bulk and in place."
        ),
        "sex_ontology_term_id": text(
            "L2-SEX-01", Vocabulary(terms.SEXES), description="PATO:0000383 female, PATO:0000384 male."
        ),
        "self_reported_ethnicity_ontology_term_id": text(
            "L2-ETHN-01", terms.is_ethnicity, description="Ancestry as the donor reported it; for fairness."
        ),
        "age_band": text(
            "L2-AGE-01", Vocabulary(terms.AGE_BANDS), description="Five years, 90+ above; nobody's age, no birthday."
        ),
        "is_primary_data": flag(need="required", description="Whether these data appear here for the first time."),
        "sequencing_run_id": text("L2-ID-01", is_id, need="optional", description="The run of the instrument."),
        "clone_id": text(
            "L2-ID-01",
            is_id,
            need="conditional",
            description="The subclone, within its donor; truth of subclone tasks.",
        ),
        "treatment_id": text(
            "L2-ID-01", is_id, need="conditional", description="Key into uns['treatments']; of response and drug tasks."
        ),
    }
)

# What is there where a task asks for it. Their types are judged with the core, their sense in `clinical` and `split`.
CLINIC = Schema(
    {
        "days_from_baseline": number(allowed=DAYS, description="Days from the day that uns['time_anchor'] names."),
        "treatment_phase": text(
            "L3-TREAT-02", Vocabulary(terms.TREATMENT_PHASES), need="conditional", description="Before, on or after."
        ),
        "response_criterion": text(
            None, Vocabulary(terms.CRITERIA), need="conditional", description="By which rules it was judged."
        ),
        "response_value": text(
            None,
            Vocabulary(frozenset().union(*terms.RESPONSES.values()) | {"unknown", "na"}),
            need="conditional",
            description="The response, in the words of its criterion.",
        ),
        "responder_binary": flag(description="Whether the donor responded, as uns['response_mapping'] counts it."),
        "outcome_event": flag(need="optional", description="Whether the event of uns['endpoint'] was seen."),
        "outcome_time_days": number(
            need="optional", allowed=TIME, description="Days to the event, or to the last look."
        ),
        "mrd_status": text(
            "L3-MRD-01", Vocabulary(terms.MRD_STATUSES), need="conditional", description="Measurable residual disease."
        ),
        "mrd_level": number(allowed=SHARE, description="Share of malignant cells in the sample, not per cent."),
        "mrd_lod": number(allowed=LIMIT, description="Limit of detection of that share."),
        "mrd_method": text(
            "L3-MRD-04", Vocabulary(terms.MRD_METHODS), need="conditional", description="How MRD was measured."
        ),
        "mrd_target": flag(description="Whether the cell is of the rare kind that an MRD task looks for."),
        "malignant": flag(description="Whether the cell is malignant; malignant_evidence says how one knows."),
        "malignant_evidence": text(
            "L3-MALIG-02", Vocabulary(terms.MALIGNANT_EVIDENCE), need="conditional", description="By what one knows."
        ),
        "development_stage_ontology_term_id": text(
            None, terms.is_stage, need="optional", description="HsapDv; of a CELLxGENE file required."
        ),
        "is_doublet": flag(need="optional", description="Whether the row is known to be two cells."),
        "split": text(None, Vocabulary(terms.SPLITS), need="conditional", description="Whole donors; required for L4."),
    }
)
_ALL = {**CELLS.columns, **CLINIC.columns}

# Columns that may name a patient when they are not what they should be.
PRIVATE = ("donor_id", "sample_id", "library_id", "institution_id", "batch_id", "sequencing_run_id", "age_band")


def _of_kind(*kinds: str) -> tuple[str, ...]:
    return tuple(str(name) for name, column in _ALL.items() if column.kind in kinds)


FLAGS, NUMBERS, TEXTS = _of_kind("flag"), _of_kind("number", "whole"), _of_kind("text")
