"""Writing whole or not at all: what is left behind, and who may read it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clinicell.files import folder_written_whole, staged, write_text, written_whole


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o027, 0o640), (0o002, 0o664)])
def test_who_may_read_a_file_is_what_the_umask_says(tmp_path: Path, mask: int, mode: int) -> None:
    with umask(mask):
        path = write_text(tmp_path / "new" / "a.txt", "a")
    assert path.stat().st_mode & 0o777 == mode
    assert path.read_text() == "a"


def test_a_private_file_is_private_from_its_first_byte(tmp_path: Path) -> None:
    with umask(0o077), written_whole(tmp_path / "a.txt") as part:
        assert part.stat().st_mode & 0o777 == 0o600


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.txt", "old")

    def break_off() -> None:
        with written_whole(path) as part:
            part.write_text("ne")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        break_off()
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.txt", "old")]


def test_two_writers_at_a_time_never_share_a_part(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with written_whole(path) as one, written_whole(path) as other:
        assert one != other
        one.write_text("one")
        other.write_text("other")
    assert path.read_text() == "one"  # the outer block ends last
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with folder_written_whole(tmp_path / "a.zarr") as part:
        (part / "deep").mkdir()
        (part / "deep/b.txt").write_text("b")
        assert not (tmp_path / "a.zarr").exists()
    assert (tmp_path / "a.zarr/deep/b.txt").read_text() == "b"

    def break_off() -> None:
        with folder_written_whole(tmp_path / "c.zarr") as part:
            (part / "b.txt").write_text("b")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        break_off()
    assert [each.name for each in tmp_path.iterdir()] == ["a.zarr"]


def test_staged_files_take_their_place_together_or_not_at_all(tmp_path: Path) -> None:
    with staged(tmp_path / "a" / "b") as stage:
        (stage / "one").write_text("1")
        (stage / "two").write_text("2")
        assert not (tmp_path / "a" / "b" / "one").exists()
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["one", "two"]
    with pytest.raises(IsADirectoryError), staged(tmp_path / "c" / "d") as stage:
        write_half(stage)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def write_half(stage: Path) -> None:
    (stage / "one").write_text("1")
    stage.read_text()
