"""What tells the label without being measured: columns of ``obs``, features, batches, ids, and the order of rows."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.audit.association import Target, confounded, ranks, target, tells
from clinicell.datasets.audit.split import Audited, known, matrices
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import is_sound, path_of, plain, row_blocks
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import shown

LABELS = ("responder_binary", "mrd_target", "malignant", "outcome_event", "cell_type_ontology_term_id")
# What says the same as a label, by the standard's own meaning: truth, never an input.
ALSO_TRUTH = frozenset(
    (
        *LABELS, "cell_type", "cell_type_label_source", "clone_id", "gate", "malignant_evidence", "mrd_status",
        "mrd_level", "mrd_lod", "mrd_method", "response_criterion", "response_value", "outcome_time_days",
        "disease_ontology_term_id", "sampled_site_condition", "split",
    )
)  # fmt: skip
IDS = ("donor_id", "sample_id", "library_id")
BATCHES = frozenset(
    (
        "batch_id", "institution_id", "library_id", "assay_ontology_term_id", "suspension_type", "tissue_type",
        "tissue_ontology_term_id", "time_point", "sex_ontology_term_id", "age_band",
        "self_reported_ethnicity_ontology_term_id",
    )
)  # fmt: skip
_BATCH_WORDS = re.compile(r"batch|site|plate|run|lane|chip|cent(?:er|re)|date|pool|operator|kit", re.IGNORECASE)
_BARCODE = re.compile(r"[ACGTN]{8,}")
ALIKE = 0.98  # correlation of a feature with the label

RULES = rulebook(
    Rule("L4-LEAK-05", "columns that tell the label", "take them out, or say that they are the label"),
    Rule("L4-LEAK-06", "features that are the label", "take them out of the matrix"),
    Rule("L4-LEAK-07", "batch and label are confounded", "no model can tell them apart; bring both into each batch"),
    Rule("L4-LEAK-11", "ids that carry the label", "give ids that say nothing"),
    Rule("L4-LEAK-12", "the order of rows, or running numbers, carry the label", "shuffle the rows, renumber the ids"),
)


def targets(audited: Audited, names: Sequence[str] = ()) -> tuple[Target, ...]:
    """Return the labels that are there with two classes at least; without `names` those of the standard."""
    found = []
    for name in names or LABELS:
        label = audited.column(name)
        if np.unique(label.codes[label.codes >= 0]).size > 1:
            found.append(target(name, label, audited.column("donor_id"), audited.column("sample_id")))
    return tuple(found)


def check(audited: Audited, aims: Sequence[Target]) -> Iterator[Finding]:
    """Yield what tells one of the labels."""
    for aim in aims:
        yield from _columns(audited, aim)
        yield from _ids(audited, aim)
        yield from _order(audited, aim)
        yield from _features(audited, aim)


def _is_batch(name: str) -> bool:
    return name in BATCHES or _BATCH_WORDS.search(name) is not None


def _columns(audited: Audited, aim: Target) -> Iterator[Finding]:
    obs = audited.cells.obs
    for name in obs.columns:
        if name in ALSO_TRUTH or name == aim.name or name in ("donor_id", "sample_id"):
            continue
        n = _told(aim, obs[name])
        if n == 0 and _is_batch(name):
            n = confounded(aim, known(obs[name]))
        yield from _broken("L4-LEAK-07" if _is_batch(name) else "L4-LEAK-05", f"obs[{name!r}]", aim, n)


def _told(aim: Target, column: pd.Series) -> int:
    is_number = pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)
    if is_number:
        n = ranks(aim, column.to_numpy(dtype=np.float64, na_value=np.nan))
        return n or (tells(aim, known(column)) if column.nunique() <= 50 else 0)
    return tells(aim, known(column))


def _broken(code: str, path: str, aim: Target, n: int, examples: Sequence[str] = ()) -> tuple[Finding, ...]:
    units, _ = aim.of_units() if aim.is_of_unit else (np.zeros(0), None)
    n_cells = int((aim.codes >= 0).sum())
    what = f"{RULES[code].what}: {aim.name}"
    return RULES[code].broken(
        path=path,
        n_affected=n,
        n_total=max(units.size if aim.is_of_unit else n_cells, n),
        unit="donors or samples" if aim.is_of_unit else "cells",
        examples=examples,
        what=f"{what}, {n_cells:,} cells" if n else "",
    )


def _ids(audited: Audited, aim: Target) -> Iterator[Finding]:
    obs = audited.cells.obs
    columns = {"obs.index": pd.Series(audited.cells.obs_names.astype("str"))}
    columns |= {f"obs[{name!r}]": obs[name].astype("str") for name in IDS if name in obs}
    for path, column in columns.items():
        forms = known(pd.Series(_forms(column)))
        n = tells(aim, forms) if len(forms.words) > 1 else 0
        yield from _broken("L4-LEAK-11", path, aim, n, shown(column.iloc[:1]))


def _forms(column: pd.Series) -> list[str]:
    """Return each id without what is its own: running numbers and barcodes."""
    distinct = {word: "form " + re.sub(r"\d+", "#", _BARCODE.sub("*", word)) for word in pd.unique(column)}
    return [distinct[word] for word in column]


def _order(audited: Audited, aim: Target) -> Iterator[Finding]:
    n = ranks(aim, np.arange(audited.cells.n_obs, dtype=np.float64))
    yield from _broken("L4-LEAK-12", "obs", aim, n)
    for name in ("donor_id", "sample_id"):
        if name in audited.cells.obs:
            numbers = (
                audited.cells.obs[name].astype("str").str.extract(r"(\d{1,15})\D*$")[0].astype("float64").to_numpy()
            )
            yield from _broken("L4-LEAK-12", f"obs[{name!r}]", aim, ranks(aim, numbers))


def _features(audited: Audited, aim: Target) -> Iterator[Finding]:
    is_known = aim.codes >= 0
    for slot, matrix in matrices(audited.cells).items():
        table = plain(matrix) if is_sound(matrix) else None
        if table is None:
            continue
        alike = np.zeros(table.shape[1], dtype=bool)
        for one in np.unique(aim.codes[is_known]):
            is_one = (aim.codes == one).astype(np.float64)
            alike |= np.abs(_correlation(table, is_one, is_known)) >= ALIKE
        names = audited.cells.var_names if table.shape[1] == audited.cells.n_vars else range(table.shape[1])
        yield from RULES["L4-LEAK-06"].broken(
            path=path_of(slot),
            n_affected=int(alike.sum()),
            n_total=alike.size,
            unit="features",
            examples=shown(str(names[k]) for k in np.flatnonzero(alike)[:5]),
            what=f"{RULES['L4-LEAK-06'].what}: {aim.name}, {int(is_known.sum()):,} cells",
        )


def _correlation(
    table: object, label: npt.NDArray[np.float64], is_known: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return Pearson's correlation of each feature with the label over the cells whose label is known."""
    weight, at = is_known.astype(np.float64), 0
    sums: list[npt.NDArray[np.float64]] = []
    for block in row_blocks(table):
        own = slice(at, at + block.shape[0])
        at += block.shape[0]
        squared = block.astype(np.float64) ** 2 if isinstance(block, np.ndarray) else block.multiply(block)
        weights = np.stack([weight[own], weight[own] * label[own]])  # (2, n)
        part = [np.asarray(weights @ block), np.asarray(weights[:1] @ squared)]
        sums = [one + other for one, other in zip(sums, part, strict=True)] if sums else part
    n, n_one = weight.sum(), (weight * label).sum()
    first, second = sums[0] / n, sums[1][0] / n
    covariance = first[1] - first[0] * n_one / n
    variance = np.maximum(second - first[0] ** 2, 0.0)
    spread = np.sqrt(variance * (n_one / n) * (1 - n_one / n))
    found: npt.NDArray[np.float64] = np.divide(covariance, spread, out=np.zeros_like(covariance), where=spread > 1e-9)
    return np.nan_to_num(found)
