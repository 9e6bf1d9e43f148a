from pathlib import Path

from pydantic import BaseModel

from clinicell.datasets.readers import child


class Seen(BaseModel):
    n_bytes: int


def seen(path: Path) -> Seen:
    return Seen(n_bytes=path.stat().st_size)


def test_reading_in_a_child_process(benchmark):
    assert benchmark(child.run, seen, Path(__file__), Seen).n_bytes > 0
