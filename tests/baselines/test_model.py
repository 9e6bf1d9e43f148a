"""Finding a model: an id or a folder, and what a model file that cannot be used says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicell.baselines._model import find_model, model_file, model_ids
from clinicell.errors import InputError, MissingExtra

MINE = """
from clinicell.baselines._model import ModelCard
CARD = ModelCard(title="Mine", summary="Answers nothing.")
class MODEL:
    pass
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Return a function: a name and a text -> a folder of that name with a model.py, in the working directory."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> Path:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "model.py").write_text(text)
        return tmp_path / name

    return write


def test_an_id_means_the_shipped_model_whatever_folder_lies_here(folder):
    folder("constant", MINE)
    assert find_model("constant").card.title == "Constant"
    assert find_model("./constant").card.title == "Mine"
    assert find_model("constant/").card.title == "Mine"


def test_a_folder_is_named_by_its_name_or_by_any_path(folder):
    mine = folder("depth", MINE)
    for name in ("depth", "./depth", str(mine)):
        found = find_model(name)
        assert (found.id, found.file.resolve()) == ("depth", mine / "model.py")


def test_what_is_no_model_is_told_with_what_there_is_and_how_a_folder_is_named(folder):
    with pytest.raises(InputError, match="no model 'gpt'") as told:
        model_file("gpt")
    assert all(model in str(told.value) for model in model_ids())
    assert f"'./{model_ids()[0]}'" in str(told.value)


def test_a_folder_without_a_model_file_is_told(folder, tmp_path):
    folder("depth", MINE)
    (tmp_path / "depth" / "model.py").unlink()
    with pytest.raises(InputError, match=r"depth: the folder holds no model.py"):
        model_file("depth")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 / 0", r"ZeroDivisionError: division by zero"),
        ("raise RuntimeError('no signal')", r"RuntimeError: no signal"),
        ("open('weights.pt')", r"FileNotFoundError: .*weights.pt"),
        ("{}['a']", r"KeyError: 'a'"),
        ("raise SystemExit(0)", r"SystemExit: 0"),
        ("def (", r"SyntaxError: "),
        ("from clinicell import nothing_of_that_name", r"ImportError: "),
    ],
)
def test_whatever_a_model_file_raises_is_an_input_error_with_type_and_message(folder, text, told):
    folder("broken", text)
    with pytest.raises(InputError, match=rf"broken/model.py: cannot be imported \({told}"):
        find_model("broken")


def test_a_package_that_is_not_installed_is_named(folder):
    folder("needy", "import a_package_of_mine")
    with pytest.raises(MissingExtra, match="'needy' needs the package 'a_package_of_mine'"):
        find_model("needy")


def test_a_model_file_without_card_and_model_is_told(folder):
    folder("bare", "CARD = 1")
    with pytest.raises(InputError, match="defines no CARD"):
        find_model("bare")


def test_a_dataclass_with_postponed_annotations_may_stand_in_a_model_file(tmp_path):
    folder = tmp_path / "modern"
    folder.mkdir()
    (folder / "model.py").write_text(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n"
        "from clinicell.baselines._model import ModelCard\n"
        "CARD = ModelCard(title='Modern', summary='Holds a dataclass.')\n"
        "@dataclass\n"
        "class MODEL:\n"
        "    width: int = 3\n"
    )
    assert find_model(str(folder)).make().width == 3
