"""Tasks by their file names."""

import re
from importlib import import_module
from pathlib import Path

from clinicell.errors import TaskError
from clinicell.tasks._task import Task


def task_ids() -> list[str]:
    """Return the ids of all tasks, in order of the alphabet."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def find_task(task_id: str) -> Task:
    """Return the task whose file is ``<task_id>.py``.

    Raises
    ------
    TaskError
        There is no such file.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", task_id) or task_id not in task_ids():
        raise TaskError(f"no task {task_id!r}; there are {', '.join(task_ids())}")
    task = import_module(f"clinicell.tasks.{task_id}").TASK
    if not isinstance(task, Task):
        raise TaskError(f"tasks/{task_id}.py: TASK is a {type(task).__name__}, not a Task")
    return task
