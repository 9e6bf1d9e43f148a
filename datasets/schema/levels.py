"""What validation says: findings, each on a readiness level, and the level that a data set reaches."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How ready a data set is; each level includes those below it."""

    L0 = 0  # readable: the file opens as AnnData
    L1 = 1  # structural: slots, shapes, types, unique ids, declared scales, numbers that follow their scale
    L2 = 2  # semantic: genes, sites, markers and terms are what they say
    L3 = 3  # clinical: donor, sample, time point, treatment and response fit together
    L4 = 4  # benchmark-ready: split by donor, truth sealed, licence known, no identifier, k-anonymous

    @property
    def title(self) -> str:
        """The level in a word."""
        return ("readable", "structural", "semantic", "clinical", "benchmark-ready")[self]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings of one pass over a data set.

    `ceiling` is the highest level that the modality can reach: a table without genes is an embedding, structurally
    sound at best, and valid as such.
    """

    dataset_id: str
    modality: str
    n_obs: int
    n_vars: int
    n_donors: int
    n_samples: int
    findings: tuple[Finding, ...]
    ceiling: Level = Level.L3

    @property
    def level(self) -> Level | None:
        """The level reached: the one below the lowest that a finding bars, at most `ceiling`; None when unreadable."""
        if not self.findings:
            return self.ceiling
        lowest = min(finding.level for finding in self.findings)
        return min(self.ceiling, Level(lowest - 1)) if lowest > Level.L0 else None

    @property
    def is_valid(self) -> bool:
        """Whether nothing was found: the data set reaches all that its modality can."""
        return not self.findings
