"""What the converters of single-cell mutation tables share: names, patients side by side, the last step."""

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.card import find_card
from clinicell.datasets.readers.genotype_matrix import GZIP, MISSING, Genotypes, side_by_side
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import Matrix, standard
from clinicell.errors import SchemaError

SCALES = {
    "layers/genotype": Scale(kind="genotype"),
    "layers/dp": Scale(kind="counts"),
    "layers/ad_alt": Scale(kind="counts"),
}


def genotypes(
    dataset_id: str,
    *,
    obs: pd.DataFrame,
    clinical: Mapping[str, str | bool],
    var: pd.DataFrame,
    layers: Mapping[str, Matrix],
    obsm: Mapping[str, tuple[pd.DataFrame, Scale]] | None = None,
    uns: Mapping[str, object] | None = None,
) -> ad.AnnData:
    """Return a genotype data set with the title and the licence of its card.

    Parameters
    ----------
    layers
        ``genotype`` and, where the source counts reads, ``ad_alt`` and ``dp``; each cells x sites.
    obsm
        What else was measured of the cells, each with its scale.
    """
    card, more = find_card(dataset_id), dict(obsm or {})
    return standard(
        dataset_id=card.id,
        modality="genotype",
        title=card.title,
        license=card.licence,
        obs=obs,
        clinical=clinical,
        scales={
            **{f"layers/{name}": SCALES[f"layers/{name}"] for name in layers},
            **{f"obsm/{name}": scale for name, (_, scale) in more.items()},
        },
        var=var,
        layers=layers,
        obsm={name: table for name, (table, _) in more.items()},
        uns=uns,
    )


def unlabelled(names: Iterable[str], donor_id: str, sample_id: str) -> pd.DataFrame:
    """Return cells of one sample of whom nobody knows the clone, nor whether they are malignant."""
    index = pd.Index(list(names), dtype="str")
    return pd.DataFrame(
        {
            "donor_id": donor_id,
            "sample_id": sample_id,
            "clone_id": "unknown",
            "malignant": pd.array([pd.NA] * len(index), dtype="boolean"),
            "malignant_evidence": "unknown",
        },
        index=index,
    )


def of_samples(samples: pd.DataFrame, n_cells: Sequence[int]) -> pd.DataFrame:
    """Return cells of several samples, named by sample and running number, of whom nobody knows the clone.

    Parameters
    ----------
    samples
        What is known of each sample, ``donor_id`` among it; its index are the sample ids.
    n_cells
        How many cells each sample has.
    """
    row = np.repeat(np.arange(len(samples)), n_cells)
    number = np.concatenate([np.arange(n) for n in n_cells]).astype("str")
    ids = np.char.add(np.array([f"{name}-" for name in samples.index])[row], number)
    cells = unlabelled(ids.tolist(), "", "")
    for name, column in samples.assign(sample_id=samples.index).items():
        kind = column if column.dtype == bool else column.astype("category")
        cells[name] = kind.array.take(row)
    return cells


def numbered(prefix: str, n: int) -> list[str]:
    """Return running names for what the source does not name.

    Examples
    --------
    >>> numbered("cell", 2)
    ['cell0001', 'cell0002']
    """
    return [f"{prefix}{number:04d}" for number in range(1, n + 1)]


def read_names(path: Path, n: int, what: str) -> list[str]:
    """Return the names in a file (gzipped or not), one a line.

    Raises
    ------
    SchemaError
        There are not `n` of them.
    """
    data = path.read_bytes()
    text = (gzip.decompress(data) if data.startswith(GZIP) else data).decode("utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    if len(names) != n:
        raise SchemaError(f"{path.name}: {len(names)} names for {n} {what} of the matrix; one name each would be right")
    return names


def told_apart(names: Sequence[str]) -> list[str]:
    """Return the names; one that occurs again bears a number.

    Examples
    --------
    >>> told_apart(["TTN", "KRAS", "TTN"])
    ['TTN', 'KRAS', 'TTN.2']
    """
    seen: Counter[str] = Counter()
    apart = []
    for name in names:
        seen[name] += 1
        apart.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return apart


@dataclass(frozen=True, slots=True)
class Patient:
    """The cells and sites of one patient, whose sites no other patient shares."""

    cells: pd.DataFrame
    sites: pd.DataFrame
    genotype: Genotypes  # (n_cells, n_sites)


def cohort(patients: Sequence[Patient]) -> tuple[pd.DataFrame, pd.DataFrame, Genotypes]:
    """Return cells, sites and genotypes of all patients; a site of one is missing in all cells of the others."""
    return (
        pd.concat([patient.cells for patient in patients]),
        pd.concat([patient.sites for patient in patients]),
        side_by_side([patient.genotype for patient in patients]),
    )


def on_all_sites(
    blocks: Sequence[NDArray[np.integer]], sites: Sequence["pd.Index[str]"], fill: int = MISSING
) -> tuple[NDArray[np.integer], "pd.Index[str]"]:
    """Return blocks of cells on the sites of all, sites in the order in which they are first met.

    A site that a block does not have is `fill` in all its cells. Shape (sum of cells, distinct sites).
    """
    every = pd.Index(list(dict.fromkeys(name for names in sites for name in names)), dtype="str")
    whole = np.full((sum(len(block) for block in blocks), len(every)), fill, dtype=blocks[0].dtype)
    row = 0
    for block, names in zip(blocks, sites, strict=True):
        whole[row : row + len(block), every.get_indexer(names)] = block
        row += len(block)
    return whole, every
