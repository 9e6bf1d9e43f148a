"""Names that may be shown: of files, columns and entries that hold no identifier themselves."""

from clinicell.datasets.privacy.hashes import hexes
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.rules import HASH, NOUNS
from clinicell.datasets.privacy.text import codes_of
from clinicell.datasets.privacy.unknown_text import unknown_in


def shown(name: str) -> str:
    """Return a name, or what stands in its place when it holds an identifier.

    Examples
    --------
    >>> shown("donor_id"), shown("visit 2019-03-12")
    ('donor_id', '(a date, 16 characters)')
    """
    codes = sorted(codes_of(name, Key())) or ([HASH] if hexes(name, Key()) else []) or sorted(unknown_in(name, Key()))
    return f"({NOUNS[codes[0]]}, {len(name)} characters)" if codes else name
