"""A rule of the standard, and how one that is broken becomes a finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clinicell.datasets.schema.levels import Finding, Level, doc_of

MAX_EXAMPLES = 5
MAX_EXAMPLE_LENGTH = 60
OF_PATIENTS = frozenset({"donors", "samples", "donors or samples"})  # a list of these would say who stands out
WITHHELD = "withheld"  # stands for a value that may name a patient


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold.

    Parameters
    ----------
    code
        Such as ``"L1-SCALE-05"``: the level that a fault bars, the subject, a running number.
    what
        What is wrong where the rule is broken; the message of its findings unless they know more.
    fix
        What would be right.
    """

    code: str
    what: str
    fix: str

    @property
    def level(self) -> Level:
        """The level that a fault bars."""
        return Level[self.code[:2]]

    @property
    def doc(self) -> str:
        """Where the documentation speaks of the rule."""
        return doc_of(self.code)

    def broken(
        self,
        *,
        path: str,
        n_affected: int,
        n_total: int,
        unit: str,
        examples: Iterable[object] = (),
        what: str = "",
        fix: str = "",
    ) -> tuple[Finding, ...]:
        """Return the one finding, or none where `n_affected` is 0; of donors and samples it shows one example."""
        if not n_affected:
            return ()
        shown = tuple(_short(str(example)) for example in dict.fromkeys(map(str, examples)))
        return (
            Finding(
                code=self.code,
                level=self.level,
                path=path,
                message=what or self.what,
                fix=fix or self.fix,
                n_affected=int(n_affected),
                n_total=int(n_total),
                unit=unit,
                examples=shown[: 1 if unit in OF_PATIENTS else MAX_EXAMPLES],
            ),
        )


def _short(text: str) -> str:
    return text if len(text) <= MAX_EXAMPLE_LENGTH else f"{text[: MAX_EXAMPLE_LENGTH - 1]}…"


def rulebook(*rules: Rule) -> Mapping[str, Rule]:
    """Return `rules` by code; a code that is given twice is a mistake in this package and raises ValueError."""
    book = {rule.code: rule for rule in rules}
    if len(book) < len(rules):
        raise ValueError("a rule's code is given twice")
    return MappingProxyType(book)
