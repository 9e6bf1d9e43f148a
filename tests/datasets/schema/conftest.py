"""Small data sets of each modality that follow the standard in all it can say: the start of every mutation."""

from collections.abc import Callable
from functools import cache
from itertools import islice

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from mudata import MuData
from scipy import sparse

from clinicell.datasets import standard_multiome
from clinicell.datasets.ontology.genes import table
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard

HUMAN = table("human")
N_DONORS, N_CELLS = 5, 6  # per donor; each donor has two samples
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
            "split": np.array(["train", "train", "validation", "public_test", "public_test"])[donor],
            "outcome_event": pd.array(donor % 2 == 0, dtype="boolean"),
            "outcome_time_days": pd.array(donor * 100 + 30, dtype="Int32"),
        },
        index=[f"cell{i}" for i in range(len(donor))],
    )


SAID: dict[str, object] = {
    "treatments": {
        "T1": {
            "agents": {"Nivolumab": {"dose": 3.0, "unit": "mg/kg", "route": "intravenous"}},
            "line": "1",
            "intent": "palliative",
        }
    },
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
    obs["split"] = ["train"] * 4 + ["public_test"] * 2
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


def copy_number() -> ad.AnnData:
    rng, obs = np.random.default_rng(6), clinic()
    start = np.arange(6) * 500_000
    var = pd.DataFrame({"chrom": "chr2", "start": start, "end": start + 500_000}, index=[f"bin{i}" for i in range(6)])
    return standard(
        dataset_id="good_copy_number",
        modality="copy_number",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        var=var,
        layers={"copy_number": rng.integers(-1, 6, (len(obs), 6)).astype("int8")},
        scales={"layers/copy_number": Scale(kind="copy_number")},
        uns={**SAID, "genome_build": "GRCh37"},
    )


def methylation() -> ad.AnnData:
    rng, obs = np.random.default_rng(7), clinic()
    cov = rng.poisson(1.0, (len(obs), 8)).astype("uint16")
    cov[:, 0] = 2
    met = rng.binomial(cov, 0.7).astype("uint16")
    sites = pd.DataFrame(
        {"chrom": ["chr1"] * 4 + ["chrX"] * 4, "pos": [101, 150, 300, 301] * 2, "strand": ".", "context": "CG"},
        index=[f"cpg{i}" for i in range(8)],
    )
    return standard(
        dataset_id="good_methylation",
        modality="methylation",
        title="t",
        license="CC0-1.0",
        obs=obs.assign(conversion_rate=0.995),
        clinical=CLINICAL,
        var=sites,
        layers={"cov": sparse.csr_matrix(cov), "met": sparse.csr_matrix(met)},
        scales={"layers/cov": Scale(kind="counts"), "layers/met": Scale(kind="counts")},
        uns={**SAID, "genome_build": "GRCh38"},
    )


def image() -> ad.AnnData:
    rng, obs = np.random.default_rng(8), clinic()
    images = pd.DataFrame(
        {
            "image_id": [f"D{d}-im" for d in range(N_DONORS)],
            "path": [f"images/D{d}.tif" for d in range(N_DONORS)],
            "width_px": 512,
            "height_px": 256,
            "pixel_size_um": 0.325,
            "mask_path": [f"masks/D{d}.tif" for d in range(N_DONORS)],
        }
    )
    obs = obs.assign(image_id=obs["donor_id"] + "-im", centroid_x_px=rng.uniform(0, 512, len(obs)), centroid_y_px=9.5)
    return standard(
        dataset_id="good_image",
        modality="image",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        var=pd.DataFrame(index=["area_um2", "roundness"]),
        X=rng.uniform(1, 2, (len(obs), 2)).astype("float32"),
        scales={"X": Scale(kind="other", formula="as the segmentation measured it")},
        uns={
            **SAID,
            "images": images,
            "channels": pd.DataFrame({"channel": ["c0", "c1"], "marker": ["DAPI", "CD45"], "bit_depth": 16}),
            "segmentation": {"method": "Cellpose", "version": "3.0"},
        },
    )


def bulk_rna() -> ad.AnnData:
    rng = np.random.default_rng(9)
    obs = clinic().iloc[::3].drop(columns=["malignant", "malignant_evidence", "clone_id"])
    return standard(
        dataset_id="good_bulk_rna",
        modality="bulk_rna",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical={**CLINICAL, "suspension_type": "na", "cell_type_ontology_term_id": "na"},
        var=genes(5),
        X=rng.normal(size=(len(obs), 5)).astype("float32"),
        scales={"X": Scale(kind="other", formula="log2(TPM + 0.001)")},
        uns=SAID,
    )


def labels() -> ad.AnnData:
    return standard(
        dataset_id="good_labels",
        modality="labels",
        title="t",
        license="CC0-1.0",
        obs=clinic(),
        clinical=CLINICAL,
        scales={},
        uns=SAID,
    )


def multiome() -> MuData:
    rng, obs = np.random.default_rng(10), clinic()
    start = np.arange(4) * 1000
    peaks = pd.DataFrame(
        {"chrom": "chr7", "start": start, "end": start + 500}, index=[f"chr7:{i}-{i + 500}" for i in start]
    )
    fragments = rng.poisson(2.0, (len(obs), 4)).astype("float32")
    fragments[:, 0] = 1
    counts = rng.poisson(2.0, (len(obs), 40)).astype("float32")
    return standard_multiome.multiome(
        dataset_id="good_multiome",
        title="t",
        license="CC0-1.0",
        obs=obs,
        clinical=CLINICAL,
        rna=standard_multiome.part(sparse.csr_matrix(counts), genes(40), {"X": Scale(kind="counts")}),
        atac=standard_multiome.part(sparse.csr_matrix(fragments), peaks, {"X": Scale(kind="counts")}),
        uns={**SAID, "genome_build": "GRCh38"},
    )


def receptors() -> ad.AnnData:
    """Return the good RNA with a chain for each of its first cells."""
    adata = rna()
    adata.uns["airr"] = pd.DataFrame(
        {
            "cell_id": [f"cell{i}" for i in range(4)],
            "locus": ["TRB", "TRA", "IGH", "TRB"],
            "v_call": ["TRBV20-1*01", "TRAV29/DV5*01", "IGHV3-23*01", "TRBV20-1*01"],
            "d_call": ["TRBD1*01", "", "IGHD3-22*01", ""],
            "j_call": ["TRBJ2-7*01", "TRAJ31*01", "IGHJ4*02", "TRBJ2-7*01"],
            "junction": ["TGTGCCAGCAGTTTC", "TGTGCAGCATTT", "TGTGCGAGATGG", "TGTGCCAGCTAGTTC"],
            "junction_aa": ["CASSF", "CAAF", "CARW", "CAS*F"],
            "productive": ["T", "T", "T", "F"],
            "duplicate_count": [3, 1, 12, 1],
            "clone_id": ["k1", "k2", "k3", "k4"],
        }
    )
    return adata


MODALITIES = (
    rna, genotype, copy_number, methylation, multiome, cytometry, image, bulk_drug, bulk_rna, embedding, labels,
)  # fmt: skip
BUILDERS = {build.__name__: build for build in (*MODALITIES, receptors)}


@pytest.fixture
def good() -> Callable[[str], ad.AnnData]:
    """A function that returns a fresh data set of a modality."""
    return lambda modality: multiome() if modality == "multiome" else built(modality).copy()


@cache
def built(modality: str) -> ad.AnnData:
    return BUILDERS[modality]()
