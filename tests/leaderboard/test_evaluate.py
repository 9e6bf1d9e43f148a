"""Interrupted runs resume: nothing that was done is lost, and nothing differs from an uninterrupted run."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from clinicell.errors import InputError
from clinicell.leaderboard.processes import Worker, WorkerDied

N_SEEDS = 5
N_KILLS = int(os.environ.get("CLINICELL_KILLS", "4"))  # `make chaos` kills more often


def command(folder):
    return [
        sys.executable, "-m", "clinicell.cli", "run", "--suite", "demo", "--task", "drug_sensitivity", "--no-track",
        "--model", "constant", "--model", "random", "--seeds", str(N_SEEDS),
        "--results", str(folder / "results"), "--work", str(folder / "work"), "--site", str(folder / "site"),
    ]  # fmt: skip


def results_in(folder):
    files = sorted((folder / "results").rglob("*.json"))
    return {path.name: path.read_bytes() for path in files if not path.name.endswith(".cost.json")}


def test_sigkills_at_random_moments_leave_the_results_of_an_uninterrupted_run(elsewhere, tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    elsewhere = {
        name: value for name, value in elsewhere.items() if not name.startswith("COVERAGE")
    }  # killed, unmeasured
    began = time.monotonic()
    subprocess.run(command(whole), check=True, env=elsewhere, capture_output=True)
    seconds = time.monotonic() - began
    moments, seen = random.Random(0), []  # noqa: S311 - moments to kill at, no secret
    for _ in range(N_KILLS):
        process = subprocess.Popen(command(broken), env=elsewhere, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.2, 0.8) * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.append(len(results_in(broken)))
    assert seen == sorted(seen)
    subprocess.run(command(broken), check=True, env=elsewhere, capture_output=True)
    assert len(results_in(whole)) == 1 + N_SEEDS
    assert results_in(broken) == results_in(whole)


SLEEPER = """
import time
from clinicell.baselines._model import ModelCard
CARD = ModelCard(title="Sleeps", summary="Sleeps.", is_stochastic=False, tasks=("drug_sensitivity",))
class MODEL:
    def fit(self, train, task, *, seed):
        open("asleep", "w").close()
        time.sleep(60)
    def predict(self, test, task):
        return None
"""


def test_an_interrupt_ends_at_once_and_is_nobodys_failure(elsewhere, tmp_path):
    (tmp_path / "sleeper").mkdir()
    (tmp_path / "sleeper" / "model.py").write_text(SLEEPER)
    words = [sys.executable, "-m", "clinicell.cli", "run", "--task", "drug_sensitivity", "--no-track", "--model"]
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a job in the background inherits deaf ears
    process = subprocess.Popen(
        [*words, "./sleeper"], env=elsewhere, stderr=subprocess.PIPE, text=True, preexec_fn=heeds
    )
    for _ in range(600):
        if (tmp_path / "asleep").exists():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command resumes" in said
    assert not list(tmp_path.rglob("prediction.json"))
    assert not list((tmp_path / "leaderboard").rglob("results/**/*.json"))


def test_a_worker_that_dies_is_told_from_one_that_refuses_and_is_started_anew(tmp_path):
    worker = Worker("score", tmp_path / "log")
    with pytest.raises(InputError, match="not complete"):
        worker.ask({"prediction": str(tmp_path), "sealed": str(tmp_path), "results": str(tmp_path)})
    worker._process.kill()
    with pytest.raises(WorkerDied, match="signal 9"):
        worker.ask({"prediction": str(tmp_path), "sealed": str(tmp_path), "results": str(tmp_path)})
    with pytest.raises(InputError, match="not complete"):
        worker.ask({"prediction": str(tmp_path), "sealed": str(tmp_path), "results": str(tmp_path)})
    worker.close()
