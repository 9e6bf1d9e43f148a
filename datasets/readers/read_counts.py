"""Tables of reads per cell and site: SCARLET's ``<site>_v`` and ``<site>_t``, COMPASS's ``ref:alt:genotype``."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.genotype_codings import CODINGS
from clinicell.datasets.readers.raw import InMemory, Matrix, Question, Raw
from clinicell.datasets.schema.terms import GENOME_BUILDS, MOUSE_BUILDS

COMPASS_COLUMNS = ("CHR", "POS", "REF", "ALT", "REGION", "NAME", "FREQ")
_TRIPLE = re.compile(r"\d+:\d+:\d")


def is_scarlet(names: Sequence[str]) -> bool:
    """Whether the columns are a copy-number clone ``c`` and pairs ``<site>_v``, ``<site>_t``."""
    sites = [name[:-2] for name in names if name.endswith("_v")]
    return bool(sites) and "c" in names and all(f"{site}_t" in names for site in sites)


def is_compass(names: Sequence[str]) -> bool:
    """Whether the columns begin as those of a COMPASS table of variants."""
    return {"CHR", "REF", "ALT"} <= set(names[: len(COMPASS_COLUMNS)])


def scarlet(table: pd.DataFrame, place: str) -> Raw:
    """Return cells x sites: ``ad_alt`` and ``depth`` (reads), and ``obs["copy_number_clone"]``.

    The table holds no genotype, and none is called here.

    Raises
    ------
    SchemaError
        A count is no whole number, or there are more variant reads than reads.
    """
    sites = [name[:-2] for name in map(str, table) if name.endswith("_v")]
    alt = _counts(table[[f"{site}_v" for site in sites]], place)
    depth = _counts(table[[f"{site}_t" for site in sites]], place)
    n_bad = int((alt > depth).sum())
    if n_bad:
        raise Unreadable("L0-READ-19", place, f"{n_bad:,} of {alt.size:,} entries have more variant reads than reads")
    return Raw(
        format="genotype_matrix",
        matrices={"ad_alt": InMemory(alt), "depth": InMemory(depth)},
        obs=pd.DataFrame({"copy_number_clone": table["c"].to_numpy()}, index=table.index),
        var=pd.DataFrame(index=pd.Index(sites, dtype="str")),
    )


def _counts(table: pd.DataFrame, place: str) -> NDArray[np.int32]:
    try:
        numbers = table.to_numpy().astype(np.float64)
    except ValueError as error:
        raise Unreadable("L0-READ-15", place, f"{error}; reads are whole numbers from 0") from error
    bad = ~np.isfinite(numbers) | (numbers < 0) | (numbers != np.floor(numbers))
    if bad.any():
        raise Unreadable("L0-READ-15", place, f"{int(bad.sum()):,} of {bad.size:,} reads are no whole numbers from 0")
    return numbers.astype(np.int32)


def compass(table: pd.DataFrame, place: str, answers: Mapping[str, str]) -> Raw:
    """Return cells x variants of ``ref:alt:genotype`` fields: ``genotype``, ``ad_ref`` and ``ad_alt``.

    Raises
    ------
    SchemaError
        A field is not of that form, or a genotype is none of 0, 1, 2 and 3.
    """
    told = [name for name in COMPASS_COLUMNS if name in table]
    cells = table.drop(columns=told)
    fields = cells.to_numpy(dtype="str").T  # (n_cells, n_variants)
    words, codes = np.unique(fields, return_inverse=True)
    bad = [word for word in words if not _TRIPLE.fullmatch(word)]
    if bad:
        n = int(np.isin(words[codes], bad).sum())
        raise Unreadable(
            "L0-READ-15", place, f"{n:,} of {fields.size:,} fields do not read ref:alt:genotype, e.g. {bad[0][:20]!r}"
        )
    parts = np.array([word.split(":") for word in words]).astype(np.int32)[codes.reshape(fields.shape)]
    meaning = CODINGS["COMPASS"].codes
    strange = sorted(set(np.unique(parts[..., 2]).astype("str")) - set(meaning))
    if strange:
        raise Unreadable(
            "L0-READ-15", place, f"genotype {strange[0]!r} is none of COMPASS, which writes {', '.join(meaning)}"
        )
    genotype = np.array([meaning[str(code)] for code in range(4)], dtype=np.int8)[parts[..., 2]]
    var = table[told].rename(columns={"CHR": "chrom", "POS": "pos", "REF": "ref", "ALT": "alt"})
    var.index = pd.Index(var["NAME"] if "NAME" in var else range(len(var)), dtype="str", name=None)
    matrices: dict[str, Matrix] = {
        "genotype": InMemory(genotype),
        "ad_ref": InMemory(np.ascontiguousarray(parts[..., 0])),
        "ad_alt": InMemory(np.ascontiguousarray(parts[..., 1])),
    }
    return Raw(
        format="genotype_matrix",
        matrices=matrices,
        obs=pd.DataFrame(index=pd.Index(cells.columns, dtype="str")),
        var=var,
        questions=() if "build" in answers else (build_question(place),),
    )


def build_question(place: str) -> Question:
    """Return the question which genome the positions are of."""
    return Question(
        about="build",
        place=place,
        why="the file gives positions and does not say of which genome",
        choices=tuple(sorted(GENOME_BUILDS | MOUSE_BUILDS)),
    )
