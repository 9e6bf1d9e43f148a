# ruff: noqa: S311, E501 - chance is seeded, no secret; a table
"""Places that hold one kind of identifier only: pictures as bytes, names in properties, keywords of the FCS standard."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import h5py
import numpy as np

from .form import Form
from .forms_persons import DAYS, NAMES
from .forms_things import DEVICES, jpeg
from .place import Place
from .places_hdf import counts, saved
from .places_text import book, fcs, keyword

PICTURE = Form(
    "Q",
    "jpeg as bytes",
    lambda rng: f"IMG_{rng.randrange(1000, 9999)}.JPG",
    ("photo", "image", "Foto"),
    (),
    ("{}",),
    is_plain=True,
)


def _bytes(text: str) -> bytes:
    return jpeg(Random(text)) if "IMG" in text else b"reads\n"


def in_hdf5(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = saved(counts(), folder)
    with h5py.File(path, "r+") as file:
        file["uns/attachment"] = np.frombuffer(_bytes(texts[0]), np.uint8)
    return path


def in_npz(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "arrays.npz"
    np.savez(path, matrix=np.arange(12.0), attachment=np.frombuffer(_bytes(texts[0]), np.uint8))
    return path


def in_zip(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo(f"attachments/{texts[0]}"), _bytes(texts[0]))
    return path


def in_book(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = book("cell")(folder, "lane", ["one"])
    if "IMG" in texts[0]:
        with zipfile.ZipFile(path, "a") as file:
            file.writestr(zipfile.ZipInfo("xl/media/image1.jpeg"), _bytes(texts[0]))
    return path


def as_file(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / (texts[0] if "IMG" in texts[0] else "P01.txt")
    path.write_bytes(_bytes(texts[0]))
    return path


def as_fcs_bytes(folder: Path, key: str, texts: Sequence[str]) -> Path:
    path = folder / "tube1.fcs"
    path.write_bytes(fcs({}) + (_bytes(texts[0]) if "IMG" in texts[0] else b""))
    return path


PICTURES = tuple(
    Place(container, "picture", "token", write)
    for container, write in (("hdf5", in_hdf5), ("npz", in_npz), ("zip", in_zip), ("xlsx", in_book), ("names", as_file), ("fcs", as_fcs_bytes))
)  # fmt: skip
BY_NAME = {form.name: form for form in (*NAMES, *DAYS, *DEVICES)}
PEOPLE = [BY_NAME[name] for name in ("first last", "last, first", "initial last", "doctor", "login", "staff member")]


def _standard(name: str) -> Place:
    """Return a keyword of the standard that only ever holds one kind of thing: what it is called says what it is."""
    return Place("fcs", name, "value", lambda folder, key, texts: keyword(name)(folder, key, texts), True)


PAIRS: tuple[tuple[Place, Form], ...] = (
    *((place, PICTURE) for place in PICTURES for _ in range(2)),
    *((Place("xlsx", "creator", "value", book("creator"), True), form) for form in PEOPLE),
    *((_standard(name), form) for name in ("$OP", "$SRC", "$EXP") for form in PEOPLE),
    *((_standard("$DATE"), BY_NAME[name]) for name in ("fcs style", "iso", "german", "compact")),
    (_standard("$LAST_MODIFIED"), BY_NAME["timestamp spaced"]),
    (_standard("$CYTSN"), BY_NAME["serial"]),
)
