"""Zhao 2021: a 10x-style folder of slices of five glioblastomas under panobinostat or vehicle, 300 genes."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import same, unknown_but
from clinicell.datasets.convert._matrix_market import read_folder
from clinicell.datasets.convert._people import SEXES, age_band
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

TREATMENTS = {"ctrl": "vehicle", "panobinostat": "panobinostat"}
DESCRIPTIONS = {
    "vehicle": "DMSO, of the slice ex vivo",
    "panobinostat": "0.2 uM panobinostat, of the slice ex vivo",
}
TISSUES = {  # lobes; the left parieto-occipital tumour lies in two
    "right parietal": "UBERON:0001872",
    "left frontal": "UBERON:0016525",
    "right temporal": "UBERON:0001871",
    "left parieto-occipital": "UBERON:0000955",  # brain
}
DIAGNOSIS = "Glioblastoma, WHO Grade IV"


def convert(folder: Path) -> ad.AnnData:
    """Return 5,000 cells x 300 genes, UMI counts; versions are cut off the Ensembl ids.

    Raises
    ------
    SchemaError
        The tables do not name the same cells, a code is not known, or two ids are one gene without its version.
    """
    counts, features, barcodes = read_folder(folder)
    cells = pd.read_csv(folder / "metadata.tsv.gz", sep="\t", dtype="str").set_index("barcode")
    same(barcodes, cells.index, "cells of barcodes.tsv.gz and metadata.tsv.gz")
    plain = features[0].str.partition(".")[0]
    if plain.duplicated().any():
        raise SchemaError(
            f"features.tsv.gz: {int(plain.duplicated().sum())} of {len(plain)} genes are there twice without version"
        )
    card = find_card("gbm_panobinostat")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(cells.loc[barcodes.tolist()]),
        clinical=unknown_but(
            library_id="",
            time_point="surgery",
            tissue_ontology_term_id="",
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0018177",  # glioblastoma
            sex_ontology_term_id="",
            age_band="",
        ),
        scales={"X": Scale(kind="counts")},
        var=pd.DataFrame({"feature_name": features[1].tolist()}, index=pd.Index(plain.tolist(), dtype="str")),
        X=sparse.csr_matrix(counts, dtype=np.float32),
        uns={"is_gene_subset": True, "treatments": DESCRIPTIONS},
    )


def _cells(cells: pd.DataFrame) -> pd.DataFrame:
    known = {"condition": TREATMENTS, "location": TISSUES, "gender": SEXES, "diagnosis": {DIAGNOSIS: ""}}
    for name, codes in known.items():
        strange = ~cells[name].isin(codes)
        if strange.any():
            raise SchemaError(
                f"metadata.tsv.gz: {int(strange.sum())} cells have a {name} that is none of {', '.join(codes)}"
            )
    return pd.DataFrame(
        {
            "donor_id": cells["patient_id"],
            "sample_id": cells["sample_id"],
            "library_id": cells["sample_id"],
            "tissue_ontology_term_id": cells["location"].map(TISSUES),
            "sex_ontology_term_id": cells["gender"].map(SEXES),
            "age_band": cells["age"].map(lambda years: age_band(float(years))),
            "treatment_id": cells["condition"].map(TREATMENTS),
        }
    ).rename_axis(index=None)
