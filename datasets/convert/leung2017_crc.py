"""Leung 2017, patient CRC2: 0 absent, 1 present, -1 missing; the last column is the copy-number clone."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING, recoded
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

GATES = {  # prefix of a cell's name: sample, ploidy gate it was sorted in
    "PA": ("primary", "aneuploid"),
    "PD": ("primary", "diploid"),
    "PDD": ("primary", "diploid"),
    "MA": ("metastasis", "aneuploid"),
    "MD": ("metastasis", "diploid"),
}
TISSUES = {"primary": "UBERON:0000059", "metastasis": "UBERON:0002107"}  # large intestine, liver
DIPLOID_CLONE = 0


def convert(folder: Path) -> ad.AnnData:
    """Return 186 cells x 36 mutations with the copy-number clone of each cell.

    One cell, PDD-29 of the diploid clone, has not a single call: its genotypes are all missing.

    Raises
    ------
    SchemaError
        A cell of an aneuploid copy-number clone was sorted as diploid: then copy number does not tell who is malignant.
    """
    table = read_csv(folder / "crc2" / "character_matrix.csv", ["cluster_id"], text=True)
    table = table.set_index(table.columns[0]).rename_axis("cell")
    clone = table.pop("cluster_id").astype("int64")
    genotype = recoded(table.to_numpy(dtype="str"), {"0": 0, "1": 1, "-1": MISSING}, "character_matrix.csv")
    card = find_card("leung2017_crc")
    return standard(
        dataset_id=card.id,
        modality="genotype",
        title=card.title,
        license=card.licence,
        obs=_cells(clone),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0005575",  # colorectal cancer
            tissue_ontology_term_id="",
            sampled_site_condition="",
        ),
        scales={"layers/genotype": Scale(kind="genotype")},
        var=_sites(table.columns),
        layers={"genotype": genotype},
        uns={
            "malignant_rule": "copy-number clone 0 is diploid and normal; clones 1 to 3 are aneuploid and malignant",
            "genome_build_note": "the files do not state the genome build of the loci",
        },
    )


def _cells(clone: "pd.Series[int]") -> pd.DataFrame:
    prefix = clone.index.to_series().str.split("-").str[0]
    site, gate = (prefix.map({name: pair[part] for name, pair in GATES.items()}) for part in (0, 1))
    is_malignant = clone != DIPLOID_CLONE
    against = is_malignant & (gate != "aneuploid")
    if gate.isna().any() or against.any():
        raise SchemaError(
            f"character_matrix.csv: {int(against.sum())} cells of aneuploid clones are not of an aneuploid gate, "
            f"{int(gate.isna().sum())} cells are of no known gate; gates are {', '.join(GATES)}"
        )
    return pd.DataFrame(
        {
            "donor_id": "CRC2",
            "sample_id": "CRC2_" + site,
            "tissue_ontology_term_id": site.map(TISSUES),
            "sampled_site_condition": np.where(site == "metastasis", "metastatic", "diseased"),
            "clone_id": "cn" + clone.astype("str"),
            "malignant": is_malignant.astype("boolean"),
            "malignant_evidence": "CNV",
            "ploidy_gate": gate,
        },
        index=clone.index,
    )


def _sites(names: "pd.Index[str]") -> pd.DataFrame:
    """Return sites x {gene, locus} of names such as ``TP53-chr17-7577548``; neither build nor alleles are stated."""
    parts = names.str.extract(r"^(?P<gene>.+)-(?P<chrom>chr[0-9XY]+)-(?P<pos>\d+)$").set_index(names)
    return pd.DataFrame({"gene": parts["gene"], "locus": parts["chrom"] + ":" + parts["pos"]})
