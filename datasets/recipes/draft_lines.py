"""Lines of a recipe: a value with its comment, or a question with what is known above it."""

import json
from textwrap import wrap

WIDTH = 34  # where the comment of a line begins, at the earliest
LINE = 116


def line(key: str, value: object, comment: str = "") -> str:
    """Return ``key = value  # comment`` with its line end."""
    text = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    return f"{text:<{WIDTH}}  # {' '.join(comment.split())}".rstrip() + "\n" if comment else f"{text}\n"


def ask(key: str, comment: str) -> str:
    """Return a line that is marked as open, under what is known of its answer."""
    return note(comment) + line(key, "?", "ASK")


def note(comment: str) -> str:
    """Return a comment in lines of its own."""
    lines = wrap(" ".join(comment.split()), LINE, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {words}\n" for words in lines)
