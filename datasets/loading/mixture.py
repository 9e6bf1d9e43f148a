"""Cells of several sources as one set, with one gene vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from clinicell.datasets.loading import paged
from clinicell.datasets.loading.crew import ALONE, Crew
from clinicell.datasets.loading.labels import Label, cumulated, equal_mass, known, label
from clinicell.datasets.loading.opened import Opened
from clinicell.datasets.loading.order import Weights
from clinicell.errors import InputError, SchemaError

Positions = npt.NDArray[np.int64]
MAPPED = 1 << 30  # bytes of files that stay mapped at a time; more would only look like memory that is held
NO_MAP = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Sources one after the other.

    Parameters
    ----------
    ends
        (n_sources,) how many cells there are up to and with each source.
    columns
        Per source, the column of the output per stored column, -1 where there is none; empty where they are the same.
    measured
        (n_sources, n_genes) which genes each source has.
    """

    sources: tuple[Opened, ...]
    genes: tuple[str, ...]
    ends: Positions
    columns: tuple[Positions, ...]
    measured: npt.NDArray[np.bool_]

    @property
    def n_cells(self) -> int:
        """How many cells there are."""
        return int(self.ends[-1])

    @property
    def sizes(self) -> list[int]:
        """How many cells each source has."""
        return [source.rows.shape[0] for source in self.sources]

    def places(self, cells: Positions) -> tuple[Positions, Positions]:
        """Return the source of each cell, and its row there."""
        source = np.searchsorted(self.ends, cells, side="right").astype(np.int64)
        return source, cells - np.concatenate([[0], self.ends])[source]

    def dense(
        self, source: Positions, rows: Positions, out: npt.NDArray[np.float32], *, is_log: bool, crew: Crew = ALONE
    ) -> None:
        """Write the cells into `out`: (n, n_genes), whatever it held."""
        for number, opened in enumerate(self.sources):
            at = np.flatnonzero(source == number)
            if at.size:
                opened.rows.dense(rows[at], out, at, self.columns[number], is_log=is_log, crew=crew)

    def sparse(self, source: Positions, rows: Positions, *, is_log: bool) -> sparse.csr_matrix:
        """Return the cells as CSR: (n, n_genes)."""
        parts, order = [], []
        for number, opened in enumerate(self.sources):
            at = np.flatnonzero(source == number)
            if at.size:
                parts.append(opened.rows.sparse(rows[at], self.columns[number], len(self.genes), is_log=is_log))
                order.append(at)
        if len(parts) == 1:
            return parts[0]
        return sparse.csr_matrix(sparse.vstack(parts, format="csr")[np.argsort(np.concatenate(order))])

    def give_back(self) -> None:
        """Let the system take back what was mapped, once it is more than `MAPPED`."""
        if "mapped" in {source.rows.storage for source in self.sources} and paged.n_mapped_bytes() > MAPPED:
            for source in self.sources:
                source.rows.give_back()

    def column(self, name: str) -> list[pd.Series]:
        """Return a column of ``obs`` by source.

        Raises
        ------
        SchemaError
            A source has no such column.
        """
        found = [source.column(name) for source in self.sources]
        lost = [source.name for source, column in zip(self.sources, found, strict=True) if column is None]
        if lost:
            raise SchemaError(f"{lost[0]}: there is no obs[{name!r}] to take labels or weights from")
        return cast("list[pd.Series]", found)

    def label(self, name: str, categories: Sequence[str] | None = None) -> Label:
        """Return a column of all sources as codes or numbers; see `_labels.label`."""
        return label(name, self.column(name), categories)


def mixture(sources: Sequence[Opened], genes: Sequence[str] | None) -> Mixture:
    """Return the sources as one, with the columns `genes`; None for their own, which must be the same.

    Raises
    ------
    InputError
        There is no source; genes are asked for twice, or of a matrix that has none; or they differ and are not given.
    SchemaError
        A source has none of the genes, or one of them twice.
    """
    if not sources:
        raise InputError("there is no data set to load")
    names = _names(sources, genes)
    same = [genes is None or source.genes == names for source in sources]
    columns = [NO_MAP if is_same else _columns(source, names) for source, is_same in zip(sources, same, strict=True)]
    measured = np.ones((len(sources), len(names)), dtype=bool)
    for number, targets in enumerate(columns):
        if targets.size:
            measured[number] = False
            measured[number, targets[targets >= 0]] = True
    ends = np.cumsum([source.rows.shape[0] for source in sources])
    return Mixture(tuple(sources), names, ends, tuple(columns), measured)


