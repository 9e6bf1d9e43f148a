"""Raw tables of prior knowledge, as the standard keeps them: edges of a network, members of gene sets."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from clinicell.datasets.ontology.genes import table as gene_table
from clinicell.datasets.schema import knowledge
from clinicell.errors import SchemaError


def gene_ids(symbols: Iterable[str]) -> list[str]:
    """Return the Ensembl id of each human symbol that one gene of the release bears, ``"unknown"`` of the others.

    Neither synonyms nor former symbols are followed.

    Examples
    --------
    >>> gene_ids(["TP53", "NFKB"])
    ['ENSG00000141510', 'unknown']
    """
    bearers = gene_table("human").ids_of
    found = [bearers.get(symbol, ()) for symbol in symbols]
    return [ids[0] if len(ids) == 1 else "unknown" for ids in found]


def network(
    source: "pd.Series[str]", target: "pd.Series[str]", *, sign: "pd.Series[float]", evidence: "pd.Series[str]"
) -> pd.DataFrame:
    """Return edges from transcription factors to their targets; edges that are the same in all are kept once."""
    edges = pd.DataFrame({"source": source, "target": target, "sign": sign, "evidence": evidence}).drop_duplicates()
    return knowledge.table(
        "network", edges.assign(source_id=gene_ids(edges["source"]), target_id=gene_ids(edges["target"]))
    )


def gene_sets(path: Path, *, id_column: int) -> pd.DataFrame:
    """Return the sets of a gmt file, one row per member: name, a second text, then symbols, between tabs.

    Parameters
    ----------
    id_column
        Which of the first two texts is the id of the set, 0 or 1; the first is its name either way.

    Raises
    ------
    SchemaError
        A line has no member, or a set stands twice.
    """
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    empty = [line[0] for line in lines if len(line) < 3]
    ids = pd.Series([line[id_column] for line in lines if len(line) > 1], dtype="str")
    if empty or ids.duplicated().any():
        raise SchemaError(
            f"{path.name}: {len(empty)} of {len(lines)} lines have no member and {int(ids.duplicated().sum())} sets "
            "stand twice; a gmt line is name, text and at least one symbol, between tabs"
        )
    members = pd.DataFrame(
        [(line[id_column], line[0], gene) for line in lines for gene in line[2:]],
        columns=["set_id", "set_name", "gene"],
    )
    return knowledge.table("gene_sets", members.assign(gene_id=gene_ids(members["gene"])))
