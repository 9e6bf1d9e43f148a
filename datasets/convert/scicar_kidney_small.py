"""sci-CAR of mouse kidney as Open Problems ships a sample: RNA in X, ATAC in obsm, its peaks in uns."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._paired import peaks
from clinicell.datasets.ontology.genes import without_version
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard_multiome import multiome, part
from clinicell.errors import SchemaError

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

CELL_TYPES = {
    "Proximal tubule S1/S2 cells": "CL:0002306",
    "Proximal tubule S3 cells (type 1)": "CL:0002306",
    "Proximal tubule S3 cells (type 2)": "CL:0002306",
    "Loop of Henle cells": "CL:1000909",
    "Collecting duct principal cells": "CL:1001431",
    "Collecting duct intercalated cells": "CL:1001432",
    "Medullary collecting duct cells": "CL:1000546",
    "Distal convoluted tubule cells": "CL:1000849",
    "Endothelial cells": "CL:0000115",
    "Renal pericytes": "CL:0000669",
    "Podocyte": "CL:0000653",
    "Paranephric body adipocyte": "CL:0000136",
    "Stem cells (Kit+)": "CL:0000034",
    "Active proliferating cells (Ki-67+)": "unknown",  # a state, no type
    "nan": "unknown",
}
BUILD = "GRCm38"
COUNTS = Scale(kind="counts")
OPENNESS = Scale(
    kind="other", formula="ATAC as Open Problems distributes it; some values are halves, so no plain counts"
)


def convert(folder: Path) -> "MuData":
    """Return 554 cells of mouse kidney x 1,482 genes and 1,496 peaks; three peaks on contigs stand beside.

    Some values of ATAC are halves: it is declared as what it is, not as counts.

    Raises
    ------
    SchemaError
        The parts name other cells, a peak is not where its name says, or a cell type is not known.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ad.OldFormatWarning)  # an older AnnData wrote it
        raw = ad.read_h5ad(folder / "sample.h5ad")
    named = raw.obs["cell_name"].astype("str").map(lambda name: " ".join(name.split()))
    foreign = sorted(set(named) - set(CELL_TYPES))
    if list(raw.uns["mode2_obs"]) != raw.obs_names.tolist() or foreign:
        raise SchemaError(f"sample.h5ad: its parts name other cells, or {len(foreign)} cell types are not known")
    ids = pd.Index([without_version(name) for name in raw.var_names], dtype="str")
    card = find_card("scicar_kidney_small")
    return multiome(
        dataset_id=card.id,
        title=card.title,
        license=card.licence,
        obs=_cells(raw.obs, named),
        clinical=unknown_but(
            time_point="na",
            batch_id="",
            tissue_ontology_term_id="UBERON:0002113",  # kidney
            cell_type_ontology_term_id="",
            cell_type_label_source="",
            assay_ontology_term_id="EFO:0030001",  # sci-CAR
            suspension_type="unknown",
            self_reported_ethnicity_ontology_term_id="na",
            age_band="na",
        ),
        rna=part(
            sparse.csr_matrix(raw.X, dtype=np.float32),
            pd.DataFrame({"feature_name": raw.var["gene_short_name"].astype("str").to_numpy()}, index=ids),
            {"X": COUNTS},
        ),
        atac=peaks(sparse.csr_matrix(raw.obsm["mode2"], dtype=np.float32), _places(raw), OPENNESS, BUILD),
        uns={"organism_ontology_term_id": "NCBITaxon:10090", "genome_build": BUILD, "is_gene_subset": True},
    )


def _places(raw: ad.AnnData) -> list[str]:
    """Return the names of the peaks, which must agree with the places beside them."""
    names = [str(name) for name in raw.uns["mode2_var"]]
    parts = (raw.uns[f"mode2_var_{part}"] for part in ("chr", "start", "end"))
    if names != [f"{chrom}-{start}-{end}" for chrom, start, end in zip(*parts, strict=True)]:
        raise SchemaError("sample.h5ad: the names of its peaks are not their places")
    return names


def _cells(obs: pd.DataFrame, named: "pd.Series[str]") -> pd.DataFrame:
    replicate = obs["replicate"].astype("str").str.lower().str.replace(" ", "", regex=False)
    cell_type = named.map(CELL_TYPES)
    return pd.DataFrame(
        {
            "donor_id": "unknown",
            "sample_id": replicate,
            "batch_id": replicate,
            "cell_type_ontology_term_id": cell_type,
            "cell_type_label_source": np.where(cell_type == "unknown", "unknown", "expert"),
            "annotation": named.replace("nan", "unknown"),
        },
        index=obs.index.astype("str"),
    )