def _names(sources: Sequence[Opened], genes: Sequence[str] | None) -> tuple[str, ...]:
    first = sources[0]
    if genes is None:
        own = [source.genes or tuple(map(str, range(source.rows.shape[1]))) for source in sources]
        other = [source.name for source, names in zip(sources, own, strict=True) if names != own[0]]
        if other:
            raise InputError(f"{other[0]} has other genes than {first.name}, or another order; say which with genes=")
        return own[0]
    names = tuple(map(str, genes))
    if any(source.genes is None for source in sources):
        raise InputError(f"{first.name}: its columns are no genes; leave genes= out")
    twice = pd.Index(names)[pd.Index(names).duplicated()]
    if len(twice) or not names:
        raise InputError(f"genes= names {len(twice)} of {len(names)} genes twice, e.g. {next(iter(twice), 'none')!r}")
    return names


def _columns(source: Opened, names: tuple[str, ...]) -> Positions:
    own = pd.Index(source.genes or ())
    targets = pd.Index(names).get_indexer(own).astype(np.int64)
    asked = own[targets >= 0]
    if not len(asked):
        raise SchemaError(
            f"{source.name} has none of the {len(names):,} genes; its own are such as {own[0]!r}, asked for are "
            f"such as {names[0]!r}"
        )
    if asked.has_duplicates:
        twice = asked[asked.duplicated()]
        raise SchemaError(f"{source.name}: {len(twice)} genes stand twice in var, e.g. {twice[0]!r}; keep one of each")
    return targets


def cumulated_weights(cells: Mixture, weights: str | npt.ArrayLike | None, labels: Sequence[Label]) -> Weights | None:
    """Return the cumulated weight of each cell; None where every cell is drawn once.

    Raises
    ------
    InputError
        The weights are not one finite number of at least 0 per cell, or no cell weighs anything.
    """
    if weights is None:
        return None
    found = _weights(cells, weights, labels)
    if found.shape != (cells.n_cells,) or not np.isfinite(found).all() or (found < 0).any():
        raise InputError(f"weights: one finite number of at least 0 for each of the {cells.n_cells:,} cells")
    if not found.any():
        raise InputError("weights: no cell weighs anything; is its donor or class known?")
    return cumulated(found)


def _weights(cells: Mixture, weights: str | npt.ArrayLike, labels: Sequence[Label]) -> Weights:
    if not isinstance(weights, str):
        return np.asarray(weights, dtype=np.float64)
    if weights == "donor":
        return _donor_weights(cells)
    if weights != "class":
        raise InputError(f"weights={weights!r}: write 'donor', 'class', or one weight per cell")
    if not labels or labels[0].categories is None:
        raise InputError("weights='class' needs a first label that has classes")
    return equal_mass(labels[0].values)


def _donor_weights(cells: Mixture) -> Weights:
    """Return equal mass per donor; two sources may use one id for two donors, so a donor belongs to its source."""
    codes, n = [], 0
    for column in cells.column("donor_id"):
        own = known(column).codes
        codes.append(np.where(own >= 0, own + n, -1))
        n += int(own.max(initial=-1)) + 1
    return equal_mass(np.concatenate(codes))


def require_counts(cells: Mixture, transform: str | None) -> None:
    """Refuse a transform that is not known, or of a matrix that is not declared as counts.

    Raises
    ------
    InputError, SchemaError
        It is one of these.
    """
    if transform not in (None, "log1p_cp10k"):
        raise InputError(f"transform={transform!r}: write 'log1p_cp10k' or None")
    wrong = [source for source in cells.sources if transform and source.scale != "counts"]
    if wrong:
        raise SchemaError(
            f"{wrong[0].name}: log1p_cp10k is of counts, uns['scales'] says {wrong[0].scale or 'nothing'!r}; "
            "name the layer with the counts, or declare them"
        )
