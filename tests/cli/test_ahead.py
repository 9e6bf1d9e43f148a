"""``clinicell validate`` starts the child that judges before it loads itself, and says what it says without."""

import json
import subprocess
import sys

import pytest

from clinicell.datasets.store import standard_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork elsewhere")
ASKED = """
import sys
from clinicell.cli import main
from clinicell.datasets.readers import ahead
started = ahead.started
ahead.started = lambda loads: print(sorted({"typer", "rich", "pydantic", "numpy"} & set(sys.modules))) or started(loads)
sys.argv = ["clinicell", *sys.argv[1:]]
main()
"""


def run(*command):
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def good(session_store, monkeypatch):
    monkeypatch.setenv("CLINICELL_STORE", str(session_store.root))
    return standard_file("demo_drug_cells", session_store).path


@pytest.mark.parametrize("options", [("--metadata",), ("--level", "L4")])
def test_its_verdict_is_that_of_a_process_that_has_loaded_all(cli, good, options):
    apart = run("-m", "clinicell.cli", "validate", good, "--json", *options)
    within = cli("validate", good, "--json", *options)
    assert json.loads(apart.stdout) == json.loads(within.out)
    assert apart.returncode == within.code


def test_nothing_is_loaded_before_the_child_is_started(good):
    assert run("-c", ASKED, "validate", good, "--metadata").stdout.splitlines()[0] == "[]"


def test_what_is_no_file_or_asks_for_a_report_starts_none(good, tmp_path):
    assert run("-c", ASKED, "validate", tmp_path / "none.h5ad").returncode == 2
    report = run("-c", ASKED, "validate", good, "--report", tmp_path / "out.html")
    assert report.stdout.startswith(good.name[:8])


def test_a_wrong_option_ends_at_once_with_the_child(good):
    wrong = run("-m", "clinicell.cli", "validate", good, "--level", "L9")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--level L9: no readiness level" in wrong.stderr
