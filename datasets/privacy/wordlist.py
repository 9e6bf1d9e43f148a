"""Lists of words, written as text."""


def listed(text: str) -> frozenset[str]:
    """Return the words of a text.

    Examples
    --------
    >>> sorted(listed("zip postal"))
    ['postal', 'zip']
    """
    return frozenset(text.split())
