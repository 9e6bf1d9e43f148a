"""FCS files (flow and mass cytometry, versions 2.0, 3.0, 3.1 and 3.2), as the instrument wrote them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any  # flowio is untyped

import numpy as np
import pandas as pd

from clinicell.datasets.readers._flow import parsed, require_fcs
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import InMemory, Question, Raw
from clinicell.errors import SchemaError

# Technical keywords alone: no date, operator, institution, serial number, file, specimen or sample name passes.
_TECHNICAL = re.compile(
    r"(p\d+(?:[bdefglnoprstv]|datatype)|byteord|datatype|mode|par|tot|timestep|cyt|comp|spill|spillover|dfc\d+to\d+|transformation)"
)
OFF_BY_ONE = "off by one"
LOGARITHMS = ("as stored", "linear")


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
    require_fcs(path)
    return _fcs(path, parsed(path, offset_is_off_by_one))


def read(path: Path, answers: Mapping[str, str] = MappingProxyType({})) -> Raw:
    """Return events x channels as ``raw``, markers in ``var``, and every keyword in the header, for the privacy screen.

    Parameters
    ----------
    answers
        ``offset`` (``off by one`` where this source names the byte after the last one as the end of its data);
        ``compensated`` (yes or no, where a spillover matrix is stored); ``amplification`` (as stored, or linear: 10
        to the power of f1 * x / R, times f2, where channels are stored as logarithms, $PnE = f1,f2 and $PnR = R).

    Raises
    ------
    InputError
        The file cannot be opened, or is no FCS file.
    SchemaError
        It is one, but contradicts itself or the FCS standard.
    """
    require_fcs(path)
    try:
        flow = parsed(path, answers.get("offset") == OFF_BY_ONE)
    except SchemaError as fault:
        if "is off by one" not in str(fault):
            raise
        why = "the header names the byte after the last one as the end of the data; all events are there"
        asked = Question(about="offset", place=path.name, why=why, choices=(OFF_BY_ONE,))
        empty = pd.DataFrame()
        return Raw(format="fcs", matrices={}, obs=empty, var=empty, questions=(asked,))
    fcs = _fcs(path, flow)
    logs = _logarithms(fcs)
    spillover = _spillover(path, fcs)
    events = _linear(fcs, logs) if answers.get("amplification") == LOGARITHMS[1] else fcs.events
    ids = pd.Index([str(number) for number in range(1, len(events) + 1)], dtype="str")
    return Raw(
        format="fcs",
        matrices={"raw": InMemory(events)},
        obs=pd.DataFrame(index=ids),
        var=pd.DataFrame(
            {"channel": fcs.channels, "marker": [marker or "unknown" for marker in fcs.markers]},
            index=pd.Index(fcs.channels, dtype="str"),
        ),
        tables={} if spillover is None else {"uns/spillover": spillover},
        header=dict(sorted(flow.text.items())),
        questions=tuple(_open(path.name, logs, spillover, answers)),
    )


def _open(
    place: str,
    logs: Mapping[int, tuple[float, float, float]],
    spillover: pd.DataFrame | None,
    answers: Mapping[str, str],
) -> Iterator[Question]:
    if logs and "amplification" not in answers:
        why = f"{len(logs)} channels are stored as logarithms ($PnE), and the standard asks for linear numbers"
        yield Question(about="amplification", place=place, why=why, choices=LOGARITHMS)
    if spillover is not None and "compensated" not in answers:
        off = spillover.to_numpy() - np.eye(len(spillover))
        told = "all off its diagonal is 0" if not off.any() else f"up to {np.abs(off).max():.3f} off its diagonal"
        why = "a spillover matrix is stored, and nothing says whether the events are compensated with it"
        yield Question(about="compensated", place=place, why=why, choices=("yes", "no"), evidence=told)


def _logarithms(fcs: Fcs) -> Mapping[int, tuple[float, float, float]]:
    """Return (f1, f2, R) by position of the channels that are stored as logarithms."""
    found = {}
    for number in range(1, len(fcs.channels) + 1):
        decades, _, offset = fcs.keywords.get(f"p{number}e", "0,0").partition(",")
        try:
            f1, f2, largest = float(decades), float(offset or 0), float(fcs.keywords[f"p{number}r"])
        except (KeyError, ValueError):
            continue
        if f1 > 0:
            found[number - 1] = (f1, f2 or 1.0, largest)  # FCS 3.1: an offset of 0 is to be read as 1
    return found


def _linear(fcs: Fcs, logs: Mapping[int, tuple[float, float, float]]) -> np.ndarray:
    events = fcs.events.copy()
    for column, (f1, f2, largest) in logs.items():
        events[:, column] = f2 * 10 ** (f1 * fcs.events[:, column].astype("float64") / largest)
    return events


def _spillover(path: Path, fcs: Fcs) -> pd.DataFrame | None:
    """Return $SPILLOVER (or SPILL, $COMP is not read), channels x channels; None where there is none."""
    stored = next((fcs.keywords[key] for key in ("spillover", "spill") if fcs.keywords.get(key)), "")
    if not stored:
        return None
    first, *parts = [part.strip() for part in stored.split(",")]
    n = int(first) if first.isdigit() else -1
    names, numbers = parts[:n], parts[n:]
    try:
        table = np.array(numbers, dtype=np.float64).reshape(n, n)
    except ValueError as error:
        raise Unreadable(
            "L0-READ-07",
            path.name,
            f"$SPILLOVER says {first!r} channels and holds {len(numbers)} numbers; it needs their square",
        ) from error
    lost = [name for name in names if name not in fcs.channels]
    if lost:
        raise Unreadable("L0-READ-19", path.name, f"$SPILLOVER names {len(lost)} of {n} channels that there are not")
    return pd.DataFrame(table, index=names, columns=names)


def _fcs(path: Path, flow: Any) -> Fcs:  # noqa: ANN401 - flowio is untyped
    channels = _channels(path, flow)
    return Fcs(
        channels=channels,
        markers=tuple(str(flow.channels[number]["pns"]).strip() for number in range(1, len(channels) + 1)),
        events=_events(path, flow),
        keywords={key: value for key, value in sorted(flow.text.items()) if _TECHNICAL.fullmatch(key)},
    )


def _channels(path: Path, flow: Any) -> tuple[str, ...]:  # noqa: ANN401 - flowio is untyped
    if not 0 < flow.channel_count <= 2 * len(flow.text):  # each has keywords of its own
        what = f"says $PAR = {flow.channel_count:,} and has {len(flow.text):,} keywords; each channel has several"
        raise Unreadable("L0-READ-02", path.name, what)
    if (mode := str(flow.text.get("mode", "L")).strip().upper()) != "L":
        raise Unreadable("L0-READ-03", path.name, f"$MODE is {mode!r}: histograms, not events", "export the events (L)")
    numbers = set(range(1, flow.channel_count + 1))
    lost, surplus = sorted(numbers - set(flow.channels)), sorted(set(flow.channels) - numbers)
    if lost or surplus:
        what = f"lacks $P{lost[0]}N" if lost else f"names $P{surplus[0]}N"
        raise Unreadable(
            "L0-READ-07", path.name, f"says $PAR = {flow.channel_count} and {what}; each channel has one name"
        )
    names = tuple(str(flow.channels[number]["pnn"]).strip() for number in sorted(numbers))
    if odd := [name for name in names if not name.isprintable()]:
        raise Unreadable("L0-READ-15", path.name, f"{len(odd)} channel names hold control characters, e.g. {odd[0]!r}")
    twice = [name for name, n in Counter(names).items() if n > 1 or not name]
    if twice:
        raise Unreadable(
            "L0-READ-16", path.name, f"{len(twice)} channel names are empty or used twice, e.g. {twice[0]!r}"
        )
    return names


def _events(path: Path, flow: Any) -> np.ndarray:  # noqa: ANN401 - flowio is untyped
    """Return the events, (n_events, n_channels) float32, with $TOT rows."""
    n_values, n_channels = len(flow.events), flow.channel_count
    if n_values != flow.event_count * n_channels:
        raise Unreadable(
            "L0-READ-07",
            path.name,
            f"$TOT says {flow.event_count:,} events of {n_channels} channels, the data hold {n_values:,} "
            f"numbers, not {flow.event_count * n_channels:,}; get a whole copy",
        )
    return np.asarray(flow.as_array(preprocess=False), dtype=np.float32)
