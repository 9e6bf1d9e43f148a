"""Each rule has a data set that breaks it and nothing else; the good one it came from keeps all (test_good.py)."""

import warnings
from collections.abc import Callable

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets import _reading
from clinicell.datasets.privacy.rules import RULES as PRIVACY
from clinicell.datasets.readers import faults
from clinicell.datasets.schema import knowledge
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.schema.split import TRUTH
from clinicell.datasets.validate import OF_NUMBERS, READING, RULES, judged, validate

Mutation = Callable[[ad.AnnData], ad.AnnData | None]


def obs(name: str, value: object, rows: object = slice(0, 1)) -> Mutation:
    """Write one value into some rows of a column of obs."""

    def mutate(adata: ad.AnnData) -> None:
        column = adata.obs[name].astype("object")
        column.iloc[rows] = value
        adata.obs[name] = column.infer_objects()

    return mutate


def whole(name: str, value: object) -> Mutation:
    """Write a whole column of obs."""

    def mutate(adata: ad.AnnData) -> None:
        adata.obs[name] = value(adata.obs) if callable(value) else value

    return mutate


def without(part: str, name: str) -> Mutation:
    """Remove a column of obs or var."""
    return lambda adata: setattr(adata, part, getattr(adata, part).drop(columns=name))


def var(name: str, value: object) -> Mutation:
    """Write one value into the first row of a column of var."""

    def mutate(adata: ad.AnnData) -> None:
        column = adata.var[name].astype("object")
        column.iloc[0] = value
        adata.var[name] = column

    return mutate


def feature_id(name: str) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        adata.var_names = [name, *adata.var_names[1:]]

    return mutate


def retired(n: int) -> Mutation:
    """Give the first `n` genes ids that no release has."""

    def mutate(adata: ad.AnnData) -> None:
        adata.var_names = [*(f"ENSG{i:011d}" for i in range(90_000_000, 90_000_000 + n)), *adata.var_names[n:]]

    return mutate


def out_of_step(adata: ad.AnnData) -> None:
    adata.var["feature_name"] = np.roll(adata.var["feature_name"].astype("str"), 1)


def uns(name: str, value: object) -> Mutation:
    return lambda adata: adata.uns.__setitem__(name, value)


def no_uns(name: str) -> Mutation:
    return lambda adata: adata.uns.__delitem__(name)


def scale(slot: str, column: str, value: str) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        table = adata.uns["scales"]
        table.loc[table["slot"] == slot, column] = value

    return mutate


def all_of(*mutations: Mutation) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        for mutation in mutations:
            mutation(adata)

    return mutate


def stored(place: int, value: float) -> Mutation:
    """Write one stored value of X."""
    return lambda adata: adata.X.data.__setitem__(place, value)


def layer(name: str, where: object, value: float) -> Mutation:
    return lambda adata: adata.layers[name].__setitem__(where, value)


def only(*rows: str) -> Mutation:
    """Keep the declared scales of some slots."""

    def mutate(adata: ad.AnnData) -> None:
        table = adata.uns["scales"]
        adata.uns["scales"] = table[table["slot"].isin(rows)].reset_index(drop=True)

    return mutate


def drop_layers(*names: str) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        for name in names or list(adata.layers):
            del adata.layers[name]

    return mutate


def column_twice(part: str) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        table = getattr(adata, part)
        setattr(adata, part, pd.concat([table, table.iloc[:, :1]], axis=1))

    return mutate


def obs_names(*first: str) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        adata.obs_names = [*first, *adata.obs_names[len(first) :]]

    return mutate


def damage(adata: ad.AnnData) -> None:
    adata.X.indices[3] = 9999


def raw(adata: ad.AnnData) -> None:
    adata.raw = adata.copy()


def as_csc(adata: ad.AnnData) -> None:
    adata.X = sparse.csc_matrix(adata.X)


