"""The wheel holds every file, and works outside the checkout with nothing but the core dependencies."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("datasets", "tasks", "metrics", "baselines", "leaderboard")
OF_EXTRAS = {"torch", "sklearn", "safetensors", "igraph", "mlflow", "altair", "jinja2", "vl_convert"}


@dataclass(frozen=True)
class Built:
    wheel: Path
    sdist: Path
    expected: frozenset[str]  # files of the package, by their path in the checkout


@dataclass(frozen=True)
class Bare:
    folder: Path
    report: dict[str, Any]

    @property
    def bin(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")


def run(*command: str | Path, cwd: Path) -> str:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=quiet, check=False, capture_output=True, text=True)
    assert done.returncode == 0, (
        f"{command[0]} ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    )
    return done.stdout


def package_files() -> frozenset[str]:
    """Return the package's files as git knows them: tracked, or new and not ignored."""
    asked = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "src/clinicell", *FOLDERS)
    listed = {Path(line) for line in run(*asked, cwd=ROOT).splitlines()}
    results = Path("leaderboard/results")
    return frozenset(
        path.as_posix()
        for path in listed
        if (ROOT / path).is_file() and not (ROOT / path).is_symlink() and not path.is_relative_to(results)
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no list of files to compare with")
    folder = tmp_path_factory.mktemp("dist")
    expected = package_files()
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return Built(next(folder.glob("*.whl")), next(folder.glob("*.tar.gz")), expected)


@pytest.fixture(scope="module")
def bare(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Bare:
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder / "venv", with_pip=True)
    found = Bare(folder / "venv", {})
    pip = (found.bin / "python", "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check")
    run(*pip, "--constraint", ROOT / "constraints.txt", built.wheel, cwd=folder)
    said = run(found.bin / "python", "-W", "error", ROOT / "tests/core_only.py", cwd=folder)
    return Bare(found.folder, json.loads(said.splitlines()[-1]))


def test_wheel_holds_every_file_and_no_other(built):
    with zipfile.ZipFile(built.wheel) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == {f"clinicell/{path.removeprefix('src/clinicell/')}" for path in built.expected}


def test_wheel_holds_what_is_no_code(built):
    with zipfile.ZipFile(built.wheel) as wheel:
        kinds = {Path(name).suffix for name in wheel.namelist()}
    assert {".py", ".toml", ".csv", ".typed"} <= kinds


def test_sdist_holds_every_file_and_the_tests(built):
    with tarfile.open(built.sdist) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    beside = {"pyproject.toml", "constraints.txt", "Makefile", ".ci/setup", "LICENSE", "tests/test_wheel.py"}
    assert set(built.expected) | beside <= held
    assert not [name for name in held if name.startswith(("leaderboard/results/", "leaderboard/work/"))]


def test_core_installs_no_package_of_an_extra(bare):
    found = {name for name in OF_EXTRAS if any(bare.folder.glob(f"lib/python*/site-packages/{name}"))}
    assert not found


def test_core_is_imported_from_the_bare_environment(bare):
    assert bare.report["python"] == str(bare.folder)
    assert Path(bare.report["where"]).is_relative_to(bare.folder)


def test_only_models_tracking_and_the_page_need_an_extra(bare):
    lacking = bare.report["lacking"]
    assert set(lacking.values()) <= OF_EXTRAS
    may_lack = ("clinicell.baselines.", "clinicell.leaderboard.", "clinicell.datasets.loader")
    assert not [name for name in lacking if not name.startswith(may_lack)]
    assert {package for name, package in lacking.items() if "leaderboard" in name} <= {"mlflow", "altair", "jinja2"}


def test_core_validates_scores_and_ranks(bare):
    done = bare.report["evaluation"]
    assert done["version"] == metadata.version("clinicell")
    assert done["faults"] == []
    assert done["status"] == "scored"
    assert (done["n_units"], done["rank"]) == (6, 1)
    assert -0.5 <= done["low"] < done["value"] < done["high"] < 0.5  # a random answer


def test_the_command_line_works_without_an_extra_and_names_it(bare):
    said = run(bare.bin / "clinicell", "doctor", cwd=bare.folder)
    assert metadata.version("clinicell") in said
    assert "not installed: pip install 'clinicell[tracking]'" in said
