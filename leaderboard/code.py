"""Hashes of the code that a value depends on: a changed helper gives a new result, not an old one under a new name."""

from typing import TYPE_CHECKING

from clinicell.datasets._source import imported, source_hashes
from clinicell.files import canonical_json, sha256, sha256_text

if TYPE_CHECKING:  # the scoring job runs where no model can be imported
    from clinicell.baselines._model import FoundModel


def model_sha256(model: "FoundModel") -> str:
    """Return the hash of a model: its own files, and every module of ours that they import, at any depth."""
    folder = model.file.parent
    if model.file.name != "model.py":
        return _combined(source_hashes(f"clinicell.baselines.{model.id}"))
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    hashes = {str(path.relative_to(folder)): sha256(path) for path in files}
    for source in (path for path in files if path.suffix == ".py"):
        for name in imported(source):
            hashes |= _ours(name)
    return _combined(hashes)


def scoring_sha256(task_id: str) -> str:
    """Return the hash of the code that blinds and scores a task."""
    modules = ("clinicell.leaderboard.score", "clinicell.tasks._blind", f"clinicell.tasks.{task_id}")
    hashes: dict[str, str] = {}
    for module in modules:
        hashes |= source_hashes(module)
    return _combined(hashes)


def _ours(name: str) -> dict[str, str]:
    try:
        return source_hashes(name)
    except ModuleNotFoundError:  # ``from module import name`` yields the name as well
        return {}


def _combined(hashes: dict[str, str]) -> str:
    return sha256_text(canonical_json(hashes))
