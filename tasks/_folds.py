"""Which patients teach and which are tested: every donor is tested exactly once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from clinicell.errors import TaskError
from clinicell.files import canonical_json, sha256_text

SPLITS = Path(__file__).parent / "splits"


@dataclass(frozen=True, slots=True)
class Fold:
    """Donor ids; a patient is never on both sides."""

    number: int
    train: frozenset[str]
    test: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse a donor on both sides, and a fold that tests nobody."""
        both = sorted(self.train & self.test)
        if both:
            raise TaskError(
                f"fold {self.number}: {len(both)} donors are in both train and test, e.g. {both[0]!r}; "
                "a donor is tested in one fold and teaches in the others"
            )
        if not self.test:
            raise TaskError(f"fold {self.number}: no donor to test")


@dataclass(frozen=True, slots=True)
class Folds:
    """The fold in which each donor is tested.

    `learns` False means that nobody teaches: the task is transductive, or learns from its references alone. `taught`
    names who teaches in a fold where that is not everybody else: one site only, or fewer patients.
    """

    fold_of: Mapping[str, int]
    learns: bool = True
    taught: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, name: str) -> "Folds":
        """Return the frozen folds in ``splits/<name>.csv`` (columns ``donor_id,fold``).

        Raises
        ------
        TaskError
            The file is missing or no table, lacks a column, names no donor, holds a fold that is no whole number, or
            holds a donor twice.
        """
        path = SPLITS / f"{name}.csv"
        if not path.exists():
            raise TaskError(f"no fold table {path.name}; a panel names a file of tasks/splits/")
        table = _table(path)
        twice = table[table["donor_id"].duplicated(keep=False)]
        if len(twice):
            donor = twice["donor_id"].iloc[0]
            folds = " and ".join(str(fold) for fold in twice.loc[twice["donor_id"] == donor, "fold"])
            raise TaskError(
                f"{path.name}: {twice['donor_id'].nunique()} of {table['donor_id'].nunique()} donors are in two folds: "
                f"{donor!r} ({folds}). A donor is tested once; if these are two people, give them two ids"
            )
        return cls({donor: int(fold) for donor, fold in zip(table["donor_id"], table["fold"], strict=True)})

    @classmethod
    def alone(cls, donors: list[str]) -> "Folds":
        """Return one fold per donor, with nobody to learn from: each instance stands alone."""
        return cls({donor: number for number, donor in enumerate(sorted(donors))}, learns=False)

    @classmethod
    def together(cls, donors: list[str]) -> "Folds":
        """Return one fold with every donor in it, and nobody to learn from but the references."""
        return cls(dict.fromkeys(sorted(donors), 0), learns=False)

    def __iter__(self) -> Iterator[Fold]:
        """Yield the folds in the order of their numbers."""
        everyone = frozenset(self.fold_of)
        for number in sorted(set(self.fold_of.values())):
            test = frozenset(donor for donor, fold in self.fold_of.items() if fold == number)
            others = everyone - test if self.learns else frozenset()
            yield Fold(number, self.taught.get(number, others), test)

    def check(self, donors: list[str]) -> None:
        """Refuse folds that do not cover exactly the `donors` of a data set.

        Raises
        ------
        TaskError
            A donor of the data set is in no fold, or a fold names a donor that the data set lacks.
        """
        lost, strange = sorted(set(donors) - set(self.fold_of)), sorted(set(self.fold_of) - set(donors))
        if lost:
            raise TaskError(f"{len(lost)} of {len(set(donors))} donors are in no fold, e.g. {lost[0]!r}")
        if strange:
            raise TaskError(f"{len(strange)} donors of the folds are not in the data set, e.g. {strange[0]!r}")

    @property
    def sha256(self) -> str:
        """Hash of who is tested when."""
        who: dict[str, object] = {"folds": dict(self.fold_of), "learns": self.learns}
        if self.taught:
            who["taught"] = {str(number): sorted(donors) for number, donors in self.taught.items()}
        return sha256_text(canonical_json(who))


def _table(path: Path) -> pd.DataFrame:
    """Return the texts of a fold table; each row names a donor, and a fold that is a whole number."""
    try:
        table = pd.read_csv(path, dtype="str", comment="#", keep_default_na=False).fillna("")
    except ValueError as fault:  # pandas' errors of parsing and Python's of decoding are ValueErrors
        why = " ".join(str(fault).split())
        raise TaskError(f"{path.name}: not a readable CSV table ({why}); write donor_id,fold") from fault
    if not isinstance(table.index, pd.RangeIndex):
        raise TaskError(f"{path.name}: rows hold more values than there are columns; the columns are donor_id,fold")
    lost = [name for name in ("donor_id", "fold") if name not in table]
    if lost:
        raise TaskError(
            f"{path.name}: {len(lost)} of 2 columns are missing, e.g. {lost[0]!r}; the columns are donor_id,fold"
        )
    nameless = table["donor_id"].str.strip() == ""
    if nameless.any():
        raise TaskError(f"{path.name}: {int(nameless.sum())} of {len(table)} rows name no donor; write its donor_id")
    wrong = table[~table["fold"].str.fullmatch("[0-9]+")]
    if len(wrong):
        raise TaskError(
            f"{path.name}: {len(wrong)} of {len(table)} folds are no whole number, e.g. {wrong['fold'].iloc[0]!r} "
            f"of donor {wrong['donor_id'].iloc[0]!r}; number the folds 0, 1, 2 and so on"
        )
    return table
