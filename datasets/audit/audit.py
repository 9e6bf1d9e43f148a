"""Whether a data set leaks: from the test side into training, or from the label into what a model sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import anndata as ad

from clinicell.datasets.audit import fitted, labels, shared
from clinicell.datasets.audit.split import Audited, by_donor, of_one, of_several
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.errors import InputError

RULES: Mapping[str, Rule] = rulebook(*shared.RULES.values(), *labels.RULES.values(), *fitted.RULES.values())
OF_SPLIT = (*shared.RULES, *fitted.RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found, and what could not be looked for.

    `skipped` says by rule why it was not looked for; a rule that stands neither there nor among the findings holds.
    """

    n_cells: int
    n_donors: int
    splits: Mapping[str, int]
    labels: tuple[str, ...]
    findings: tuple[Finding, ...]
    skipped: Mapping[str, str]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def n_looked_for(self) -> int:
        """How many rules were looked for; 0 says that nothing is known, not that nothing leaks."""
        return len(RULES) - len(self.skipped)


def audit(
    parts: Mapping[str, ad.AnnData],
    *,
    split: str = "split",
    label: Sequence[str] = (),
    fold_of: Mapping[str, str] | None = None,
) -> Audit:
    """Return the leaks of one data set with a split, or of several that are the splits.

    Parameters
    ----------
    parts
        Data sets by name; several are a split each.
    split
        The column of ``obs`` that holds the split of a single data set.
    label
        Columns that hold what is to be predicted; without, those that the standard knows as such.
    fold_of
        The fold of each donor, in place of `split`.

    Raises
    ------
    InputError
        There is no data set or no cell, a label is missing, or data sets share no feature.
    """
    if not parts:
        raise InputError("there is no data set to audit")
    audited = _audited(parts, split, fold_of)
    if not audited.cells.n_obs:
        raise InputError("there is not a single cell to audit")
    lost = [name for name in label if name not in audited.cells.obs]
    if lost:
        raise InputError(f"there is no obs[{lost[0]!r}]; name a column that holds the label")
    aims, has_split = labels.targets(audited, label), len(audited.splits) > 1
    found = [*labels.check(audited, aims)]
    if has_split:
        found += [*shared.check(audited), *fitted.check(audited)]
    donors = audited.column("donor_id")
    return Audit(
        n_cells=audited.cells.n_obs,
        n_donors=len({code for code in donors.codes.tolist() if code >= 0}),
        splits={name: int((audited.split == code).sum()) for code, name in enumerate(audited.splits)},
        labels=tuple(aim.name for aim in aims),
        findings=tuple(sorted(dict.fromkeys(found), key=lambda one: (one.code, one.path, one.message))),
        skipped=_skipped(audited, has_split=has_split, has_label=bool(aims), split=split),
    )


def _audited(parts: Mapping[str, ad.AnnData], split: str, fold_of: Mapping[str, str] | None) -> Audited:
    if len(parts) > 1:
        return of_several(parts)
    (adata,) = parts.values()
    return of_one(adata, split) if fold_of is None else by_donor(adata, fold_of)


def _skipped(audited: Audited, *, has_split: bool, has_label: bool, split: str) -> dict[str, str]:
    said: dict[str, str] = {}
    if not has_split:
        said |= dict.fromkeys(OF_SPLIT, f"there is one split only: no obs[{split!r}] with two values, no second file")
    if not has_label:
        said |= dict.fromkeys(labels.RULES, "no label with two classes is known; name one")
    if has_split and (audited.column("donor_id").codes < 0).all():
        said["L4-LEAK-01"] = "nobody knows the donors"
    return said
