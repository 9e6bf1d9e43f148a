"""How much a packed file may unpack to where all of it must stand in memory."""

from pathlib import Path

MAX_RATIO = 64  # times its size; counts pack to a thirtieth, zeros alone to a thousandth
ALWAYS = 256 << 20  # bytes that any file may unpack to


def most_unpacked(path: Path) -> int:
    """Return the bytes that a packed file may unpack to."""
    return max(ALWAYS, MAX_RATIO * path.stat().st_size)
