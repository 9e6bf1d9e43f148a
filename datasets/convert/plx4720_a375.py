"""A375 cells, parental or resistant to a BRAF inhibitor: z-scores per gene, genes by Entrez id."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

LABEL = "response"
CULTURES = {"par": 1, "br": 0}  # in the cell's name; 1 is sensitive


def convert(folder: Path) -> ad.AnnData:
    """Return 108 cells x 2,873 genes, z-scores; ``obs["sensitive"]`` is True for parental cells.

    The features are the Entrez ids of the file: nothing that comes with it leads from them to Ensembl ids.

    Raises
    ------
    SchemaError
        A cell's label is not that of the culture in its name, or a feature is no Entrez id.
    """
    table = pd.read_csv(folder / "Target_expr_resp_z.PLX4720_tp4k.tsv.gz", sep="\t", index_col=0)
    culture = table.index.to_series().str.extract(r"^A375_sc_(par|br)_cell_\d+$")[0]
    label = table.pop(LABEL)
    apart = culture.map(CULTURES) != label
    if apart.any() or not table.columns.str.fullmatch(r"[1-9]\d*").all():
        raise SchemaError(
            f"{int(apart.sum())} of {len(table)} cells have another label than their culture, "
            "or a column is no Entrez id"
        )
    card = find_card("plx4720_a375")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(culture, label == CULTURES["par"]),
        clinical=unknown_but(
            batch_id="",
            time_point="na",
            tissue_type="cell line",
            tissue_ontology_term_id="CVCL_0132",
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0005105",  # melanoma
        ),
        scales={"X": Scale(kind="zscore", fitted_on="all 108 cells of the file")},
        var=_genes(table.columns),
        X=table.to_numpy(dtype="float32"),
        uns={"is_gene_subset": True, "label_rule": "parental culture is sensitive, resistant culture (br) is not"},
    )


def _genes(entrez: "pd.Index[str]") -> pd.DataFrame:
    names = "entrez:" + entrez.astype("str")  # a bare number may be taken for a date that a spreadsheet made
    return pd.DataFrame({"feature_name": names, "entrez": entrez}, index=names)


def _cells(culture: "pd.Series[str]", is_sensitive: "pd.Series[bool]") -> pd.DataFrame:
    """Return the cells under new names: their own say which culture they are of."""
    number = pd.Series(range(1, len(culture) + 1)).astype("str").str.zfill(3)
    sample = ("A375-" + culture).array
    return pd.DataFrame(
        {
            "donor_id": "CVCL_0132",
            "sample_id": sample,
            "batch_id": sample,
            "sensitive": is_sensitive.to_numpy(),
        },
        index=pd.Index("cell" + number, dtype="str"),
    )
