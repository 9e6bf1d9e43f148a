"""The figures of a full run as data, and the table of defects as a page, both written by ``make corpus``."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .demonstrations import DEMONSTRATIONS
from .why import why

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"


def write_results(found: Sequence[Any], n: int, *, clean: bool = False) -> None:
    """Put what became of all corrupt, or all sound, files into ``results.json``."""
    told = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    told["clean" if clean else "corrupt"] = _clean(found, n) if clean else _corrupt(found, n)
    RESULTS.write_text(json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def _corrupt(found: Sequence[Any], n: int) -> dict[str, object]:
    refused = [one for one in found if one.fate in ("refused", "marked")]
    return {
        "n": n,
        "n_judged": len(found),
        "n_defects": len({one.case.defect for one in found}),
        "n_reasons": len({why(one.case.defect) for one in found}),
        "per_format": dict(Counter(one.case.format for one in found)),
        "per_fate": dict(
            Counter(one.fate.split(" ")[0] if one.fate.startswith("FAULT") else one.fate for one in found)
        ),
        "per_code": dict(Counter(code for one in found for code in one.outcome.codes)),
        "n_generic_alone": sum(one.outcome.is_generic for one in refused),
        "generic_share": round(sum(one.outcome.is_generic for one in refused) / max(1, len(refused)), 4),
        "faults": {one.case.name: one.fate for one in found if one.fate.startswith("FAULT")},
        "generic": sorted(one.case.name for one in refused if one.outcome.is_generic),
        "read_as_the_sound_file": sorted(one.case.name for one in found if one.fate == "the same"),
        **_cost(found),
        "fate": {one.case.name: [one.case.defect, one.fate, *one.outcome.codes[:3]] for one in found},
    }


def _clean(found: Sequence[Any], n: int) -> dict[str, object]:
    return {
        "n": n,
        "n_judged": len(found),
        "per_format": dict(Counter(one.case.format for one in found)),
        "false_alarms": {one.case.name: list(one.outcome.codes) for one in found if one.fate.startswith("ALARM")},
        **_cost(found),
    }


def _cost(found: Sequence[Any]) -> dict[str, object]:
    slow = max(found, key=lambda one: one.outcome.seconds)
    large = max(found, key=lambda one: one.outcome.peak_mib)
    return {
        "slowest": {"name": slow.case.name, "seconds": round(slow.outcome.seconds, 1)},
        "largest": {"name": large.case.name, "mib": large.outcome.peak_mib},
    }


def write_readme() -> None:
    """Write the page: what the corpus is, its figures, and what each defect does."""
    told = json.loads(RESULTS.read_text("utf-8"))["corrupt"]
    files = Counter(defect for defect, *_ in told["fate"].values())
    codes: dict[str, Counter[str]] = {}
    for defect, _, *own in told["fate"].values():
        codes.setdefault(defect, Counter()).update(own[:1])
    shown = {one.__name__.replace("_", " "): one() for one in DEMONSTRATIONS}
    lines = [
        "# The corpus of bad input\n",
        f"{told['n']:,} files of {len(told['per_format'])} formats with {len(files)} distinct defects (for "
        f"{told['n_reasons']} distinct reasons), and sound ones beside them. Written by `make corpus` from the code; the",
        "figures are in `results.json`. A normal test run takes a seeded sample.\n",
        "| defect | files | what goes wrong when it passes | shown: right, then wrong | what it ends in |",
        "|---|---|---|---|---|",
    ]
    for defect, n in sorted(files.items()):
        right, wrong, unit = shown.get(defect.lower(), ("", "", ""))
        example = f"{unit}: {right:.6g}, {wrong:.6g}" if unit else ""
        ends = ", ".join(code for code, _ in codes[defect].most_common(2)) or "read as the sound file"
        lines.append(f"| {defect} | {n} | {why(defect)} | {example} | {ends} |")
    (HERE / "README.md").write_text("\n".join(lines).replace("|---|", "|---|") + "\n", "utf-8")
