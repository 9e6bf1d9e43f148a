"""Bars and spinners: on a terminal only, late only, and never in the way of results."""

import io
import sys
import time

import pytest

from clinicell.cli import _output
from clinicell.cli._output import out, print_hanging, progress, waiting


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that puts a terminal on stderr; a fixture's own patch would not outlive its set-up."""

    def put():
        stream = Terminal()
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return put


def wait_for_a_bar():
    with progress("cohorts", 2) as bar:
        bar.update(bar.task_ids[0], advance=1, description="demo_[mrd]")
        time.sleep(0.4)
        print("a result")


def test_a_bar_that_takes_long_is_drawn_on_a_terminal(terminal, monkeypatch, capsys):
    monkeypatch.setattr(_output, "PATIENCE", 0.05)
    drawn = terminal()
    wait_for_a_bar()
    assert "cohorts" in drawn.getvalue()
    assert "demo_[mrd]" in drawn.getvalue()
    assert capsys.readouterr().out == "a result\n"


def test_what_is_quick_draws_nothing(terminal):
    drawn = terminal()
    wait_for_a_bar()
    assert drawn.getvalue() == ""


def test_nothing_is_drawn_where_stderr_is_no_terminal(monkeypatch, capsys):
    monkeypatch.setattr(_output, "PATIENCE", 0.05)
    wait_for_a_bar()
    assert capsys.readouterr() == ("a result\n", "")


def test_a_long_wait_names_what_is_waited_for(terminal, monkeypatch):
    monkeypatch.setattr(_output, "PATIENCE", 0.05)
    drawn = terminal()
    with waiting("big.h5ad"):
        time.sleep(0.4)
    assert "big.h5ad" in drawn.getvalue()


def test_an_error_under_a_bar_comes_through_and_ends_the_bar(terminal, monkeypatch):
    monkeypatch.setattr(_output, "PATIENCE", 60.0)
    terminal()
    began = time.perf_counter()
    with pytest.raises(RuntimeError, match="no signal"), waiting("big.h5ad"):
        raise RuntimeError("no signal")
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(("datasets", "fetch", "demo_drug_cells", "demo_mrd"), "demo_mrd"), (("validate", "big.h5ad"), "big.h5ad")],
    ids=["fetch", "validate"],
)
def test_long_commands_show_what_they_are_at(cli, terminal, monkeypatch, tmp_path, arguments, name):
    from clinicell.datasets import file_verdict, store

    slow = {
        (store, "standard_file"): store.standard_file,
        (file_verdict, "validate_file"): file_verdict.validate_file,
    }
    for (module, attribute), function in slow.items():

        def slowly(*given, function=function, **named):
            time.sleep(0.4)
            return function(*given, **named)

        monkeypatch.setattr(module, attribute, slowly)
    monkeypatch.setattr(_output, "PATIENCE", 0.05)
    (tmp_path / "big.h5ad").write_bytes(b"")
    drawn = terminal()
    cli(*arguments)
    assert name in drawn.getvalue()


def test_every_line_of_a_long_text_begins_at_the_same_column(capsys):
    print_hanging(out(), "well-known [obs] " * 20, indent=6)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("      ") and line[6] != " " and len(line) <= 100 for line in lines)
    assert " ".join(" ".join(lines).split()) == ("well-known [obs] " * 20).strip()
