"""The kinds of field that people write in cards, each with the message that says what would be right."""

from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Strict


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write the text, or 'unknown' where nobody knows")
    return text


def _identifier(text: str) -> str:
    if not (text.isascii() and text.isidentifier() and text == text.lower() and not text.startswith("_")):
        raise ValueError(f"{text!r} is no id; write lower-case letters, digits and '_': 'leung2017_crc'")
    return text


def _digest(text: str) -> str:
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise ValueError(f"{text!r} has {len(text)} characters; write 64 lower-case hexadecimal digits")
    return text


def _inside(text: str) -> str:
    path = PurePosixPath(text)
    if text != path.as_posix() or path.is_absolute() or ".." in path.parts or "\\" in text or text in ("", "."):
        raise ValueError(f"{text!r} does not stay inside its folder; write a relative path with '/': 'fcs/sample1.fcs'")
    return text


def _web(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ValueError(f"{text!r} is no web address; begin with https://, or leave it out")
    return text


def _inside_or_none(text: str) -> str:
    return text and _inside(text)


def _day(value: object) -> object:
    """Return ``"never"`` or a date; TOML has dates of its own, and people write them in quotes as well."""
    if value == "never" or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{value!r} is no day; write 'never' or a day as 2026-11-23") from error


def _parameter(value: object) -> object:
    kinds = {type(part) for part in value} if isinstance(value, list) else {type(value)}
    if kinds <= {int, float} or kinds == {str} or isinstance(value, bool):
        return value
    raise ValueError(
        f"{value!r} is no parameter; write a number, a text, true, false, or a list of numbers or of texts"
    )


Text = Annotated[str, AfterValidator(_not_blank)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Inside = Annotated[str, AfterValidator(_inside)]
Folder = Annotated[str, AfterValidator(_inside_or_none)]
Digest = Annotated[str, AfterValidator(_digest)]
Web = Annotated[str, AfterValidator(_web)]
Whole = Annotated[int, Strict(), Field(ge=0)]
Positive = Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Parameter = Annotated[bool | int | float | str | list[int] | list[float] | list[str], BeforeValidator(_parameter)]
Checked = Annotated[Literal["never"] | date, BeforeValidator(_day)]
