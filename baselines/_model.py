"""What a model is: all that a method developer must know."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, util
from pathlib import Path
from types import ModuleType
from typing import Protocol, runtime_checkable

from clinicell.datasets.card import card_ids
from clinicell.errors import InputError, MissingExtra
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task


@runtime_checkable
class Model(Protocol):
    """Learns from one cohort, answers for another."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from `train`; in a transductive task it holds no cell, only references."""
        ...

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return one row per id of ``test.asked``, one column per target; higher means more of the target."""
        ...


@runtime_checkable
class SavedModel(Model, Protocol):
    """A model whose learnt state fits into a safetensors file."""

    def save(self, path: Path) -> Path:
        """Write what was learnt to `path`, and return `path`."""
        ...

    @classmethod
    def load(cls, path: Path) -> "SavedModel":
        """Return the trained model that `save` wrote."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What the board says of a model.

    Parameters
    ----------
    title
        Name on the board.
    summary
        One sentence: what it does.
    tasks
        Ids of the tasks it answers; empty for every task.
    is_control
        A control shows what no knowledge, or a shortcut, reaches.
    is_stochastic
        Whether a seed changes the answer: such a model is run with several.
    source
        DOI or address of the description that was followed; empty for textbook methods.
    needs
        Slots without which it has nothing to say: it does not apply to a task whose `inputs` lack one.
    trained_on
        What its weights have seen before `fit`: card ids, and bare DOIs of what has no card here. A panel that is
        among it is declined for the model, which costs it no rank.

    Raises
    ------
    InputError
        An entry of `trained_on` is neither a card id nor a DOI.
    """

    title: str
    summary: str
    tasks: tuple[str, ...] = ()
    is_control: bool = False
    is_stochastic: bool = True
    source: str = ""
    needs: tuple[str, ...] = ()
    trained_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse training data that cannot be looked up."""
        for name in self.trained_on:
            is_doi = name.startswith("10.") and "/" in name
            if not is_doi and name not in card_ids():
                raise InputError(
                    f"{self.title}: trained_on names {name!r}, neither a data set's id nor a DOI; "
                    "write 'melanoma_icb', or '10.1016/j.cell.2018.10.038' for what has no card here"
                )

    def answers(self, task: Task) -> bool:
        """Return whether the model takes part in `task`."""
        return (not self.tasks or task.id in self.tasks) and set(self.needs) <= set(task.inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundModel:
    """A model file that was read: its id, its code's place, its card, and how to make a fresh one."""

    id: str
    file: Path
    card: ModelCard
    make: Callable[[], Model]


def model_ids() -> list[str]:
    """Return the ids of the shipped models: the names of the files in this folder."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def model_file(model: str) -> Path:
    """Return the file of a shipped model's id, or of a folder that holds ``model.py``.

    An id means the shipped model, whatever folder lies in the working directory; a folder of that name is ``./id``.

    Raises
    ------
    InputError
        Neither is there.
    """
    shipped = model_ids()
    if model in shipped:
        return Path(__file__).parent / f"{model}.py"
    folder = Path(model)
    if (folder / "model.py").is_file():
        return folder / "model.py"
    if folder.is_dir():
        raise InputError(f"{model}: the folder holds no model.py; write one with a CARD and a MODEL")
    raise InputError(
        f"no model {model!r}: neither a folder with model.py nor one of {', '.join(shipped)} "
        f"(a folder named like one of these is meant by its path, './{shipped[0]}')"
    )


def find_model(model: str) -> FoundModel:
    """Return the model of an id or folder; its file is imported.

    Raises
    ------
    InputError
        There is no such model, or its file has no `CARD` and `MODEL`, or cannot be imported.
    MissingExtra
        The file needs a package that is not installed.
    """
    file = model_file(model)
    is_shipped = file.parent == Path(__file__).parent
    name = file.stem if is_shipped else file.parent.resolve().name
    try:
        module = import_module(f"clinicell.baselines.{name}") if is_shipped else _imported(file, name)
    except ModuleNotFoundError as fault:
        raise MissingExtra(
            f"model {name!r} needs the package {fault.name!r}, which is not installed; "
            "for the shipped models: pip install 'clinicell[baselines]'"
        ) from fault
    except (Exception, SystemExit) as fault:  # a model file is anybody's code and raises whatever it likes
        raise InputError(f"{file}: cannot be imported ({type(fault).__name__}: {fault})") from fault
    card, make = getattr(module, "CARD", None), getattr(module, "MODEL", None)
    if not isinstance(card, ModelCard) or not callable(make):
        raise InputError(f"{file}: defines no CARD (a ModelCard) and MODEL (a class or function that makes a model)")
    return FoundModel(id=name, file=file, card=card, make=make)


def _imported(file: Path, name: str) -> ModuleType:
    spec = util.spec_from_file_location(f"clinicell_submission_{name.replace('-', '_')}", file)
    if spec is None or spec.loader is None:
        raise ImportError("not a Python file")
    module = util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its own module up there
    spec.loader.exec_module(module)
    return module
