"""Genes by id and by symbol: GENCODE v48 (human), vM37 (mouse) and the ERCC spike-ins; ``data/genes.toml`` says whence.

A symbol that several genes bear gives all their ids; which one was meant is never guessed.
"""

import gzip
import tomllib
from collections.abc import Iterator, Mapping, Sequence
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
    _versions: Sequence[str]
    _biotypes: Sequence[str]
    _places: Sequence[str]  # of each gene, where its biotype stands among `_biotypes`
    _lengths: Sequence[str]

    def gene(self, gene_id: str) -> Gene | None:
        """Return a gene by its id, with or without version; None where the release has none such."""
        plain = without_version(gene_id)
        row = self.row_of.get(plain)
        if row is None:
            return None
        biotype = self._biotypes[int(self._places[row])]
        return Gene(plain, self.symbols[row], int(self._versions[row]), biotype, int(self._lengths[row]))

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
    form = f"{prefix}%0{digits}d"
    ids = ("\n".join([form] * len(steps)) % tuple(accumulate(map(int, steps)))).split("\n")  # 80,000 at once
    row_of = dict(zip(ids, range(len(ids)), strict=True))
    return GeneTable(
        species,
        said["release"],
        MappingProxyType(row_of),
        _BySymbol(ids, symbols),
        tuple(symbols),
        versions,
        tuple(biotypes),
        places,
        lengths,
    )


class _BySymbol(Mapping[str, tuple[str, ...]]):
    """The ids that bear each symbol, in their order; most symbols are of one gene alone, whose tuple is made if asked.

    80,000 tuples take longer to make than most files take to judge.
    """

    __slots__ = ("_ids", "_row_of", "_shared")

    def __init__(self, ids: Sequence[str], symbols: Sequence[str]) -> None:
        row_of = dict(zip(symbols, range(len(symbols)), strict=True))
        shared: dict[str, list[str]] = {}
        for row in sorted(set(range(len(symbols))).difference(row_of.values())):  # all but the last of each symbol
            shared.setdefault(symbols[row], []).append(ids[row])
        shared.pop("", None)
        row_of.pop("", None)
        self._ids, self._row_of = ids, row_of
        self._shared = {symbol: (*own, ids[row_of[symbol]]) for symbol, own in shared.items()}

    def __getitem__(self, symbol: str) -> tuple[str, ...]:
        return self._shared.get(symbol) or (self._ids[self._row_of[symbol]],)

    def __contains__(self, symbol: object) -> bool:
        return symbol in self._row_of

    def __iter__(self) -> Iterator[str]:
        return iter(self._row_of)

    def __len__(self) -> int:
        return len(self._row_of)


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
