"""Who made a data set, and when, as its card says in ``source``: "Leung et al. 2017, Genome Research 27:1287"."""

import re
from dataclasses import dataclass

from clinicell.datasets.card import DatasetCard

_AUTHORS_AND_YEAR = re.compile(r"(?P<authors>[^;]+?),? (?:\([^)]*\),? )?(?P<year>(?:19|20)\d{2})\b")
OURSELVES = "The clinicell authors"
HOME = "https://github.com/clinicell/clinicell"


@dataclass(frozen=True, slots=True)
class Citation:
    """The first work that a card names; `year` is "" where the card gives none."""

    authors: str
    year: str
    text: str


def citation(card: DatasetCard) -> Citation:
    """Return the first work that `card` names; of a simulated set, ourselves, with no year.

    Examples
    --------
    >>> from clinicell.datasets.card import find_card
    >>> found = citation(find_card("leung2017_crc"))
    >>> found.authors, found.year
    ('Leung et al.', '2017')
    """
    text = f"{card.source}{f', doi:{card.doi}' if card.doi else ''}"
    if card.is_simulated:
        return Citation(OURSELVES, "", text)
    found = _AUTHORS_AND_YEAR.match(card.source)
    return Citation(found["authors"], found["year"], text) if found else Citation(card.source, "", text)


def address(card: DatasetCard) -> str:
    """Return the web address of a data set: its DOI, else the first address of `original`, else our own."""
    if card.doi:
        return f"https://doi.org/{card.doi}"
    found = re.search(r"https?://[^\s,;()]+", card.original)
    return found[0] if found else f"{HOME}/blob/main/datasets/cards/{card.id}.toml"


def licence_address(card: DatasetCard) -> str:
    """Return the SPDX address of the first licence that a card names; its words where that is none of SPDX.

    Examples
    --------
    >>> from clinicell.datasets.card import find_card
    >>> licence_address(find_card("demo_mrd"))
    'https://spdx.org/licenses/CC0-1.0.html'
    """
    known = {name.casefold(): name for name in SPDX}
    words = re.split(r"[\s,;:(]", card.licence)
    two = " ".join(card.licence.split()[:3]).replace(" ", "-")  # "CC BY 4.0"
    for word in (words[0], two):
        if word.casefold().rstrip(",;") in known:
            return f"https://spdx.org/licenses/{known[word.casefold().rstrip(',;')]}.html"
    return card.licence


SPDX = (
    "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-SA-4.0",
    "CC0-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0", "MIT",
)  # fmt: skip
