"""The README's examples are walked as a newcomer would: copied, and run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
COMMANDS = re.findall(r"^clinicell (.*?)(?:\s+#.*)?$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)


def clinicell(arguments, folder, environment):
    command = [sys.executable, "-m", "clinicell.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def environment(store, monkeypatch):
    import os

    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}  # twice as fast


def test_the_stewards_cohort_is_valid(tmp_path, environment):
    steward = next(block for block in BLOCKS if "my_cohort" in block)
    done = subprocess.run([sys.executable, "-c", steward], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "()"
    said = clinicell(["validate", "my_cohort.h5ad"], tmp_path, environment)
    assert said.returncode == 0, said.stdout
    assert "Reaches L3" in said.stdout


def test_the_developers_model_runs_and_the_commands_of_ci_follow(tmp_path, environment):
    developer = next(block for block in BLOCKS if "depth/model.py" in block)
    (tmp_path / "depth").mkdir()
    (tmp_path / "depth" / "model.py").write_text(developer)
    assert [command.split()[0] for command in COMMANDS] == ["run", "prepare", "predict", "score", "rank"]
    for command in COMMANDS:
        said = clinicell(command.split(), tmp_path, environment)
        assert said.returncode == 0, (command, said.stderr)
    assert '"model": "depth"' in said.stdout
    assert "Depth" in (tmp_path / "leaderboard" / "site" / "mrd.html").read_text(encoding="utf-8")
