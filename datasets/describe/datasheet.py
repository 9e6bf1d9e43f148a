"""A card as a datasheet (Gebru et al. 2021, doi:10.1145/3458723): seven sections, in Markdown.

What the card knows is filled in. What only the makers of the data can say stands as AUTHOR MUST COMPLETE, and is
counted.
"""

from clinicell.datasets.card import DatasetCard
from clinicell.datasets.describe.citation import address, citation

OPEN = "**AUTHOR MUST COMPLETE**"


def datasheet(card: DatasetCard) -> str:
    """Return the datasheet; its first lines say how many questions are answered."""
    sections = _sections(card)
    answers = [answer for _, questions in sections for _, answer in questions]
    open_ = sum(answer == OPEN for answer in answers)
    lines = [
        f"# Datasheet: {card.title} (`{card.id}`)",
        "",
        f"{len(answers) - open_} of {len(answers)} questions are answered from the card; {open_} wait for the authors.",
    ]
    for title, questions in sections:
        lines += ["", f"## {title}", ""]
        lines += [f"- *{question}* {answer}" for question, answer in questions]
    return "\n".join(lines) + "\n"


def _sections(card: DatasetCard) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    counts = card.counts
    size = (
        f"{counts.n_obs:,} rows, {counts.n_vars:,} features, {counts.n_donors:,} donors, {counts.n_samples:,} samples."
    )
    made = "; ".join(sorted({f"{file.derived_from}: {file.how}" for file in card.files if file.derived_from}))
    simulated = card.simulation
    allows = ", ".join(card.allows) or "unknown; ask before any use"
    return (
        ("Motivation", (
            ("For what purpose was it created?", OPEN),
            ("Who created it?", f"{citation(card).text}."),
            ("Who funded it?", "Nobody: simulated here." if simulated else OPEN),
        )),
        ("Composition", (
            ("What is a row, and how many are there?", size),
            ("What does it hold?", card.summary),
            ("Is there a label, and who gave it?", card.label_provenance),
            ("Is anything missing?", "Unknown is NaN or 'unknown', never 0."),
            ("Are there splits?", "Folds by donor lie beside each task; none in the raw files unless said above."),
            ("Does it relate to people?", "No: it is simulated." if simulated else
             "Measurements of single cells can be linked to a person: treat them as not anonymous."),
        )),
        ("Collection process", (
            ("How was it acquired?", f"Simulator `{simulated.module}`, seed {simulated.seed}." if simulated else
             f"{card.original}{f' ({card.accession})' if card.accession else ''}."),
            ("Over what time frame?", "Not applicable." if simulated else OPEN),
            ("Was there ethical review, and consent?", "Not applicable." if simulated else OPEN),
        )),
        ("Preprocessing, cleaning, labelling", (
            ("Was anything done to the raw data?", f"{made}." if made else "The raw files are the public ones."),
            ("Is the software available?", f"`datasets/convert/{card.id}.py`" if not simulated else
             f"`datasets/simulate/{simulated.module}.py`"),
        )),
        ("Uses", (
            ("What figure must it reproduce?", "; ".join(
                f"{check.name} {check.expected:g} ± {check.tolerance:g} ({check.protocol})" for check in card.sanity
            ) or "None is published for it."),
            ("What should it not be used for?", OPEN),
        )),
        ("Distribution", (
            ("Under which licence?", f"{card.licence}. {card.licence_note}".strip()),
            ("What does it allow?", f"{allows}."),
            ("Where is it?", address(card)),
        )),
        ("Maintenance", (
            ("Who keeps it?", "This card: the clinicell authors; the data: their makers."),
            ("Will it change?", "Its files are named by SHA-256: a change is another version of the card."),
        )),
    )  # fmt: skip
