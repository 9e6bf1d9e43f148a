"""The command line: parses, calls, prints; no logic.

Exit codes: 0 done; 1 done, and the answer is no; 2 the input cannot be used, nothing was written; 3 the surroundings
failed, what was done is kept; 130 interrupted, the same command resumes.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from clinicell.errors import ClinicellError

if TYPE_CHECKING:
    from clinicell.datasets.readers.ahead import Ahead


def main() -> None:
    """Run the command line; an error that is ours becomes one message and its exit code."""
    ahead = _judge_ahead(sys.argv[1:])
    from clinicell.cli._app import app
    from clinicell.cli._output import say

    try:
        app(obj=ahead)
    except ClinicellError as fault:
        if os.environ.get("CLINICELL_DEBUG"):
            raise
        say(f"{fault}")
        sys.exit(fault.exit_code)
    except KeyboardInterrupt:
        say("interrupted; the same command resumes")
        sys.exit(130)
    except OSError as fault:
        from clinicell.datasets.privacy.named import shown

        if os.environ.get("CLINICELL_DEBUG"):
            raise
        say(f"{shown(str(fault.filename or 'disk'))}: {fault.strerror or fault}; what was done is kept")
        sys.exit(3)


def _judge_ahead(words: list[str]) -> "Ahead | None":
    """Return the child that judges, where a file will be: it loads while the command line itself does."""
    is_asked = words[:1] == ["validate"] and any(Path(word).is_file() for word in words[1:])
    if not is_asked or any(word.startswith(("--report", "--help")) for word in words):  # a report has its own child
        return None
    from clinicell.datasets.readers.ahead import started

    return started("clinicell.datasets.validate")


def __getattr__(name: str) -> object:
    if name != "app":
        raise AttributeError(f"module 'clinicell.cli' has no attribute {name!r}")
    from clinicell.cli._app import app

    return app
