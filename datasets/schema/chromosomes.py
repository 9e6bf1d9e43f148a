"""Chromosomes of the genome builds that data name, and whether a place lies on one.

Lengths in bases, of the primary assemblies GRCh37 (hg19), GRCh38 (hg38), GRCm38 (mm10) and GRCm39 (mm39); of the two
mitochondrial sequences that go by hg19, the longer. https://www.ncbi.nlm.nih.gov/grc
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema.terms import GENOME_BUILDS, MOUSE_BUILDS
from clinicell.datasets.schema.vocabulary import Range, Vocabulary
from clinicell.datasets.schema.words import Flags, words

BUILDS = GENOME_BUILDS | MOUSE_BUILDS
is_chromosome = Vocabulary(frozenset({"unknown"}), r"(?:chr)?(?:[1-9]|1\d|2[0-2]|X|Y|M|MT)")

_HUMAN = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
_MOUSE = (*(str(number) for number in range(1, 20)), "X", "Y", "MT")


def _sizes(names: tuple[str, ...], *sizes: int) -> Mapping[str, int]:
    return MappingProxyType(dict(zip(names, sizes, strict=True)))


SIZES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "GRCh37": _sizes(
            _HUMAN, 249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431,
            135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248, 59128983,
            63025520, 48129895, 51304566, 155270560, 59373566, 16571,
        ),
        "GRCh38": _sizes(
            _HUMAN, 248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717,
            133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616,
            64444167, 46709983, 50818468, 156040895, 57227415, 16569,
        ),
        "GRCm38": _sizes(
            _MOUSE, 195471971, 182113224, 160039680, 156508116, 151834684, 149736546, 145441459, 129401213, 124595110,
            130694993, 122082543, 120129022, 120421639, 124902244, 104043685, 98207768, 94987271, 90702639, 61431566,
            171031299, 91744698, 16299,
        ),
        "GRCm39": _sizes(
            _MOUSE, 195154279, 181755017, 159745316, 156860686, 151758149, 149588044, 144995196, 130127694, 124359700,
            130530862, 121973369, 120092757, 120883175, 125139656, 104073951, 98008968, 95294699, 90720763, 61420004,
            169476592, 91455967, 16299,
        ),
    }
)  # fmt: skip

FROM_0, FROM_1 = Range(low=0, is_whole=True), Range(low=1, is_whole=True)

Positions = npt.NDArray[np.float64]  # NaN where nobody knows


def plain_name(chromosome: str) -> str:
    """Return the name without its prefix.

    Examples
    --------
    >>> plain_name("chr1"), plain_name("chrM"), plain_name("X")
    ('1', 'MT', 'X')
    """
    name = chromosome.removeprefix("chr")
    return "MT" if name == "M" else name


def numbers(column: pd.Series) -> Positions:
    """Return a column of any type as numbers, NaN where it holds none."""
    if column.dtype.kind not in "iufb":
        column = column.astype("object").map(lambda value: np.nan if isinstance(value, complex) else value)
    found: Positions = pd.to_numeric(column, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    return found


def are(column: pd.Series, allowed: Range) -> pd.Series:
    """Return per row whether it is a number that is allowed, or missing."""
    is_so = column.isna().to_numpy(dtype=bool) | allowed.holds(numbers(column))
    return pd.Series(is_so, index=column.index)


def is_position(column: pd.Series) -> pd.Series:
    """Return per row whether it is a position counted from 1, or missing."""
    return are(column, FROM_1)


def is_start(column: pd.Series) -> pd.Series:
    """Return per row whether it is a position counted from 0, or missing."""
    return are(column, FROM_0)


def outside(chromosome: pd.Series, last: Positions, build: str) -> Flags:
    """Return which places end behind the end of their chromosome, or lie on one that the build does not have.

    Nobody can say so of a build whose lengths are not known here, nor of a chromosome that is no name of one.
    """
    sizes = SIZES.get(build)
    named = words(chromosome)
    if sizes is None:
        return np.zeros(len(chromosome), dtype=bool)
    of_word = [sizes.get(plain_name(word), 0) if is_known(word) else np.inf for word in named.words]
    ends = np.array([*of_word, np.inf])[named.codes]
    bad: Flags = last > ends
    return bad


def is_known(word: str) -> bool:
    """Whether a word names a chromosome."""
    return word != "unknown" and is_chromosome(word)
