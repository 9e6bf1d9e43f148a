"""What the command makes of the third corpus, by the judge of the held-out one: found, missed, false alarms, echoes.

``cd tests/datasets && PYTHONPATH=<clone>/src python -m privacy_third.judge FOLDER`` judges all of it with the
``clinicell`` on the path, and writes ``result.json`` and ``misses.json`` into the folder.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from . import clean, corpus

# The folder of the tests is a package under pytest, and the current folder under python -m
_PARENT = (__package__ or "").rpartition(".")[0]
held_out = import_module(f"{_PARENT}.privacy_held_out.judge" if _PARENT else "privacy_held_out.judge")
UNEXPLAINED = ("L4-PHI-24", "L4-PHI-25")
Told = dict[str, Any]


def by(rows: Sequence[Any], group: Callable[[Any], str]) -> Told:
    """Return recall by group."""
    names = sorted({group(row) for row in rows})
    return {name: held_out.recall([row for row in rows if group(row) == name]) for name in names}


def beyond(rows: Sequence[Any]) -> Told:
    """Return what the held-out judge does not say: by language, by manner, and how a found one is named."""
    lone = [row for row in rows if row.is_found and set(row.codes) <= set(UNEXPLAINED)]
    return {
        "by manner": by(rows, lambda row: row.plant.manner),
        "by language": by(rows, lambda row: row.plant.language),
        "by language, structured": by([r for r in rows if not r.plant.is_free_text], lambda row: row.plant.language),
        "by language, free text": by([r for r in rows if r.plant.is_free_text], lambda row: row.plant.language),
        "by kind and manner": by(
            rows, lambda row: f"{row.plant.form.letter} {row.plant.form.name}: {row.plant.manner}"
        ),
        "named with the right class, by class": dict(
            sorted(Counter(row.plant.form.letter for row in rows if row.is_named).items())
        ),
        "found by nothing but a code or word that nothing explains": len(lone),
    }


def judged(root: Path) -> tuple[Told, Told]:
    """Return the figures, which show no plant, and what was missed, which does."""
    start, files = time.perf_counter(), clean.clean()
    for name in ("planted", "contested", "clean"):
        (root / name).mkdir()
    rows = held_out.judged(corpus.plants(), root / "planted")
    doubtful = held_out.judged(corpus.contested(), root / "contested")
    alarms = held_out.false_alarms(files, root / "clean")
    codes = Counter(code for found in alarms.values() if not isinstance(found, str) for code, _ in found)
    result = {
        "corpus sha256": corpus.sha256(clean.described(files)),
        **held_out.summary(rows, len(files), alarms),
        **beyond(rows),
        "alarms on clean files by code": dict(sorted(codes.items())),
        "contested, counted nowhere above": {
            **held_out.recall(doubtful),
            "by form": by(doubtful, lambda row: f"{row.plant.form.letter} {row.plant.form.name}"),
        },
        "seconds": round(time.perf_counter() - start, 1),
    }
    misses = {
        "missed": [_row(row) for row in rows if not row.is_found],
        "echoed": [_row(row) for row in (*rows, *doubtful) if row.is_echoed],
        "false alarms": [
            {
                "file": f.name,
                "place": [f.place.container, f.place.name],
                "key": f.key,
                "texts": f.texts,
                "alarms": alarms[f.name],
            }
            for f in files
            if f.name in alarms
        ],
        "contested and not found": [_row(row) for row in doubtful if not row.is_found],
    }
    return result, misses


def _row(row: Any) -> Told:
    plant = row.plant
    return {
        "number": plant.number,
        "class": plant.form.letter,
        "kind": plant.form.name,
        "language": plant.language,
        "manner": plant.manner,
        "place": [plant.place.container, plant.place.name],
        "key": plant.key,
        "n_texts": len(plant.texts),
        "text": plant.texts[0],
        "codes": row.codes,
        "error": row.error,
    }


def main(folder: Path) -> None:
    """Judge the whole corpus and write what came of it."""
    with tempfile.TemporaryDirectory() as temporary:
        result, misses = judged(Path(temporary).resolve())
    folder.mkdir(parents=True, exist_ok=True)
    for name, held in (("result.json", result), ("misses.json", misses)):
        (folder / name).write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({k: v for k, v in result.items() if not k.startswith("by ")}, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
