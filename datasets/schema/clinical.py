"""Whether donor, sample, time point, treatment and response fit together."""

from collections.abc import Iterator, Mapping

import anndata as ad
import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema import terms
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.columns import CLINIC, DAYS, LIMIT, SHARE, TIME
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import findings
from clinicell.datasets.schema.words import NOT_KNOWN, Flags, Words, marks, n_used, shown, with_several, words

RULES = rulebook(
    Rule("L3-SAMPLE-01", "samples of more than one donor", "a sample is one donor's; name mixtures by library_id"),
    Rule("L3-SAMPLE-02", "samples in which this differs", "it belongs to the sample: one value for all its cells"),
    Rule("L3-LIBRARY-01", "libraries in more than one institution or assay", "give each library an id of its own"),
    Rule("L3-DONOR-01", "donors in whom this differs", "it belongs to the donor; if these are two people, two ids"),
    Rule("L3-RESP-01", "no response criterion", f"one of {', '.join(sorted(terms.CRITERIA))}"),
    Rule("L3-RESP-02", "response without criterion", "write one, e.g. RECIST1.1"),
    Rule("L3-RESP-03", "values that their criterion does not know", "write the criterion by which they were judged"),
    Rule("L3-RESP-04", "samples in which the response differs", "it belongs to the sample: one for all its cells"),
    Rule("L3-RESP-05", "responders, but nobody says who counts as one", "uns['response_mapping'], e.g. 'CR and PR'"),
    Rule("L3-TIME-01", "no days from baseline", "whole days within -36500 and 36500; never a date"),
    Rule("L3-TIME-02", "days without the day they are counted from", "uns['time_anchor'], e.g. 'start of treatment'"),
    Rule("L3-TIME-03", "time point and days contradict each other", "baseline is up to day 0, treatment from it"),
    Rule("L3-TREAT-01", "treatments that uns['treatments'] does not describe", "describe each by its id"),
    Rule("L3-TREAT-02", "no phase of treatment", f"one of {', '.join(sorted(terms.TREATMENT_PHASES))}"),
    Rule("L3-MRD-01", "no MRD status", f"one of {', '.join(sorted(terms.MRD_STATUSES))}"),
    Rule("L3-MRD-02", "no MRD level", "a share of cells within 0 and 1, not per cent"),
    Rule("L3-MRD-03", "no limit of detection", "a share of cells above 0, at most 1"),
    Rule("L3-MRD-04", "no MRD method", f"one of {', '.join(sorted(terms.MRD_METHODS))}"),
    Rule("L3-MRD-05", "status and level contradict each other", "positive is at or above mrd_lod, negative below it"),
    Rule("L3-MALIG-01", "malignant, but nobody says by what evidence", "write malignant_evidence"),
    Rule("L3-MALIG-02", "no evidence of malignancy", f"one of {', '.join(sorted(terms.MALIGNANT_EVIDENCE))}"),
    Rule("L3-OUTCOME-01", "no time of outcome", "whole days from 0"),
    Rule("L3-OUTCOME-02", "outcome without endpoint", f"uns['endpoint']: one of {', '.join(sorted(terms.ENDPOINTS))}"),
    Rule("L3-OUTCOME-03", "an event without its time", "fill outcome_time_days, or leave both open"),
)  # fmt: skip

OF_SAMPLE = (
    "time_point", "days_from_baseline", "tissue_type", "tissue_ontology_term_id", "sampled_site_condition",
    "disease_ontology_term_id", "age_band", "treatment_id", "treatment_phase",
    "mrd_status", "mrd_level", "mrd_lod", "mrd_method",
)  # fmt: skip
OF_DONOR = ("sex_ontology_term_id", "self_reported_ethnicity_ontology_term_id")
RESPONSE = ("response_criterion", "response_value", "responder_binary")
BEFORE = frozenset({"baseline", "diagnosis"})
AFTER = frozenset({"on_treatment", "end_of_induction", "end_of_consolidation", "post_transplant"})

