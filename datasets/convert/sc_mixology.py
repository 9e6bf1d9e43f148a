"""Five lung-cancer lines as single cells (sc_mixology): all cells, doublets among them."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._sc_mixology import ASSAYS, read_set, reported_by_all
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

LINES = {  # Cellosaurus
    "A549": "CVCL_0023",
    "H1975": "CVCL_1511",
    "H2228": "CVCL_1543",
    "H838": "CVCL_1594",
    "HCC827": "CVCL_2063",
}
CALLS = {"SNG": False, "DBL": True}  # demuxlet: singlet, doublet


def convert(folder: Path) -> ad.AnnData:
    """Return 1,408 cells x the 11,533 genes present in all five sets, UMI counts.

    Raises
    ------
    SchemaError
        A set's two tables do not name the same cells, a line or call is unknown, or a gene is no Ensembl gene.
    """
    sets = {name: read_set(folder, name) for name in ASSAYS}
    counts, genes = reported_by_all({name: table for name, (table, _) in sets.items()})
    card = find_card("sc_mixology")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=pd.concat([_cells(name, metadata) for name, (_, metadata) in sets.items()]),
        clinical=unknown_but(
            library_id="",
            batch_id="",
            time_point="na",
            tissue_type="cell line",
            tissue_ontology_term_id="",
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0005061",  # lung adenocarcinoma
            cell_type_label_source="genotype",
            assay_ontology_term_id="",
        ),
        scales={"X": Scale(kind="counts")},
        var=pd.DataFrame({"feature_name": genes}, index=genes),  # no symbols in the files
        X=counts,
        uns={
            "genes_kept": "the intersection of the five sets; a gene that a set did not report is not zero in it",
            "is_gene_subset": True,
            "left_out": "cellmix5: 21 mixtures of nine cells each, no single cells",
        },
    )


def _cells(name: str, metadata: pd.DataFrame) -> pd.DataFrame:
    line, call = metadata["cell_line_demuxlet"], metadata["demuxlet_cls"]
    strange = ~line.isin(LINES) | ~call.isin(CALLS)
    if strange.any():
        raise SchemaError(
            f"{name}: {int(strange.sum())} cells are of an unknown line or call; known are "
            f"{', '.join([*LINES, *CALLS])}"
        )
    cells = pd.DataFrame(
        {
            "donor_id": line.map(LINES),
            "sample_id": name + "-" + line,
            "library_id": name,
            "batch_id": name,
            "tissue_ontology_term_id": line.map(LINES),
            "assay_ontology_term_id": ASSAYS[name],
            "is_doublet": call.map(CALLS).astype("bool"),
            "line_name": line,
        }
    )
    cells.index = pd.Index(name + "-" + cells.index, dtype="str")
    return cells
