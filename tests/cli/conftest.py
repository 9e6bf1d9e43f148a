"""The command line in this process: what it printed, and the exit code."""

import sys
from dataclasses import dataclass

import pytest

from clinicell.datasets.store import Store


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def session_store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys, session_store):
    """Call `clinicell ARGUMENTS` in an empty folder, with no mirror and no tracking server."""
    from clinicell.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLINICELL_STORE", str(session_store.root))
    for name in ("CLINICELL_MIRROR", "MLFLOW_TRACKING_URI", "CLINICELL_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["clinicell", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def nothing_written(tmp_path):
    """Assert at the end that the command left the folder as empty as it was."""
    yield
    assert [path for path in tmp_path.iterdir() if path.name != "store"] == []
