"""What one module of the schema looks at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import anndata as ad

from clinicell.datasets.schema.levels import Finding, Level
from clinicell.datasets.schema.rule import Rule

Check = Callable[[ad.AnnData], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Part:
    """Where a module looks, how, and the rules that it may find broken."""

    path: str
    check: Check
    rules: Mapping[str, Rule]

    def bears_on(self, level: Level) -> bool:
        """Whether one of its rules bars `level` or one below."""
        return any(rule.level <= level for rule in self.rules.values())
