"""A process that stays up and does one kind of job, so that imports are paid once.

It reads one JSON request a line and answers with one JSON line. The predicting worker is told the public side of a
panel only; the scoring worker never imports a model. It ends as soon as the process that started it does.
"""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from clinicell.errors import ClinicellError
from clinicell.leaderboard.evidence_file import write_evidence
from clinicell.leaderboard.predict import predict
from clinicell.leaderboard.predict_stressed import predict_stressed
from clinicell.leaderboard.score import scored

Request = dict[str, str]


def predict_job(request: Request) -> str:
    """Predict as the request says and return the prediction's folder."""
    return str(predict(request["model"], Path(request["public"]), Path(request["out"]), seed=int(request["seed"])))


def stress_job(request: Request) -> str:
    """Predict under stress as the request says and return the folder of all predictions."""
    public, out = Path(request["public"]), Path(request["out"])
    return str(predict_stressed(request["model"], public, out, modality=request["modality"], seed=int(request["seed"])))


def score_job(request: Request) -> str:
    """Score as the request says, write the evidence and then the result, and return the result's path."""
    result, evidence = scored(Path(request["prediction"]), Path(request["sealed"]))
    if evidence:
        write_evidence(Path(request["results"]), result, evidence)
    return str(result.write(Path(request["results"])))


JOBS: dict[str, Callable[[Request], str]] = {"predict": predict_job, "stress": stress_job, "score": score_job}


def answer(job: Callable[[Request], str], line: str) -> str:
    """Return the answer to one request: what was made, or the error in a form that crosses the pipe."""
    try:
        return json.dumps({"made": job(json.loads(line))})
    except ClinicellError as fault:
        return json.dumps({"error": str(fault), "exit_code": fault.exit_code})


def listen(requests: TextIO, inbox: "queue.Queue[str]") -> None:
    """Put each line into the inbox; when the other end is gone, end at once, whatever is being computed."""
    for line in requests:
        inbox.put(line)
    os._exit(0)


def main(role: str) -> None:
    """Serve requests until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a model prints goes to the log, not into the answers
    inbox: queue.Queue[str] = queue.Queue()
    threading.Thread(target=listen, args=(sys.stdin, inbox), daemon=True).start()
    while True:
        answers.write(answer(JOBS[role], inbox.get()) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
