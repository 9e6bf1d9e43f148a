"""What all simulators share: ids, the clinical core of somebody who does not exist, and counts from rates."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from clinicell.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
LICENSE = "CC0-1.0"  # numbers drawn from a generator: nobody's data


def ids(prefix: str, n: int, digits: int) -> list[str]:
    """Return `n` running ids, ``<prefix>1`` onwards, padded with zeros to `digits`."""
    return [f"{prefix}{number:0{digits}d}" for number in range(1, n + 1)]


def unknown_person(**known: str | bool) -> Mapping[str, str | bool]:
    """Return the part of the clinical core that is the same for every row: unknown, but for what is `known`."""
    core: dict[str, str | bool] = {
        "time_point": "unknown",
        "tissue_type": "tissue",
        "tissue_ontology_term_id": "unknown",
        "sampled_site_condition": "diseased",
        "disease_ontology_term_id": "unknown",
        "cell_type_ontology_term_id": "unknown",
        "cell_type_label_source": "simulation",
        "assay_ontology_term_id": "unknown",
        "suspension_type": "cell",
        "sex_ontology_term_id": "unknown",
        "self_reported_ethnicity_ontology_term_id": "unknown",
        "age_band": "unknown",
        "is_primary_data": True,
    }
    return core | known


def require(is_so: bool, message: str) -> None:
    """Refuse parameters that contradict themselves.

    Raises
    ------
    InputError
        `is_so` is False.
    """
    if not is_so:
        raise InputError(f"simulation: {message}")


def shares(rates: Floats) -> Floats:
    """Return rows of `rates` (positive, any unit) divided by their sums, shape (n, n_genes)."""
    total: Floats = rates / rates.sum(axis=1, keepdims=True)
    return total


def library_sizes(n: int, median: float, log_sd: float, rng: np.random.Generator) -> Floats:
    """Return `n` log-normal numbers of molecules per cell; `log_sd` is in natural-log units."""
    return median * np.exp(rng.normal(0.0, log_sd, n))


def counts(share: Floats, library_size: Floats, dispersion: float, rng: np.random.Generator) -> sparse.csr_matrix:
    """Return gamma-Poisson counts, shape (n_cells, n_genes).

    Parameters
    ----------
    share
        Expected share of each gene among a cell's molecules, rows summing to 1 (or less: what is lost is not seen).
    library_size
        Expected molecules per cell, shape (n_cells,).
    dispersion
        Variance beyond Poisson: variance = mean + dispersion * mean^2; above 0.
    """
    mean = share * library_size[:, None]
    seen = rng.poisson(mean * rng.gamma(1.0 / dispersion, dispersion, mean.shape))
    return sparse.csr_matrix(seen.astype(np.float32))


def simulated_genes(n_genes: int) -> pd.DataFrame:
    """Return the genes of nobody's genome: index ``SIMG00000001`` onwards, with ``feature_name``."""
    return pd.DataFrame({"feature_name": ids("SIM", n_genes, 4)}, index=pd.Index(ids("SIMG", n_genes, 8), dtype="str"))
