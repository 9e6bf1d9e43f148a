"""What is said of each treatment (``uns["treatments"]``): its agents, their doses, its line and its intent.

By ``treatment_id``: a text, or ``{"agents": {"Nivolumab": {"id": "CHEBI:...", "dose": 3.0, "unit": "mg/kg", "route":
"intravenous"}}, "line": "2", "intent": "palliative"}``; an agent without an identifier leaves ``id`` out.
"""

from collections.abc import Iterator, Mapping

import anndata as ad
import numpy as np

from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.terms import DOSE_UNITS, INTENTS, ROUTES
from clinicell.datasets.schema.words import shown

SLOT = "uns['treatments']"

RULES = rulebook(
    Rule("L3-TREAT-03", "treatments of which nothing is said", "a text, or agents by label: {id, dose, unit, route}"),
    Rule("L3-TREAT-04", "doses without number or unit", f"above 0, in one of {', '.join(sorted(DOSE_UNITS))}"),
    Rule("L3-TREAT-05", "no route of the standard", f"one of {', '.join(sorted(ROUTES))}"),
    Rule("L3-TREAT-06", "no intent of the standard", f"one of {', '.join(sorted(INTENTS))}"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the treatments that nobody could repeat from what is said of them."""
    described = adata.uns.get("treatments")
    if not isinstance(described, Mapping):
        return  # L3-TREAT-01 says so where a cell refers to one
    agents = {name: _agents(entry) for name, entry in described.items()}
    yield from _broken("L3-TREAT-03", [str(name) for name, found in agents.items() if found is None], len(agents))
    given = [(f"{name}:{label}", agent) for name, found in agents.items() for label, agent in (found or {}).items()]
    for code, is_bad in (("L3-TREAT-04", _is_no_dose), ("L3-TREAT-05", _is_no_route)):
        yield from _broken(code, [label for label, agent in given if is_bad(agent)], len(given), "agents")
    aims = {name: entry["intent"] for name, entry in described.items() if _is_map(entry) and "intent" in entry}
    yield from _broken("L3-TREAT-06", [str(name) for name, aim in aims.items() if aim not in list(INTENTS)], len(aims))


def _is_map(entry: object) -> bool:
    return isinstance(entry, Mapping)


def _agents(entry: object) -> Mapping[object, Mapping[str, object]] | None:
    """Return the agents of a description, none of a text; None where the description says nothing."""
    if isinstance(entry, str):
        return {} if entry.strip() else None
    if not isinstance(entry, Mapping) or not entry:
        return None
    agents = entry.get("agents", {})
    if not isinstance(agents, Mapping) or not all(isinstance(agent, Mapping) for agent in agents.values()):
        return None
    return agents


def _is_no_dose(agent: Mapping[str, object]) -> bool:
    if "dose" not in agent:
        return "unit" in agent
    dose = agent["dose"]
    if not isinstance(dose, int | float | np.integer | np.floating) or isinstance(dose, bool):
        return True
    return not (0 < dose < np.inf and agent.get("unit") in list(DOSE_UNITS))


def _is_no_route(agent: Mapping[str, object]) -> bool:
    return "route" in agent and agent["route"] not in list(ROUTES)


def _broken(code: str, bad: list[str], n_total: int, unit: str = "treatments") -> tuple[Finding, ...]:
    return RULES[code].broken(path=SLOT, n_affected=len(bad), n_total=n_total, unit=unit, examples=shown(bad))
