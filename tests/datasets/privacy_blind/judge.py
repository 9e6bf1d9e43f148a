"""What the command makes of the corpus: found or missed, false alarms, and whether an answer ever shows a value."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from clinicell.cli import app

from .clean import clean
from .corpus import Plant, control
from .place import Place

BATCH = 64
Alarm = tuple[str, str, int]  # code, path, number affected


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command said of one file; no alarms and an error where it refused the file."""

    alarms: frozenset[Alarm]
    text: str  # all that it printed of this file, without blanks
    error: str = ""


NOTHING = Answer(frozenset(), "")


@dataclass(frozen=True, slots=True)
class Judged:
    """A planted identifier and what became of it."""

    plant: Plant
    codes: tuple[str, ...]
    is_shown: bool
    error: str

    @property
    def is_found(self) -> bool:
        return bool(self.codes)


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _screened(paths: Sequence[Path]) -> list[Answer]:
    """Return the answers about files, from one call where none of them is refused, else from one call for each."""
    names = [os.fspath(path) for path in paths]
    result = CliRunner().invoke(app, ["privacy", "screen", "--json", *names])
    if result.exit_code in (0, 1) and result.stdout.lstrip().startswith("{"):
        files = json.loads(result.stdout)["files"]
        assert len(files) == len(paths)
        return [_answer(record) for record in files]
    if len(paths) == 1:
        error = f"exit {result.exit_code}: {result.output.strip() or result.exception!r}"
        return [Answer(frozenset(), _squeezed(error), error)]
    half = len(paths) // 2
    return [*_screened(paths[:half]), *_screened(paths[half:])]


def _answer(record: dict[str, object]) -> Answer:
    findings = record["findings"]
    assert isinstance(findings, list)
    alarms = frozenset((found["code"], found["path"], found["n_affected"]) for found in findings)
    return Answer(alarms, _squeezed(json.dumps(record, ensure_ascii=False) + json.dumps(record)))


def _printed(paths: Sequence[Path]) -> str:
    """Return the tables for people of many files."""
    result = CliRunner().invoke(app, ["privacy", "screen", *map(os.fspath, paths)], env={"COLUMNS": "200"})
    return _squeezed(result.output)


def answers(paths: Sequence[Path], root: Path) -> list[Answer]:
    """Return what the command says of files below a folder, which it is called in, as a steward would."""
    before = Path.cwd()
    os.chdir(root)
    try:
        relative = [path.relative_to(root) for path in paths]
        return [
            answer for start in range(0, len(paths), BATCH) for answer in _screened(relative[start : start + BATCH])
        ]
    finally:
        os.chdir(before)


def tables(paths: Sequence[Path], root: Path) -> list[str]:
    """Return the table printed for each file; a batch is printed at once, and each of its files is given the whole."""
    before = Path.cwd()
    os.chdir(root)
    try:
        relative = [path.relative_to(root) for path in paths]
        printed = []
        for start in range(0, len(paths), BATCH):
            batch = relative[start : start + BATCH]
            printed += [_printed(batch)] * len(batch)
        return printed
    finally:
        os.chdir(before)


def _controls(places: Iterable[Place], root: Path) -> dict[tuple[str, str], Answer]:
    distinct = list({(place.container, place.name): place for place in places}.items())
    paths = [control(place, root / f"control{number}") for number, (_, place) in enumerate(distinct)]
    return dict(zip((key for key, _ in distinct), answers(paths, root), strict=True))


def _is_in(value: str, text: str, control: str) -> bool:
    """Tell whether a text shows a value; four characters or fewer may stand there by chance."""
    sought = _squeezed(value)
    return len(sought) > 4 and sought in text and sought not in control


def judged(plants: Sequence[Plant], root: Path) -> list[Judged]:
    """Write the planted files and return what the command says of each, less what it says of the controls."""
    paths = [plant.write(root) for plant in plants]
    said = answers(paths, root)
    sound = _controls((plant.place for plant, answer in zip(plants, said, strict=True) if answer.alarms), root)
    read = [path for path, answer in zip(paths, said, strict=True) if not answer.error]
    printed = dict(zip(read, tables(read, root), strict=True))
    return [
        _judged(plant, answer, printed.get(path, ""), sound.get((plant.place.container, plant.place.name), NOTHING))
        for plant, answer, path in zip(plants, said, paths, strict=True)
    ]


def _judged(plant: Plant, answer: Answer, table: str, without: Answer) -> Judged:
    # Some places only ever hold a person's name, and the screen says so of any word in them: that is a find.
    known = frozenset() if plant.place.says_what_it_holds else without.alarms
    codes = tuple(sorted({code for code, _, _ in answer.alarms - known}))
    is_shown = any(_is_in(value, answer.text + table, without.text) for value in (plant.value, *plant.column))
    return Judged(plant, codes, is_shown, answer.error)


def false_alarms(root: Path, *, step: int = 1) -> tuple[int, dict[str, list[Alarm]]]:
    """Write every so many-th clean file; return how many there are, and by file the alarms that are therefore false."""
    names, paths = zip(*clean(root, step=step), strict=True)
    found = {name: sorted(answer.alarms) for name, answer in zip(names, answers(paths, root), strict=True)}
    return len(names), {name: alarms for name, alarms in found.items() if alarms}


def recall(rows: Iterable[Judged]) -> dict[str, object]:
    """Return found, planted and their quotient."""
    rows = list(rows)
    found = sum(row.is_found for row in rows)
    return {"found": found, "planted": len(rows), "recall": round(found / len(rows), 4)}


def summary(rows: Sequence[Judged], n_clean: int, alarms: dict[str, list[Alarm]]) -> dict[str, object]:
    """Return the figures: recall by kind, class and container over the places that are read, and precision."""
    read = [row for row in rows if row.plant.place.is_read]
    n_true, n_false = sum(row.is_found for row in read), sum(map(len, alarms.values()))
    by_cell: dict[str, dict[str, str]] = defaultdict(dict)
    cells = Counter((row.plant.letter, row.plant.place.container) for row in read)
    hits = Counter((row.plant.letter, row.plant.place.container) for row in read if row.is_found)
    for letter, container in sorted(cells):
        by_cell[letter][container] = f"{hits[letter, container]}/{cells[letter, container]}"
    groups = {
        "structured": [row for row in read if not row.plant.is_free_text],
        "free text": [row for row in read if row.plant.is_free_text],
        "values": [row for row in read if row.plant.place.kind == "value"],
        "tokens in names": [row for row in read if row.plant.place.kind == "token"],
        "places said not to be read": [row for row in rows if not row.plant.place.is_read],
    }
    return {
        **{name: recall(group) for name, group in groups.items() if group},
        "by class": {
            letter: recall(row for row in read if row.plant.letter == letter)
            for letter in sorted({row.plant.letter for row in read})
        },
        "by container": {
            name: recall(row for row in read if row.plant.place.container == name)
            for name in sorted({row.plant.place.container for row in read})
        },
        "by class and container": by_cell,
        "clean files": n_clean,
        "clean files with a false alarm": len(alarms),
        "false alarms": n_false,
        "precision": round(n_true / (n_true + n_false), 4),
        "precision by files": round(1 - len(alarms) / n_clean, 4),
        "values shown": sum(row.is_shown for row in rows),
        "files refused": sum(bool(row.error) for row in rows),
    }
