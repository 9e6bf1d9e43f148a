"""FCS files: sound but for one keyword, one offset, or some events."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.standard import CORE

from ..datasets.readers.test_fcs import EVENTS, write_fcs
from .case import Case
from .texts import HTML, LFS

RECIPE = Recipe.model_validate(
    {
        "recipe": 1,
        "about": {"dataset_id": "toy", "title": "Toy", "license": "CC0-1.0", "modality": "cytometry"},
        "files": [{"name": "f", "path": "a.fcs", "reader": "fcs", "answers": {}}],
        "units": {"file": "f"},
        "columns": {name: {"constant": "unknown"} for name in CORE}
        | {
            "is_primary_data": {"constant": True},
            "suspension_type": {"constant": "cell"},
            "tissue_type": {"constant": "tissue"},
            "donor_id": {"constant": "P0"},
            "sample_id": {"constant": "P0s"},
        },
        "matrices": [
            {"file": "f", "matrix": "raw", "slot": "layers/raw", "scale": "other", "formula": "linear"},
            {"file": "f", "matrix": "raw", "slot": "X", "scale": "other", "transform": "arcsinh(raw / 150)"},
        ],
        "features": {"columns": {"channel": {"column": "channel"}, "marker": {"column": "marker"}}},
    }
)


def _events(value: float) -> bytes:
    changed = EVENTS.copy()
    changed[1, 1] = value
    return changed.astype("<f4").tobytes()


OF_WORDS: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("numbers that do not fit", "more events than data", {"keywords": {"$TOT": "9"}}),
    ("numbers that do not fit", "fewer events than data", {"keywords": {"$TOT": "3"}}),
    ("numbers that do not fit", "more channels than names", {"keywords": {"$PAR": "4"}}),
    ("numbers that do not fit", "fewer channels than names", {"keywords": {"$PAR": "2"}}),
    ("numbers that do not fit", "spillover of four", {"keywords": {"$SPILLOVER": "2,CD34 PE,CD45 PerCP,1,0,0"}}),
    ("numbers that do not fit", "spillover of strangers", {"keywords": {"$SPILLOVER": "2,FL1,FL2,1,0,0,1"}}),
    ("numbers that do not fit", "spillover of words", {"keywords": {"$SPILLOVER": "1,CD34 PE,one"}}),
    ("a 1e9-row header", "10 ** 12 events", {"keywords": {"$TOT": str(10**12)}}),
    ("a 1e9-row header", "10 ** 9 channels", {"keywords": {"$PAR": str(10**9)}}),
    ("a 1e9-row header", "-1 channels", {"keywords": {"$PAR": "-1"}}),
    ("a part lost", "$PAR", {"keywords": {"$PAR": None}}),
    ("a part lost", "$TOT", {"keywords": {"$TOT": None}}),
    ("a part lost", "$DATATYPE", {"keywords": {"$DATATYPE": None}}),
    ("a part lost", "$BYTEORD", {"keywords": {"$BYTEORD": None}}),
    ("a part lost", "$P3N", {"keywords": {"$P3N": None}}),
    ("a part lost", "$P2B", {"keywords": {"$P2B": None}}),
    ("a part lost", "$MODE", {"keywords": {"$MODE": None}}),
    ("words among numbers", "$TOT", {"keywords": {"$TOT": "four"}}),
    ("words among numbers", "$P1B", {"keywords": {"$P1B": "wide"}}),
    ("duplicate ids", "a channel", {"keywords": {"$P2N": "FSC-A"}}),
    ("duplicate ids", "no name", {"keywords": {"$P2N": " "}}),
    ("duplicate ids", "a marker", {"keywords": {"$P2S": "CD34"}}),
    ("a wrong type", "text", {"keywords": {"$DATATYPE": "A"}}),
    ("a wrong type", "none", {"keywords": {"$DATATYPE": "Q"}}),
    ("a wrong type", "histograms", {"keywords": {"$MODE": "C"}}),
    ("a wrong type", "33 bits", {"keywords": {"$P1B": "33"}}),
    ("a wrong type", "doubles of 32 bits", {"keywords": {"$DATATYPE": "D"}}),
    ("bytes in another order", "3,4,1,2", {"keywords": {"$BYTEORD": "3,4,1,2"}}),
    ("several sets in one file", "$NEXTDATA", {"keywords": {"$NEXTDATA": "500"}}),
    ("a version that is not read", "1.0", {"version": "1.0"}),
    ("a version that is not read", "9.9", {"version": "9.9"}),
    ("an offset that is not there", "one byte", {"surplus_end": 1}),
    ("an offset that is not there", "two", {"surplus_end": 2}),
    ("an offset that is not there", "a gigabyte", {"surplus_end": 1 << 30}),
    ("an offset that is not there", "short", {"surplus_end": -7}),
    (
        "logarithms called linear",
        "$P2E = 4,1",
        {"keywords": {"$P2E": "4,1", "$DATATYPE": "I"}, "data": struct.pack("<12I", *range(12))},
    ),
    ("compensated or not", "a spillover", {"keywords": {"$SPILLOVER": "2,CD34 PE,CD45 PerCP,1,0.1,0,1"}}),
    ("NaN and infinite numbers", "NaN", {"data": _events(np.nan)}),
    ("NaN and infinite numbers", "infinite", {"data": _events(np.inf)}),
    ("NaN and infinite numbers", "1e38", {"data": _events(3e38)}),
)


TRUE = {"1e38": "large, and finite"}


def writer(change=None, **options: object):
    """Return what writes the folder ``raw`` with one FCS file."""

    def write(where: Path) -> Path:
        raw = where / "raw"
        raw.mkdir()
        path = write_fcs(raw / "a.fcs", **options)
        if change:
            path.write_bytes(change(path.read_bytes()))
        return raw

    return write


def _flip(seed: int):
    def change(data: bytes) -> bytes:
        rng, changed = np.random.default_rng([31, seed]), bytearray(data)
        changed[int(rng.integers(600))] ^= 1 << int(rng.integers(8))
        return bytes(changed)

    return change


OF_BYTES = (
    ("empty", "0 %", lambda data: b""),
    ("cut off", "1 %", lambda data: data[:20]),
    ("cut off", "50 %", lambda data: data[:1000]),
    ("cut off", "99 %", lambda data: data[:-20]),
    ("an HTML page", "sign-in", lambda data: HTML),
    ("a pointer of Git LFS", "whole", lambda data: LFS),
    ("another kind of file", "zeros", lambda data: bytes(900)),
    ("another kind of file", "FCS and noise", lambda data: data[:6] + np.random.default_rng(3).bytes(3000)),
    ("bytes overwritten", "the offsets", lambda data: data[:10] + b"x" * 48 + data[58:]),
    ("bytes overwritten", "the keywords", lambda data: data[:58] + bytes(300) + data[358:]),
    ("null bytes in names", "a channel", lambda data: data.replace(b"CD34 PE", b"CD34\0PE")),
    ("wrong encoding", "a channel", lambda data: data.replace(b"CD34 PE", b"CD34\xb5PE")),
)


def corrupt() -> Iterator[Case]:
    """Yield FCS files with one defect each."""

    def of(defect: str, what: str, write, **rest: str) -> Case:
        return Case(
            format="fcs",
            defect=defect,
            name=f"fcs: {defect}: {what}",
            write=write,
            judge="folder",
            recipe=RECIPE,
            level=Level.L3,
            **rest,
        )

    for defect, what, options in OF_WORDS:
        yield of(defect, what, writer(**options), other=TRUE.get(what, ""))
    for defect, what, change in OF_BYTES:
        yield of(defect, what, writer(change), other="a name with a µ" if what == "a channel" else "")
    for seed in range(16):
        yield of("bits flipped", f"in the header {seed}", writer(_flip(seed)), other="another name of a channel")


def sound() -> Iterator[Case]:
    """Yield the sound file."""
    yield Case(format="fcs", defect="", name="fcs", write=writer(), judge="folder", recipe=RECIPE, level=Level.L3)
