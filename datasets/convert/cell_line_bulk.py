"""Bulk expression (CCLE) of 580 cell lines and their drug response (GDSC)."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError


def convert(folder: Path) -> ad.AnnData:
    """Return 580 lines x 698 genes, ``obsm["ln_ic50_um"]`` lines x 170 drugs (NaN where not measured).

    Genes without an Ensembl id in the gene table are left out of X and named in ``uns["genes_left_out"]``: their ids
    are not guessed from synonyms.

    Raises
    ------
    SchemaError
        The tables do not name the same lines or genes, or a drug was measured twice in a line.
    """
    expression = read_csv(folder / "ccle_expression_zscore.csv.gz", [], index="DepMap_ID")
    genes = read_csv(folder / "genes.csv", ["symbol", "ensembl"], index="entrez", text=True)
    lines = read_csv(folder / "cell_lines.csv", ["name", "COSMIC_ID", "tissue_1"], index="DepMap_ID", text=True)
    same(expression.columns, genes.index, "genes of ccle_expression_zscore.csv.gz and genes.csv")
    same(expression.index, lines.index, "lines of ccle_expression_zscore.csv.gz and cell_lines.csv")
    kept = genes[genes["ensembl"].notna()]
    card = find_card("cell_line_bulk")
    return standard(
        dataset_id=card.id,
        modality="bulk_drug",
        title=card.title,
        license=card.licence,
        obs=_lines(lines.loc[expression.index]),
        clinical=unknown_but(tissue_type="cell line", time_point="na", suspension_type="na"),
        scales={
            "X": Scale(kind="zscore", fitted_on="all 580 lines of the table"),
            "obsm/ln_ic50_um": Scale(kind="other", formula="ln(IC50 / 1 uM)"),
        },
        var=_genes(kept),
        X=expression[kept.index].to_numpy(dtype="float32"),
        obsm={"ln_ic50_um": _response(folder / "gdsc_ln_ic50_long.csv.gz", expression.index)},
        uns={"is_gene_subset": True, "genes_left_out": genes.loc[genes["ensembl"].isna(), ["symbol"]].reset_index()},
    )


def _genes(kept: pd.DataFrame) -> pd.DataFrame:
    index = pd.Index(kept["ensembl"].tolist(), dtype="str")
    return pd.DataFrame({"feature_name": kept["symbol"].tolist(), "entrez": kept.index.tolist()}, index=index)


def _lines(lines: pd.DataFrame) -> pd.DataFrame:
    known = lines.fillna("unknown")
    return pd.DataFrame(
        {
            "donor_id": known.index,
            "sample_id": known.index,
            "line_name": known["name"],
            "cosmic_id": known["COSMIC_ID"],
            "tissue": known["tissue_1"],
        },
        index=known.index,
    )


def _response(path: Path, lines: "pd.Index[str]") -> pd.DataFrame:
    long = read_csv(path, ["DepMap_ID", "drug", "ln_ic50_uM"])
    twice = long.duplicated(["DepMap_ID", "drug"])
    strange = ~long["DepMap_ID"].isin(lines)
    if twice.any() or strange.any():
        raise SchemaError(
            f"{path.name}: {int(twice.sum())} of {len(long):,} rows measure a drug in a line a second time, "
            f"{int(strange.sum())} are of lines without expression; each line and drug is one row"
        )
    wide = long.pivot_table(index="DepMap_ID", columns="drug", values="ln_ic50_uM")
    return wide.reindex(index=lines).rename_axis(index=None, columns=None)