_BY_WORD = CLINIC.only("treatment_phase", "mrd_status", "mrd_method", "malignant_evidence")

Values = npt.NDArray[np.float64]


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the contradictions between what is said of cells, samples and donors."""
    obs = table_of(adata)
    for part in (_belongings, _response, _vocabularies, _time, _treatment, _mrd, _malignancy, _outcome):
        yield from part(obs, adata.uns)


def _text(obs: pd.DataFrame, name: str) -> Words:
    return words(obs[name]) if name in obs else Words(np.full(len(obs), -1), ())


def _number(obs: pd.DataFrame, name: str) -> Values:
    """Return a column of numbers; NaN throughout where it is missing or of another type (L1-OBS-07 says so)."""
    is_there = name in obs and pd.api.types.is_numeric_dtype(obs[name])
    return obs[name].to_numpy(dtype="float64", na_value=np.nan) if is_there else np.full(len(obs), np.nan)


def _is_known(obs: pd.DataFrame, name: str) -> Flags:
    return obs[name].notna().to_numpy(dtype=bool) if name in obs else np.zeros(len(obs), dtype=bool)


def _of_samples(obs: pd.DataFrame, code: str, name: str, bad: Flags) -> tuple[Finding, ...]:
    """Return the fault of `name` in the rows that are `bad`, counted in samples where these are known."""
    samples = _text(obs, "sample_id")
    affected = samples.examples(bad & (samples.codes >= 0))
    if not affected:
        return RULES[code].broken(path=f"obs[{name!r}]", n_affected=int(bad.sum()), n_total=len(bad), unit="cells")
    return RULES[code].broken(
        path=f"obs[{name!r}]",
        n_affected=len(affected),
        n_total=n_used(samples),
        unit="samples",
        examples=shown(affected),
    )


def _several(code: str, path: str, keys: Words, marks_: npt.NDArray[np.int64], unit: str) -> tuple[Finding, ...]:
    bad = with_several(keys, marks_)
    return RULES[code].broken(path=path, n_affected=len(bad), n_total=n_used(keys), unit=unit, examples=shown(bad))


def _belongings(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    samples, donors, libraries = (_text(obs, name).known() for name in ("sample_id", "donor_id", "library_id"))
    yield from _several("L3-SAMPLE-01", "obs['sample_id']", samples, donors.codes, "samples")
    for name in OF_SAMPLE:
        if name in obs:
            yield from _several("L3-SAMPLE-02", f"obs[{name!r}]", samples, marks(obs[name]), "samples")
    places = {
        library: None
        for name in ("institution_id", "assay_ontology_term_id")
        for library in with_several(libraries, _text(obs, name).known().codes)
    }
    yield from RULES["L3-LIBRARY-01"].broken(
        path="obs['library_id']",
        n_affected=len(places),
        n_total=n_used(libraries),
        unit="libraries",
        examples=shown(places),
    )
    for name in OF_DONOR:
        yield from _several("L3-DONOR-01", f"obs[{name!r}]", donors, _text(obs, name).known().codes, "donors")


def _response(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    criterion, value = _text(obs, "response_criterion"), _text(obs, "response_value").known()
    is_criterion = criterion.rows(terms.RESPONSES.__contains__)
    is_word = criterion.rows(lambda word: word not in terms.CRITERIA)
    yield from _of_samples(obs, "L3-RESP-01", "response_criterion", is_word)
    yield from _of_samples(obs, "L3-RESP-02", "response_value", (value.codes >= 0) & ~is_criterion & ~is_word)
    foreign = np.zeros(len(obs), dtype=bool)
    for code, name in enumerate(criterion.words):
        allowed = terms.RESPONSES.get(name)
        if allowed is not None:
            foreign |= (criterion.codes == code) & (value.codes >= 0) & ~value.rows(allowed.__contains__)
    yield from _of_samples(obs, "L3-RESP-03", "response_value", foreign)
    samples = _text(obs, "sample_id").known()
    for name in RESPONSE:
        if name in obs:
            yield from _several("L3-RESP-04", f"obs[{name!r}]", samples, marks(obs[name]), "samples")
    if not _says(uns.get("response_mapping")):
        yield from _of_samples(obs, "L3-RESP-05", "responder_binary", _is_known(obs, "responder_binary"))


def _says(entry: object) -> bool:
    """Whether an entry of ``uns`` holds anything."""
    return bool(entry.strip()) if isinstance(entry, str) else isinstance(entry, Mapping) and len(entry) > 0


def _vocabularies(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    yield from findings(_BY_WORD, obs, RULES, of="obs", unit="cells")


def _time(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    days, point = _number(obs, "days_from_baseline"), _text(obs, "time_point")
    is_known = ~np.isnan(days)
    is_wrong = is_known & ~DAYS.holds(days)
    yield from _of_samples(obs, "L3-TIME-01", "days_from_baseline", is_wrong)
    if not _says(uns.get("time_anchor")):
        yield from _of_samples(obs, "L3-TIME-02", "days_from_baseline", is_known)
    contradicts = (point.rows(BEFORE.__contains__) & (days > 0)) | (point.rows(AFTER.__contains__) & (days < 0))
    yield from _of_samples(obs, "L3-TIME-03", "days_from_baseline", contradicts & ~is_wrong)


def _treatment(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    treatment, described = _text(obs, "treatment_id").known(), uns.get("treatments")
    names = set(described) if isinstance(described, Mapping) else set()
    bad = treatment.examples(treatment.rows(lambda word: word not in names))
    yield from RULES["L3-TREAT-01"].broken(
        path="obs['treatment_id']",
        n_affected=len(bad),
        n_total=n_used(treatment),
        unit="treatments",
        examples=shown(bad),
    )


def _mrd(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    level, limit, status = _number(obs, "mrd_level"), _number(obs, "mrd_lod"), _text(obs, "mrd_status")
    no_level = ~np.isnan(level) & ~SHARE.holds(level)
    no_limit = ~np.isnan(limit) & ~LIMIT.holds(limit)
    yield from _of_samples(obs, "L3-MRD-02", "mrd_level", no_level)
    yield from _of_samples(obs, "L3-MRD-03", "mrd_lod", no_limit)
    is_positive, is_negative = status.rows("positive".__eq__), status.rows("negative".__eq__)
    contradicts = (is_positive & (level < limit)) | (is_negative & (level >= limit))
    yield from _of_samples(obs, "L3-MRD-05", "mrd_status", contradicts & ~no_level & ~no_limit)


def _malignancy(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    evidence = _text(obs, "malignant_evidence").rows(lambda word: word not in NOT_KNOWN)
    bad = _is_known(obs, "malignant") & ~evidence
    yield from RULES["L3-MALIG-01"].broken(
        path="obs['malignant']", n_affected=int(bad.sum()), n_total=len(bad), unit="cells"
    )


def _outcome(obs: pd.DataFrame, uns: Mapping[str, object]) -> Iterator[Finding]:
    days, is_known = _number(obs, "outcome_time_days"), _is_known(obs, "outcome_event")
    is_wrong = ~np.isnan(days) & ~TIME.holds(days)
    yield from _of_samples(obs, "L3-OUTCOME-01", "outcome_time_days", is_wrong)
    endpoint = uns.get("endpoint")
    if not (isinstance(endpoint, str) and endpoint in terms.ENDPOINTS):
        yield from _of_samples(obs, "L3-OUTCOME-02", "outcome_event", is_known)
    yield from _of_samples(obs, "L3-OUTCOME-03", "outcome_event", is_known & ~_is_known(obs, "outcome_time_days"))
