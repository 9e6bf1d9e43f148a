"""Counts of single-cell RNA from patients who do not exist: rare malignant cells, or a response to predict.

Patients come in batches, have cell types with marker programmes in shares of their own, and differ from each other
in every gene. On top, as asked: malignant cells, rare, close to normal types and different in each patient; and a
response that shows as a gene programme in the rarest cell type only, while the other types move the same genes for
reasons of their own.
"""

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.simulate._programmes import Cells, Patients, Programmes, cells, log_rates, patients, planted
from clinicell.datasets.simulate._shared import (
    LICENSE,
    Flags,
    counts,
    ids,
    library_sizes,
    require,
    shares,
    simulated_genes,
    unknown_person,
)
from clinicell.datasets.standard import standard

SEXES = ("PATO:0000383", "PATO:0000384")  # female, male
AGES = ("50-54", "70-74")


def simulate(
    *,
    dataset_id: str,
    title: str,
    seed: int,
    n_donors: int,
    n_batches: int,
    cells_per_donor: int,
    n_genes: int,
    n_types: int,
    markers_per_type: int,
    marker_effect: float,
    library_size: float,
    library_size_log_sd: float,
    dispersion: float,
    donor_log_sd: float,
    batch_log_sd: float,
    type_share_ratio: float,
    type_share_concentration: float,
    n_malignant_genes: int = 0,
    malignant_prevalence: float = 0.0,
    malignant_prevalence_log_sd: float = 0.0,
    malignant_effect: float = 0.0,
    malignant_overlap: float = 0.0,
    malignant_penetrance: float = 1.0,
    lineage_kept: float = 1.0,
    n_response_genes: int = 0,
    responder_share: float = 0.0,
    response_effect: float = 0.0,
    response_separation: float = 0.0,
    bystander_sd: float = 0.0,
    has_sex_and_age: bool = False,
) -> ad.AnnData:
    """Return a standard data set of one baseline sample per donor; ``uns["truth"]`` holds the planted programmes.

    Effects are in natural-log units of a gene's rate. ``obs["mrd_target"]`` is there with malignant cells,
    ``obs["responder_binary"]`` with responders.

    Parameters
    ----------
    n_donors, n_batches, cells_per_donor
        Donor k belongs to batch k modulo `n_batches`; each batch is an institution.
    n_genes, n_types, markers_per_type
        Sizes of the panel, its cell types and their marker programmes, none of which share a gene.
    marker_effect
        Mean effect of a marker in its type; effects follow a gamma law of shape 4.
    library_size, library_size_log_sd
        Median molecules per cell, and the standard deviation of their logarithm.
    dispersion
        Variance beyond Poisson: variance = mean + dispersion * mean^2.
    donor_log_sd, batch_log_sd
        Standard deviations of each donor's and each batch's effect on every gene.
    type_share_ratio
        Mean share of a type over that of the one before it; below 1, so that the last type is the rarest.
    type_share_concentration
        Dirichlet concentration of a donor's shares around their means; larger is closer.
    n_malignant_genes, malignant_effect, malignant_overlap, malignant_penetrance
        Genes of the malignant programme, their mean effect, the share of them that are markers of the second type,
        and the probability that a patient's cells show one of them.
    malignant_prevalence, malignant_prevalence_log_sd
        Median share of malignant cells and the standard deviation of its logarithm between donors; 0 for none, else
        each donor has at least two.
    lineage_kept
        Share of the first type's programme that a malignant cell keeps.
    n_response_genes, response_effect
        Genes of the response programme, and their mean effect per standard deviation of a patient's activity.
    responder_share, response_separation
        Share of donors that respond (0: nobody is asked), and the distance between both groups' mean activity in the
        rarest type, in standard deviations within a group.
    bystander_sd
        Standard deviation, between donors, of the activity in all other types, which knows nothing of response.
    has_sex_and_age
        Whether sex and age band are known: see `sex_and_age`. Nothing else is drawn otherwise for it.

    Raises
    ------
    InputError
        The genes are too few for the programmes, or there is neither a malignant cell nor a responder to look for.
    """
    require(malignant_prevalence > 0 or responder_share > 0, "neither malignant cells nor responders; nothing to find")
    rng = np.random.default_rng(seed)
    programmes = planted(
        n_genes=n_genes,
        n_types=n_types,
        markers_per_type=markers_per_type,
        marker_effect=marker_effect,
        n_malignant_genes=n_malignant_genes,
        malignant_effect=malignant_effect,
        malignant_overlap=malignant_overlap,
        n_response_genes=n_response_genes,
        rng=rng,
    )
    people = patients(
        programmes,
        n_donors=n_donors,
        n_batches=n_batches,
        donor_log_sd=donor_log_sd,
        batch_log_sd=batch_log_sd,
        type_share_ratio=type_share_ratio,
        type_share_concentration=type_share_concentration,
        malignant_prevalence=malignant_prevalence,
        malignant_prevalence_log_sd=malignant_prevalence_log_sd,
        malignant_penetrance=malignant_penetrance,
        responder_share=responder_share,
        response_separation=response_separation,
        bystander_sd=bystander_sd,
        rng=rng,
    )
    who = cells(people, cells_per_donor, rng)
    rates = log_rates(programmes, people, who, lineage_kept=lineage_kept, response_effect=response_effect)
    size = library_sizes(who.donor.size, library_size, library_size_log_sd, rng)
    obs = _obs(people, who, with_target=malignant_prevalence > 0, with_response=responder_share > 0)
    if has_sex_and_age:
        known = sex_and_age(people.is_responder, np.random.default_rng([seed, 1]))
        obs = obs.assign(**{name: values[who.donor] for name, values in known.items()})
    return standard(
        dataset_id=dataset_id,
        modality="rna",
        title=title,
        license=LICENSE,
        obs=obs,
        clinical={name: value for name, value in unknown_person(time_point="baseline").items() if name not in obs},
        scales={"X": Scale(kind="counts")},
        var=simulated_genes(n_genes),
        X=counts(shares(np.exp(rates)), size, dispersion, rng),
        uns={"is_simulated": True, "truth": _truth(programmes, people)}
        | ({"response_mapping": "responder, as the simulation drew it"} if responder_share else {}),
    )


