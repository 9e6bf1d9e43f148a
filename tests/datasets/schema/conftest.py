"""Small data sets of each modality that follow the standard in all it can say: the start of every mutation."""

from collections.abc import Callable
from functools import cache
from itertools import islice

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard

HUMAN = table("human")
N_DONORS, N_CELLS = 4, 6  # per donor; each donor has two samples
CLINICAL: dict[str, str | bool] = {
    "institution_id": "SITE-1",
    "batch_id": "b1",
    "tissue_type": "tissue",
    "tissue_ontology_term_id": "UBERON:0002371",
    "sampled_site_condition": "diseased",
    "disease_ontology_term_id": "MONDO:0018874",
    "cell_type_ontology_term_id": "CL:0000236",
    "cell_type_label_source": "reference_transfer:azimuth",
    "assay_ontology_term_id": "EFO:0009922",
    "suspension_type": "cell",
    "sex_ontology_term_id": "PATO:0000383",
    "self_reported_ethnicity_ontology_term_id": "unknown",
    "age_band": "60-64",
    "is_primary_data": True,
}


def clinic() -> pd.DataFrame:
    """Return cells with every column, required or not, that the standard knows."""
    donor = np.repeat(np.arange(N_DONORS), N_CELLS)
    later = np.tile(np.repeat([0, 1], N_CELLS // 2), N_DONORS)
    names = [f"D{d}" for d in donor]
    positive = later == 0
    return pd.DataFrame(
        {
            "donor_id": names,
            "sample_id": [f"{name}-s{s}" for name, s in zip(names, later, strict=True)],
            "library_id": [f"{name}-s{s}" for name, s in zip(names, later, strict=True)],
            "time_point": np.where(later, "on_treatment", "baseline"),
            "days_from_baseline": pd.array(later * 28, dtype="Int32"),
            "treatment_id": "T1",
            "treatment_phase": np.where(later, "on", "pre"),
            "response_criterion": "RECIST1.1",
            "response_value": np.where(donor % 2, "CR", "PD"),
            "responder_binary": pd.array(donor % 2 == 1, dtype="boolean"),
            "mrd_status": np.where(positive, "positive", "negative"),
            "mrd_level": np.where(positive, 0.02, 0.0),
            "mrd_lod": 1e-4,
            "mrd_method": "MFC",
            "malignant": pd.array([True, False, pd.NA] * (len(donor) // 3), dtype="boolean"),
            "malignant_evidence": "genotype",
            "clone_id": np.where(donor % 2, "A", "unassigned"),
            "outcome_event": pd.array(donor % 2 == 0, dtype="boolean"),
            "outcome_time_days": pd.array(donor * 100 + 30, dtype="Int32"),
        },
        index=[f"cell{i}" for i in range(len(donor))],
    )


SAID: dict[str, object] = {
    "treatments": {"T1": {"line": "1"}},
    "response_mapping": "CR and PR respond",
    "time_anchor": "start of treatment",
    "endpoint": "PFS",
}


def genes(n: int) -> pd.DataFrame:
    """Return the first `n` human genes that bear a symbol."""
    named = list(islice(((i, s) for i, s in zip(HUMAN.row_of, HUMAN.symbols, strict=True) if s), n))
    return pd.DataFrame({"feature_name": [symbol for _, symbol in named]}, index=[gene_id for gene_id, _ in named])


def rna() -> ad.AnnData:
    rng, obs = np.random.default_rng(1), clinic()
    counts = rng.poisson(2.0, (len(obs), 40)).astype("float32")
    tpm = counts / counts.sum(axis=1, keepdims=True) * 1e6
    return standard(
        dataset_id="good_rna",
        modality="rna",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        var=genes(40),
        X=sparse.csr_matrix(counts),
        layers={
            "tpm": tpm,
            "log2_tpm": np.log2(1 + tpm),
            "lognorm": sparse.csr_matrix(np.log1p(tpm / 100)),
            "z": (counts - counts.mean(0)) / counts.std(0),
        },
        obsm={"X_pca": rng.normal(size=(len(obs), 3)).astype("float32")},
        scales={
            "X": Scale(kind="counts"),
            "layers/tpm": Scale(kind="tpm"),
            "layers/log2_tpm": Scale(kind="log2_tpm"),
            "layers/lognorm": Scale(kind="log1p_cp10k"),
            "layers/z": Scale(kind="zscore", fitted_on="all cells"),
            "obsm/X_pca": Scale(kind="embedding", fitted_on="all cells"),
        },
        uns=SAID,
    )


def genotype() -> ad.AnnData:
    rng, obs = np.random.default_rng(2), clinic()
    calls = rng.integers(-1, 3, (len(obs), 8)).astype("int8")
    calls[:, 0], calls[0] = 1, 1
    var = pd.DataFrame(
        {"chrom": "chr1", "pos": np.arange(1, 9), "ref": "A", "alt": "T"}, index=[f"site{i}" for i in range(8)]
    )
    return standard(
        dataset_id="good_genotype",
        modality="genotype",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        var=var,
        layers={"genotype": calls},
        scales={"layers/genotype": Scale(kind="genotype")},
        uns={**SAID, "genome_build": "GRCh38"},
    )


def cytometry() -> ad.AnnData:
    rng, obs = np.random.default_rng(3), clinic()
    raw = rng.normal(500, 300, (len(obs), 3)).astype("float32")
    channels = ["FSC-A", "FL1-A", "FL2-A"]
    return standard(
        dataset_id="good_cytometry",
        modality="cytometry",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        var=pd.DataFrame({"channel": channels, "marker": ["unknown", "CD45", "unknown"]}, index=channels),
        X=np.arcsinh(raw / 150),
        layers={"raw": raw},
        scales={
            "X": Scale(kind="other", formula="arcsinh(raw / 150)"),
            "layers/raw": Scale(kind="other", formula="linear, as the instrument wrote it"),
        },
        uns={**SAID, "spillover": pd.DataFrame(np.eye(2), index=channels[1:], columns=channels[1:])},
    )


def bulk_drug() -> ad.AnnData:
    rng, n = np.random.default_rng(4), 6
    lines = [f"ACH-{i:06d}" for i in range(n)]
    obs = pd.DataFrame({"donor_id": lines, "sample_id": lines, "library_id": lines, "time_point": "na"}, index=lines)
    response = pd.DataFrame(rng.normal(size=(n, 2)), index=lines, columns=["Erlotinib", "Trametinib"])
    response.iloc[0, 0] = np.nan
    lines_are = {"tissue_type": "cell line", "tissue_ontology_term_id": "CVCL_0023", "suspension_type": "na"}
    return standard(
        dataset_id="good_bulk",
        modality="bulk_drug",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical={**CLINICAL, **lines_are},
        var=genes(5),
        X=rng.normal(size=(n, 5)).astype("float32"),
        obsm={"ln_ic50_um": response},
        scales={
            "X": Scale(kind="zscore", fitted_on="all lines"),
            "obsm/ln_ic50_um": Scale(kind="other", formula="ln(IC50 / 1 uM)"),
        },
    )


def embedding() -> ad.AnnData:
    obs = clinic()
    return standard(
        dataset_id="good_embedding",
        modality="embedding",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        obsm={"X_pca": np.random.default_rng(5).normal(size=(len(obs), 4)).astype("float32")},
        scales={"obsm/X_pca": Scale(kind="embedding", fitted_on="all lesions")},
        uns=SAID,
    )


BUILDERS = {build.__name__: build for build in (rna, genotype, cytometry, bulk_drug, embedding)}


@pytest.fixture
def good() -> Callable[[str], ad.AnnData]:
    """A function that returns a fresh data set of a modality."""
    return lambda modality: built(modality).copy()


@cache
def built(modality: str) -> ad.AnnData:
    return BUILDERS[modality]()
