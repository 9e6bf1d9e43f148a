"""Genes by id and by symbol: GENCODE v48 (human), vM37 (mouse) and the ERCC spike-ins; ``data/genes.toml`` says whence.

A symbol that several genes bear gives all their ids; which one was meant is never guessed.
"""

import gzip
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from typing import Literal, get_args

from clinicell.datasets.ontology.derive_genes import DATA, SOURCES

Species = Literal["human", "mouse", "ercc"]
_DIGITS = {"human": 11, "mouse": 11, "ercc": 5}


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene of the release; `symbol` is "" where it bears none, `length_bp` is as the source gives it."""

    id: str
    symbol: str
    version: int
    biotype: str
    length_bp: int


@dataclass(frozen=True, slots=True)
class GeneTable:
    """All genes of one species.

    `row_of` gives the place of an id in the columns, `ids_of` the ids that bear a symbol, sorted.
    """

    species: Species
    release: str
    row_of: Mapping[str, int]
    ids_of: Mapping[str, tuple[str, ...]]
    symbols: Sequence[str]
    _versions: Sequence[int]
    _biotypes: Sequence[str]
    _lengths: Sequence[int]

    def gene(self, gene_id: str) -> Gene | None:
        """Return a gene by its id, with or without version; None where the release has none such."""
        plain = without_version(gene_id)
        row = self.row_of.get(plain)
        if row is None:
            return None
        return Gene(plain, self.symbols[row], self._versions[row], self._biotypes[row], self._lengths[row])

    def symbol_of(self, gene_id: str) -> str:
        """Return the symbol of an id without version; "" where it bears none or the release has no such gene."""
        row = self.row_of.get(gene_id)
        return "" if row is None else self.symbols[row]


def without_version(gene_id: str) -> str:
    """Return an id without its version.

    Examples
    --------
    >>> without_version("ENSG00000146648.18"), without_version("ENSG00000182162.11_PAR_Y")
    ('ENSG00000146648', 'ENSG00000182162')
    """
    return gene_id.partition(".")[0]


@cache
def table(species: Species) -> GeneTable:
    """Return the genes of a species; read once per process."""
    said = tomllib.loads((DATA / "genes.toml").read_text(encoding="utf-8"))[species]
    head, _, body = gzip.decompress((DATA / said["table"]).read_bytes()).decode().partition("\n")
    biotypes, prefix, digits = head.split("\t"), SOURCES[species][0], _DIGITS[species]
    fields = body.replace("\n", "\t").split("\t")  # one list of words: a tuple per line keeps the collector busy
    steps, symbols, versions, places, lengths = (fields[column::5] for column in range(5))
    row_of = {f"{prefix}{number:0{digits}d}": row for row, number in enumerate(accumulate(map(int, steps)))}
    ids_of: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for gene_id, symbol in zip(row_of, symbols, strict=True):
        if symbol:
            ids_of[symbol] += (gene_id,)
    return GeneTable(
        species,
        said["release"],
        MappingProxyType(row_of),
        MappingProxyType(dict(ids_of)),
        tuple(symbols),
        tuple(map(int, versions)),
        tuple(biotypes[int(place)] for place in places),
        tuple(map(int, lengths)),
    )


def find(gene_id: str) -> tuple[Species, Gene] | None:
    """Return a gene of any species by its id, with or without version; None where no release has it.

    Examples
    --------
    >>> found = find("ENSG00000141510.19")
    >>> found[0], found[1].symbol, found[1].biotype
    ('human', 'TP53', 'protein_coding')
    """
    for species in get_args(Species):
        if gene_id.startswith(SOURCES[species][0]):
            gene = table(species).gene(gene_id)
            return (species, gene) if gene else None
    return None
