"""Whether a data set is split by donor, and the truth of the hidden test kept out of it."""

import re
from collections.abc import Iterator, Mapping

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.terms import SPLITS
from clinicell.datasets.schema.words import Flags, Words, n_used, shown, with_several, words

TRUTH = (
    "response_value", "responder_binary", "outcome_event", "outcome_time_days", "malignant", "clone_id",
    "mrd_status", "mrd_level", "mrd_target",
)  # fmt: skip
_DIGEST = re.compile(r"[0-9a-f]{64}")

RULES = rulebook(
    Rule("L4-SPLIT-01", "nobody says who is for training and who for testing", "add obs['split'], the same per donor"),
    Rule("L4-SPLIT-02", "no split of the standard", f"one of {', '.join(sorted(SPLITS))}"),
    Rule("L4-SPLIT-03", "donors in more than one split", "put all cells of a donor into one split"),
    Rule("L4-SPLIT-04", "cells of no known donor in a split", "name the donor, or write 'unassigned'"),
    Rule("L4-SPLIT-05", "nothing is assigned to a split", "assign whole donors to train and to a test"),
    Rule("L4-SPLIT-06", "the truth of the hidden test stands in the file", "seal it; leave these rows without a value"),
    Rule("L4-SPLIT-07", "a hidden test without its commitment", "uns['truth_commitment'] with alg and digest"),
    Rule("L4-SPLIT-08", "no commitment to a sealed truth", "{'alg': 'sha256', 'digest': 64 hexadecimal digits}"),
)  # fmt: skip


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield what keeps the split from being one that a benchmark may rest on."""
    obs = table_of(adata)
    if "split" not in obs:
        yield from RULES["L4-SPLIT-01"].broken(path="obs", n_affected=1, n_total=1, unit="columns", examples=["split"])
        return
    split = words(obs["split"])
    bad = ~split.rows(SPLITS.__contains__)
    yield from _rows("L4-SPLIT-02", bad, split.examples(bad))
    is_assigned = split.rows((SPLITS - {"unassigned"}).__contains__)
    yield from RULES["L4-SPLIT-05"].broken(
        path="obs['split']", n_affected=int(len(obs) > 0 and not (is_assigned | bad).any()), n_total=1, unit="columns"
    )
    if "donor_id" in obs:
        yield from _by_donor(words(obs["donor_id"]).known(), split, is_assigned)
    yield from _sealed(obs, split.rows("hidden_test".__eq__), adata.uns.get("truth_commitment"))


def _rows(code: str, bad: Flags, examples: list[str]) -> tuple[Finding, ...]:
    return RULES[code].broken(
        path="obs['split']", n_affected=int(bad.sum()), n_total=len(bad), unit="cells", examples=examples
    )


def _by_donor(donors: Words, split: Words, is_assigned: Flags) -> Iterator[Finding]:
    several = with_several(donors, split.codes)
    yield from RULES["L4-SPLIT-03"].broken(
        path="obs['split']", n_affected=len(several), n_total=n_used(donors), unit="donors", examples=shown(several)
    )
    yield from _rows("L4-SPLIT-04", is_assigned & (donors.codes < 0), [])


def _sealed(obs: pd.DataFrame, is_hidden: Flags, commitment: object) -> Iterator[Finding]:
    for name in TRUTH:
        if name in obs:
            told = is_hidden & _says_something(obs[name])
            yield from RULES["L4-SPLIT-06"].broken(
                path=f"obs[{name!r}]", n_affected=int(told.sum()), n_total=int(is_hidden.sum()), unit="cells"
            )
    is_lost = is_hidden.any() and commitment is None
    for code, is_bad in (
        ("L4-SPLIT-07", is_lost),
        ("L4-SPLIT-08", commitment is not None and not _is_commitment(commitment)),
    ):
        yield from RULES[code].broken(path="uns['truth_commitment']", n_affected=int(is_bad), n_total=1, unit="entries")


def _says_something(column: pd.Series) -> Flags:
    is_text = words(column)
    known: Flags = np.where(is_text.codes >= 0, is_text.known().codes >= 0, column.notna().to_numpy(dtype=bool))
    return known


def _is_commitment(entry: object) -> bool:
    if not isinstance(entry, Mapping):
        return False
    digest = entry.get("digest")
    return entry.get("alg") == "sha256" and isinstance(digest, str) and _DIGEST.fullmatch(digest) is not None
