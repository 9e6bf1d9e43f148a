"""A verdict in words and as a record: what ``validate`` and ``standardize`` print."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clinicell.cli._output import out, print_hanging

if TYPE_CHECKING:
    from clinicell.datasets.schema.levels import Finding, Level, Verdict


def level_named(name: str) -> "Level":
    from clinicell.datasets.schema.levels import Level
    from clinicell.errors import InputError

    if name not in Level.__members__:
        raise InputError(f"--level {name}: no readiness level; one of {', '.join(Level.__members__)}")
    return Level[name]


def verdict_record(file: Path, verdict: "Verdict", wanted: "Level") -> dict[str, object]:
    from dataclasses import asdict

    from clinicell.datasets.privacy.named import shown

    level = verdict.level
    findings = [{**asdict(finding), "level": finding.level.name, "doc": finding.doc} for finding in verdict.findings]
    return {
        "file": shown(file.name),
        **{
            name: getattr(verdict, name)
            for name in ("dataset_id", "modality", "n_obs", "n_vars", "n_donors", "n_samples", "standard")
        },
        "ontology_releases": dict(verdict.ontology_releases),
        "level": None if level is None else level.name,
        "ceiling": verdict.ceiling.name,
        "asked": wanted.name,
        "are_numbers_read": verdict.are_numbers_read,
        "is_reached": verdict.reaches(wanted),
        "is_valid": verdict.is_valid,
        "findings": findings,
    }


def print_verdict(file: Path, verdict: "Verdict", wanted: "Level") -> None:
    from clinicell.datasets.privacy.named import shown
    from clinicell.datasets.schema.levels import Level

    console = out()
    console.print(
        f"{shown(file.name)}   {verdict.n_obs:,} rows, {verdict.n_vars:,} features, {verdict.n_donors} donors, "
        f"{verdict.n_samples} samples     {verdict.standard}, {verdict.modality or 'unknown'}\n",
        markup=False,
    )
    reached = -1 if verdict.level is None else int(verdict.level)
    unseen = "✕" if verdict.are_numbers_read else "?"
    marks = [
        f"{level.name} {level.title} "
        + ("–" if level > verdict.ceiling else "✓" if level <= reached else "✕" if verdict.up_to(level) else unseen)
        for level in Level
    ]
    console.print("  " + "   ".join(marks) + "\n", markup=False)
    within = verdict.up_to(wanted)
    _print_findings(within)
    if verdict.level is None:
        console.print(f"\n  {_count(within)}; the file is not readable. It was not changed.")
    elif within:
        console.print(f"\n  {_count(within)}; the file stands on {verdict.level.name}. It was not changed.")
    elif not verdict.are_numbers_read:
        console.print(
            f"  Nothing but the numbers of the matrices keeps it from {wanted.name}: they were not looked at, so that "
            "no level above L0 is shown."
        )
    elif verdict.level is verdict.ceiling < Level.L4:
        console.print(
            f"  Reaches {verdict.level.name}, all that this modality can. A table without features of its own goes no "
            "higher."
        )
    else:
        console.print(f"  Reaches {verdict.level.name}, {verdict.level.title}.")
    for heading, is_benchmark in ((f"Above {wanted.name}", False), ("Before it can be a benchmark", True)):
        apart = [finding for finding in verdict.beyond(wanted) if (finding.level is Level.L4) is is_benchmark]
        if apart and verdict.level is not None:
            console.print(f"\n  {heading}:")
            _print_findings(apart)


def _count(findings: Sequence["Finding"]) -> str:
    return f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"


def _print_findings(findings: Iterable["Finding"]) -> None:
    console = out()
    for finding in findings:
        examples = ", ".join(repr(example) for example in finding.examples[:2]) or "none shown"
        amount = f"{finding.n_affected:,} of {finding.n_total:,} {finding.unit}"
        print_hanging(console, f"{finding.code}  {finding.path}   {amount}   {examples}", indent=2)
        print_hanging(console, f"{finding.message}; {finding.fix}", indent=6)
