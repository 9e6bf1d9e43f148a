# ruff: noqa: E501 - tables of short texts
"""What became of each file of a full run as data, their figures, and the table of defects as a page."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .demonstrations import DEMONSTRATIONS
from .why import why

HERE = Path(__file__).parent
ROWS, RESULTS = HERE / "judged", HERE / "results.json"
Row = Mapping[str, Any]


def write_rows(name: str, found: Sequence[Any]) -> None:
    """Write what became of the files of one family, and all figures and the page anew."""
    rows = [
        {
            "name": one.case.name,
            "format": one.case.format,
            "defect": one.case.defect,
            "fate": one.fate,
            "codes": list(one.outcome.codes)[:4],
            "is_generic": one.outcome.is_generic,
            "seconds": round(one.outcome.seconds, 1),
            "mib": one.outcome.peak_mib,
        }
        for one in found
    ]
    ROWS.mkdir(exist_ok=True)
    text = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"
    (ROWS / f"{name}.json").write_text(text, "utf-8")
    write_figures()


def write_figures() -> None:
    """Write all figures and the page anew from what was judged."""
    told = [row for path in sorted(ROWS.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]
    corrupt = [row for row in told if row["defect"]]
    figures = {"corrupt": of_corrupt(corrupt), "clean": of_clean([row for row in told if not row["defect"]])}
    RESULTS.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (HERE / "README.md").write_text(page(corrupt), "utf-8")


def of_corrupt(rows: Sequence[Row]) -> dict[str, object]:
    """Return the figures of corrupt files."""
    coded = [row for row in rows if row["fate"] in ("refused", "marked")]
    generic = sorted(row["name"] for row in coded if row["is_generic"])
    meant = [row for row in coded if row["is_generic"] and row["defect"] not in ("bits flipped", "bytes overwritten")]
    return {
        "n": len(rows),
        "n_defects": len({row["defect"] for row in rows}),
        "n_reasons": len({why(row["defect"]) for row in rows}),
        "per_format": dict(sorted(Counter(row["format"] for row in rows).items())),
        "per_fate": dict(Counter(row["fate"].split(":")[0].split(" ")[0] for row in rows)),
        "per_code": dict(Counter(code for row in rows for code in row["codes"]).most_common()),
        "faults": {row["name"]: row["fate"] for row in rows if row["fate"].startswith("FAULT")},
        "generic_share": round(len(generic) / max(1, len(coded)), 4),
        "generic_share_without_chance_damage": round(len(meant) / max(1, len(coded)), 4),
        "generic": generic,
        "read_as_the_sound_file": sorted(row["name"] for row in rows if row["fate"] == "the same"),
        **_cost(rows),
    }


def of_clean(rows: Sequence[Row]) -> dict[str, object]:
    """Return the figures of sound files."""
    alarms = {row["name"]: row["codes"] for row in rows if row["fate"] == "ALARM"}
    formats = dict(sorted(Counter(row["format"] for row in rows).items()))
    return {"n": len(rows), "per_format": formats, "false_alarms": alarms} | (_cost(rows) if rows else {})


def _cost(rows: Sequence[Row]) -> dict[str, object]:
    slow, large = max(rows, key=lambda row: row["seconds"]), max(rows, key=lambda row: row["mib"])
    return {
        "slowest": {"name": slow["name"], "cpu_seconds": slow["seconds"]},
        "largest": {"name": large["name"], "mib": large["mib"]},
    }


def page(rows: Sequence[Row]) -> str:
    """Return what each defect does when it passes, and what it ends in, as Markdown."""
    shown = {one.__name__.replace("_", " "): one() for one in DEMONSTRATIONS}
    files, codes = Counter(row["defect"] for row in rows), {row["defect"]: Counter() for row in rows}
    for row in rows:
        codes[row["defect"]].update(row["codes"][:1] or [row["fate"].split(":")[0]])
    lines = [
        "# The corpus of bad input\n",
        f"{len(rows):,} corrupt files of {len({row['format'] for row in rows})} formats with {len(files)} distinct "
        f"defects, for {len({why(defect) for defect in files})} distinct reasons.",
        "This page is written from the code by `make corpus`; the figures are in `results.json`, each file in `judged/`.",
        "A normal test run takes a seeded sample.\n",
        "| defect | files | what goes wrong when it passes | shown: right, then wrong | what it ends in |",
        "|---|---|---|---|---|",
    ]
    for defect, n in sorted(files.items()):
        right, wrong, unit = shown.get(defect.lower().replace("-", " "), (0, 0, ""))
        example = f"{unit}: {right:.6g}, {wrong:.6g}" if unit else ""
        ends = ", ".join(code for code, _ in codes[defect].most_common(2))
        lines.append(f"| {defect} | {n} | {why(defect)} | {example} | {ends} |")
    return "\n".join(lines) + "\n"
