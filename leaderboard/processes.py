"""Worker processes as their owner sees them: asked one thing at a time, started when needed, started anew when dead."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from clinicell.errors import InputError, SurroundingsError

# one thread a process: no value depends on how many cores there are
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerDied(SurroundingsError):
    """A worker process ended before it answered: its model crashed or ran out of memory."""


class WorkerStopped(SurroundingsError):
    """A worker process was told to end; that says nothing of its model."""


class Worker:
    """A process that does one kind of job; started when first needed, started anew when it dies."""

    def __init__(self, role: str, log: Path) -> None:
        self._role = role
        self._log = log
        self._process: subprocess.Popen[str] | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """End the process at once, whatever it computes."""
        self._is_stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def ask(self, request: dict[str, str]) -> str:
        """Return what the job made.

        Raises
        ------
        InputError, SurroundingsError
            The job refused.
        WorkerDied
            The process ended before it answered.
        """
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise SurroundingsError(f"the {self._role} process has no pipe")
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            code = self.close()
            if self._is_stopped or -code in (signal.SIGINT, signal.SIGTERM):
                raise WorkerStopped("the evaluation was interrupted; the same command resumes")
            raise WorkerDied(f"the process ended (signal {-code})" if code < 0 else f"the process ended (code {code})")
        reply = json.loads(line)
        if "error" in reply:
            raise (InputError if reply["exit_code"] == 2 else SurroundingsError)(reply["error"])
        return str(reply["made"])

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as log:
                self._process = subprocess.Popen(  # noqa: S603 - our own module, arguments not from a user
                    [sys.executable, "-m", "clinicell.leaderboard.worker", self._role],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    env=dict(os.environ) | ONE_THREAD,
                    start_new_session=True,  # an interrupt is for its owner, who then stops it
                )
        return self._process

    def close(self) -> int:
        """End the process, which ends when its input does, and return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        return process.wait()
