"""The promises of the layout: names, sizes, what an import costs, and who may import whom."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import grimp
import pytest

import clinicell

ROOT = Path(__file__).parents[1]
FOLDERS = ("datasets", "tasks", "metrics", "baselines", "leaderboard")
MODULES = sorted(path for folder in (*FOLDERS, "src/clinicell") for path in (ROOT / folder).rglob("*.py"))
HEAVY = ("torch", "mlflow", "anndata", "pandas", "sklearn", "pandera")


def python(*arguments: str, cwd: Path = ROOT) -> str:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=quiet | {"HF_HUB_OFFLINE": "1"},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def imported_by(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("style", [("-c",), ("-m", "timeit", "-n1", "-r1")], ids=["python -c", "python -m"])
def test_python_at_the_root_finds_the_datasets_of_hugging_face(style):
    python(*style, "import datasets; assert callable(datasets.load_dataset), datasets")


def test_python_at_the_root_finds_our_datasets_under_our_name():
    where = python("-c", "import datasets, clinicell.datasets.standard as ours; print(ours.__file__)")
    assert Path(where).resolve() == ROOT / "datasets/standard.py"


@pytest.mark.parametrize("folder", [*FOLDERS, "tests"])
def test_no_folder_is_a_regular_package(folder):
    assert not list((ROOT / folder).rglob("__init__.py"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_is_linked_into_the_package(folder):
    link = ROOT / "src/clinicell" / folder
    assert link.is_symlink()
    assert link.resolve() == ROOT / folder


def test_import_takes_less_than_300_ms():
    timed = "import time; start = time.perf_counter(); import clinicell; print(time.perf_counter() - start)"
    assert min(float(python("-c", timed)) for _ in range(5)) < 0.3


def test_import_loads_nothing_heavy():
    loaded = python("-c", "import sys, clinicell; print(*{name.partition('.')[0] for name in sys.modules})")
    assert not set(HEAVY) & set(loaded.split())


@pytest.mark.parametrize("name", clinicell.__all__)
def test_each_public_name_is_there(name):
    assert getattr(clinicell, name).__module__.startswith("clinicell.")


def test_an_unknown_name_says_whose_it_is():
    with pytest.raises(AttributeError, match="'clinicell' has no attribute 'nothing'"):
        clinicell.nothing  # noqa: B018 - the look-up itself is the test


def test_version_is_the_same_in_every_file_that_names_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert cited is not None
    assert clinicell.__version__ == project["version"] == cited[1]
    assert f"## [{clinicell.__version__}]" in (ROOT / "CHANGELOG.md").read_text()


def test_no_module_is_longer_than_300_lines():
    long = {str(path.relative_to(ROOT)): n for path in MODULES if (n := len(path.read_text().splitlines())) >= 300}
    assert not long


def test_only_tracking_imports_mlflow():
    assert [path for path in MODULES if "mlflow" in imported_by(path)] == [ROOT / "leaderboard/tracking.py"]


def test_torch_and_scikit_learn_stay_in_the_baselines_and_the_loader():
    astray = [path for path in MODULES if imported_by(path) & {"torch", "sklearn"}]
    assert {path.parent for path in astray} - {ROOT / "baselines"} <= {ROOT / "datasets"}
    assert {path for path in astray if path.parent == ROOT / "datasets"} == {ROOT / "datasets/loader.py"}


def test_the_import_linter_sees_every_module():
    roots = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    seen = grimp.build_graph(*roots, cache_dir=None).modules
    ours = [path.relative_to(ROOT / "src" if path.is_relative_to(ROOT / "src") else ROOT) for path in MODULES]
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in ours}
    assert not {name if name.startswith("clinicell") else f"clinicell.{name}" for name in names} - seen


@pytest.mark.parametrize("folder", ["tasks", "baselines"])
def test_the_name_of_a_file_is_an_id(folder):
    plain = [path.stem for path in (ROOT / folder).glob("[!_]*.py")]
    assert plain
    assert not [name for name in plain if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]


@pytest.mark.parametrize("path", sorted((ROOT / "tasks").glob("[!_]*.py")), ids=lambda path: path.stem)
def test_a_task_bears_the_name_of_its_file(path):
    assert import_module(f"clinicell.tasks.{path.stem}").TASK.id == path.stem


@pytest.mark.parametrize("path", sorted((ROOT / "baselines").glob("[!_]*.py")), ids=lambda path: path.stem)
def test_a_model_file_holds_a_card_and_a_model(path):
    module = import_module(f"clinicell.baselines.{path.stem}")
    assert module.CARD.title
    assert callable(module.MODEL)


def test_every_constraint_is_an_exact_version():
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert not [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)]
