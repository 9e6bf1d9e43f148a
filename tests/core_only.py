"""What must work without an extra; `test_wheel.py` runs this with the Python of a bare environment.

It prints one JSON object: what cannot be imported and which package it lacks, and what came of one small evaluation.
"""

import json
import sys
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import clinicell
from clinicell.datasets.simulate.snv import simulate
from clinicell.leaderboard.score import scored
from clinicell.tasks._blind import Source, blind
from clinicell.tasks.subclone import TASK


def lacking() -> dict[str, str]:
    """Return the package that each module lacks, of those that cannot be imported."""
    root = Path(clinicell.__file__).parent
    lacks = {}
    for path in sorted(root.rglob("[!_]*.py")) + sorted(root.rglob("_[!_]*.py")):
        name = ".".join(("clinicell", *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
        try:
            import_module(name)
        except ModuleNotFoundError as fault:
            lacks[name] = str(fault.name)
    return lacks


def evaluation(folder: Path) -> dict[str, object]:
    """Return what became of a small cohort: validated, blinded, answered by a control, scored and ranked."""
    adata = simulate(
        dataset_id="demo_subclone",
        title="six tumours",
        seed=7,
        n_donors=6,
        min_cells=30,
        max_cells=40,
        n_sites=40,
        min_clones=3,
        max_clones=4,
        false_positive_rate=0.01,
        false_negative_rate=0.1,
        missing_rate=0.1,
    )
    verdict = clinicell.validate(adata, level=clinicell.Level.L3)
    panel = blind(TASK, TASK.panel("demo_subclone"), Source(adata=adata, sha256="0" * 64), {}, folder / "panel")
    answer = clinicell.predict("random", panel / "public", folder / "answer", seed=1)
    result, evidence = scored(answer, panel / "sealed")
    assert clinicell.score(answer, panel / "sealed") == result
    row = clinicell.rank([replace(result, is_control=False)], None, lambda _: evidence).iloc[0]
    return {
        "version": clinicell.__version__,
        "faults": [finding.code for finding in verdict.findings],
        "status": row["status"],
        "value": row["value"],
        "low": row["low"],
        "high": row["high"],
        "n_units": int(row["n_units"]),
        "rank": int(row["rank"]),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        done = evaluation(Path(folder))
    print(json.dumps({"where": clinicell.__file__, "python": sys.prefix, "lacking": lacking(), "evaluation": done}))
