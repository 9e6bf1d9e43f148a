"""sci-CAR of A549 as scAI ships it: log-normalized RNA and ATAC, peaks ``chrom-start-end`` (hg19), hours treated."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._paired import beside, matrix, peaks
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard_multiome import multiome, part
from clinicell.errors import SchemaError

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

BUILD = "GRCh37"
HOURS = ("0", "1", "3")
LOG = Scale(kind="other", formula="log-normalized as scAI distributes it; the steps are not stated")


def convert(folder: Path) -> "MuData":
    """Return 2,641 cells of A549 x genes and peaks; ``obs["hours_of_treatment"]`` is the label.

    Genes whose symbol is not one Ensembl gene, and peaks on contigs or behind the end of a chromosome, stand
    beside the parts, see `beside`.

    Raises
    ------
    SchemaError
        The matrices and the lists of names differ in size, or the hours are not known.
    """
    genes, loci, cells = (_names(folder / f"{name}.tsv.gz") for name in ("rna_features", "atac_features", "barcodes"))
    hours = read_csv(folder / "labels.csv", ["Time"], index="cell", text=True)["Time"]
    if hours.index.tolist() != cells or not hours.isin(HOURS).all():
        raise SchemaError("labels.csv does not name the cells of barcodes.tsv.gz in order, or hours are not 0, 1 or 3")
    found = by_symbol(genes, "human")
    x = matrix(folder / "rna_matrix.mtx.gz", len(cells), len(genes))
    rna = part(sparse.csr_matrix(x[:, found.kept]), found.var, {"X": LOG})
    card = find_card("scicar_a549")
    return multiome(
        dataset_id=card.id,
        title=card.title,
        license=card.licence,
        obs=_cells(hours),
        clinical=unknown_but(
            time_point="na",
            tissue_type="cell line",
            tissue_ontology_term_id="CVCL_0023",
            disease_ontology_term_id="MONDO:0005061",  # lung adenocarcinoma
            assay_ontology_term_id="EFO:0030001",  # sci-CAR
            suspension_type="unknown",
        ),
        rna=beside(rna, "expression_left_out", x[:, found.left_out], [genes[at] for at in found.left_out], LOG),
        atac=peaks(matrix(folder / "atac_matrix.mtx.gz", len(cells), len(loci)), loci, LOG, BUILD),
        uns={
            "is_gene_subset": True,
            "gene_ids_from": found.uns["genes_named_by"],
            "genome_build": BUILD,
            "treatments": {
                "dexamethasone": "dexamethasone in the culture for hours_of_treatment; the dose is not stated",
                "none": "no dexamethasone, 0 hours",
            },
        },
    )


def _names(path: Path) -> list[str]:
    names: list[str] = pd.read_csv(path, header=None, dtype="str", keep_default_na=False)[0].tolist()
    return names


def _cells(hours: "pd.Series[str]") -> pd.DataFrame:
    """Return the cells under new names: the barcodes' plate may say the hour."""
    cells = pd.DataFrame(
        {
            "donor_id": "CVCL_0023",
            "sample_id": ("A549-" + hours + "h").array,
            "hours_of_treatment": hours.astype("int32").array,
            "treatment_id": hours.map({"0": "none", "1": "dexamethasone", "3": "dexamethasone"}).array,
        }
    )
    return cells.set_axis(pd.Index([f"cell{number:04d}" for number in range(1, len(cells) + 1)], dtype="str"), axis=0)
