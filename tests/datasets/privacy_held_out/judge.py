"""What the command makes of the corpus: found or missed, false alarms, and whether an answer shows a value.

``cd tests/datasets && PYTHONPATH=<clone>/src python -m privacy_held_out.judge FOLDER`` judges
all of it with the ``clinicell`` on the path, and writes ``first_result.json`` and ``misses.json`` into the folder.
"""

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from clinicell.cli import app

from .clean import Clean, clean
from .corpus import Plant, contested, control, plants, sha256
from .place import Place

BATCH = 100
PRINTED = 2  # every so many-th file is printed as a table as well: it is made of the fields of the JSON
NOTICE = "L4-PHI-22"  # "free text that a person wrote": a hint about a column, which finds no identifier in it
SHORT = 4  # so few characters may stand in an answer by chance
LETTERS = "ABCDEFGHIJKLMNOPQR"
Alarm = tuple[str, str]  # code, path


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command said of one file: its alarms, all that it printed without blanks, or why it refused it."""

    alarms: frozenset[Alarm]
    text: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A plant and what became of it."""

    plant: Plant
    codes: tuple[str, ...]
    is_echoed: bool
    error: str

    @property
    def is_found(self) -> bool:
        return bool(self.codes)

    @property
    def is_named(self) -> bool:
        """Tell whether a finding names the right one of the 18 classes."""
        return any(code.startswith("L4-PHI-") and _letter(code) == self.plant.form.letter for code in self.codes)


