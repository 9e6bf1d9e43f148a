"""Which rules a text breaks, given what it stands under."""

import re
from collections.abc import Iterator

from clinicell.datasets.privacy import asked, bodies, contacts, dates, labels, names, numbers, places
from clinicell.datasets.privacy.fields import fields_of
from clinicell.datasets.privacy.key import CITING, Key, key_of
from clinicell.datasets.privacy.letters import alike
from clinicell.datasets.privacy.public import PSEUDONYM, is_nothing, without_public
from clinicell.datasets.privacy.rules import CODE, HOME, PHONE
from clinicell.datasets.privacy.wordlist import listed

LONGEST = 20_000  # letters of one text that are looked at; longer ones are no entry of a table
_BARE = re.compile(r"\s*[+-]?(?:\d{1,7}|\d*[.,]\d+(?:[eE][+-]?\d+)?)\s*")  # no rule asks for it but under its key
_HOME = re.compile(
    r"(?:(?<![\w.])/(?:[\w.-]+/)?(?:home|Users)/|[A-Za-z]:[\\/]{1,2}(?:Users|"
    r"Documents and Settings)[\\/]{1,2})([^\s/\\:\"'<>|]+)"
)
_NOBODY = listed("shared public user users username jovyan ubuntu runner root ec2-user name default all")


def codes_of(text: str, key: Key) -> frozenset[str]:
    """Return the codes of the rules that `text` breaks; hashes and free text are judged by whole columns."""
    if is_nothing(text) or (_BARE.fullmatch(text) and not may_be_number(key)):
        return frozenset()
    plain = alike(text[:LONGEST])
    found = frozenset(_found(plain, key)) | frozenset(_within(plain, key))
    # Ten digits in groups with a valid check digit are an NHS number, not a telephone number.
    return found - {PHONE} if CODE in found and not key.has("phone") and "+" not in text and "(" not in text else found


def _found(text: str, key: Key) -> Iterator[str]:
    if any(user.lower() not in _NOBODY for user in _HOME.findall(text)):
        yield HOME
    yield from bodies.codes(text.replace("_", " "), key)
    if PSEUDONYM.fullmatch(text.strip()):
        return
    plain = without_public(text).replace("_", " ")
    for family in (contacts, dates, places, numbers, labels, names):
        yield from family.codes(plain, key)


def _within(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that values within a text break under the names that they bear there."""
    if key.is_feature or key.lies_in(CITING):
        return
    for name, value in fields_of(text):
        inner = key_of(name, *key.words, *key.above)
        if inner.words and not is_nothing(value) and _asks(inner):
            yield from _found(value, inner)


def _asks(key: Key) -> bool:
    is_body = asked.asks_for_biometry(key) or asked.asks_for_picture(key)
    return is_body or asked.asks_for_name(key) or may_be_number(key)


def may_be_number(key: Key) -> bool:
    """Whether a bare number under `key` may break a rule; other columns of numbers need not be read."""
    return key.is_keyword or any(family.is_about(key) for family in (dates, contacts, places, numbers, labels))
