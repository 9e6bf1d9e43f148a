"""scM&T-seq as scAI ships it: log expression, and loci of DNA where 1 is a call and 0 either none or no reads."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._paired import matrix
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

LOG = Scale(kind="other", formula="log expression as scAI distributes it; base and offset are not stated")
CALLS = Scale(kind="other", formula="1: a call; 0: no call or no reads, which the file does not tell apart")
CULTURES = ("Serum", "2i")


def convert(folder: Path) -> ad.AnnData:
    """Return 77 mouse embryonic stem cells x the genes whose symbol is one Ensembl gene; ``obs["culture"]`` labels.

    ``obsm["expression_left_out"]`` holds the other genes, in the order of ``uns["genes_left_out"]``, and
    ``obsm["dna_calls"]`` the 15,000 loci, in the order of ``uns["dna_loci"]``. It is no methylation in the sense of the
    standard: a locus without reads cannot be told from one without a call.

    Raises
    ------
    SchemaError
        The matrices and the lists of names differ in size, or a culture is not known.
    """
    names = {name: _names(folder / f"{name}.tsv.gz") for name in ("barcodes", "rna_features", "dna_features")}
    rna, dna = (
        matrix(folder / f"{name}_matrix.mtx.gz", len(names["barcodes"]), len(names[f"{name}_features"]))
        for name in ("rna", "dna")
    )
    culture = read_csv(folder / "labels.csv", ["labels"], index="cell", text=True)["labels"]
    if culture.index.tolist() != names["barcodes"] or not culture.isin(CULTURES).all():
        raise SchemaError("labels.csv does not name the cells of barcodes.tsv.gz in order, or a culture is not known")
    genes = by_symbol(names["rna_features"], "mouse")
    card = find_card("scmt_mesc")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(culture),
        clinical=unknown_but(
            time_point="na",
            tissue_type="cell line",
            cell_type_ontology_term_id="CL:0002322",  # embryonic stem cell
            assay_ontology_term_id="EFO:0010006",  # scM&T-seq
            self_reported_ethnicity_ontology_term_id="na",
            age_band="na",
        ),
        scales={"X": LOG, "obsm/expression_left_out": LOG, "obsm/dna_calls": CALLS},
        var=genes.var,
        X=sparse.csr_matrix(rna[:, genes.kept]),
        obsm={
            "expression_left_out": rna[:, genes.left_out].toarray(),
            "dna_calls": dna.toarray().astype(np.int8),
        },
        uns={
            "organism_ontology_term_id": "NCBITaxon:10090",
            **genes.uns,
            "dna_loci": names["dna_features"],
        },
    )


def _names(path: Path) -> list[str]:
    names: list[str] = pd.read_csv(path, header=None, dtype="str", keep_default_na=False)[0].tolist()
    return names


def _cells(culture: "pd.Series[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {"donor_id": "unknown", "sample_id": culture.str.lower(), "culture": culture},
        index=culture.index,
    )
