"""Deriving the harmless words of ``data/``: words that name things, in the languages of the hospitals that ship data.

::

    python -m clinicell.datasets.privacy.derive_vocabulary english.txt /usr/share/locale [MORE_FOLDERS ...]

``english.txt`` holds the words in lower case of an English spelling list, one a line; the folders hold what programs
say in other languages (gettext catalogues). The other sources are installed with this package: labels and synonyms of
the ontologies, the documentation of libraries, and its own text; and the symbols of genes. What the lexicons know as
names of persons is taken out. Of no source more is kept than that a word exists.

``words.txt.gz`` are harmless wherever they stand; ``eponyms.txt.gz`` are written with a capital wherever an ontology
holds them (Crouzon, Jurkat), and harmless only beside a word that is.
"""

import gettext
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import zstandard

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.privacy import lexicon, lexicon_words, lexicon_world
from clinicell.datasets.privacy.letters import folded
from clinicell.files import gzipped, write_bytes

DATA = Path(__file__).parent / "data"
LANGUAGES = ("de", "fr", "es", "it", "nl", "pt", "pt_BR", "sv", "da", "pl")
PACKAGES = (
    "numpy", "scipy", "pandas", "sklearn", "anndata", "zarr", "h5py", "matplotlib", "networkx", "xarray", "mudata",
    "flowio", "vcfpy", "airr", "PIL", "openpyxl", "rdata", "numba", "pandera", "mlcroissant", "scdataset",
)  # fmt: skip
OFTEN = 3  # words of programs and proteins that stand in no dictionary must occur so often
_WORD = re.compile(r"[A-Za-z]{3,}")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
NAMES = lexicon.GIVEN | lexicon.FAMILY | lexicon_world.GIVEN | lexicon_world.FAMILY
_ASKING = ("labels", "numbers", "dates", "places", "contacts", "key", "bodies", "names", "rules")  # words of questions
_ROOT = Path(__file__).resolve().parents[2]


def _said(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the words in lower case of translated catalogues, and the German ones that two programs write large."""
    large: Counter[str] = Counter()
    for path in sorted(path for folder in folders for path in folder.rglob("*.mo")):
        if not any(f"/{language}/" in path.as_posix() for language in LANGUAGES) or "iso_" in path.name:
            continue
        try:
            with path.open("rb") as stream:
                catalogue = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]  # no public way
        except (OSError, UnicodeDecodeError, ValueError):
            continue
        text = folded(" ".join(said for meant, said in catalogue.items() if meant and isinstance(said, str)))
        yield from (word for word in _WORD.findall(text) if word.islower())
        if "/de/" in path.as_posix():
            large.update({word.lower() for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", text)})
    yield from (word for word, n in large.items() if n > 1)


def _documented() -> Iterator[str]:
    """Yield the words in lower case that this package and the libraries below it use often."""
    counted: Counter[str] = Counter()
    for package in PACKAGES:
        spec = find_spec(package)
        places = list(spec.submodule_search_locations or ()) if spec else []
        for path in (path for place in places for path in sorted(Path(place).rglob("*.py"))):
            if "test" not in path.as_posix():
                counted.update({word for word in _WORD.findall(path.read_text("utf-8", "replace")) if word.islower()})
    own = [path for path in sorted(_ROOT.rglob("*")) if path.suffix in (".py", ".md", ".toml")]
    for path in own:
        is_asking = "privacy" in path.parts and path.stem in _ASKING
        if is_asking or not {"tests", "privacy", ".venv"} & set(path.parts):
            text = _SEAM.sub(" ", path.read_text("utf-8", "replace"))
            counted.update({word: OFTEN for word in _WORD.findall(text) if word.islower()})
    yield from (word for word, n in counted.items() if n >= OFTEN)


def _labels(prefix: str) -> Iterator[str]:
    spec = find_spec("cellxgene_ontology_guide")
    data = Path(next(iter(spec.submodule_search_locations or ()))) / "data" if spec else Path()
    newest = max(data.glob(f"{prefix}-ontology-*.json.zst"), key=lambda path: path.name)
    with newest.open("rb") as stream:
        terms = json.loads(zstandard.ZstdDecompressor().stream_reader(stream).read())
    for term in terms.values():
        yield from (folded(text) for text in (term["label"], *term.get("synonyms", ())))


def _of_ontologies() -> tuple[set[str], set[str]]:
    """Return the words that ontologies write in lower case, and those that they only write with a capital."""
    small: set[str] = set()
    large: set[str] = set()
    for prefix in ("CL", "UBERON", "MONDO", "EFO", "PATO", "CHEBI", "HsapDv", "MmusDv"):
        for label in _labels(prefix):
            for word in _WORD.findall(label):
                (small if word.islower() else large).add(word.lower())
    lines = {word.lower() for label in _labels("CVCL") for word in _WORD.findall(label) if len(word) > 3}
    return small, (large | lines) - small


def main(english: Path, folders: Iterable[Path]) -> None:
    """Write both lists."""
    small, large = _of_ontologies()
    words = {word.lower() for word in english.read_text("utf-8").split() if word.isalpha() and word.islower()}
    words = {folded(word) for word in words} | set(_said(folders)) | set(_documented()) | small
    symbols = {symbol.lower() for symbol in table("human").ids_of if symbol.isalpha() and len(symbol) > 2}
    plain = lexicon.ORDINARY | lexicon_words.NO_NAMES | lexicon_words.AMBIGUOUS
    words = {word for word in words if 3 <= len(word) <= 30} - (NAMES - plain)
    eponyms = (large | symbols | lexicon_words.EPONYMS) - words - NAMES
    for name, chosen in (("words", words), ("eponyms", eponyms)):
        write_bytes(DATA / f"{name}.txt.gz", gzipped("\n".join(sorted(chosen)).encode()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), map(Path, sys.argv[2:]))
