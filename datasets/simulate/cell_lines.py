"""Bulk expression and drug response of cell lines, and single cells of lines that the bulk never saw.

Each line has a tissue and a handful of latent factors. They drive its expression and, with other weights, its
response to each drug. The single cells come from further lines of the same kind, through an assay of its own: few
molecules, lost genes, a shift per gene and batch.
"""

from dataclasses import dataclass
from typing import Literal

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.simulate._shared import (
    LICENSE,
    Floats,
    Ints,
    counts,
    ids,
    library_sizes,
    shares,
    simulated_genes,
    unknown_person,
)
from clinicell.datasets.standard import standard

RESPONSE_SCALE = Scale(kind="other", formula="ln(IC50 / 1 uM)")


@dataclass(frozen=True, slots=True)
class Lines:
    """Cell lines, those of the bulk first.

    Parameters
    ----------
    tissue
        Tissue of each line, shape (n_lines,).
    factors
        Latent factors of each line, mean 0 and standard deviation 1, shape (n_lines, n_factors).
    share
        Expected share of each gene among a line's molecules, shape (n_lines, n_genes).
    ln_ic50_um
        Measured ln IC50 in micromolar, NaN where not measured, shape (n_lines, n_drugs).
    """

    tissue: Ints
    factors: Floats
    share: Floats
    ln_ic50_um: Floats


def simulate(
    *,
    dataset_id: str,
    title: str,
    seed: int,
    part: Literal["bulk", "cells"],
    n_bulk_lines: int,
    n_cell_lines: int,
    cells_per_line: int,
    n_batches: int,
    n_genes: int,
    n_drugs: int,
    n_factors: int,
    n_tissues: int,
    factor_effect: float,
    tissue_effect: float,
    expression_log_sd: float,
    response_sd: float,
    response_share_explained: float,
    missing_rate: float,
    library_size: float,
    library_size_log_sd: float,
    dispersion: float,
    cell_log_sd: float,
    domain_log_sd: float,
    batch_log_sd: float,
    dropout_half: float,
) -> ad.AnnData:
    """Return one part of a simulated panel: with equal parameters and seed, both parts come from the same lines' law.

    Effects are in natural-log units of a gene's rate.

    Parameters
    ----------
    part
        ``"bulk"``: `n_bulk_lines` lines, log2(1 + TPM); ``"cells"``: counts of cells of `n_cell_lines` further lines,
        none of them in the bulk. Both hold ``obsm["ln_ic50_um"]``.
    cells_per_line, n_batches
        Cells of each line, dealt to the batches in turn.
    n_factors, n_tissues
        Latent factors, and tissues, which a line is drawn from alike.
    factor_effect, tissue_effect, expression_log_sd
        Standard deviations, over genes, of the effect of a factor's unit, of a tissue, and of what neither explains.
    response_sd, response_share_explained
        Standard deviation of ln IC50 (ln micromolar) between lines, and the share of its variance that factors and
        tissue explain.
    missing_rate
        Share of line-drug pairs that were not measured, in [0, 1].
    library_size, library_size_log_sd, dispersion
        Of the single cells: median molecules, standard deviation of their logarithm, variance beyond Poisson.
    cell_log_sd
        Standard deviation of each gene between cells of one line.
    domain_log_sd, batch_log_sd
        Standard deviations, over genes, of the shift between bulk and single cell, and between batches.
    dropout_half
        Expected molecules of a gene at which half of the cells lose it, on top of the sampling of few molecules; 0
        for no such loss.

    Raises
    ------
    InputError
        Never on its own account; a card's parameters are checked by name and type.
    """
    by_lines, by_cells = np.random.default_rng(seed).spawn(2)
    lines = _lines(
        n_lines=n_bulk_lines + n_cell_lines,
        n_genes=n_genes,
        n_drugs=n_drugs,
        n_factors=n_factors,
        n_tissues=n_tissues,
        factor_effect=factor_effect,
        tissue_effect=tissue_effect,
        expression_log_sd=expression_log_sd,
        response_sd=response_sd,
        response_share_explained=response_share_explained,
        missing_rate=missing_rate,
        rng=by_lines,
    )
    if part == "bulk":
        return _bulk(dataset_id, title, lines, n_bulk_lines)
    line = np.repeat(np.arange(n_bulk_lines, n_bulk_lines + n_cell_lines), cells_per_line)
    batch = np.arange(line.size) % n_batches
    shift = by_cells.normal(0.0, domain_log_sd, n_genes) + by_cells.normal(0.0, batch_log_sd, (n_batches, n_genes))
    rates = np.log(lines.share[line]) + shift[batch] + by_cells.normal(0.0, cell_log_sd, (line.size, n_genes))
    expected = shares(np.exp(rates))
    size = library_sizes(line.size, library_size, library_size_log_sd, by_cells)
    molecules = expected * size[:, None]
    is_kept = by_cells.random(expected.shape) < molecules / (molecules + dropout_half)
    seen = counts(np.where(is_kept, expected, 0.0), size, dispersion, by_cells)
    return standard(
        dataset_id=dataset_id,
        modality="rna",
        title=title,
        license=LICENSE,
        obs=_obs(lines, line, [f"batch{number + 1}" for number in batch], ids("cell", line.size, 5)),
        clinical=_of_lines("cell line", "cell"),
        scales={"X": Scale(kind="counts"), "obsm/ln_ic50_um": RESPONSE_SCALE},
        var=simulated_genes(n_genes),
        X=seen,
        obsm={"ln_ic50_um": _response(lines, line, ids("cell", line.size, 5))},
        uns={"is_simulated": True, "truth": _truth(lines, line)},
    )


