"""``clinicell tasks audit``: whether a task's board can be believed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import number, out, print_hanging, print_json, print_table, say, waiting
from clinicell.errors import FetchError, InputError

if TYPE_CHECKING:
    from clinicell.leaderboard.audit_task import PanelAudit
    from clinicell.leaderboard.audits.check import Check

MOST_FIGURES = 4


def audit(
    task_ids: Annotated[list[str] | None, typer.Argument(help="Ids of tasks; all, where none is named.")] = None,
    suite: Annotated[str, typer.Option(help="demo (simulated) or core (real and published data; minutes).")] = "demo",
    model: Annotated[
        str | None, typer.Option(help="Model to be put through it; the cheapest of the task.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the record here as well.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Try a task: null test, leaks, invariances, confounders, healthy donors mixed, labels and genes by lot.

    Exit code 0: no check failed; 1: one did. "Not possible" is no pass; the reason stands beside it.
    """
    from clinicell.files import write_json

    done = _audited(task_ids or [], suite, model)
    record = {"panels": [_record(one) for one in done]}
    if output is not None:
        write_json(output, record)
    if as_json:
        print_json(record)
    else:
        for one in done:
            _print(one)
    if not all(one.is_passed for one in done):
        raise typer.Exit(1)


def _audited(task_ids: list[str], suite: str, model: str | None) -> "list[PanelAudit]":
    """Return the audits of all panels that can be had; raise where none can."""
    from clinicell.leaderboard.audit_task import audit_task
    from clinicell.tasks._find import find_task
    from clinicell.tasks._find import task_ids as known

    if suite not in ("demo", "core"):
        raise InputError(f"--suite {suite}: there are demo and core")
    done: list[PanelAudit] = []
    missing: list[FetchError] = []
    for task in [find_task(task_id) for task_id in (task_ids or known())]:
        for panel in [panel for panel in task.panels if panel.suite == suite]:
            try:
                with waiting(f"{task.id}, {panel.dataset}"):
                    done.append(audit_task(task, panel, model=model))
            except FetchError as fault:
                missing.append(fault)
                say(f"{panel.dataset}: not audited, it cannot be had here ({fault})")
    if missing and not done:
        raise missing[0]
    return done


def _record(one: "PanelAudit") -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(one), "is_passed": one.is_passed}


def _print(one: "PanelAudit") -> None:
    console = out()
    n = {outcome: sum(check.outcome == outcome for check in one.checks) for outcome in ("passed", "failed")}
    console.print(
        f"{one.task} on {one.panel}     {n['passed']} passed, {n['failed']} failed, "
        f"{len(one.checks) - sum(n.values())} not possible     with {one.model}\n",
        markup=False,
    )
    print_table(
        ["check", "outcome", "measured"], [(check.name, check.outcome, _figures(check)) for check in one.checks]
    )
    for check in one.checks:
        if check.outcome == "failed":
            print_hanging(console, f"{check.name}: expected {check.expected}. {check.reason}".strip(), indent=2)
        elif check.outcome == "not possible" or "transductive" in check.reason:
            print_hanging(console, f"{check.name}: {check.reason}", indent=2)
    console.print()


def _figures(check: "Check") -> str:
    shown = list(check.measured.items())[:MOST_FIGURES]
    return ", ".join(f"{name.replace('_', ' ')} {_number(value)}" for name, value in shown)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else number(value, 3)
