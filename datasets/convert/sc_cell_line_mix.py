"""Five lung-cancer lines as single cells (sc_mixology), with the drug response of each line (GDSC)."""

from collections.abc import Mapping
from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._sc_mixology import ASSAYS, read_set, reported_by_all
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

SOURCE = "gdsc_ln_ic50_long"
WITHOUT_RESPONSE = {"H838": "CVCL_1594"}  # Cellosaurus: the line has no DepMap id in the response table


def convert(folder: Path) -> ad.AnnData:
    """Return 1,021 singlets x the 11,533 genes present in all five sets, UMI counts.

    ``obsm["ln_ic50_um"]`` holds the response of a cell's line, NaN for H838, which the source does not have.

    Raises
    ------
    SchemaError
        A set's two tables do not name the same cells, a cell's line is unknown, or a gene is no Ensembl gene.
    """
    sets = {name: _singlets(folder, name) for name in ASSAYS}
    counts, genes = reported_by_all({name: table for name, (table, _) in sets.items()})
    measured = _measured(folder / "drug_response_of_lines.csv")
    response = measured.pivot_table(index="DepMap_ID", columns="drug", values="ln_ic50_uM").rename_axis(columns=None)
    donors = dict(zip(measured["cell_line"], measured["DepMap_ID"], strict=True)) | WITHOUT_RESPONSE
    cells = pd.concat([_cells(name, metadata, donors) for name, (_, metadata) in sets.items()])
    card = find_card("sc_cell_line_mix")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=cells,
        clinical=unknown_but(
            library_id="",
            batch_id="",
            time_point="na",
            tissue_type="cell line",
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0005061",  # lung adenocarcinoma
            assay_ontology_term_id="",
        ),
        scales={"X": Scale(kind="counts"), "obsm/ln_ic50_um": Scale(kind="other", formula="ln(IC50 / 1 uM)")},
        var=pd.DataFrame(
            {"feature_name": genes.tolist()}, index=pd.Index(genes, dtype="str")
        ),  # no symbols in the files
        X=counts,
        obsm={"ln_ic50_um": response.reindex(cells["donor_id"]).set_index(cells.index)},
        uns={
            "genes_kept": "the intersection of the five sets; a gene that a set did not report is not zero in it",
            "response_source": SOURCE,
            "is_gene_subset": True,
            "cells_kept": "demuxlet singlets (SNG)",
        },
    )


def _singlets(folder: Path, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the counts (cells x genes) and the metadata of the singlets of one set."""
    counts, metadata = read_set(folder, name)
    is_singlet = metadata["demuxlet_cls"] == "SNG"
    return counts[is_singlet], metadata[is_singlet]


def _measured(path: Path) -> pd.DataFrame:
    """Return the rows of the one source that the labels come from: line, drug, ln IC50 in micromolar."""
    table = read_csv(path, ["cell_line", "DepMap_ID", "source", "drug", "ln_ic50_uM"])
    table = table[table["source"] == SOURCE]
    if table.duplicated(["DepMap_ID", "drug"]).any() or table["DepMap_ID"].isna().any():
        raise SchemaError(f"{path.name}: a line of {SOURCE} has no DepMap id, or a drug twice; each is one row")
    return table


def _cells(name: str, metadata: pd.DataFrame, donors: Mapping[str, str]) -> pd.DataFrame:
    line = metadata["cell_line_demuxlet"]
    donor = line.map(donors)
    if donor.isna().any():
        raise SchemaError(
            f"{name}: {int(donor.isna().sum())} cells are of a line without id, e.g. {line[donor.isna()].iloc[0]!r}"
        )
    cells = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": name + "-" + line,
            "library_id": name,
            "batch_id": name,
            "assay_ontology_term_id": ASSAYS[name],
            "line_name": line,
        }
    )
    cells.index = pd.Index(name + "-" + cells.index, dtype="str")
    return cells
