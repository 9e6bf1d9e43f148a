"""Which of our own source files a module is made of."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from clinicell.files import sha256

_PACKAGE = Path(__file__).parents[1]


def source_hashes(module: str) -> dict[str, str]:
    """Return the SHA-256 of a module's source and of all modules of this package that it imports, at any depth.

    The source is read, not run. Names are full module names, sorted.

    Raises
    ------
    ModuleNotFoundError
        There is no such module in this package.
    """
    hashes: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        source = None if name in hashes else _source_of(name)
        if source is None:
            continue
        seen = source.stat()
        hashes[name], names = _read(source, seen.st_mtime_ns, seen.st_size)
        waiting += names
    if module not in hashes:
        raise ModuleNotFoundError(f"no module {module}")
    return dict(sorted(hashes.items()))


@cache
def _read(source: Path, modified_ns: int, size: int) -> tuple[str, tuple[str, ...]]:
    """Return a file's hash and what it imports; read once for as long as it does not change."""
    return sha256(source), tuple(imported(source))


def imported(source: Path) -> Iterator[str]:
    """Yield what a file imports from this package; ``from x import y`` yields ``x`` and ``x.y``."""
    for node in ast.walk(ast.parse(source.read_bytes())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name.startswith("clinicell."))


def _source_of(name: str) -> Path | None:
    """Return a module's file; None for a folder, and for a name that is no module but stands in one."""
    source = _PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")
    return source if source.is_file() else None