def twin_cells(adata: ad.AnnData) -> None:
    counts = adata.X.toarray()
    counts[1] = counts[0]
    adata.X = sparse.csr_matrix(counts)


def empty_cell(adata: ad.AnnData) -> None:
    counts = adata.X.toarray()
    counts[2] = 0
    adata.X = sparse.csr_matrix(counts)


def drugs(change: Callable[[pd.DataFrame], object]) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        table = adata.obsm["ln_ic50_um"].copy()
        changed = change(table)
        adata.obsm["ln_ic50_um"] = changed if changed is not None else table

    return mutate


def no_x(*others: str) -> Mutation:
    return all_of(lambda adata: setattr(adata, "X", None), only(*others))


def declare(slot: str, scale_: Scale) -> Mutation:
    def mutate(adata: ad.AnnData) -> None:
        adata.uns["scales"] = pd.concat([adata.uns["scales"], scales_table({slot: scale_})], ignore_index=True)

    return mutate


class Unspeakable:
    """A value that fails at whatever is asked of it."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


def unspeakable(adata: ad.AnnData) -> None:
    values = [Unspeakable() for _ in range(adata.n_obs)]
    adata.obs["response_value"] = pd.Series(values, adata.obs_names, dtype="object")


def as_floats(adata: ad.AnnData) -> None:
    adata.layers["genotype"] = adata.layers["genotype"].astype("float32")


def empty_layer(adata: ad.AnnData) -> None:
    adata.layers["z"] = np.zeros((adata.n_obs, 0))


def sealed(adata: ad.AnnData) -> None:
    """Hide the truth of the last donor, and publish what it is committed to."""
    last = slice(24, 30)
    obs("split", "hidden_test", last)(adata)
    for name in TRUTH:
        if name in adata.obs:
            column = adata.obs[name].astype("object")
            column.iloc[last] = "unknown" if isinstance(column.iloc[0], str) else None
            adata.obs[name] = column.convert_dtypes()
    adata.uns["truth_commitment"] = {"alg": "sha256", "digest": "0f" * 32}


def by_donor(name: str, value: str) -> Mutation:
    """Write one value into all rows of the first donor."""
    return obs(name, value, slice(0, 6))


def named(table: pd.DataFrame) -> pd.Series:
    return table["donor_id"].astype("str").replace("D1", "the first one")


def table(entry: str, column: str, value: object, row: int = 0) -> Mutation:
    """Write one value into a table of uns."""

    def mutate(adata: ad.AnnData) -> None:
        frame = adata.uns[entry].copy()
        cells = frame[column].astype("object")
        cells.iloc[row] = value
        frame[column] = cells.infer_objects()
        adata.uns[entry] = frame

    return mutate


def without_column(entry: str, column: str) -> Mutation:
    return lambda adata: adata.uns.__setitem__(entry, adata.uns[entry].drop(columns=column))


def first_again(adata: ad.AnnData) -> None:
    chains = adata.uns["airr"]
    adata.uns["airr"] = pd.concat([chains, chains.iloc[:1]], ignore_index=True)


def of_sites(column: str, *values: object, first: int = 0) -> Mutation:
    """Write values into some rows of a column of var."""

    def mutate(adata: ad.AnnData) -> None:
        cells = adata.var[column].astype("object").to_numpy()
        cells[first : first + len(values)] = values
        adata.var[column] = pd.Series(cells, adata.var_names).infer_objects()

    return mutate


def reads(name: str, where: object, value: int) -> Mutation:
    """Write into a sparse layer of reads."""

    def mutate(adata: ad.AnnData) -> None:
        counts = adata.layers[name].toarray()
        counts[where] = value
        adata.layers[name] = sparse.csr_matrix(counts)

    return mutate


def as_type(name: str, dtype: str) -> Mutation:
    return lambda adata: adata.layers.__setitem__(name, adata.layers[name].astype(dtype))


def depths(variant: int, *names: str) -> Mutation:
    """Add reads of the variant and of all; `names` says which of the two."""

    def mutate(adata: ad.AnnData) -> None:
        for name in names:
            adata.layers[name] = np.full(adata.shape, variant if name == "ad_alt" else 5, dtype="int32")
            declare(f"layers/{name}", Scale(kind="counts"))(adata)

    return mutate


def embedded(adata: ad.AnnData) -> None:
    adata.obsm["X_pca"] = np.zeros((adata.n_obs, 2), dtype="float32")
    declare("obsm/X_pca", Scale(kind="embedding", fitted_on="all"))(adata)


def rates(adata: ad.AnnData) -> None:
    adata.X = sparse.csr_matrix(adata.shape, dtype="float32")
    declare("X", Scale(kind="other", formula="met / cov"))(adata)


def atac(*mutations: Mutation) -> Mutation:
    """Change the part of open chromatin."""
    return lambda mdata: all_of(*mutations)(mdata.mod["atac"])


def adt(mdata: object) -> None:
    mdata.mod["adt"] = ad.AnnData(np.ones((mdata.n_obs, 1)), obs=pd.DataFrame(index=mdata.obs_names))


def agent(**said: object) -> Mutation:
    return uns("treatments", {"T1": {"agents": {"Nivolumab": said}}})


RNA_REST = ("layers/tpm", "layers/log2_tpm", "layers/lognorm", "layers/z", "obsm/X_pca")
CASES: tuple[tuple[str, str, Mutation], ...] = (
    ("L0-CHECK-01", "embedding", unspeakable),
    ("L1-UNS-01", "rna", no_uns("license")),
    ("L1-UNS-02", "rna", uns("schema_version", "0.3")),
    ("L1-UNS-03", "rna", uns("modality", "proteome")),
    ("L1-UNS-04", "rna", uns("dataset_id", "a b/c")),
    ("L1-UNS-05", "rna", uns("is_simulated", "no")),
    ("L1-UNS-06", "rna", uns("organism_ontology_term_id", "human")),
    ("L1-UNS-06", "rna", uns("organism_ontology_term_id", 9606)),
    ("L1-UNS-07", "rna", uns("batch_condition", ["batch_id", "plate"])),
    ("L1-OBS-01", "rna", without("obs", "suspension_type")),
    ("L1-OBS-02", "rna", column_twice("obs")),
    ("L1-OBS-03", "embedding", lambda adata: adata[:0].copy()),
    ("L1-OBS-04", "rna", obs("batch_id", 7)),
    ("L1-OBS-05", "rna", obs("batch_id", np.nan)),
    ("L1-OBS-06", "rna", whole("is_doublet", "no")),
    ("L1-OBS-07", "rna", whole("mrd_lod", "1e-4")),
    ("L1-ID-01", "rna", obs_names("cell1")),
    ("L1-ID-02", "rna", obs_names(" ")),
    ("L1-ID-03", "rna", feature_id("ENSG00000000005")),
    ("L1-ID-04", "rna", feature_id("")),
    ("L1-VAR-01", "rna", without("var", "feature_name")),
    ("L1-VAR-02", "rna", column_twice("var")),
    ("L1-VAR-03", "genotype", lambda adata: adata[:, :0].copy()),
    ("L1-SLOT-01", "rna", lambda adata: adata.obsm.__setitem__("X_umap", np.zeros((adata.n_obs, 2)))),
    ("L1-SLOT-02", "rna", declare("layers/spliced", Scale(kind="counts"))),
    ("L1-SLOT-03", "cytometry", no_uns("scales")),
    ("L1-SLOT-04", "rna", declare("X", Scale(kind="counts"))),
    ("L1-SLOT-05", "rna", raw),
    ("L1-MATRIX-01", "rna", damage),
    ("L1-MATRIX-02", "rna", as_csc),
    ("L1-MATRIX-03", "rna", lambda adata: adata.obsm.__setitem__("X_pca", np.zeros((adata.n_obs, 2, 2)))),
    ("L1-SCALE-01", "rna", scale("layers/z", "scale", "normalized")),
    ("L1-SCALE-02", "cytometry", scale("layers/raw", "formula", " ")),
    ("L1-SCALE-03", "rna", scale("obsm/X_pca", "fitted_on", "")),
    ("L1-SCALE-04", "rna", stored(5, np.nan)),
    ("L1-SCALE-05", "rna", stored(5, -1.0)),
    ("L1-SCALE-06", "rna", stored(5, 1.386)),
    ("L1-SCALE-07", "rna", empty_cell),
    ("L1-SCALE-08", "rna", layer("tpm", (0, 0), 2e6)),
    ("L1-SCALE-09", "rna", layer("tpm", (0, slice(0, 20)), 0.0)),
    ("L1-SCALE-10", "genotype", layer("genotype", (0, 0), 3)),
    ("L1-SCALE-12", "copy_number", layer("copy_number", (0, 0), -2)),
    ("L1-SCALE-11", "bulk_drug", lambda adata: setattr(adata, "X", np.abs(adata.X))),
    ("L1-RNA-01", "rna", no_x(*RNA_REST)),
    ("L1-RNA-02", "rna", all_of(scale("X", "scale", "embedding"), scale("X", "fitted_on", "all"))),
    ("L1-RNA-03", "rna", twin_cells),
    ("L1-GENO-01", "genotype", all_of(drop_layers(), only())),
    ("L1-GENO-02", "genotype", as_floats),
    ("L1-GENO-04", "genotype", depths(1, "dp")),
    ("L1-GENO-05", "genotype", depths(6, "ad_alt", "dp")),
    ("L1-CN-01", "copy_number", all_of(drop_layers(), only())),
    ("L1-CN-02", "copy_number", as_type("copy_number", "float32")),
    ("L1-CN-03", "copy_number", layer("copy_number", slice(None), -1)),
    ("L1-METH-01", "methylation", all_of(drop_layers("met"), only("layers/cov"))),
    ("L1-METH-02", "methylation", as_type("cov", "float32")),
    ("L1-METH-03", "methylation", reads("met", (0, 0), 3)),
    ("L1-METH-04", "methylation", rates),
    ("L1-METH-05", "methylation", all_of(reads("cov", 0, 0), reads("met", 0, 0))),
    ("L1-IMAGE-01", "image", no_uns("channels")),
    ("L1-IMAGE-02", "image", without_column("images", "pixel_size_um")),
    ("L1-IMAGE-03", "image", table("channels", "channel", "c1")),
    ("L1-IMAGE-04", "image", obs("image_id", "D9-im")),
    ("L1-IMAGE-05", "image", table("images", "path", "../D0.tif")),
    ("L1-IMAGE-06", "image", table("images", "width_px", 512.5)),
    ("L1-LABELS-01", "labels", embedded),
    ("L1-AIRR-01", "receptors", uns("airr", ["TRB"])),
    ("L1-AIRR-02", "receptors", without_column("airr", "locus")),
    ("L1-AIRR-03", "receptors", table("airr", "cell_id", "cell99")),
    ("L1-AIRR-04", "receptors", table("airr", "duplicate_count", 0.5)),
    ("L1-MULTI-01", "rna", uns("modality", "multiome")),
    ("L1-MULTI-01", "multiome", uns("modality", "rna")),
    ("L1-MULTI-02", "multiome", lambda mdata: mdata.mod.__delitem__("atac")),
    ("L1-MULTI-03", "multiome", adt),
    ("L1-MULTI-04", "multiome", atac(obs_names("cell1x"))),
    ("L1-MULTI-05", "multiome", atac(lambda part: part.obs.__setitem__("malignant", True))),
    ("L1-ATAC-01", "multiome", atac(no_x())),
    ("L1-ATAC-02", "multiome", atac(scale("X", "scale", "embedding"), scale("X", "fitted_on", "all"))),
    ("L1-ATAC-03", "multiome", atac(empty_cell)),
    ("L1-GENO-03", "genotype", layer("genotype", slice(None), -1)),
    ("L1-CYTO-01", "cytometry", all_of(drop_layers("raw"), only("X"))),
    ("L1-BULK-01", "bulk_drug", no_x("obsm/ln_ic50_um")),
    ("L1-BULK-02", "bulk_drug", scale("X", "scale", "embedding")),
    ("L1-BULK-03", "bulk_drug", all_of(lambda adata: adata.obsm.__delitem__("ln_ic50_um"), only("X"))),
    ("L1-EMB-01", "embedding", all_of(empty_layer, declare("layers/z", Scale(kind="other", formula="f")))),
    ("L1-EMB-02", "embedding", all_of(scale("obsm/X_pca", "scale", "other"), scale("obsm/X_pca", "formula", "f"))),
    ("L1-DRUG-01", "bulk_drug", drugs(lambda table: table.to_numpy(na_value=0.0))),
    ("L1-DRUG-02", "bulk_drug", drugs(lambda table: table.set_axis(["Erlotinib", " "], axis=1))),
    ("L2-DONOR-01", "rna", whole("donor_id", named)),
    ("L2-ID-01", "rna", whole("batch_id", "batch one")),
    ("L2-TIME-01", "rna", whole("time_point", "day 1")),
    ("L2-TISSUE-01", "rna", whole("tissue_ontology_term_id", "bone marrow")),
    ("L2-TISSUE-02", "rna", whole("tissue_type", "marrow")),
    ("L2-TISSUE-03", "rna", whole("tissue_type", "cell line")),
    ("L2-SITE-01", "rna", whole("sampled_site_condition", "ill")),
    ("L2-DISEASE-01", "rna", whole("disease_ontology_term_id", "AML")),
    ("L2-TERM-01", "rna", whole("assay_ontology_term_id", "EFO:9999999")),
    ("L2-TERM-02", "rna", whole("assay_ontology_term_id", "EFO:0000222")),
    ("L2-ASSAY-02", "rna", whole("assay_ontology_term_id", "EFO:0000001")),
    ("L2-CELLTYPE-02", "rna", whole("cell_type_ontology_term_id", "CL:0000255")),
    ("L2-TISSUE-04", "rna", whole("tissue_ontology_term_id", "UBERON:0000104")),
    ("L2-DISEASE-03", "rna", whole("disease_ontology_term_id", "MONDO:0000001")),
    ("L2-ETHN-02", "rna", whole("self_reported_ethnicity_ontology_term_id", "HANCESTRO:0004")),
    ("L2-STAGE-01", "rna", whole("development_stage_ontology_term_id", "adult")),
    ("L2-STAGE-02", "rna", whole("development_stage_ontology_term_id", "HsapDv:0000000")),
    ("L2-AGENT-01", "rna", uns("treatments", {"T1": {"agents": {"noradrenaline": {"id": "CHEBI:1"}}}})),
    ("L2-DISEASE-02", "rna", whole("disease_ontology_term_id", "MONDO:0018874 || MONDO:0005059")),
    ("L2-CELLTYPE-01", "rna", whole("cell_type_ontology_term_id", "B cell")),
    ("L2-LABEL-01", "rna", whole("cell_type_label_source", "somebody")),
    ("L2-ASSAY-01", "rna", whole("assay_ontology_term_id", "10x")),
    ("L2-SUSP-01", "rna", whole("suspension_type", "cells")),
    ("L2-SEX-01", "rna", whole("sex_ontology_term_id", "female")),
    ("L2-ETHN-01", "rna", whole("self_reported_ethnicity_ontology_term_id", "HANCESTRO:5")),
    ("L2-AGE-01", "rna", whole("age_band", "93")),
    ("L2-GENE-01", "rna", feature_id("SIMG00000001")),
    ("L2-GENE-02", "rna", feature_id("ENSG00000146648.18")),
    ("L2-GENE-03", "rna", var("feature_name", "2-Sep")),
    ("L2-GENE-04", "rna", var("feature_name", "")),
    ("L2-GENE-05", "rna", retired(11)),
    ("L2-GENE-06", "rna", feature_id("TP53")),
    ("L2-GENE-07", "rna", feature_id("ENSMUSG00000059552")),
    ("L2-GENE-08", "rna", out_of_step),
    ("L2-LINE-01", "bulk_drug", obs("donor_id", "NIHOVCAR3")),
    ("L2-VARIANT-01", "genotype", var("chrom", "chr23")),
    ("L2-VARIANT-02", "genotype", var("pos", 0)),
    ("L2-VARIANT-03", "genotype", var("ref", "adenine")),
    ("L2-VARIANT-04", "genotype", without("var", "ref")),
    ("L2-VARIANT-05", "genotype", uns("genome_build", "hg19")),
    ("L2-VARIANT-06", "genotype", var("pos", 2)),
    ("L2-VARIANT-07", "genotype", var("pos", 248_956_423)),
    ("L2-INTERVAL-01", "copy_number", var("chrom", "GL000192.1")),
    ("L2-INTERVAL-02", "copy_number", var("start", -1)),
    ("L2-INTERVAL-03", "copy_number", var("start", 500_000)),
    ("L2-INTERVAL-04", "copy_number", without("var", "end")),
    ("L2-INTERVAL-05", "copy_number", uns("genome_build", "hg19")),
    ("L2-INTERVAL-06", "copy_number", var("end", 243_199_374)),
    ("L2-INTERVAL-07", "copy_number", all_of(var("start", 500_000), var("end", 1_000_000))),
    ("L2-PEAK-01", "multiome", atac(without("var", ["chrom", "start", "end"]))),
    ("L2-PEAK-02", "multiome", atac(feature_id("chr7_0_500"))),
    ("L2-CPG-01", "methylation", var("chrom", "lambda")),
    ("L2-CPG-02", "methylation", var("pos", 0)),
    ("L2-CPG-03", "methylation", var("strand", "plus")),
    ("L2-CPG-04", "methylation", var("context", "CpG")),
    ("L2-CPG-05", "methylation", var("pos", 150)),
    ("L2-CPG-06", "methylation", var("strand", "+")),
    ("L2-CPG-07", "methylation", var("pos", 151)),
    ("L2-CPG-07", "methylation", of_sites("chrom", "chr2", first=1)),
    ("L2-CPG-08", "methylation", uns("genome_build", "hg38")),
    ("L2-CPG-09", "methylation", of_sites("pos", 156_040_896, first=7)),
    ("L2-CPG-10", "methylation", obs("conversion_rate", 99.5)),
    ("L2-BULK-01", "bulk_rna", whole("suspension_type", "cell")),
    ("L2-IMAGE-01", "image", table("images", "pixel_size_um", 0.0)),
    ("L2-IMAGE-02", "image", table("channels", "bit_depth", 7)),
    ("L2-IMAGE-03", "image", table("channels", "marker", " ")),
    ("L2-IMAGE-04", "image", uns("segmentation", {"method": "Cellpose"})),
    ("L2-IMAGE-05", "image", obs("centroid_y_px", 256.5)),
    ("L2-AIRR-01", "receptors", table("airr", "locus", "TCRB")),
    ("L2-AIRR-02", "receptors", table("airr", "productive", "yes")),
    ("L2-AIRR-03", "receptors", table("airr", "v_call", "Vbeta20")),
    ("L2-AIRR-04", "receptors", table("airr", "v_call", "IGHV3-23*01")),
    ("L2-AIRR-05", "receptors", table("airr", "junction", "TGTGCCAGCAGTTTU")),
    ("L2-AIRR-06", "receptors", table("airr", "junction_aa", "CASSf")),
    ("L2-AIRR-07", "receptors", table("airr", "productive", "T", row=3)),
    ("L2-AIRR-08", "receptors", table("airr", "junction_aa", "CASSW")),
    ("L2-AIRR-09", "receptors", first_again),
    ("L2-CHANNEL-01", "cytometry", var("channel", "FL9-A")),
    ("L2-MARKER-01", "cytometry", var("marker", " ")),
    ("L2-MARKER-02", "cytometry", var("marker", "CD45")),
    ("L2-ARCSINH-01", "cytometry", scale("X", "formula", "arcsinh(raw / 5)")),
    ("L2-SPILL-01", "cytometry", uns("spillover", pd.DataFrame(np.eye(2)))),
    ("L3-SAMPLE-01", "rna", obs("donor_id", "D1")),
    ("L3-SAMPLE-02", "rna", obs("time_point", "relapse")),
    ("L3-LIBRARY-01", "rna", obs("institution_id", "SITE-2")),
    ("L3-DONOR-01", "rna", obs("sex_ontology_term_id", "PATO:0000384")),
    ("L3-RESP-01", "rna", whole("response_criterion", "RECIST")),
    ("L3-RESP-02", "rna", without("obs", "response_criterion")),
    ("L3-RESP-03", "rna", whole("response_value", "VGPR")),
    ("L3-RESP-04", "rna", obs("responder_binary", True)),
    ("L3-RESP-05", "rna", no_uns("response_mapping")),
    ("L3-TIME-01", "rna", whole("days_from_baseline", 0.5)),
    ("L3-TIME-02", "rna", no_uns("time_anchor")),
    ("L3-TIME-03", "rna", whole("days_from_baseline", -3)),
    ("L3-TREAT-01", "rna", uns("treatments", {"T2": {"line": "1"}})),
    ("L3-TREAT-02", "rna", whole("treatment_phase", "during")),
    ("L3-TREAT-03", "rna", uns("treatments", {"T1": ""})),
    ("L3-TREAT-04", "rna", agent(dose=3.0, unit="mg per kg")),
    ("L3-TREAT-05", "rna", agent(route="iv")),
    ("L3-TREAT-06", "rna", uns("treatments", {"T1": {"intent": "cure"}})),
    ("L3-MRD-01", "rna", whole("mrd_status", "detected")),
    ("L3-MRD-02", "rna", whole("mrd_level", 2.0)),
    ("L3-MRD-03", "rna", whole("mrd_lod", 0.0)),
    ("L3-MRD-04", "rna", whole("mrd_method", "flow")),
    ("L3-MRD-05", "rna", whole("mrd_level", 0.0)),
    ("L3-MALIG-01", "rna", without("obs", "malignant_evidence")),
    ("L3-MALIG-02", "rna", whole("malignant_evidence", "impression")),
    ("L3-OUTCOME-01", "rna", whole("outcome_time_days", -1)),
    ("L3-OUTCOME-02", "rna", no_uns("endpoint")),
    ("L3-OUTCOME-03", "rna", without("obs", "outcome_time_days")),
    ("L3-DRUG-01", "bulk_drug", scale("obsm/ln_ic50_um", "formula", "IC50 in nM")),
    ("L3-DRUG-02", "bulk_drug", drugs(lambda table: table.__setitem__("Erlotinib", 400.0))),
    ("L3-DRUG-03", "bulk_drug", obs("donor_id", "ACH-000001")),
    ("L3-DRUG-04", "bulk_drug", drugs(lambda table: table.__setitem__("Erlotinib", np.nan))),
    ("L4-SPLIT-01", "rna", without("obs", "split")),
    ("L4-SPLIT-02", "rna", whole("split", "test")),
    ("L4-SPLIT-03", "rna", obs("split", "public_test")),
    ("L4-SPLIT-04", "rna", whole("donor_id", "unknown")),
    ("L4-SPLIT-05", "rna", whole("split", "unassigned")),
    ("L4-SPLIT-06", "rna", all_of(sealed, obs("clone_id", "A", slice(24, 25)))),
    ("L4-SPLIT-07", "rna", all_of(sealed, no_uns("truth_commitment"))),
    ("L4-SPLIT-08", "rna", uns("truth_commitment", {"alg": "md5", "digest": "0" * 32})),
    ("L4-LICENCE-01", "rna", uns("license", "unknown: no licence file")),
    ("L4-LICENCE-02", "rna", uns("duo_terms", ["DUO:0000042", "general research use"])),
    ("L4-METH-01", "methylation", obs("conversion_rate", 0.9)),
    ("L4-KANON-01", "rna", by_donor("age_band", "90+")),
    ("L4-KANON-02", "rna", uns("k_anonymity", {"access": "everybody"})),
    ("L4-KANON-03", "rna", uns("k_anonymity", {"access": "public", "k": 6})),
)  # fmt: skip


def mutated(good: Callable[[str], ad.AnnData], modality: str, mutate: Mutation) -> ad.AnnData:
    adata = good(modality)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # anndata warns of what we break
        changed = mutate(adata)
    return adata if changed is None else changed


@pytest.mark.parametrize(("code", "modality", "mutate"), CASES, ids=[f"{code}-{kind}" for code, kind, _ in CASES])
def test_a_broken_rule_is_found_and_nothing_else(good, code, modality, mutate):
    # who differs from all others also stands out: L4-KANON-01 follows from many of the faults below it
    verdict = validate(mutated(good, modality, mutate), level=max(RULES[code].level, Level.L3))
    assert [finding.code for finding in verdict.findings] == [code]
    finding = verdict.findings[0]
    assert finding.level is RULES[code].level
    assert 0 < finding.n_affected <= finding.n_total
    assert len(finding.examples) <= 5
    assert finding.message
    assert finding.fix
    assert not verdict.reaches(finding.level)


IN_SLOTS = [case for case in CASES if case[0].startswith("L1-") or case[0] in OF_NUMBERS or "DRUG" in case[0]]


@pytest.mark.parametrize(("code", "modality", "mutate"), IN_SLOTS, ids=[f"{code}-{kind}" for code, kind, _ in IN_SLOTS])
def test_matrices_that_stay_in_their_file_break_the_same_rules(good, tmp_path, monkeypatch, code, modality, mutate):
    path = tmp_path / "broken.h5ad"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mutated(good, modality, mutate).write_h5ad(path)
            loaded = ad.read_h5ad(path)
    except Exception as fault:  # what AnnData does not write, no file holds
        pytest.skip(f"not in a file: {type(fault).__name__}")
    monkeypatch.setattr(_reading, "LARGE", 0)
    on_disk = judged(_reading.read(path))
    assert on_disk == validate(loaded)
    without = judged(_reading.read(path, numbers=False))
    assert [finding for finding in without.findings if finding.code not in OF_NUMBERS] == [
        finding for finding in on_disk.findings if finding.code not in OF_NUMBERS
    ]


def test_every_rule_has_a_case_and_no_case_has_a_rule_of_its_own():
    of_files = set(faults.READING)  # their cases are files: tests/datasets/readers/test_faults.py
    of_tables = set(knowledge.RULES)  # test_knowledge.py
    # the cases of the privacy screen: tests/datasets/privacy/test_rules.py
    assert {code for code, _, _ in CASES} | of_files | of_tables | set(PRIVACY) == set(RULES)
    assert of_files < set(READING)


def test_a_code_begins_with_the_level_that_it_bars():
    assert all(code.startswith(rule.level.name) and code == rule.code for code, rule in RULES.items())