def sex_and_age(is_responder: Flags, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return two columns of obs by donor: sex and age band, each half and half among responders and among the others.

    Nothing else of a patient depends on them: a difference between their groups is by chance, and known to be so.
    """
    sex, age = np.empty(is_responder.size, dtype="U12"), np.empty(is_responder.size, dtype="U5")
    for kind in (False, True):
        for place, donor in enumerate(rng.permutation(np.flatnonzero(is_responder == kind)).tolist()):
            sex[donor] = SEXES[place % 2]
            age[donor] = AGES[place // 2 % 2]
    return {"sex_ontology_term_id": sex, "age_band": age}


def _obs(people: Patients, who: Cells, *, with_target: bool, with_response: bool) -> pd.DataFrame:
    n_types = people.type_shares.shape[1]
    donor = np.array(ids("donor", people.batch.size, 2))[who.donor]
    site = people.batch[who.donor] + 1
    kinds = np.array([*ids("type", n_types, 1), "malignant"])
    obs = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": [f"{name}_s1" for name in donor],
            "library_id": [f"{name}_l1" for name in donor],
            "institution_id": [f"SITE-{number:02d}" for number in site],
            "batch_id": [f"batch{number}" for number in site],
            "cell_type": kinds[np.where(who.is_malignant, n_types, who.cell_type)],
        },
        index=pd.Index(ids("cell", donor.size, 5), dtype="str"),
    )
    if with_target:
        obs["mrd_target"] = pd.array(who.is_malignant, dtype="boolean")
    if with_response:
        responded = people.is_responder[who.donor]
        obs["responder_binary"] = pd.array(responded, dtype="boolean")
        obs["response_criterion"] = "clinical_binary"
        obs["response_value"] = np.where(responded, "responder", "non-responder")
    return obs


def _truth(programmes: Programmes, people: Patients) -> dict[str, pd.DataFrame]:
    genes = simulated_genes(programmes.base.size).index.to_numpy()
    rows = [(name, genes[gene]) for name, found in programmes.genes().items() for gene in found]
    donors = pd.DataFrame(
        {
            "donor_id": ids("donor", people.batch.size, 2),
            "prevalence": people.prevalence,
            "activity": people.activity,
            "bystander_activity": people.bystander_activity,
        }
    )
    return {"programmes": pd.DataFrame(rows, columns=["programme", "gene_id"]), "donors": donors}
