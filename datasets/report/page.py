"""The validation report as one self-contained HTML page: for the steward who must mend a file, and may be mailed."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any  # what a template takes is untyped

from clinicell.datasets.privacy.named import shown
from clinicell.datasets.report.drawing import pictures
from clinicell.datasets.report.numbers import Numbers
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.schema.rule import WITHHELD
from clinicell.errors import MissingExtra
from clinicell.files import sha256, write_text

TEMPLATES = Path(__file__).parent / "templates"
FIRST_STEPS = 5
BUYS = {
    Level.L0: "Nothing yet: no program can be sure to read it.",
    Level.L1: "Every model can read the file; no task accepts it.",
    Level.L2: "Terms and features mean what they say; CELLxGENE export is within reach.",
    Level.L3: "Your own evaluation: a trained model may answer for these patients.",
    Level.L4: "A place on the board.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level of the ladder: whether it is reached, is the next one, or lies beyond the modality."""

    level: Level
    state: str  # "reached", "next", "open", "beyond"
    words: str


def report(
    verdict: Verdict,
    numbers: Numbers | None,
    *,
    file_name: str,
    sha256: str,
    seconds: float,
    wanted: Level = Level.L3,
) -> str:
    """Return the page: equal input gives equal text.

    Parameters
    ----------
    numbers
        Those of the data set that was judged, for the pictures; None where it could not be read.
    file_name
        As the steward knows the file; it stands on the page.
    seconds
        That the verdict took.

    Raises
    ------
    MissingExtra
        Jinja2 is not installed.
    """
    groups = [
        {"level": level, "findings": [_drawn(each) for each in verdict.findings if each.level is level]}
        for level in Level
    ]
    page: str = _template().render(
        verdict=verdict,
        wanted=wanted,
        file_name=file_name,
        sha256=sha256,
        took=f"{seconds:.1f} s",
        version=version("clinicell"),
        headline=headline(verdict, wanted),
        lede=_lede(verdict, numbers),
        releases=_releases(verdict.ontology_releases),
        ladder=ladder(verdict),
        steps=_steps(verdict),
        buys=BUYS[verdict.level] if verdict.level is not None else BUYS[Level.L0],
        groups=[group for group in groups if group["findings"]],
        pictures=_pictures(numbers),
    )
    return page


def headline(verdict: Verdict, wanted: Level) -> str:
    """Return what the page says first, computed from the same findings that it shows."""
    if verdict.level is None:
        return "This file cannot be read."
    if verdict.reaches(wanted):
        return f"This file reaches {verdict.level.name}, {verdict.level.title}."
    following = Level(verdict.level + 1)
    barring = [found for found in verdict.findings if found.level is following]
    verb = "finding bars" if len(barring) == 1 else "findings bar"
    return f"This file stands on {verdict.level.name}. {_count(len(barring))} {verb} {following.name}."


def _count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
    return words[number] if number < len(words) else f"{number:,}"


def _lede(verdict: Verdict, numbers: Numbers | None) -> str:
    size = f"{verdict.n_obs:,} rows, {verdict.n_vars:,} features, {_plural(verdict.n_donors, 'donor')}"
    n_sites = 0 if numbers is None else numbers.n_sites
    sites = f", {_plural(n_sites, 'site')}" if n_sites else "" if numbers is None else ", sites unknown"
    return f"{size}{sites}. All findings in one pass, none twice; nothing in your file was changed."


def _plural(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _releases(releases: Mapping[str, str]) -> str:
    return ", ".join(f"{prefix} {release}" for prefix, release in sorted(releases.items()))


def ladder(verdict: Verdict) -> tuple[Rung, ...]:
    """Return the rungs from the highest to the lowest, each with what stands on it in words."""
    reached = -1 if verdict.level is None else int(verdict.level)
    rungs = []
    for level in sorted(Level, reverse=True):
        n = sum(found.level is level for found in verdict.findings)
        if level > verdict.ceiling:
            rungs.append(Rung(level=level, state="beyond", words="not within this modality"))
        elif level <= reached:
            rungs.append(Rung(level=level, state="reached", words="nothing found against it"))
        elif level > verdict.asked:
            rungs.append(Rung(level=level, state="open", words="not looked at"))
        else:
            state = "next" if level == reached + 1 else "open"
            words = _plural(n, "finding") if n else "waits for the rung below"
            rungs.append(Rung(level=level, state=state, words=words))
    return tuple(rungs)


def _steps(verdict: Verdict) -> list[Finding]:
    """Return the first findings that bar the next rung, those that affect most first."""
    following = 0 if verdict.level is None else verdict.level + 1
    barring = [found for found in verdict.findings if found.level == following]
    return sorted(barring, key=lambda found: (-found.n_affected / max(found.n_total, 1), found.code))[:FIRST_STEPS]


def _drawn(finding: Finding) -> dict[str, object]:
    share = finding.n_affected / finding.n_total if finding.n_total else 1.0
    return {
        "finding": finding,
        "percent": f"{100 * share:.1f}",
        "width": f"{max(100 * share, 0.8):.1f}",
        "is_withheld": WITHHELD in finding.examples,
        "examples": [example for example in finding.examples if example != WITHHELD],
    }


def _pictures(numbers: Numbers | None) -> list[dict[str, object]]:
    from markupsafe import Markup

    drawn = pictures(numbers) if numbers is not None else ()
    # every text in these is escaped by `drawing`
    return [{"heading": each.heading, "svg": Markup(each.svg), "caption": each.caption} for each in drawn]  # noqa: S704


def _template() -> Any:  # noqa: ANN401 - jinja2 is imported when first used
    try:
        import jinja2
    except ModuleNotFoundError as fault:
        raise MissingExtra(
            "the report needs the package 'jinja2', which is not installed: pip install 'clinicell[site]'"
        ) from fault
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")


def write_report(
    out: Path, file: Path, verdict: Verdict, numbers: Numbers | None, *, seconds: float, wanted: Level = Level.L3
) -> Path:
    """Write the report of a `file` that was judged, whole or not at all, and return `out`."""
    text = report(verdict, numbers, file_name=shown(file.name), sha256=sha256(file), seconds=seconds, wanted=wanted)
    return write_text(out, text)
