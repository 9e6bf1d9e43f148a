"""Immune receptors, attached: ``uns["airr"]``, one row per chain, with the columns of the AIRR Rearrangement schema.

https://docs.airr-community.org/en/stable/datarep/rearrangements.html; J. A. Vander Heiden et al., Front. Immunol. 9
(2018) 2206, https://doi.org/10.3389/fimmu.2018.02206.
"""

from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema import cells
from clinicell.datasets.schema.chromosomes import FROM_0, is_start
from clinicell.datasets.schema.columns import is_id
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, missing, rows, text, without_twins
from clinicell.datasets.schema.vocabulary import Vocabulary
from clinicell.datasets.schema.words import Flags, shown, words

SLOT = "airr"
LOCI = ("IGH", "IGI", "IGK", "IGL", "TRA", "TRB", "TRD", "TRG")
_CODONS = dict(
    zip(
        (a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)

RULES = rulebook(
    Rule("L1-AIRR-01", "no table of receptors", "a table, one row per chain, with the columns of AIRR Rearrangement"),
    Rule("L1-AIRR-02", "columns of receptors are missing", "add them"),
    Rule("L1-AIRR-03", "receptors of cells that are not here", "cell_id is the cell's name in obs"),
    Rule("L1-AIRR-04", "no number of molecules", "a whole number from 0"),
    Rule("L2-AIRR-01", "no locus of a receptor", f"one of {', '.join(LOCI)}"),
    Rule("L2-AIRR-02", "neither productive nor not", "T or F, or a yes/no column"),
    Rule("L2-AIRR-03", "no gene of a receptor", "as IMGT names it, e.g. TRBV20-1*01; several joined by ','"),
    Rule("L2-AIRR-04", "a gene of another locus", "v_call and j_call are of the locus"),
    Rule("L2-AIRR-05", "no junction in nucleotides", "letters of ACGTN"),
    Rule("L2-AIRR-06", "no junction in amino acids", "one letter each; * for a stop, _ for a broken frame, X unknown"),
    Rule("L2-AIRR-07", "productive, with a stop or out of frame", "productive F, or look at the junction again"),
    Rule("L2-AIRR-08", "junction_aa is not what the junction reads", "translate the junction again"),
    Rule("L2-AIRR-09", "receptors that occur more than once", "add up their molecules; one row per chain of a cell"),
)  # fmt: skip

is_gene = Vocabulary(pattern=r"(?:IG[HIKL]|TR[ABDG])[VDJC][A-Z0-9()/-]*(?:\*\d+)?", separator=",")
is_junction = Vocabulary(pattern=r"[ACGTNacgtn]*")
is_peptide = Vocabulary(pattern=r"[ACDEFGHIKLMNPQRSTVWYX*_]*")
is_productive = Vocabulary(frozenset({"T", "F", "True", "False", "true", "false", "TRUE", "FALSE"}))

CHAINS = Schema(
    {
        "cell_id": text("L2-ID-01", is_id, description="The cell, by its name in obs."),
        "locus": text("L2-AIRR-01", Vocabulary(frozenset(LOCI)), description="The chain's locus."),
        "v_call": text("L2-AIRR-03", is_gene, description="The V gene."),
        "d_call": text("L2-AIRR-03", lambda word: word == "" or is_gene(word), need="optional",
                       description="The D gene, where the locus has one.", values=is_gene.in_words()),
        "j_call": text("L2-AIRR-03", is_gene, description="The J gene."),
        "junction": text("L2-AIRR-05", is_junction, description="Nucleotides from the cysteine to the F or W."),
        "junction_aa": text("L2-AIRR-06", is_peptide, description="The same in amino acids."),
        "productive": text("L2-AIRR-02", is_productive, description="Whether it is expressed; may be a yes/no column."),
        "duplicate_count": rows("L1-AIRR-04", is_start, allowed=FROM_0, need="optional",
                                description="Molecules that were seen."),
        "clone_id": text("L2-ID-01", is_id, need="optional", description="The clone of lymphocytes."),
    }
)  # fmt: skip
_BOOK = {**RULES, "L2-ID-01": cells.RULES["L2-ID-01"]}


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of the table of receptors, where there is one."""
    if SLOT not in adata.uns:
        return
    given, path = adata.uns[SLOT], f"uns[{SLOT!r}]"
    if not isinstance(given, pd.DataFrame):
        yield from RULES["L1-AIRR-01"].broken(
            path=path, n_affected=1, n_total=1, unit="tables", examples=[type(given).__name__]
        )
        return
    table = without_twins(given).reset_index(drop=True)
    lost = missing(CHAINS, table)
    n_required = sum(column.required for column in CHAINS.columns.values())
    yield from RULES["L1-AIRR-02"].broken(
        path=path, n_affected=len(lost), n_total=n_required, unit="columns", examples=lost
    )
    yield from findings(CHAINS, table, _BOOK, of=path, unit="chains", withheld=("cell_id", "clone_id"))
    if "cell_id" in table:
        yield from _strangers(adata, table["cell_id"], path)
    if not lost:
        yield from _chains(table, path)


def _strangers(adata: ad.AnnData, column: pd.Series, path: str) -> tuple[Finding, ...]:
    cell = words(column)
    bad = ~cell.rows(set(adata.obs_names.astype("str")).__contains__)
    return RULES["L1-AIRR-03"].broken(
        path=f"{path}['cell_id']",
        n_affected=int(bad.sum()),
        n_total=len(bad),
        unit="chains",
        examples=shown(cell.examples(bad)),
    )


def _chains(table: pd.DataFrame, path: str) -> Iterator[Finding]:
    text_of = {name: _texts(table[name]) for name in ("locus", "v_call", "j_call", "junction", "junction_aa")}
    foreign = [
        locus in LOCI and any(gene[:3] in LOCI and gene[:3] not in _partners(locus) for gene in genes)
        for locus, *genes in zip(text_of["locus"], text_of["v_call"], text_of["j_call"], strict=True)
    ]
    productive = _is_productive(table["productive"])
    read = list(zip(text_of["junction"], text_of["junction_aa"], strict=True))
    broken = [len(bases) % 3 != 0 or "*" in peptide or "_" in peptide for bases, peptide in read]
    differs = [_differs(bases.upper(), peptide) for bases, peptide in read]
    chain = pd.DataFrame({"cell": table["cell_id"].astype("str"), **{name: text_of[name] for name in text_of}})
    for code, column, bad in (
        ("L2-AIRR-04", "v_call", np.array(foreign, dtype=bool)),
        ("L2-AIRR-07", "productive", productive & np.array(broken, dtype=bool)),
        ("L2-AIRR-08", "junction_aa", np.array(differs, dtype=bool)),
        ("L2-AIRR-09", "cell_id", chain.duplicated().to_numpy()),
    ):
        yield from RULES[code].broken(
            path=f"{path}[{column!r}]", n_affected=int(bad.sum()), n_total=len(bad), unit="chains"
        )


def _partners(locus: str) -> tuple[str, ...]:
    """Return whose genes a locus uses: those of TRA and TRD lie in one place and are shared."""
    return ("TRA", "TRD") if locus in ("TRA", "TRD") else (locus,)


def _texts(column: pd.Series) -> list[str]:
    found = words(column)
    return [found.words[code] if code >= 0 else "" for code in found.codes]


def _is_productive(column: pd.Series) -> Flags:
    said = words(column).rows({"T", "True", "true", "TRUE"}.__contains__)
    flags: Flags = said | np.array([value is True or value is np.True_ for value in column], dtype=bool)
    return flags


def _differs(junction: str, peptide: str) -> bool:
    """Whether a junction in frame reads other than its peptide; where either is open, nobody can say."""
    if not junction or len(junction) % 3 or not peptide or not is_peptide(peptide):
        return False
    if len(peptide) != len(junction) // 3:
        return True
    residues = (_CODONS.get(junction[start : start + 3], "X") for start in range(0, len(junction), 3))
    return any(residue not in ("X", said) and said != "X" for residue, said in zip(residues, peptide, strict=True))
