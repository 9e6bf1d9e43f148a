"""Each rule has a data set that breaks it and nothing else; the good one it came from keeps all (test_good.py)."""

import warnings
from collections.abc import Callable

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.privacy.rules import RULES as PRIVACY
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.validate import READING, RULES, validate

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


def named(table: pd.DataFrame) -> pd.Series:
    return table["donor_id"].astype("str").replace("D1", "the first one")


RNA_REST = ("layers/tpm", "layers/log2_tpm", "layers/lognorm", "layers/z", "obsm/X_pca")
CASES: tuple[tuple[str, str, Mutation], ...] = (
    ("L0-CHECK-01", "embedding", unspeakable),
    ("L1-UNS-01", "rna", no_uns("license")),
    ("L1-UNS-02", "rna", uns("schema_version", "0.3")),
    ("L1-UNS-03", "rna", uns("modality", "proteome")),
    ("L1-UNS-04", "rna", uns("dataset_id", "a b/c")),
    ("L1-UNS-05", "rna", uns("is_simulated", "no")),
    ("L1-OBS-01", "rna", without("obs", "suspension_type")),
    ("L1-OBS-02", "rna", column_twice("obs")),
    ("L1-OBS-03", "embedding", lambda adata: adata[:0].copy()),
    ("L1-OBS-04", "rna", obs("batch_id", 7)),
    ("L1-OBS-05", "rna", obs("batch_id", np.nan)),
    ("L1-OBS-06", "rna", whole("is_doublet", "no")),
    ("L1-OBS-07", "rna", whole("mrd_lod", "1e-4")),
    ("L1-ID-01", "rna", obs_names("cell1")),
    ("L1-ID-02", "rna", obs_names(" ")),
    ("L1-ID-03", "rna", feature_id("ENSG00000000001")),
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
    ("L1-SCALE-11", "bulk_drug", lambda adata: setattr(adata, "X", np.abs(adata.X))),
    ("L1-RNA-01", "rna", no_x(*RNA_REST)),
    ("L1-RNA-02", "rna", all_of(scale("X", "scale", "embedding"), scale("X", "fitted_on", "all"))),
    ("L1-RNA-03", "rna", twin_cells),
    ("L1-GENO-01", "genotype", all_of(drop_layers(), only())),
    ("L1-GENO-02", "genotype", as_floats),
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
    ("L2-DISEASE-02", "rna", whole("disease_ontology_term_id", "MONDO:0018874 || MONDO:0000001")),
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
    ("L2-LINE-01", "bulk_drug", obs("donor_id", "NIHOVCAR3")),
    ("L2-VARIANT-01", "genotype", var("chrom", "chr23")),
    ("L2-VARIANT-02", "genotype", var("pos", 0)),
    ("L2-VARIANT-03", "genotype", var("ref", "adenine")),
    ("L2-VARIANT-04", "genotype", without("var", "ref")),
    ("L2-VARIANT-05", "genotype", uns("genome_build", "hg19")),
    ("L2-VARIANT-06", "genotype", var("pos", 2)),
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
)  # fmt: skip


def mutated(good: Callable[[str], ad.AnnData], modality: str, mutate: Mutation) -> ad.AnnData:
    adata = good(modality)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # anndata warns of what we break
        changed = mutate(adata)
    return adata if changed is None else changed


@pytest.mark.parametrize(("code", "modality", "mutate"), CASES, ids=[f"{code}-{kind}" for code, kind, _ in CASES])
def test_a_broken_rule_is_found_and_nothing_else(good, code, modality, mutate):
    verdict = validate(mutated(good, modality, mutate))
    assert [finding.code for finding in verdict.findings] == [code]
    finding = verdict.findings[0]
    assert finding.level is RULES[code].level
    assert 0 < finding.n_affected <= finding.n_total
    assert len(finding.examples) <= 5
    assert finding.message
    assert finding.fix
    assert not verdict.is_valid


def test_every_rule_has_a_case_and_no_case_has_a_rule_of_its_own():
    of_files = {"L0-READ-01", "L0-READ-02"}  # their cases are files: test_validate.py
    # the cases of the privacy screen: tests/datasets/privacy/test_rules.py
    assert {code for code, _, _ in CASES} | of_files | set(PRIVACY) == set(RULES)
    assert of_files < set(READING)


def test_a_code_begins_with_the_level_that_it_bars():
    assert all(code.startswith(rule.level.name) and code == rule.code for code, rule in RULES.items())
