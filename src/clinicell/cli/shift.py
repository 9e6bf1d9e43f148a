"""``clinicell tasks stress|sites|strata|curve``: how a model fares where things differ. Nothing ranks."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import number, out, print_json, print_table, say, waiting, with_interval
from clinicell.cli.listings import say_which
from clinicell.cli.ontology import ready
from clinicell.cli.running import WORK
from clinicell.errors import InputError

if TYPE_CHECKING:
    from clinicell.leaderboard.measured import Measured
    from clinicell.leaderboard.probe import Probe
    from clinicell.leaderboard.robustness import Degradation, Robustness
    from clinicell.leaderboard.sites import Sites
    from clinicell.leaderboard.strata import Fairness

PROBES = Path("leaderboard/probes")
TaskId = Annotated[str, typer.Argument(help="Id of a task.")]
ModelId = Annotated[str, typer.Option("--model", help="Id of a model, or a folder with model.py.")]
Suite = Annotated[str, typer.Option(help="demo (simulated, offline) or core (real and published data).")]
PanelId = Annotated[str, typer.Option("--panel", help="Data set of the panel; needed where the suite has several.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the model and of what is drawn.")]
Records = Annotated[Path, typer.Option("--records", help="Where the JSON record goes.")]
Work = Annotated[Path, typer.Option("--work", help="Where blinded panels and predictions are kept.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def stress(
    task: TaskId,
    model: ModelId,
    suite: Suite = "demo",
    panel: PanelId = "",
    seed: Seed = 0,
    records: Records = PROBES,
    work: Work = WORK,
    as_json: Json = False,
) -> None:
    """Measure a model with fewer molecules, lost genes, another site or instrument, worse genotypes, noisy labels."""
    from clinicell.leaderboard.robustness import stress as put_under_stress

    with _asking(task, model, suite, panel, seed, records, work) as asked, waiting(f"{model} under stress"):
        found, path = put_under_stress(asked)
    if as_json:
        print_json(asdict(found))
    else:
        _print_stress(found, asked.task.primary.title)
    _end(path, found.clean.reason)


def sites(
    task: TaskId,
    model: ModelId,
    suite: Suite = "demo",
    panel: PanelId = "",
    seed: Seed = 0,
    records: Records = PROBES,
    work: Work = WORK,
    as_json: Json = False,
) -> None:
    """Train at each institution, test at each: the matrix, and the site where others' models are worth least."""
    from clinicell.leaderboard.sites import sites as from_each_to_each

    with _asking(task, model, suite, panel, seed, records, work) as asked, waiting(f"{model} from site to site"):
        found, path = from_each_to_each(asked)
    if as_json:
        print_json(asdict(found))
    elif found.sites:
        _print_sites(found, asked.task.primary.title)
    _end(path, found.reason)


def strata(
    task: TaskId,
    model: ModelId,
    suite: Suite = "demo",
    panel: PanelId = "",
    threshold: Annotated[
        float | None, typer.Option(help="Score that calls a unit positive; default: chosen on the other folds.")
    ] = None,
    seed: Seed = 0,
    records: Records = PROBES,
    work: Work = WORK,
    as_json: Json = False,
) -> None:
    """Measure a model by sex, age, ancestry and site: worst group, gap, equalised odds; none below ten."""
    from clinicell.leaderboard.strata import fairness

    with _asking(task, model, suite, panel, seed, records, work) as asked, waiting(f"{model} by group"):
        found, path = fairness(asked, threshold)
    if as_json:
        print_json(asdict(found))
    else:
        _print_strata(found, asked.task.primary.title, asked.panel.resample)
    _end(path, found.everyone.reason)


def curve(
    task: TaskId,
    model: ModelId,
    suite: Suite = "demo",
    panel: PanelId = "",
    draws: Annotated[int, typer.Option(min=1, help="Random choices of the patients to learn from.")] = 3,
    seed: Seed = 0,
    records: Records = PROBES,
    work: Work = WORK,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the curve to this .png as well.")] = None,
    as_json: Json = False,
) -> None:
    """Measure a model after learning from fewer patients, on the same tests."""
    from clinicell.files import write_bytes
    from clinicell.leaderboard.learning_curve import learning_curve

    if picture is not None and picture.suffix != ".png":
        raise InputError(f"{picture}: a picture is a .png file")
    with _asking(task, model, suite, panel, seed, records, work) as asked, waiting(f"{model} from fewer patients"):
        found, path = learning_curve(asked, n_draws=draws)
    if as_json:
        print_json(asdict(found))
    elif found.points:
        rows = [
            (str(one.n), _words(one.measured), ", ".join(number(value) for value in one.draws)) for one in found.points
        ]
        print_table(["patients", f"{asked.task.primary.title} [95 %]", "each choice of patients"], rows)
        out().print(f"\nchance {number(found.chance, 3)}", markup=False)
    if picture is not None and found.points:
        from clinicell.leaderboard.curve_chart import curve_picture

        write_bytes(picture, curve_picture(found, asked.task.primary))
    _end(path, found.reason)


