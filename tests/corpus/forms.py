"""What people type: recipes and dataset cards in TOML, sound but for one line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from clinicell.datasets.schema.levels import Level

from ..datasets.test_card import CARD
from .case import Case
from .texts import HTML, LFS, folder

CORE_LINES = """[columns.{name}]
constant = "unknown"
"""
RECIPE = """recipe = 1
[about]
dataset_id = "toy"
title = "Toy"
license = "CC0-1.0"
modality = "rna"
[[files]]
name = "counts"
path = "counts.csv"
reader = "delimited"
[files.answers]
content = "matrix"
orientation = "features x units"
missing = "none"
[[files]]
name = "cells"
path = "cells.csv"
reader = "delimited"
[units]
file = "counts"
[[units.joins]]
file = "cells"
on = "barcode"
[columns.donor_id]
column = "patient"
pattern = "(P\\\\d)"
[columns.age_band]
column = "age"
kind = "age_years"
[columns.sex_ontology_term_id]
column = "gender"
[columns.sex_ontology_term_id.values]
M = "PATO:0000384"
F = "PATO:0000383"
[columns.is_primary_data]
constant = true
[columns.tissue_type]
constant = "tissue"
[columns.suspension_type]
constant = "cell"
[[matrices]]
file = "counts"
matrix = "X"
slot = "X"
scale = "counts"
[features]
columns.feature_name.column = "index"
[uns]
note = "none"
"""


def whole_recipe() -> str:
    """Return a recipe that is complete: each other column of the clinical core is unknown."""
    from clinicell.datasets.standard import CORE

    said = set(re.findall(r"\[columns\.(\w+)\]", RECIPE))
    return RECIPE + "".join(CORE_LINES.format(name=name) for name in CORE if name not in said)


Change = Callable[[str], str]


def instead(old: str, new: str) -> Change:
    """Return the change of a piece of text."""

    def change(text: str) -> str:
        if old not in text:
            raise ValueError(f"{old!r} is not there")
        return text.replace(old, new, 1)

    return change


OF_BOTH: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("empty", "0 %", lambda data: b""),
    ("cut off", "50 %", lambda data: data[: len(data) // 2]),
    ("cut off", "99 %", lambda data: data[: len(data) - 4]),
    ("an HTML page", "sign-in", lambda data: HTML),
    ("a pointer of Git LFS", "whole", lambda data: LFS),
    ("another kind of file", "random", lambda data: bytes(range(256)) * 9),
    ("wrong encoding", "UTF-16", lambda data: data.decode().encode("utf-16")),
    ("wrong encoding", "latin-1", lambda data: data.replace(b"Small", b"Sm\xe4ll").replace(b"Toy", b"T\xf6y")),
    ("null bytes in names", "one", lambda data: data.replace(b"Toy", b"T\0y").replace(b"Small", b"S\0all")),
    ("deep nesting", "lists", lambda data: b"x = " + b"[" * 100_000 + data),
    ("deep nesting", "tables", lambda data: b"a." * 50_000 + b"b = 1\n" + data),
    (
        "a field twice",
        "the first",
        lambda data: data.split(b"\n")[1 if data.startswith(b"\n") else 0] + b"\n" + data.lstrip(),
    ),
    ("a field that is not known", "surname", lambda data: b'surname = "x"\n' + data),
    ("a quote that is not closed", "first", lambda data: data.replace(b'"', b"", 1)),
    ("another kind of file", "JSON", lambda data: b'{"recipe": 1, "id": "small_crc"}'),
)
OF_RECIPES: tuple[tuple[str, str, Change], ...] = (
    ("path traversal", "two dots", instead('"counts.csv"', '"../counts.csv"')),
    ("path traversal", "from the root", instead('"counts.csv"', '"/etc/passwd"')),
    ("path traversal", "of Windows", instead('"counts.csv"', '"C:/counts.csv"')),
    ("path traversal", "a module", instead('"delimited"', '"..delimited"')),
    ("a name of nothing", "reader", instead('"delimited"', '"spreadsheet"')),
    ("a name of nothing", "a reader that is none", instead('"delimited"', '"raw"')),
    ("a name of nothing", "hidden reader", instead('"delimited"', '"_text"')),
    ("a name of nothing", "file", instead('"counts.csv"', '"count.csv"')),
    ("a name of nothing", "units", instead('file = "counts"', 'file = "cohort"')),
    ("a name of nothing", "column", instead('"patient"', '"pat"')),
    ("a name of nothing", "matrix", instead('matrix = "X"', 'matrix = "Y"')),
    ("a name of nothing", "modality", instead('"rna"', '"proteome"')),
    ("a name of nothing", "scale", instead('scale = "counts"', 'scale = "reads"')),
    ("a name of nothing", "slot", instead('slot = "X"', 'slot = "obs"')),
    ("a name of nothing", "answer", instead('"matrix"\norient', '"heap"\norient')),
    ("a name of nothing", "term", instead("PATO:0000384", "male")),
    ("a pattern that is none", "open bracket", instead("(P\\\\d)", "(P")),
    ("a pattern that is none", "no group", instead("(P\\\\d)", "P")),
    ("a pattern that is none", "without end", instead("(P\\\\d)", "((P|P)*)*z$")),
    ("a field twice", "two files of one name", instead('"cells"\npath', '"counts"\npath')),
    ("a field twice", "two sources", instead("constant = true", 'constant = true\ncolumn = "age"')),
    ("a field lost", "title", instead('title = "Toy"\n', "")),
    ("a field lost", "source of a column", instead('column = "age"\n', "")),
    (
        "a field lost",
        "a column of the core",
        lambda text: re.sub(r"\[columns\.assay_ontology_term_id\]\nconstant.*\n", "", text),
    ),
    ("a wrong type", "a number for a text", instead('"Toy"', "7")),
    ("a wrong type", "a date for a text", instead('"Toy"', "2021-03-05")),
    ("a wrong type", "another form", instead("recipe = 1", "recipe = 2")),
    ("a question left open", "title", instead('"Toy"', '"?"')),
    ("a question left open", "a value", instead('"PATO:0000384"', '"?"')),
    ("a value without a mapping", "sex", instead('F = "PATO:0000383"\n', "")),
    ("NaN and infinite numbers", "factor", instead('kind = "age_years"', 'kind = "age_years"\nfactor = nan')),
    ("wrong units", "months for years", instead('kind = "age_years"', 'kind = "age_years"\nfactor = 12.0')),
    ("a transposed matrix", "said wrongly", instead("features x units", "units x features")),
    ("logarithms called counts", "the other way: counts called tpm", instead('scale = "counts"', 'scale = "tpm"')),
    (
        "a scale that is not what it says",
        "counts called log1p_cp10k",
        instead('scale = "counts"', 'scale = "log1p_cp10k"'),
    ),
    (
        "a scale that is not what it says",
        "counts called z-scores",
        instead('scale = "counts"', 'scale = "zscore"\nfitted_on = "all"'),
    ),
    ("a wrong type", "a list in uns", instead('note = "none"', "note = [1]")),
    ("a wrong type", "a transform", instead('scale = "counts"', 'scale = "counts"\ntransform = "exp(raw)"')),
    ("names of persons", "in the title", instead('"Toy"', '"Cohort of Dr. Jane Miller, jane.miller@clinic.org"')),
)
OF_CARDS: tuple[tuple[str, str, Change], ...] = (
    ("path traversal", "two dots", instead('"crc2/matrix.csv"', '"../matrix.csv"')),
    ("path traversal", "from the root", instead('"crc2/matrix.csv"', '"/etc/passwd"')),
    ("path traversal", "mirror", instead('"subclone/small_crc"', '"../../x"')),
    ("a checksum that is none", "short", instead("a" * 64, "a" * 63)),
    ("a checksum that is none", "MD5", instead("a" * 64, "b" * 32)),
    ("a checksum that is none", "no hex", instead("a" * 64, "z" * 64)),
    ("negative counts", "cells", instead("n_obs = 186", "n_obs = -1")),
    ("fractional counts", "cells", instead("n_obs = 186", "n_obs = 186.5")),
    ("words among numbers", "cells", instead("n_obs = 186", 'n_obs = "186"')),
    ("NaN and infinite numbers", "cells", instead("n_obs = 186", "n_obs = nan")),
    ("a field lost", "licence", instead('licence = "CC0-1.0"\n', "")),
    ("a field lost", "counts", instead("n_donors = 1\n", "")),
    ("a field lost", "blank title", instead('"Small colorectal cancer"', '"  "')),
    ("a name of nothing", "modality", instead('"genotype"', '"genome"')),
    ("a name of nothing", "what it allows", instead('"research"', '"everything"')),
    ("a name of nothing", "doi", instead('"10.1101', '"https://doi.org/10.1101')),
    ("a name of nothing", "address", instead('url = "https://', 'url = "ftp://')),
    ("a name of nothing", "id", instead('id = "small_crc"', 'id = "smallcrc"')),
    ("a name of nothing", "id with blanks", instead('id = "small_crc"', 'id = "small crc"')),
    ("a field twice", "a path", instead('"notes.txt"', '"crc2/matrix.csv"')),
    ("a field twice", "file and folder", instead('"notes.txt"', '"crc2"')),
    ("a field that is not known", "a slip", instead("licence =", "license =")),
    ("a field lost", "whence", instead('how = "sheet 2 saved as CSV"\n', "")),
    ("a wrong type", "date", instead("2026-11-23", '"yesterday"')),
    ("a wrong type", "a list", instead('"Small colorectal cancer"', '["a"]')),
)


def card(change: Callable[[bytes], bytes]):
    """Return what writes a card."""

    def write(where: Path) -> Path:
        path = where / "small_crc.toml"
        path.write_bytes(change(CARD.encode()))
        return path

    return write


def recipe(change: Callable[[bytes], bytes]):
    """Return what writes a recipe beside the folder that it is for."""

    def write(where: Path) -> Path:
        folder("csv")(where)
        path = where / "recipe.toml"
        path.write_bytes(change(whole_recipe().encode()))
        return path

    return write


def corrupt() -> Iterator[Case]:
    """Yield recipes and cards with one defect each."""
    for kind, make, own in (("recipe", recipe, OF_RECIPES), ("card", card, OF_CARDS)):
        for defect, what, change in OF_BOTH:
            yield Case(
                format=kind,
                defect=defect,
                name=f"{kind}: {defect}: {what}",
                write=make(change),
                judge=kind,
                level=Level.L3,
            )
        for defect, what, change in own:
            yield Case(
                format=kind,
                defect=defect,
                name=f"{kind}: {defect}: {what}",
                judge=kind,
                write=make(lambda data, change=change: change(data.decode()).encode()),
                level=Level.L3,
            )


def sound() -> Iterator[Case]:
    """Yield the sound recipe and the sound card."""
    for kind, make in (("recipe", recipe), ("card", card)):
        yield Case(format=kind, defect="", name=kind, write=make(lambda data: data), judge=kind, level=Level.L3)
