"""Text in plain letters: what looks alike is made alike before a rule reads it."""

import unicodedata

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4", "'"),
    }
)
_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "Þ": "Th",
     "æ": "ae", "Æ": "Ae",      "œ": "oe", "Œ": "Oe", "ı": "i", "ĸ": "k", "ŋ": "n"}
)  # fmt: skip


def alike(text: str) -> str:
    """Return a text with one kind of dash, blank and apostrophe, and digits of every script as 0 to 9."""
    if text.isascii():
        return text
    plain = text.translate(_ALIKE)
    return unicodedata.normalize("NFKC", "".join(map(_digit, plain))) if _is_odd(text) else plain


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _is_odd(text: str) -> bool:
    return any((letter.isdecimal() and not letter.isascii()) or "\uff00" <= letter <= "\uffef" for letter in text)


def folded(text: str) -> str:
    """Return a text without the marks on its letters.

    Examples
    --------
    >>> folded("Núñez, Şahin, Weißgerber")
    'Nunez, Sahin, Weissgerber'
    """
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return "".join(part for part in parts if not unicodedata.combining(part))