@contextmanager
def _asking(task: str, model: str, suite: str, panel: str, seed: int, records: Path, work: Path) -> Iterator["Probe"]:
    """Yield the question, with a worker process for the model that ends with the block."""
    from clinicell.leaderboard.evaluate import Places
    from clinicell.leaderboard.probe import probe, workers

    if suite not in ("demo", "core"):
        raise InputError(f"--suite {suite}: there are demo and core")
    say_which(model)
    ready().close()
    with workers(work / "workers.log") as ask:
        places = Places(results=records, work=work)
        yield probe(task, model, suite=suite, panel=panel, seed=seed, places=places, ask=ask)


def _end(path: Path, reason: str) -> None:
    if reason:
        say(reason)
    say(f"{path}")


def _words(found: "Measured") -> str:
    return with_interval(found.value, found.low, found.high) if math.isfinite(found.value) else found.reason


def _print_stress(found: "Robustness", metric: str) -> None:
    rows: list[tuple[str, ...]] = [("none", "", _words(found.clean), "", "", "", "")]
    for each in found.degradations:
        rows += _stress_rows(each)
    print_table(
        ["stress", "level", f"{metric} [95 %]", "difference [95 %]", "p (Holm)", "area", "kept"],
        rows,
        right=["level", "p (Holm)", "area", "kept"],
    )
    lines = [f"chance {number(found.chance, 3)}"]
    if found.worst:
        lines.append(f"worst: {found.worst[0]} at {found.worst[1]:g}")
    lines += [f"{name}: no meaning here ({why})" for name, why in sorted(found.barred.items())]
    out().print("\n" + "\n".join(lines), markup=False)


def _stress_rows(each: "Degradation") -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for place, one in enumerate(each.levels):
        apart = one.difference
        rows.append(
            (
                each.stress if place == 0 else "",
                f"{one.level:g}",
                _words(one.measured),
                "" if apart is None else with_interval(apart.value, apart.interval.low, apart.interval.high),
                "" if apart is None else number(one.p_corrected, 3),
                number(each.area) if place == 0 else "",
                number(each.kept) if place == 0 else "",
            )
        )
    return rows


def _print_sites(found: "Sites", metric: str) -> None:
    of = {(each.train, each.test): each.measured for each in found.transfers}
    rows = [
        (train, *(_words(of[train, test]) for test in found.sites)) for train in dict.fromkeys(pair[0] for pair in of)
    ]
    print_table([f"{metric}: train \\ test", *found.sites], rows)
    lines = [f"mean at home {number(found.at_home)}, from one site to another {number(found.away)}"]
    if found.worst:
        lines.append(f"worst site {found.worst_site}; worst transfer {found.worst[0]} to {found.worst[1]}")
    if found.left_out:
        lines.append(f"{found.left_out} sites have too few patients, or too few of a class, and are left out")
    out().print("\n" + "\n".join(lines), markup=False)


def _print_strata(found: "Fairness", metric: str, unit: str) -> None:
    rows = [("all", "", "", _words(found.everyone), "", "")]
    lines = [f"called positive: {found.threshold}"]
    for each in found.strata:
        rows += [
            (
                each.by if place == 0 else "",
                one.name,
                "hidden" if one.n is None else str(one.n),
                _words(one.measured),
                "" if one.rates is None else number(one.rates.true_positive),
                "" if one.rates is None else number(one.rates.false_positive),
            )
            for place, one in enumerate(each.groups)
        ]
        odds = number(each.equalised_odds) if not each.odds_reason else f"not estimable ({each.odds_reason})"
        lines.append(
            f"{each.by}: {each.reason}"
            if each.reason
            else f"{each.by}: worst {each.worst}; gap {number(each.gap.value)}, {number(each.gap.expected)} expected "
            f"if groups were alike (p {number(each.gap.p_value, 3)}); equalised odds difference {odds}"
        )
    print_table(["by", "group", f"{unit}s", f"{metric} [95 %]", "true pos. rate", "false pos. rate"], rows)
    out().print("\n" + "\n".join(lines), markup=False)
