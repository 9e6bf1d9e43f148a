"""Morita 2020 as COMPASS reads it: variants x cells, ``ref:alt:genotype`` per entry, genotype 3 missing."""

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.convert._clones import genotypes, of_samples, on_all_sites
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING, Genotypes
from clinicell.datasets.schema.scale import Scale
from clinicell.errors import SchemaError

HEAD = ["CHR", "POS", "REF", "ALT", "REGION", "NAME", "FREQ"]
TISSUES = {"Bone marrow": "UBERON:0002371", "Blood": "UBERON:0000178", "unknown": "unknown"}
SEXES = {"female": "PATO:0000383", "male": "PATO:0000384", "unknown": "unknown"}
REGIONS = "reads of a cell in a region of the panel, counted; missing where the sample's panel has no such region"
CALLED_BY_COMPASS = "AML-59-001"
NOTES = {
    "genome_build": "unknown",
    "genome_build_note": "the files do not state the genome build of the positions",
    "allele_note": "N stands for the base before an insertion that the files write as X; '-' is no base",
    "read_note": "in the cells of a sample that lacks a site its reads are not known, though they are 0",
}
Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: its sites, and the reads and genotypes of its cells, each (n_cells, n_sites)."""

    sites: pd.DataFrame
    reference: Counts
    alternate: Counts
    genotype: Genotypes


def convert(folder: Path) -> ad.AnnData:
    """Return 184,786 cells of 35 samples x the 105 variants of all, with reads of both alleles.

    A variant that a sample's table lacks is missing in its cells, and its reads there are 0 because nobody tells them.
    ``obsm["region_reads"]`` holds the reads of each cell in the regions of the panels, NaN where a panel has no such
    region.

    Raises
    ------
    SchemaError
        A table begins with other columns, an entry is not two counts and a genotype of 0 to 3, or a sample's two tables
        differ in their number of cells.
    """
    paths = sorted((folder / "samples").glob("*_variants.csv.gz"))
    names = [path.name.removesuffix("_variants.csv.gz") for path in paths]
    samples = [_read(path) for path in paths]
    sites = [sample.sites.index for sample in samples]
    genotype, every = on_all_sites([sample.genotype for sample in samples], sites)
    reference, _ = on_all_sites([sample.reference for sample in samples], sites, fill=0)
    alternate, _ = on_all_sites([sample.alternate for sample in samples], sites, fill=0)
    var = pd.concat([sample.sites for sample in samples])
    n_cells = [len(sample.genotype) for sample in samples]
    cells = _cells(folder, names, n_cells)
    reads = [_regions(folder / "samples" / f"{name}_regions.csv.gz", n) for name, n in zip(names, n_cells, strict=True)]
    return genotypes(
        "morita2020_aml",
        obs=cells,
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0018874",  # acute myeloid leukemia
            sampled_site_condition="diseased",
            tissue_ontology_term_id="",
            sex_ontology_term_id="",
            age_band="",
        ),
        var=var[~var.index.duplicated()].loc[every],
        layers={"genotype": genotype, "ad_alt": alternate, "dp": reference + alternate},
        obsm={"region_reads": (pd.concat(reads).set_axis(cells.index), Scale(kind="other", formula=REGIONS))},
        uns=NOTES,
    )


def _rows(path: Path) -> list[list[str]]:
    # A table is thousands of columns wide: pandas takes seconds for each.
    with gzip.open(path, "rt", encoding="ascii", newline="") as stream:
        return list(csv.reader(stream))


def _read(path: Path) -> Sample:
    head, *rows = _rows(path)
    width = len(HEAD)
    if head[:width] != HEAD:
        raise SchemaError(f"{path.name}: begins with {head[:width]}; it should be {HEAD}")
    entries = ":".join(":".join(row[width:]) for row in rows).split(":")
    n_cells = len(head) - width
    if len(entries) != 3 * n_cells * len(rows):
        raise SchemaError(f"{path.name}: {len(entries)} numbers for {len(rows)} sites of {n_cells} cells; 3 per entry")
    numbers = np.array(entries, dtype="int32").reshape(len(rows), n_cells, 3)
    code = numbers[..., 2]
    if ((code < 0) | (code > 3)).any():
        raise SchemaError(f"{path.name}: a genotype is none of 0, 1, 2 and 3")
    return Sample(
        _sites(pd.DataFrame([row[:width] for row in rows], columns=HEAD)),
        np.ascontiguousarray(numbers[..., 0].T),
        np.ascontiguousarray(numbers[..., 1].T),
        np.where(code == 3, MISSING, code).T.astype(np.int8),
    )


def _regions(path: Path, n_cells: int) -> pd.DataFrame:
    """Return cells x regions of one sample from lines ``17_TP53,405,195,...``, without a head."""
    reads = {name: np.array(counts, dtype="float32") for name, *counts in _rows(path)}
    apart = [len(counts) for counts in reads.values() if len(counts) != n_cells]
    if apart:
        raise SchemaError(f"{path.name}: {apart[0]} cells, and {n_cells} in the table of variants; both alike")
    return pd.DataFrame(reads)


def _sites(written: pd.DataFrame) -> pd.DataFrame:
    """Return sites x {chrom, pos, ref, alt, gene, ...}; an insertion's base before it, ``X``, becomes ``N``."""
    ref, alt = (written[name].replace({"": "-", ".": "-"}).str.replace("X", "N") for name in ("REF", "ALT"))
    index = pd.Index(written["CHR"] + ":" + written["POS"] + ":" + ref + ":" + alt, dtype="str")
    return pd.DataFrame(
        {
            "chrom": written["CHR"].to_numpy(),
            "pos": written["POS"].astype("int64").to_numpy(),
            "ref": ref.to_numpy(),
            "alt": alt.to_numpy(),
            "region": written["REGION"].to_numpy(),
            "variant_name": written["NAME"].to_numpy(),
        },
        index=index,
    )


