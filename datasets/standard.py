"""Putting a standard data set together: what every converter and simulator calls last."""

from collections.abc import Mapping
from typing import Literal

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.schema.edition import SCHEMA_VERSION as SCHEMA_VERSION
from clinicell.datasets.schema.edition import STANDARD as STANDARD
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.errors import SchemaError

Modality = Literal[
    "rna", "genotype", "copy_number", "methylation", "multiome", "cytometry", "image", "bulk_drug", "bulk_rna",
    "embedding", "labels",
]  # fmt: skip
TableKind = Literal["network", "gene_sets", "hierarchy", "scores"]  # of a set without cells: a table, no AnnData
Matrix = np.ndarray | sparse.csr_matrix

# The clinical core (obs). Each is required; "unknown" and "na" are answers, a missing column is not.
CORE = (
    "donor_id",
    "sample_id",
    "library_id",
    "institution_id",
    "batch_id",
    "time_point",
    "tissue_type",
    "tissue_ontology_term_id",
    "sampled_site_condition",
    "disease_ontology_term_id",
    "cell_type_ontology_term_id",
    "cell_type_label_source",
    "assay_ontology_term_id",
    "suspension_type",
    "sex_ontology_term_id",
    "self_reported_ethnicity_ontology_term_id",
    "age_band",
    "is_primary_data",
)


def standard(
    *,
    dataset_id: str,
    modality: Modality,
    title: str,
    license: str,
    obs: pd.DataFrame,
    clinical: Mapping[str, str | bool],
    scales: Mapping[str, Scale],
    var: pd.DataFrame | None = None,
    X: Matrix | None = None,
    layers: Mapping[str, Matrix] | None = None,
    obsm: Mapping[str, np.ndarray | pd.DataFrame] | None = None,
    uns: Mapping[str, object] | None = None,
) -> ad.AnnData:
    """Return a standard data set, with the columns of the clinical core in their order first.

    Parameters
    ----------
    obs
        Cells (or lines) x what is known of them; its index are the ids, unique.
    clinical
        The columns of `CORE` that are the same for every row; what `obs` holds already must not be repeated here.
    scales
        The scale of each matrix by slot: ``"X"``, ``"layers/<name>"``, ``"obsm/<name>"``.
    var
        Features x annotation; None for an embedding.
    uns
        What else holds for the whole. Validation reads ``is_simulated`` and ``is_gene_subset`` (True or False),
        ``genome_build`` (of ``var``'s positions, may be "unknown"), ``response_mapping`` (who counts as a responder),
        ``treatments`` (by ``treatment_id``), ``time_anchor`` (the day that days are counted from), ``endpoint`` (of
        ``outcome_event``) and ``spillover`` (channels x channels).

    Raises
    ------
    SchemaError
        A column of the core is given nowhere, or twice; a constant is no column of the core; `uns` repeats an entry
        that is written here.
    """
    said = {
        "schema_version": SCHEMA_VERSION,
        "dataset_id": dataset_id,
        "modality": modality,
        "title": title,
        "license": license,
        "scales": scales_table(scales),
    }
    twice = [name for name in uns or {} if name in said]
    if twice:
        raise SchemaError(f"{dataset_id}: uns[{twice[0]!r}] is written by the standard; leave it out")
    adata = ad.AnnData(
        X=X,
        obs=_table(dataset_id, obs, clinical),
        var=pd.DataFrame(index=pd.Index([], dtype="str")) if var is None else var,
        layers=dict(layers or {}),
        obsm=dict(obsm or {}),
    )
    adata.uns.update({**said, **(uns or {})})
    return adata


def _table(dataset_id: str, obs: pd.DataFrame, clinical: Mapping[str, str | bool]) -> pd.DataFrame:
    lost = [name for name in CORE if name not in obs and name not in clinical]
    twice = [name for name in CORE if name in obs and name in clinical]
    foreign = [name for name in clinical if name not in CORE]
    if lost:
        raise SchemaError(
            f"{dataset_id}: {len(lost)} of {len(CORE)} core columns are missing, e.g. {lost[0]!r}; write 'unknown' "
            "where nobody knows"
        )
    if twice:
        raise SchemaError(f"{dataset_id}: {twice[0]!r} is given per row and as a constant; keep one")
    if foreign:
        raise SchemaError(f"{dataset_id}: {foreign[0]!r} is no column of the core; put it into obs")
    frame = pd.DataFrame(index=obs.index.astype("str"))
    for name in CORE:
        frame[name] = obs[name].array if name in obs else clinical[name]
    for name in obs.columns.difference(list(CORE), sort=False):
        frame[name] = obs[name].array
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = frame[name].astype("category")
    return frame
