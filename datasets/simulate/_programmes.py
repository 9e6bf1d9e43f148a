"""Gene programmes of simulated patients: which genes they hold, and how they move a cell's expression.

Everything is on the natural-log scale of a gene's rate: +1 multiplies its share of the molecules by e, before all
shares are made to sum to 1 again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clinicell.datasets.simulate._shared import Flags, Floats, Ints, require


@dataclass(frozen=True, slots=True)
class Programmes:
    """Planted genes, drawn once for all patients.

    Parameters
    ----------
    base
        Log rate of each gene in any cell, shape (n_genes,).
    by_type
        What each cell type adds, shape (n_types, n_genes); 0 outside its markers.
    malignant
        What a malignant cell may add, shape (n_genes,); 0 outside its genes, some of which are markers of `by_type[1]`.
    response
        Weight of each gene in the response programme, shape (n_genes,); 0 outside it.
    """

    base: Floats
    by_type: Floats
    malignant: Floats
    response: Floats

    def genes(self) -> Mapping[str, Ints]:
        """Return the numbers of the genes in each programme."""
        found = {"malignant": np.flatnonzero(self.malignant), "response": np.flatnonzero(self.response)}
        return found | {f"type{t + 1}": np.flatnonzero(markers) for t, markers in enumerate(self.by_type)}


def planted(
    *,
    n_genes: int,
    n_types: int,
    markers_per_type: int,
    marker_effect: float,
    n_malignant_genes: int,
    malignant_effect: float,
    malignant_overlap: float,
    n_response_genes: int,
    rng: np.random.Generator,
) -> Programmes:
    """Draw programmes without a gene in common, but for the share `malignant_overlap` taken from the second type.

    Raises
    ------
    InputError
        There are too few genes.
    """
    n_borrowed = round(malignant_overlap * n_malignant_genes)
    sizes = [markers_per_type] * n_types + [n_malignant_genes - n_borrowed, n_response_genes]
    require(sum(sizes) <= n_genes, f"{n_genes} genes cannot hold programmes of {sum(sizes)}")
    require(n_borrowed <= markers_per_type, f"{n_borrowed} genes cannot be borrowed from {markers_per_type} markers")
    *markers, own, response = np.split(rng.permutation(n_genes), np.cumsum(sizes))[:-1]
    by_type = np.zeros((n_types, n_genes))
    for cell_type, chosen in enumerate(markers):
        by_type[cell_type, chosen] = rng.gamma(4.0, marker_effect / 4.0, chosen.size)
    malignant, weights = np.zeros(n_genes), np.zeros(n_genes)
    chosen = np.concatenate([own, markers[1][:n_borrowed]])
    malignant[chosen] = rng.gamma(4.0, malignant_effect / 4.0, chosen.size)
    weights[response] = rng.gamma(4.0, 0.25, response.size)
    return Programmes(rng.normal(0.0, 1.0, n_genes), by_type, malignant, weights)


@dataclass(frozen=True, slots=True)
class Patients:
    """What each simulated patient is.

    Parameters
    ----------
    batch
        Batch of each patient, shape (n_donors,).
    type_shares
        Mean share of each cell type among the patient's normal cells, shape (n_donors, n_types).
    prevalence
        Probability that a cell is malignant, shape (n_donors,).
    is_responder
        Shape (n_donors,).
    activity
        Response programme in the rarest type, in standard deviations, shape (n_donors,).
    bystander_activity
        The same programme in all other types, unrelated to response, shape (n_donors,).
    expression
        What the patient and its batch add to each gene's log rate, shape (n_donors, n_genes).
    malignant
        The malignant programme as it is in this patient, shape (n_donors, n_genes).
    """

    batch: Ints
    type_shares: Floats
    prevalence: Floats
    is_responder: Flags
    activity: Floats
    bystander_activity: Floats
    expression: Floats
    malignant: Floats


def patients(
    programmes: Programmes,
    *,
    n_donors: int,
    n_batches: int,
    donor_log_sd: float,
    batch_log_sd: float,
    type_share_ratio: float,
    type_share_concentration: float,
    malignant_prevalence: float,
    malignant_prevalence_log_sd: float,
    malignant_penetrance: float,
    responder_share: float,
    response_separation: float,
    bystander_sd: float,
    rng: np.random.Generator,
) -> Patients:
    """Draw patients; the parameters are those of `clinicell.datasets.simulate.rna.simulate`."""
    n_types, n_genes = programmes.by_type.shape
    batch = np.arange(n_donors) % n_batches
    mean_share = type_share_ratio ** np.arange(n_types)
    is_responder = rng.permutation(np.arange(n_donors) < round(responder_share * n_donors))
    by_donor = rng.normal(0.0, donor_log_sd, (n_donors, n_genes))
    by_batch = rng.normal(0.0, batch_log_sd, (n_batches, n_genes))
    is_shown = rng.random((n_donors, n_genes)) < malignant_penetrance
    return Patients(
        batch=batch,
        type_shares=rng.dirichlet(type_share_concentration * mean_share / mean_share.sum(), n_donors),
        prevalence=malignant_prevalence * np.exp(rng.normal(0.0, malignant_prevalence_log_sd, n_donors)),
        is_responder=is_responder,
        activity=(is_responder - 0.5) * response_separation + rng.normal(0.0, 1.0, n_donors),
        bystander_activity=rng.normal(0.0, bystander_sd, n_donors),
        expression=by_donor + by_batch[batch],
        malignant=np.where(is_shown, programmes.malignant, 0.0),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Who each cell is from, and what it is; each array of shape (n_cells,)."""

    donor: Ints
    cell_type: Ints
    is_malignant: Flags


def cells(people: Patients, cells_per_donor: int, rng: np.random.Generator) -> Cells:
    """Draw the cells of each patient; with a prevalence above 0 each has at least two malignant ones."""
    n_donors, n_types = people.type_shares.shape
    kinds, malignant = [], []
    for donor in range(n_donors):
        kinds.append(rng.choice(n_types, cells_per_donor, p=people.type_shares[donor]))
        n = max(2, rng.binomial(cells_per_donor, min(people.prevalence[donor], 1.0))) if people.prevalence[donor] else 0
        malignant.append(rng.permutation(np.arange(cells_per_donor) < n))
    donors = np.repeat(np.arange(n_donors), cells_per_donor)
    return Cells(donors, np.concatenate(kinds), np.concatenate(malignant))


def log_rates(
    programmes: Programmes, people: Patients, who: Cells, *, lineage_kept: float, response_effect: float
) -> Floats:
    """Return the log rate of each gene in each cell, shape (n_cells, n_genes).

    A malignant cell keeps the share `lineage_kept` of the first type's markers and adds its patient's programme; it
    takes no part in the response programme. `response_effect` is the log rate per standard deviation of activity.
    """
    n_types = programmes.by_type.shape[0]
    kind = np.where(
        who.is_malignant[:, None],
        lineage_kept * programmes.by_type[0] + people.malignant[who.donor],
        programmes.by_type[who.cell_type],
    )
    activity = np.where(who.cell_type == n_types - 1, people.activity[who.donor], people.bystander_activity[who.donor])
    activity = np.where(who.is_malignant, 0.0, activity)
    rates: Floats = programmes.base + people.expression[who.donor] + kind
    rates += response_effect * activity[:, None] * programmes.response
    return rates
