"""Files that are samples whatever they are called: those of one form are one entry of a recipe, asked of once.

A file of events is one sample, and its rows are events of it. Two such files with the same channels, of which the same
is open, differ in nothing that a recipe says; their names stay columns of the units.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from clinicell.datasets.readers.raw import Question, Raw
from clinicell.datasets.recipes.draft_alike import columns_of
from clinicell.datasets.recipes.gathered import natural

OF_SAMPLES = ("fcs",)  # in other formats files of one form may be several matrices of the same cells
Pattern: TypeAlias = str | tuple[str, ...]
Group: TypeAlias = tuple[Pattern, str, list[Path]]  # how a recipe names the files, their reader, and the files
Look: TypeAlias = Callable[[str, Path], tuple[Raw | None, tuple[Question, ...], str]]


def samples_together(raw: Path, groups: Iterable[Group], look: Look) -> Iterator[Group]:
    """Yield the groups, with samples of one folder and one form in one; `look` tells what a file holds and asks."""
    groups = list(groups)
    pooled: dict[tuple[str, Path], list[Path]] = {}
    named: dict[frozenset[Path], Pattern] = {}
    for pattern, reader, paths in groups:
        if reader in OF_SAMPLES:
            named[frozenset(paths)] = pattern
            for path in paths:
                pooled.setdefault((reader, path.parent), []).append(path)
    for pattern, reader, paths in groups:
        if reader not in OF_SAMPLES:
            yield pattern, reader, paths
            continue
        for above in dict.fromkeys(path.parent for path in paths):  # where the first of them stands
            for alike in _forms(raw, reader, pooled.pop((reader, above), []), look):
                yield named.get(frozenset(alike)) or _named(raw, alike), reader, alike


def _forms(raw: Path, reader: str, paths: list[Path], look: Look) -> Iterable[list[Path]]:
    forms: dict[object, list[Path]] = {}
    for path in sorted(paths, key=lambda path: natural(path.relative_to(raw).as_posix())):
        forms.setdefault(_form(path, *look(reader, path)), []).append(path)
    return forms.values()


def _form(path: Path, found: Raw | None, asked: tuple[Question, ...], fault: str) -> object:
    """Return what a recipe says of a file: its columns and its questions; a file that cannot be read stands alone."""
    if found is None or fault:
        return path
    return tuple(columns_of(found)), tuple((one.about, one.choices) for one in asked)


def _named(raw: Path, paths: list[Path]) -> Pattern:
    """Return the pattern of all files of their kind where it names no others, else the files themselves."""
    relative = [path.relative_to(raw).as_posix() for path in paths]
    if len(paths) == 1:
        return relative[0]
    above, suffix = paths[0].relative_to(raw).parent, paths[0].suffix
    pattern = (above / f"*{suffix}").as_posix()
    return pattern if set(raw.glob(pattern)) == set(paths) else tuple(relative)
