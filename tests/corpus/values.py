"""Standard files (.h5ad, .h5mu) of every modality whose layout is sound and whose contents are not."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from mudata import MuData
from scipy import sparse

from clinicell.datasets.schema.scale import Scale

from ..datasets.schema.conftest import BUILDERS, built, multiome
from ..datasets.schema.test_rules import CASES, declare, mutated, obs, stored, uns, whole, without
from .case import Case

IN_MEMORY_ALONE = {  # what no file holds: the writer refuses it, or mends it
    "L0-CHECK-01",
    "L2-SPILL-01",
    "L1-MATRIX-02",
    "L1-MATRIX-03",
    "L1-OBS-02",
    "L1-VAR-02",
    "L1-OBS-04",
    "L1-OBS-05",
}


def good(modality: str):
    """Return a fresh data set of a modality."""
    return multiome() if modality == "multiome" else built(modality).copy()


def written(modality: str, mutate: Callable, **options: object) -> Callable[[Path], Path]:
    """Return what writes a changed data set of a modality as a file."""

    def write(folder: Path) -> Path:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            adata = mutated(good, modality, mutate)
            _make_writable(adata)
            suffix = ".h5ad" if isinstance(adata, ad.AnnData) else ".h5mu"
            path = folder / f"cohort{suffix}"
            adata.write_h5ad(path, **options) if suffix == ".h5ad" else adata.write(path)
        return path

    return write


def _make_writable(data: ad.AnnData | MuData) -> None:
    """Give columns of mixed values a type that a file holds."""
    for adata in [data] if isinstance(data, ad.AnnData) else data.mod.values():
        for table in (adata.obs, adata.var):
            for name in list(table.columns):
                if table[name].dtype == "object":
                    table[name] = table[name].infer_objects()
                if str(table[name].dtype).startswith("Float"):
                    table[name] = table[name].astype("float64")


def _x(change: Callable[[np.ndarray], np.ndarray]) -> Callable:
    return lambda adata: setattr(adata, "X", sparse.csr_matrix(change(adata.X.toarray()).astype("float32")))


def _normalised(counts: np.ndarray) -> np.ndarray:
    return counts / counts.sum(axis=1, keepdims=True) * 1e4


def _mouse(adata: ad.AnnData) -> None:
    adata.uns["organism_ontology_term_id"] = "NCBITaxon:10090"


def _decimal_comma(adata: ad.AnnData) -> None:
    adata.obs["mrd_level"] = [str(value).replace(".", ",") for value in adata.obs["mrd_level"]]


def _turned(adata: ad.AnnData) -> ad.AnnData:
    return ad.AnnData(sparse.csr_matrix(adata.X.T), obs=adata.var.copy(), var=adata.obs.copy(), uns=adata.uns.copy())


def _rows_named_late(adata: ad.AnnData) -> None:
    adata.obs = adata.obs.reset_index(names="barcode").set_index(pd.Index([""] * adata.n_obs))


OWN: tuple[tuple[str, str, str, Callable], ...] = (
    ("logarithms called counts", "log1p", "rna", _x(np.log1p)),
    ("logarithms called counts", "log2(x + 1)", "rna", _x(lambda x: np.log2(x + 1))),
    ("logarithms called counts", "log1p of 10,000 per cell", "rna", _x(lambda x: np.log1p(_normalised(x)))),
    ("z-scores called counts", "z", "rna", _x(lambda x: (x - x.mean(0)) / x.std(0))),
    ("z-scores called counts", "clipped at 10", "rna", _x(lambda x: np.clip((x - x.mean(0)) / x.std(0), -10, 10))),
    ("fractional counts", "a half", "rna", _x(lambda x: x / 2)),
    ("fractional counts", "10,000 per cell", "rna", _x(_normalised)),
    ("fractional counts", "ambient reads taken off", "rna", _x(lambda x: np.maximum(x - 0.3, 0))),
    ("NaN and infinite numbers", "NaN in X", "rna", stored(3, np.nan)),
    ("NaN and infinite numbers", "infinite in X", "rna", stored(3, np.inf)),
    ("NaN and infinite numbers", "minus infinite in X", "rna", stored(3, -np.inf)),
    (
        "NaN and infinite numbers",
        "all of a cell",
        "rna",
        _x(lambda x: np.where(np.arange(len(x))[:, None] == 1, np.nan, x)),
    ),
    ("negative counts", "one", "rna", stored(2, -3.0)),
    ("negative counts", "all", "rna", _x(lambda x: -x)),
    ("a code for missing as a value", "-9 in X", "rna", _x(lambda x: np.where(x == 0, -9, x))),
    ("a code for missing as a value", "-1 in MRD", "rna", whole("mrd_level", -1.0)),
    ("a code for missing as a value", "999 days", "rna", whole("outcome_time_days", -999)),
    (
        "a code for missing as a value",
        "3 in genotypes",
        "genotype",
        lambda a: a.layers["genotype"].__setitem__((2, 2), 3),
    ),
    ("percent instead of a share", "MRD", "rna", whole("mrd_level", 2.5)),
    ("percent instead of a share", "limit of detection", "rna", whole("mrd_lod", 1.5)),
    ("percent instead of a share", "conversion rate", "methylation", obs("conversion_rate", 99.1)),
    ("dates as time points", "ISO", "rna", whole("time_point", "2021-03-05")),
    ("dates as time points", "German", "rna", whole("time_point", "05.03.2021")),
    ("dates as time points", "a day in the batch", "rna", whole("batch_id", "run_2021-03-05")),
    ("dated ids", "of donors", "rna", whole("donor_id", lambda table: table["donor_id"].astype(str) + "_12031957")),
    (
        "dated ids",
        "of samples",
        "rna",
        whole("sample_id", lambda table: table["sample_id"].astype(str) + "_2021-03-05"),
    ),
    (
        "names of persons",
        "in donor_id",
        "rna",
        whole(
            "donor_id",
            lambda table: (
                table["donor_id"]
                .astype(str)
                .replace(
                    {
                        f"D{i}": name
                        for i, name in enumerate(
                            ["John Smith", "Mary Jones", "Anna Miller", "Peter Brown", "Eva Green"]
                        )
                    }
                )
            ),
        ),
    ),
    ("wrong organism", "mouse said, human genes", "rna", _mouse),
    ("wrong organism", "a word", "rna", uns("organism_ontology_term_id", "Homo sapiens")),
    ("wrong genome build", "a nickname", "genotype", uns("genome_build", "hg38")),
    (
        "wrong genome build",
        "beyond the chromosome",
        "copy_number",
        lambda a: a.var.__setitem__("end", a.var["end"] * 1000),
    ),
    ("one donor in two splits", "first cell", "rna", obs("split", "public_test")),
    (
        "one donor in two splits",
        "by sample",
        "rna",
        whole("split", lambda table: np.where(table["sample_id"].str.endswith("s0"), "train", "public_test")),
    ),
    ("a sample of two donors", "one cell", "rna", obs("donor_id", "D4")),
    (
        "a response without its criterion",
        "no column",
        "rna",
        without("obs", "response_criterion"),
    ),
    ("a response without its criterion", "a free word", "rna", whole("response_criterion", "clinical impression")),
    ("a transposed matrix", "whole", "rna", _turned),
    ("a decimal comma", "MRD as text", "rna", _decimal_comma),
    ("wrong units", "IC50 in nM", "bulk_drug", lambda a: a.obsm.__setitem__("ln_ic50_um", a.obsm["ln_ic50_um"] * 1000)),
    (
        "wrong units",
        "a dose without its unit",
        "rna",
        uns("treatments", {"T1": {"agents": {"Nivolumab": {"dose": 3.0}}}}),
    ),
    ("wrong units", "fractions of a day", "rna", whole("days_from_baseline", 0.25)),
    ("Excel has changed names", "Sep-02", "rna", lambda a: setattr(a, "var_names", ["2-Sep", *a.var_names[1:]])),
    (
        "Excel has changed names",
        "March as a symbol",
        "rna",
        lambda a: a.var.__setitem__("feature_name", ["1-Mar", *a.var["feature_name"].astype(str)[1:]]),
    ),
    ("duplicate ids", "cells", "rna", lambda a: setattr(a, "obs_names", ["cell1", *a.obs_names[1:]])),
    ("duplicate ids", "genes", "rna", lambda a: setattr(a, "var_names", [a.var_names[1], *a.var_names[1:]])),
    ("duplicate ids", "no names at all", "rna", _rows_named_late),
    ("a wrong type", "flags as words", "rna", whole("malignant", "yes")),
    ("a wrong type", "days as words", "rna", whole("outcome_time_days", "ninety")),
    ("a wrong type", "levels as words", "rna", whole("mrd_level", "low")),
    ("header only", "no cell", "rna", lambda a: a[:0].copy()),
    ("header only", "no gene", "genotype", lambda a: a[:, :0].copy()),
    (
        "a scale that is not what it says",
        "z-scores called tpm",
        "rna",
        lambda a: a.layers.__setitem__("tpm", a.layers["z"]),
    ),
    (
        "a scale that is not what it says",
        "counts called lognorm",
        "rna",
        lambda a: a.layers.__setitem__("lognorm", sparse.csr_matrix(a.X * 100)),
    ),
    ("a scale that is not what it says", "counts called z", "rna", lambda a: a.layers.__setitem__("z", a.X.toarray())),
    (
        "a scale that is not what it says",
        "an empty layer",
        "rna",
        lambda a: a.layers.__setitem__("tpm", a.layers["tpm"] * 0),
    ),
    ("a scale that nobody declares", "a new layer", "rna", lambda a: a.layers.__setitem__("spliced", a.X.copy())),
    ("a scale that nobody declares", "declared, not there", "rna", declare("layers/no", Scale(kind="counts"))),
)


def corrupt() -> Iterator[Case]:
    """Yield a file per rule of the standard that a file can break, then files by defect."""
    for number, (code, modality, mutate) in enumerate(CASES):
        if code not in IN_MEMORY_ALONE:
            yield Case(
                format="h5mu" if modality == "multiome" else "h5ad",
                defect=code.rpartition("-")[0],
                base=modality,
                name=f"{code} {modality} {number}",
                write=written(modality, mutate),
                judge="file",
            )
    for defect, what, modality, mutate in OWN:
        yield Case(
            format="h5ad",
            defect=defect,
            base=modality,
            name=f"h5ad: {defect}: {what}",
            write=written(modality, mutate),
            judge="file",
        )


def sound() -> Iterator[Case]:
    """Yield the sound file of each modality."""
    for modality in BUILDERS:
        yield Case(
            format="h5mu" if modality == "multiome" else "h5ad",
            defect="",
            base=modality,
            name=modality,
            write=written(modality, lambda _: None),
            judge="file",
        )
