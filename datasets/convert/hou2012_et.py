"""Hou 2012: one string of 712 characters per cell (0/1/2, ``?`` missing), and the sites in the same order."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING, recoded
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError


def convert(folder: Path) -> ad.AnnData:
    """Return 58 cells x 712 sites; the clone of every cell is unknown.

    Raises
    ------
    SchemaError
        The two tables do not name the same cells, or differ in what is missing: then their sites are in another order.
        The name of a site states no position and alleles, or the normal tissue does not carry its first allele alone.
    """
    strings = read_csv(folder / "hou712_single_cell.csv", ["cell", "sequence"], index="cell", text=True)["sequence"]
    letters = read_csv(folder / "hou712_mutations.csv", ["Coordinates"], index="Coordinates", text=True)
    same(strings.index, letters.columns.drop(["LN-T1", "LC-T1"]).astype("str"), "cells of hou712")
    raw = np.array([list(text) for text in strings])
    genotype = recoded(raw, {"0": 0, "1": 1, "2": 2, "?": MISSING}, "hou712_single_cell.csv")
    apart = (genotype == MISSING) != (letters[strings.index].to_numpy().T == "-")
    if apart.any():
        raise SchemaError(
            f"hou712: {int(apart.sum()):,} entries are missing in one of two tables only; sites must agree"
        )
    card = find_card("hou2012_et")
    return standard(
        dataset_id=card.id,
        modality="genotype",
        title=card.title,
        license=card.licence,
        obs=_cells(strings.index),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0005029",  # essential thrombocythemia
            sampled_site_condition="diseased",
        ),
        scales={"layers/genotype": Scale(kind="genotype")},
        var=_sites(letters["LN-T1"]),
        layers={"genotype": genotype},
        uns={
            "genome_build": "unknown",
            "genome_build_note": "the files do not state the genome build of the positions",
            "allele_note": "ref is the allele that the normal tissue of the patient (LN-T1) carries twice",
        },
    )


def _cells(names: "pd.Index[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "donor_id": "ET",
            "sample_id": "ET_LC",
            "clone_id": "unknown",
            "malignant": pd.array([pd.NA] * len(names), dtype="boolean"),
            "malignant_evidence": "unknown",
        },
        index=names,
    )


def _sites(normal: "pd.Series[str]") -> pd.DataFrame:
    """Return sites x {chrom, pos, ref, alt} of names such as ``1,109658366,1,G/T`` and the normal tissue's letter."""
    names = normal.index.astype("str")
    sites = names.str.extract(r"^(?P<chrom>[^,]+),(?P<pos>[1-9]\d*),[^,]*,(?P<ref>[ACGT])/(?P<alt>[ACGT])$")
    is_other = sites.isna().any(axis=1).to_numpy() | (sites["ref"].to_numpy() != normal.to_numpy())
    if is_other.any():
        raise SchemaError(
            f"hou712_mutations.csv: {int(is_other.sum())} of {len(sites)} sites do not read 'chromosome,position,"
            f"number,ref/alt' with the letter of LN-T1 as ref, e.g. {names[is_other][0]!r}"
        )
    variant = sites["chrom"] + ":" + sites["pos"] + ":" + sites["ref"] + ":" + sites["alt"]
    return sites.assign(pos=sites["pos"].astype("int64")).set_axis(pd.Index(variant, dtype="str", name=None), axis=0)