def _lines(
    *,
    n_lines: int,
    n_genes: int,
    n_drugs: int,
    n_factors: int,
    n_tissues: int,
    factor_effect: float,
    tissue_effect: float,
    expression_log_sd: float,
    response_sd: float,
    response_share_explained: float,
    missing_rate: float,
    rng: np.random.Generator,
) -> Lines:
    tissue = rng.integers(0, n_tissues, n_lines)
    factors = rng.normal(0.0, 1.0, (n_lines, n_factors))
    rates = (
        rng.normal(0.0, 1.0, n_genes)
        + factors @ rng.normal(0.0, factor_effect, (n_factors, n_genes))
        + rng.normal(0.0, tissue_effect, (n_tissues, n_genes))[tissue]
        + rng.normal(0.0, expression_log_sd, (n_lines, n_genes))
    )
    cause = factors @ rng.normal(0.0, 1.0, (n_factors, n_drugs)) + rng.normal(0.0, 1.0, (n_tissues, n_drugs))[tissue]
    explained = (cause - cause.mean(axis=0)) / cause.std(axis=0)
    noise = rng.normal(0.0, 1.0, (n_lines, n_drugs))
    mixed = np.sqrt(response_share_explained) * explained + np.sqrt(1 - response_share_explained) * noise
    response = rng.normal(1.0, 1.5, n_drugs) + response_sd * mixed
    response[rng.random(response.shape) < missing_rate] = np.nan
    return Lines(tissue, factors, shares(np.exp(rates)), response)


def _bulk(dataset_id: str, title: str, lines: Lines, n_bulk_lines: int) -> ad.AnnData:
    line = np.arange(n_bulk_lines)
    return standard(
        dataset_id=dataset_id,
        modality="bulk_drug",
        title=title,
        license=LICENSE,
        obs=_obs(lines, line, ["batch0"] * n_bulk_lines, _line_ids(lines)[:n_bulk_lines]),
        clinical=_of_lines("cell line", "na"),
        scales={"X": Scale(kind="log2_tpm"), "obsm/ln_ic50_um": RESPONSE_SCALE},
        var=simulated_genes(lines.share.shape[1]),
        X=np.log2(1.0 + 1e6 * lines.share[line]).astype(np.float32),
        obsm={"ln_ic50_um": _response(lines, line, _line_ids(lines)[:n_bulk_lines])},
        uns={"is_simulated": True, "truth": _truth(lines, line)},
    )


def _line_ids(lines: Lines) -> list[str]:
    return ids("line", lines.tissue.size, 3)


def _of_lines(tissue_type: str, suspension_type: str) -> dict[str, str | bool]:
    known = {"time_point": "na", "tissue_type": tissue_type, "suspension_type": suspension_type}
    return dict(unknown_person(institution_id="SITE-01", **known))


def _obs(lines: Lines, line: Ints, batch: list[str], index: list[str]) -> pd.DataFrame:
    name = np.array(_line_ids(lines))[line]
    return pd.DataFrame(
        {
            "donor_id": name,
            "sample_id": [f"{one}_s1" for one in name],
            "library_id": [f"{one}_{of}" for one, of in zip(name, batch, strict=True)],
            "batch_id": batch,
            "tissue": [f"tissue{number + 1}" for number in lines.tissue[line]],
        },
        index=pd.Index(index, dtype="str"),
    )


def _response(lines: Lines, line: Ints, index: list[str]) -> pd.DataFrame:
    drugs = ids("drug", lines.ln_ic50_um.shape[1], 2)
    return pd.DataFrame(lines.ln_ic50_um[line], index=pd.Index(index, dtype="str"), columns=drugs)


def _truth(lines: Lines, line: Ints) -> dict[str, pd.DataFrame]:
    shown = np.unique(line)
    factors = pd.DataFrame(lines.factors[shown], columns=ids("factor", lines.factors.shape[1], 1))
    factors.insert(0, "donor_id", np.array(_line_ids(lines))[shown])
    return {"factors": factors}
