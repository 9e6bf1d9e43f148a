"""What the codes of a genotype table mean, by the program that the table was written for.

A 2 is missing for SASC and homozygous for SCITE, BnpC and Tapestri; rows are sites for SCITE, BnpC and COMPASS, cells
for SASC, SPhyR and Tapestri. Sources: SCITE doi:10.1186/s13059-016-0936-x, SPhyR doi:10.1093/bioinformatics/bty589,
SASC doi:10.1093/bioinformatics/btaa722, BnpC doi:10.1093/bioinformatics/btaa599, COMPASS
doi:10.1038/s41467-023-40378-8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clinicell.datasets.readers.faults import Unreadable

MISSING = -1
UNITS_FIRST, FEATURES_FIRST = "units x features", "features x units"
CERTAIN = MappingProxyType({"0": 0, "1": 1, "-1": MISSING, "?": MISSING, "-": MISSING})  # whatever wrote them


@dataclass(frozen=True, slots=True)
class Coding:
    """The standard code of each code of a file, and which axis holds the cells."""

    codes: Mapping[str, int]
    orientation: str


CODINGS: Mapping[str, Coding] = MappingProxyType(
    {
        "SCITE": Coding({"0": 0, "1": 1, "2": 2, "3": MISSING}, FEATURES_FIRST),
        "SPhyR": Coding({"0": 0, "1": 1, "-1": MISSING}, UNITS_FIRST),
        "SASC": Coding({"0": 0, "1": 1, "2": MISSING}, UNITS_FIRST),
        "BnpC": Coding({"0": 0, "1": 1, "2": 2, "3": MISSING}, FEATURES_FIRST),
        "COMPASS": Coding({"0": 0, "1": 1, "2": 2, "3": MISSING}, FEATURES_FIRST),
        "Tapestri": Coding({"0": 0, "1": 1, "2": 2, "3": MISSING}, UNITS_FIRST),
    }
)


def coding_of(answer: str, place: str) -> Coding:
    """Return a named coding, or one that is written out as ``"0=0 1=1 2=2 3=-1"`` (its orientation is not told).

    Examples
    --------
    >>> coding_of("0=0 1=1 9=-1", "a.csv").codes
    {'0': 0, '1': 1, '9': -1}

    Raises
    ------
    SchemaError
        It is neither.
    """
    if answer in CODINGS:
        return CODINGS[answer]
    pairs = [part.partition("=") for part in answer.split()]
    if not pairs or not all(own and ours in ("-1", "0", "1", "2") for own, _, ours in pairs):
        raise Unreadable(
            "L0-READ-18",
            place,
            f"{answer!r} is no coding; write one of {', '.join(CODINGS)}, or each code as '0=0 1=1 3=-1' "
            "(-1 missing, 0 reference, 1 heterozygous or present, 2 homozygous)",
        )
    return Coding({own: int(ours) for own, _, ours in pairs}, "")


def certain_coding(codes: set[str]) -> Coding | None:
    """Return the coding where the codes alone decide: 2 and 3 mean different things to different programs."""
    return Coding({code: CERTAIN[code] for code in sorted(codes)}, "") if codes <= set(CERTAIN) else None
