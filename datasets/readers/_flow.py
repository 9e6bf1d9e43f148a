"""Opening an FCS file with flowio: what it stumbles over becomes a fault with a code."""

import re
import warnings
from pathlib import Path
from typing import Any  # flowio is untyped

import flowio

from clinicell.datasets.readers.faults import Unreadable

_VERSIONS = ("2.0", "3.0", "3.1", "3.2")
_OWN_TYPE = re.compile(r"p\d+datatype")


class _Flow(flowio.FlowData):  # type: ignore[misc]  # flowio is untyped
    """flowio's reading, and what 3.2 has changed: $MODE may be left out, and a channel may have a type of its own."""

    def _FlowData__parse_text(self, offset: int, start: int, stop: int) -> dict[str, str]:
        text: dict[str, str] = super()._FlowData__parse_text(offset, start, stop)
        if self.header["version"] == "3.2":
            text.setdefault("mode", "L")
            own = {text["datatype"].lower()} | {kind.lower() for key, kind in text.items() if _OWN_TYPE.fullmatch(key)}
            if len(own) > 1:
                raise ValueError(f"channels of several types ($PnDATATYPE: {', '.join(sorted(own))})")
        return text


def require_fcs(path: Path) -> None:
    """Refuse what is no FCS file of a version that is read.

    Raises
    ------
    Unreadable
        It cannot be opened, or begins otherwise.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
    except OSError as error:
        raise Unreadable("L0-READ-01", path.name, f"cannot be opened: {error.strerror}") from error
    if head[:3] != b"FCS":
        raise Unreadable(
            "L0-READ-03", path.name, f"is no FCS file: it begins with {head!r}; one begins with FCS3.0 or the like"
        )
    if (version := head[3:].decode("ascii", errors="replace")) not in _VERSIONS:
        raise Unreadable(
            "L0-READ-03", path.name, f"FCS version {version!r} is not read; export it as {' or '.join(_VERSIONS)}"
        )


def parsed(path: Path, offset_is_off_by_one: bool) -> Any:  # noqa: ANN401 - flowio is untyped
    """Return flowio's reading; whatever it stumbles over, or only warns of, becomes a `SchemaError`."""
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("error")
            # the caller declared this very fault
            warnings.filterwarnings("ignore", message="FCS file .* reported incorrect data offset")
            return _Flow(stream, ignore_offset_error=offset_is_off_by_one)
    except KeyError as error:
        raise Unreadable(
            "L0-READ-13", path.name, f"the header lacks ${str(error.args[0]).upper()}; every FCS file has it"
        ) from error
    except Exception as error:  # a parser of foreign bytes may raise anything
        reason = str(error).replace(str(path), "the file") or type(error).__name__
        raise Unreadable(*_advice(reason, path.name)) from error


def _advice(reason: str, place: str) -> tuple[str, str, str]:
    """Return the code, the place and what is wrong with what right would be."""
    if "off by 1" in reason:
        what = "the end of the data is off by one; if this source always does so, read with offset_is_off_by_one=True"
        return "L0-READ-18", place, what
    if "greater than file size" in reason:
        return "L0-READ-04", place, "the data end before the header says; the file is cut off, get a whole copy"
    if "multiple data sets" in reason:
        return "L0-READ-03", place, "holds several data sets; split it into files with one each"
    what = f"cannot be read as FCS ({reason}); get a whole copy, or export it again"
    if "invalid literal" in reason or "could not convert" in reason:
        return "L0-READ-15", place, what
    if "byte order" in reason or "struct format" in reason or "several types" in reason:
        return "L0-READ-03", place, what
    if "byte offsets" in reason:
        return "L0-READ-19", place, what
    return "L0-READ-05", place, what