def _letter(code: str) -> str:
    number = code.rsplit("-", 1)[-1]
    return LETTERS[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(LETTERS) else ""


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _screened(paths: Sequence[Path]) -> list[Answer]:
    """Return an answer for each file, from one call where none of them is refused, else from ever smaller ones."""
    result = CliRunner().invoke(app, ["privacy", "screen", "--json", *map(os.fspath, paths)])
    if result.exit_code in (0, 1) and result.stdout.lstrip().startswith("{"):
        files = json.loads(result.stdout)["files"]
        assert len(files) == len(paths)
        return [_answer(record) for record in files]
    if len(paths) == 1:
        error = f"exit {result.exit_code}: {result.output.strip() or repr(result.exception)}"
        return [Answer(frozenset(), _squeezed(error), error)]
    half = len(paths) // 2
    return [*_screened(paths[:half]), *_screened(paths[half:])]


def _answer(record: dict[str, object]) -> Answer:
    findings = record["findings"]
    assert isinstance(findings, list)
    alarms = frozenset((found["code"], found["path"]) for found in findings)
    return Answer(alarms, _squeezed(json.dumps(record, ensure_ascii=False) + json.dumps(record)))


def answers(paths: Sequence[Path], root: Path) -> list[Answer]:
    """Return what the command says of files below a folder in which it is called, as a steward would."""
    said: dict[Path, Answer] = {}
    with contextlib.chdir(root):
        for batch in _batches([path.relative_to(root) for path in paths]):
            said |= zip(batch, _screened(batch), strict=True)
    return [said[path.relative_to(root)] for path in paths]


def tables(paths: Sequence[Path], root: Path) -> dict[Path, str]:
    """Return for each file the table for people that was printed of it, and of the others of its batch."""
    printed: dict[Path, str] = {}
    with contextlib.chdir(root):
        for batch in _batches([path.relative_to(root) for path in paths]):
            names = map(os.fspath, batch)
            result = CliRunner().invoke(app, ["privacy", "screen", *names], env={"COLUMNS": "220"})
            printed |= dict.fromkeys((root / path for path in batch), _squeezed(result.output))
    return printed


def _batches(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """Yield batches of files of one kind: a kind that is refused then holds up no other."""
    for suffix in sorted({path.suffix for path in paths}):
        alike = [path for path in paths if path.suffix == suffix]
        yield from (alike[i : i + BATCH] for i in range(0, len(alike), BATCH))


def _controls(places: Iterable[Place], root: Path) -> dict[tuple[str, str], Answer]:
    distinct = {(place.container, place.name): place for place in places}
    paths = [control(place, root / f"c{i:03d}") for i, place in enumerate(distinct.values())]
    return dict(zip(distinct, answers(paths, root), strict=True))


def judged(planted: Sequence[Plant], root: Path) -> list[Judged]:
    """Write the planted files, and return what is said of each beyond what is said of its place without a plant."""
    paths = [plant.write(root) for plant in planted]
    said = answers(paths, root)
    read = [path for path, answer in zip(paths, said, strict=True) if not answer.error]
    printed = tables(read[::PRINTED], root)
    sound = _controls((plant.place for plant in planted), root)
    return [
        _judged(plant, answer, printed.get(path, ""), sound[plant.place.container, plant.place.name])
        for plant, answer, path in zip(planted, said, paths, strict=True)
    ]


def _judged(plant: Plant, answer: Answer, table: str, without: Answer) -> Judged:
    codes = tuple(sorted({code for code, _ in answer.alarms - without.alarms if code != NOTICE}))
    sought = [_squeezed(value) for value in plant.values if len(_squeezed(value)) > SHORT]
    shown = any(value in answer.text + table and value not in without.text for value in sought)
    return Judged(plant, codes, shown, answer.error)


def false_alarms(files: Sequence[Clean], root: Path) -> dict[str, list[Alarm] | str]:
    """Write clean files, and return by file the alarms, which are false, or why a file was refused."""
    said = answers([file.write(root) for file in files], root)
    named = {file.name: answer for file, answer in zip(files, said, strict=True)}
    return {
        name: answer.error or sorted(answer.alarms) for name, answer in named.items() if answer.error or answer.alarms
    }


def recall(rows: Sequence[Judged]) -> dict[str, float | int]:
    """Return found, planted and their quotient."""
    found = sum(row.is_found for row in rows)
    return {"found": found, "planted": len(rows), "recall": round(found / len(rows), 4) if rows else float("nan")}


def _by(rows: Sequence[Judged], group: Callable[[Judged], str]) -> dict[str, dict[str, float | int]]:
    return {name: recall([row for row in rows if group(row) == name]) for name in sorted({group(row) for row in rows})}


def bounds(rows: Sequence[Judged]) -> dict[str, dict[str, float | int]]:
    """Return recall over structured fields and free text: a refused file counts as missed, then left out."""
    told, free = ([row for row in rows if row.plant.is_free_text == is_free] for is_free in (False, True))
    return {
        "structured": recall(told),
        "free text": recall(free),
        "structured, files not refused": recall([row for row in told if not row.error]),
        "free text, files not refused": recall([row for row in free if not row.error]),
    }


def summary(rows: Sequence[Judged], n_clean: int, alarms: dict[str, list[Alarm] | str]) -> dict[str, object]:
    """Return recall by class, container and kind of text, precision, silence on clean files, and values echoed."""
    n_true = sum(row.is_found for row in rows)
    told = {name: found for name, found in alarms.items() if not isinstance(found, str)}
    false = {name: [code for code, _ in found if code != NOTICE] for name, found in told.items()}
    n_false, n_loud = sum(map(len, false.values())), sum(map(bool, false.values()))
    n_all = sum(map(len, told.values()))
    return {
        "all": recall(rows),
        **bounds(rows),
        "by kind of place": _by(rows, lambda row: row.plant.place.kind),
        "by class": _by(rows, lambda row: row.plant.form.letter),
        "by class, structured": _by([r for r in rows if not r.plant.is_free_text], lambda row: row.plant.form.letter),
        "by class, free text": _by([r for r in rows if r.plant.is_free_text], lambda row: row.plant.form.letter),
        "by container": _by(rows, lambda row: row.plant.place.container),
        "by place": _by(rows, lambda row: f"{row.plant.place.container}: {row.plant.place.name}"),
        "by form": _by(rows, lambda row: f"{row.plant.form.letter} {row.plant.form.name}"),
        "found, and named with the right class": sum(row.is_named for row in rows),
        "clean files": n_clean,
        "clean files with a false alarm": n_loud,
        "false alarms": n_false,
        "precision over alarms": round(n_true / (n_true + n_false), 4) if n_true + n_false else float("nan"),
        "hints at free text on clean files": n_all - n_false,
        "precision over alarms and hints": round(n_true / (n_true + n_all), 4) if n_true + n_all else float("nan"),
        "share of clean files silent": round(1 - n_loud / (n_clean - len(alarms) + len(told)), 4),
        "values echoed": sum(row.is_echoed for row in rows),
        "planted files refused": sum(bool(row.error) for row in rows),
        "clean files refused": len(alarms) - len(told),
    }


def _row(row: Judged) -> dict[str, object]:
    plant = row.plant
    return {
        "number": plant.number,
        "class": plant.form.letter,
        "form": plant.form.name,
        "is": "free text" if plant.is_free_text else "structured",
        "container": plant.place.container,
        "place": plant.place.name,
        "key": plant.key,
        "n_values": len(plant.values),
        "text": plant.texts[0],
        "codes": row.codes,
        "error": row.error,
    }


def _told(files: Sequence[Clean], alarms: dict[str, list[Alarm] | str]) -> list[dict[str, object]]:
    named = {file.name: file for file in files}
    return [
        {
            "file": name,
            "place": file.place and f"{file.place.container}: {file.place.name}",
            "key": file.key,
            "texts": file.texts if file.place else None,
            "alarms": found,
        }
        for name, found in alarms.items()
        for file in (named[name],)
    ]


def main(folder: Path) -> None:
    """Judge the whole corpus and write what came of it."""
    start, files = time.perf_counter(), clean()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()
        for name in ("planted", "contested", "clean"):
            (root / name).mkdir()
        rows = judged(plants(), root / "planted")
        doubtful = judged(contested(), root / "contested")
        alarms = false_alarms(files, root / "clean")
    result = {
        "corpus sha256": sha256(),
        **summary(rows, len(files), alarms),
        "contested, counted nowhere above": {
            **recall(doubtful),
            "by form": _by(doubtful, lambda row: row.plant.form.name),
        },
        "seconds": round(time.perf_counter() - start, 1),
    }
    misses = {
        "missed": [_row(row) for row in rows if not row.is_found],
        "echoed": [_row(row) for row in (*rows, *doubtful) if row.is_echoed],
        "false alarms": _told(files, alarms),
        "contested and not found": [_row(row) for row in doubtful if not row.is_found],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, held in (("first_result.json", result), ("misses.json", misses)):
        text = json.dumps(held, indent=1, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    print(json.dumps({k: v for k, v in result.items() if not k.startswith("by ")}, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
