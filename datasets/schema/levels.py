"""What validation says: findings, each on a readiness level, and the level that a data set reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from clinicell.datasets.schema.edition import STANDARD

RULES_PAGE = "https://github.com/clinicell/clinicell/blob/main/docs/standard/rules.md"


class Level(IntEnum):
    """How ready a data set is; each level includes those below it."""

    L0 = 0  # readable: the file opens as AnnData or MuData
    L1 = 1  # structural: slots, shapes, types, unique ids, declared scales, numbers that follow their scale
    L2 = 2  # semantic: genes, sites, markers and terms are what they say
    L3 = 3  # clinical: donor, sample, time point, treatment and response fit together
    L4 = 4  # benchmark-ready: split by donor, truth sealed, licence known, no identifier, k-anonymous

    @property
    def title(self) -> str:
        """The level in a word."""
        return ("readable", "structural", "semantic", "clinical", "benchmark-ready")[self]


def doc_of(code: str) -> str:
    """Return where the documentation speaks of a rule.

    Examples
    --------
    >>> doc_of("L1-RNA-01").rpartition("/")[2]
    'rules.md#l1-rna-01'
    """
    return f"{RULES_PAGE}#{code.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault: what is wrong, how much of it, an example, and what would be right.

    `code` such as ``"L1-SCALE-02"`` begins with the level it bars; `path` is a slot such as ``"obs['donor_id']"``;
    `unit` names what was counted (``"cells"``, ``"genes"``, ``"donors"``, ``"columns"``, ...); `examples` holds at
    most five values, and none of a patient beyond a pseudonymous id.
    """

    code: str
    level: Level
    path: str
    message: str
    fix: str
    n_affected: int
    n_total: int
    unit: str
    examples: tuple[str, ...] = ()

    @property
    def doc(self) -> str:
        """Where the documentation speaks of the rule."""
        return doc_of(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings of one pass over a data set.

    Parameters
    ----------
    ceiling
        The highest level that the modality can reach: a table without genes is an embedding, structurally sound at
        best, and valid as such.
    asked
        The highest level whose faults were looked for; nothing is known of those above it.
    standard
        The standard that was held against the data set.
    ontology_releases
        The release of each ontology that terms were looked up in, by prefix; empty where only their shape was read.
    are_numbers_read
        False where the numbers of matrices were not looked at; then no level above L0 is shown to be reached.
    """

    dataset_id: str
    modality: str
    n_obs: int
    n_vars: int
    n_donors: int
    n_samples: int
    findings: tuple[Finding, ...]
    ceiling: Level = Level.L4
    asked: Level = Level.L4
    standard: str = STANDARD
    ontology_releases: Mapping[str, str] = field(default_factory=dict)
    are_numbers_read: bool = True

    @property
    def level(self) -> Level | None:
        """The level reached: below the lowest that is barred, at most what was looked for; None when unreadable."""
        highest = min(self.ceiling, self._looked_for)
        if not self.findings:
            return highest
        lowest = min(finding.level for finding in self.findings)
        return min(highest, Level(lowest - 1)) if lowest > Level.L0 else None

    def reaches(self, level: Level) -> bool:
        """Whether nothing was found that bars `level`; above the ceiling of the modality there is nothing to reach.

        A fault above the ceiling counts all the same: an embedding with contradictory responses does not reach L3.
        """
        return self._looked_for >= min(level, self.ceiling) and not self.up_to(level)

    @property
    def _looked_for(self) -> Level:
        return self.asked if self.are_numbers_read else Level.L0

    def up_to(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings that bar `level` or one below it."""
        return tuple(finding for finding in self.findings if finding.level <= level)

    def beyond(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings that bar none of the levels up to `level`."""
        return tuple(finding for finding in self.findings if finding.level > level)

    @property
    def is_valid(self) -> bool:
        """Whether nothing was found up to L3: one that is not split into a benchmark is valid all the same."""
        return self.reaches(Level.L3)
