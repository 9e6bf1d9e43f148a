"""Which rules of the unknown a text breaks; without tables, for whoever only names a file."""

from collections.abc import Iterator

from clinicell.datasets.privacy.asked import asks_for_persons
from clinicell.datasets.privacy.fields import fields_of
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.rules import STRANGER, UNEXPLAINED
from clinicell.datasets.privacy.strangers import strangers
from clinicell.datasets.privacy.text import LONGEST
from clinicell.datasets.privacy.unexplained import has_code


def unknown_in(text: str, key: Key, *, is_name: bool = True) -> Iterator[str]:
    """Yield the rules of what is unknown in a text: codes, and words."""
    if has_code(text[:LONGEST], key) or _has_field(text[:LONGEST], key):
        yield UNEXPLAINED
    if strangers(text[:LONGEST], key, is_name=is_name):
        yield STRANGER


def _has_field(text: str, key: Key) -> bool:
    """Whether a code stands in a text under a name that speaks of persons."""
    fields = () if key.is_feature else fields_of(text)
    return any(
        asks_for_persons(inner) and has_code(value, inner) for name, value in fields for inner in (key_of(name),)
    )
