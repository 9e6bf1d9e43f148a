"""FCS files (flow and mass cytometry, versions 2.0, 3.0 and 3.1), as the instrument wrote them."""

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # flowio is untyped

import flowio
import numpy as np

from clinicell.errors import InputError, SchemaError

_VERSIONS = ("2.0", "3.0", "3.1")
# Technical keywords alone: no date, operator, institution, serial number, file, specimen or sample name passes.
_TECHNICAL = re.compile(
    r"(p\d+[bdefglnoprstv]|byteord|datatype|mode|par|tot|timestep|cyt|comp|spill|spillover|dfc\d+to\d+|transformation)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fcs:
    """The events of one FCS file.

    Parameters
    ----------
    channels
        Names of the channels ($PnN), in the order of their numbers n; unique.
    markers
        What each channel stains ($PnS); empty where the file says nothing.
    events
        (n_events, n_channels) float32: the numbers in the file, neither scaled, compensated nor transformed. Integers
        above 2**24 are rounded to the next float32.
    keywords
        Technical keywords in lower case without ``$``, such as ``"p1e"`` (amplification), ``"timestep"`` or
        ``"spillover"``. Everything else in the header, such as dates, operators and sample names, is left behind.
    """

    channels: tuple[str, ...]
    markers: tuple[str, ...]
    events: np.ndarray
    keywords: Mapping[str, str]

    def channel(self, name: str) -> np.ndarray:
        """Return the events of one channel, (n_events,).

        Raises
        ------
        SchemaError
            There is no such channel.
        """
        if name not in self.channels:
            raise SchemaError(f"no channel {name!r} among {len(self.channels)}: {', '.join(self.channels)}")
        return self.events[:, self.channels.index(name)]


def read_fcs(path: Path, *, offset_is_off_by_one: bool = False) -> Fcs:
    """Return the events of an FCS file with one data set.

    Parameters
    ----------
    offset_is_off_by_one
        Whether this source is known to name the byte after the last one as the end of its data. Without it such a file
        is refused.

    Raises
    ------
    InputError
        The file cannot be opened, or is no FCS file.
    SchemaError
        It is one, but contradicts itself or the FCS standard.
    """
    _require_fcs(path)
    flow = _parsed(path, offset_is_off_by_one)
    channels = _channels(path, flow)
    return Fcs(
        channels=channels,
        markers=tuple(str(flow.channels[number]["pns"]).strip() for number in range(1, len(channels) + 1)),
        events=_events(path, flow),
        keywords={key: value for key, value in sorted(flow.text.items()) if _TECHNICAL.fullmatch(key)},
    )


def _require_fcs(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be opened: {error.strerror}") from error
    if head[:3] != b"FCS":
        raise InputError(f"{path.name}: is no FCS file: it begins with {head!r}; one begins with FCS3.0 or the like")
    if (version := head[3:].decode("ascii", errors="replace")) not in _VERSIONS:
        raise InputError(f"{path.name}: FCS version {version!r} is not read; export it as {' or '.join(_VERSIONS)}")


def _parsed(path: Path, offset_is_off_by_one: bool) -> Any:  # noqa: ANN401 - flowio is untyped
    """Return flowio's reading; whatever it stumbles over, or only warns of, becomes a `SchemaError`."""
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("error")
            # the caller declared this very fault
            warnings.filterwarnings("ignore", message="FCS file .* reported incorrect data offset")
            return flowio.FlowData(stream, ignore_offset_error=offset_is_off_by_one)
    except KeyError as error:
        raise SchemaError(
            f"{path.name}: the header lacks ${str(error.args[0]).upper()}; every FCS file has it"
        ) from error
    except Exception as error:  # a parser of foreign bytes may raise anything
        reason = str(error).replace(str(path), "the file") or type(error).__name__
        raise SchemaError(f"{path.name}: {_advice(reason)}") from error


def _advice(reason: str) -> str:
    if "off by 1" in reason:
        return "the end of the data is off by one; if this source always does so, read with offset_is_off_by_one=True"
    if "greater than file size" in reason:
        return "the data end before the header says; the file is cut off, get a whole copy"
    if "multiple data sets" in reason:
        return "holds several data sets; split it into files with one each"
    return f"cannot be read as FCS ({reason}); get a whole copy, or export it again"


def _channels(path: Path, flow: Any) -> tuple[str, ...]:  # noqa: ANN401 - flowio is untyped
    numbers = set(range(1, flow.channel_count + 1))
    lost, surplus = sorted(numbers - set(flow.channels)), sorted(set(flow.channels) - numbers)
    if lost or surplus:
        what = f"lacks $P{lost[0]}N" if lost else f"names $P{surplus[0]}N"
        raise SchemaError(f"{path.name}: says $PAR = {flow.channel_count} and {what}; each channel has one name")
    names = tuple(str(flow.channels[number]["pnn"]).strip() for number in sorted(numbers))
    twice = [name for name, n in Counter(names).items() if n > 1 or not name]
    if twice:
        raise SchemaError(f"{path.name}: {len(twice)} channel names are empty or used twice, e.g. {twice[0]!r}")
    return names


def _events(path: Path, flow: Any) -> np.ndarray:  # noqa: ANN401 - flowio is untyped
    """Return the events, (n_events, n_channels) float32, with $TOT rows."""
    n_values, n_channels = len(flow.events), flow.channel_count
    if n_values != flow.event_count * n_channels:
        raise SchemaError(
            f"{path.name}: $TOT says {flow.event_count:,} events of {n_channels} channels, the data hold {n_values:,} "
            f"numbers, not {flow.event_count * n_channels:,}; get a whole copy"
        )
    return np.asarray(flow.as_array(preprocess=False), dtype=np.float32)
