"""One file of the corpus, and what becomes of it on the path that a user takes: a code, a question, or a fault of ours.

Each file is judged in a process of its own, so that a crash, a traceback, its memory and its time are measured.
"""

import contextlib
import hashlib
import io
import json
import multiprocessing
import os
import re
import resource
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import read_card
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.recipes.draft import draft
from clinicell.datasets.recipes.read import read_recipe
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.standardize import standardize
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.validate import validate_file
from clinicell.errors import ClinicellError

GENERIC = ("L0-READ-05", "L0-CHECK-01", "L0-READ-01")
SECONDS, GIB = 10.0, 1 << 30
CODE = re.compile(r"\[(L\d-[A-Z]+-\d\d)\]")
PLACE = re.compile(r"^ {2}((?:files|units|columns|features|matrices|recipe|about|uns)[\w.\[\]-]*)", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file to be written, and how it is judged.

    Parameters
    ----------
    defect
        A key of `why.WHY`; "" for a sound file.
    base
        Which sound file it was; its format where empty.
    write
        Writes it into an empty folder, and returns its path.
    judge
        ``"file"`` (validate), ``"folder"`` (recipe init, standardize, validate), ``"read"``, ``"card"``, ``"recipe"``.
    recipe
        Of ``"folder"``: what a person answered for the sound folder.
    other
        Why it may be read as it is: it says another thing, which is true as far as any file can tell.
    """

    format: str
    defect: str
    name: str
    base: str = ""
    write: Callable[[Path], Path]
    judge: str
    recipe: Recipe | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    level: Level = Level.L4
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a file: `codes` it was refused or marked with, or `said`, what was read from it."""

    codes: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    bad: str = ""
    seconds: float = 0.0  # of CPU, of the process and its children: the wall clock tells of others' work, too
    peak_mib: int = 0

    @property
    def is_generic(self) -> bool:
        """Whether no code says more than that the file is damaged."""
        return bool(self.codes) and set(self.codes) <= set(GENERIC)


def judged(case: Case, folder: Path) -> Outcome:
    """Write a file and judge it, in a process of its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    path = case.write(folder)
    process = context.Process(target=_carry_out, args=(case, path, theirs))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()
    told: dict[str, object] = {}
    if ours.poll(60):
        with contextlib.suppress(EOFError):
            told = json.loads(ours.recv_bytes())
    else:
        process.kill()
        told = {"bad": "did not end in 60 s"}
    process.join()
    told = told or {"bad": f"crashed the process (exit code {process.exitcode})"}
    return Outcome(
        codes=tuple(told.get("codes", ())),
        said=told.get("said", {}),
        bad=str(told.get("bad", "")),
        seconds=float(told.get("seconds", 0)),
        peak_mib=int(told.get("peak_mib", 0)),
    )


def _carry_out(case: Case, path: Path, theirs) -> None:
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        warnings.simplefilter("ignore")
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + 2 * GIB, -1))  # the machine is not ours alone
        told: dict[str, object] = {"codes": [], "said": {}, "bad": ""}
        try:
            told["codes"], told["said"] = JUDGES[case.judge](case, path)
        except ClinicellError as fault:
            told["codes"] = _codes_of(str(fault))
            told["bad"] = "" if told["codes"] else f"says no code: {fault}"
        except BaseException:
            told["bad"] = "traceback: " + " | ".join(traceback.format_exc().strip().splitlines()[-3:])
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        theirs.send_bytes(json.dumps(told | {"peak_mib": peak // 1024, "seconds": spent}).encode())


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _codes_of(told: str) -> list[str]:
    """Return the codes of a message; where it has none, the places of the recipe or the fields that it names."""
    return sorted(set(CODE.findall(told)) or set(PLACE.findall(told)))


# ---- the paths of a user


def _file(case: Case, path: Path) -> tuple[list[str], dict[str, str]]:
    verdict = validate_file(path, level=case.level)
    if any(not finding.fix or "Traceback" in finding.message for finding in verdict.findings):
        raise AssertionError("a finding without a fix")
    said = {} if path.suffix == ".h5mu" or verdict.level < Level.L1 else contents(path)
    return sorted({finding.code for finding in verdict.findings}), said


def _folder(case: Case, path: Path) -> tuple[list[str], dict[str, str]]:
    with contextlib.suppress(ClinicellError):
        draft(path)
    out = path.parent / "out.h5ad"
    try:
        standardize(path, case.recipe, out)
    except ClinicellError:
        if out.exists():
            raise AssertionError("refused, and written all the same") from None
        raise
    return _file(case, out)[0], contents(out)


def _read(case: Case, path: Path) -> tuple[list[str], dict[str, str]]:
    from clinicell.datasets.recipes.gathered import read_with

    raw = read_with(reader_of(path), path, case.answers)
    said = {"obs": mark(raw.obs), "var": mark(raw.var)} | {name: mark(table) for name, table in raw.tables.items()}
    for name, matrix in raw.matrices.items():
        blocks = [block.toarray() if sparse.issparse(block) else np.asarray(block) for block in matrix.blocks(1000)]
        said[name] = mark(np.concatenate(blocks) if blocks else np.zeros(0))
    return [f"asks {question.about}" for question in raw.questions if question.about != "scale"], said


def _card(_: Case, path: Path) -> tuple[list[str], dict[str, str]]:
    return _form(lambda: read_card(path), path)


def _recipe(case: Case, path: Path) -> tuple[list[str], dict[str, str]]:
    out = path.parent / "out.h5ad"
    codes, said = _form(lambda: standardize(path.parent / "raw", read_recipe(path), out) and "read", path)
    if codes:
        return codes, said
    return _file(case, out)[0], contents(out)


def _form(read: Callable[[], object], path: Path) -> tuple[list[str], dict[str, str]]:
    """Return the fields that a message names: `card.toml: counts.n_obs: ...`; a form has fields, not codes."""
    try:
        return [], {"form": hashlib.sha256(repr(read()).encode()).hexdigest()[:16]}
    except ClinicellError as fault:
        told = str(fault)
        if codes := CODE.findall(told):
            return sorted(set(codes)), {}
        if "is no TOML" in told or ("cannot be" in told.split("\n")[0][:60] and "lines" not in told):
            return ["no TOML"], {}
        fields = re.findall(rf"^(?:  |{re.escape(path.name)}: )([\w.\[\]? ()-]+?): ", told, re.M)
        named = {re.sub(r"[.\[][0-9]+]?", "[]", name) for name in fields}
        return sorted(f"field {name}" for name in named) or ["says no place"], {}


JUDGES = {"file": _file, "folder": _folder, "read": _read, "card": _card, "recipe": _recipe}


def mark(numbers: object) -> str:
    """Return a hash of numbers or of a table, whatever form holds them."""
    if isinstance(numbers, pd.DataFrame):
        return hashlib.sha256(numbers.astype(str).to_csv().encode()).hexdigest()[:16]
    dense = numbers.toarray() if sparse.issparse(numbers) else np.asarray(numbers)
    return hashlib.sha256(np.ascontiguousarray(dense, dtype="float64").tobytes()).hexdigest()[:16]


def contents(path: Path) -> dict[str, str]:
    """Return a hash per slot of a standard file."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        adata = ad.read_h5ad(path)
    said = {"obs": mark(adata.obs), "var": mark(adata.var)}
    said |= {} if adata.X is None else {"X": mark(adata.X)}
    return said | {f"layers/{name}": mark(layer) for name, layer in adata.layers.items()}


def fate(case: Case, outcome: Outcome, sound: Outcome) -> str:
    """Return what became of a corrupt file: ``"refused"``, ``"asked"``, ``"marked"``, ``"the same"``, or our fault.

    ``"the same"`` is what reads as the sound file does, word by word: only its wrapping differed.
    """
    new = sorted(set(outcome.codes) - set(sound.codes))
    if outcome.bad:
        return f"FAULT {outcome.bad}"
    if outcome.seconds > SECONDS:
        return f"FAULT took {outcome.seconds:.1f} s"
    if outcome.peak_mib > 1024:
        return f"FAULT took {outcome.peak_mib} MiB"
    if new:
        return "asked" if new[0].startswith("asks") else "marked" if outcome.said else "refused"
    if outcome.said == sound.said and (sound.said or not case.defect):
        return "the same"
    if case.other:
        return "says something else"
    other = [name for name in outcome.said.keys() | sound.said.keys() if outcome.said.get(name) != sound.said.get(name)]
    return f"FAULT accepted in silence: {', '.join(sorted(other))}"