def _cells(folder: Path, names: Sequence[str], n_cells: Sequence[int]) -> pd.DataFrame:
    known = read_csv(folder / "metadata.csv", ["sex", "age", "tissue"], index="Sample Name", text=True)
    known = known.reindex(pd.Index(names)).fillna("unknown")
    tissue, sex = known["tissue"].map(TISSUES), known["sex"].map(SEXES)
    if tissue.isna().any() or sex.isna().any():
        raise SchemaError(f"metadata.csv: a tissue is none of {list(TISSUES)}, or a sex none of {list(SEXES)}")
    samples = pd.DataFrame(
        {
            "donor_id": known.index.str.extract(r"^(AML-\d+)", expand=False),
            "tissue_ontology_term_id": tissue,
            "sex_ontology_term_id": sex,
            "age_band": [_band(age) for age in known["age"]],
            "is_xenograft": known.index.str.contains("PDX"),
        },
        index=known.index,
    )
    cells = of_samples(samples, n_cells)
    return cells.assign(**_compass(folder, cells.index))


def _band(age: str) -> str:
    if age == "unknown":
        return age
    start = 5 * (int(age) // 5)
    return "90+" if start >= 90 else f"{start}-{start + 4}"


def _compass(folder: Path, cells: "pd.Index[str]") -> dict[str, NDArray[np.object_]]:
    """Return what COMPASS inferred of the cells of one sample: the node and whether it is a doublet."""
    path = folder / f"compass_output_{CALLED_BY_COMPASS}" / f"{CALLED_BY_COMPASS}_cellAssignments.tsv"
    called = pd.read_csv(path, sep="\t", dtype="str")
    called.index = pd.Index(f"{CALLED_BY_COMPASS}-" + called["cell"], dtype="str")
    strange = called.index.difference(cells)
    if len(strange):
        raise SchemaError(f"{path.name}: {len(strange)} of {len(called)} cells are not in the sample's table")
    whole = called.reindex(cells)
    return {
        "compass_node": ("node" + whole["node"]).fillna("unknown").to_numpy(dtype=object),
        "compass_doublet": whole["doublet"].fillna("unknown").to_numpy(dtype=object),
    }
