"""Drug sensitivity: which drugs would these cells yield to, learning from bulk cell lines only?"""

import anndata as ad
import pandas as pd

from clinicell.errors import SchemaError
from clinicell.metrics.drugs import AUROC_OF_EXTREMES
from clinicell.tasks._task import Answer, Panel, Task, probability_of

EGFR_ERBB_INHIBITORS = ("AZD3759", "Afatinib", "Erlotinib", "Gefitinib", "Lapatinib", "Osimertinib")


def truth(adata: ad.AnnData) -> pd.DataFrame:
    """Return cells x drugs: minus ln IC50 (micromolar) of the cell's line, NaN where it was not measured.

    Higher means more sensitive. The label is the line's, given to each of its untreated cells.
    """
    response = adata.obsm.get("ln_ic50_um")
    if not isinstance(response, pd.DataFrame):
        raise SchemaError("obsm['ln_ic50_um'] is missing; the task needs cells x drugs, ln IC50 in micromolar")
    return -response.astype("float64")


def is_reached_at_1_um(adata: ad.AnnData) -> pd.DataFrame:
    """Return cells x drugs: 1 where half of the line's growth is inhibited at 1 micromolar or less, NaN as in `truth`.

    One dose for all drugs, fixed beforehand: no drug's own distribution decides what counts as sensitive.
    """
    sensitivity = truth(adata)
    return (sensitivity >= 0).astype("float64").where(sensitivity.notna())


def egfr_truth(adata: ad.AnnData) -> pd.DataFrame:
    """Return `truth` of the six EGFR/ERBB inhibitors."""
    return truth(adata)[list(EGFR_ERBB_INHIBITORS)]


TASK = Task(
    id="drug_sensitivity",
    version=3,
    title="Drug sensitivity",
    question="Which drugs would these cells yield to, in a line never seen?",
    unit="cell",
    inputs=("X", "obs/batch_id"),
    setting="transductive",
    labels_of="cell",
    panels=(
        Panel(
            dataset="demo_drug_cells",
            suite="demo",
            resample="line",
            folds="together",
            references={"bulk": "demo_drug_bulk"},
        ),
        Panel(
            dataset="sc_cell_line_mix",
            suite="core",
            resample="line",
            folds="together",
            references={"bulk": "cell_line_bulk"},
            transductive="the bulk lines were z-scored by their distributor over all 580, the test lines among them",
            note="Four lines with measured response: the label is the line's, one for all its cells.",
        ),
    ),
    answers=(
        Answer(
            name="main",
            title="all drugs whose lines differ by more than 3 ln units",
            truth=truth,
            metrics=(AUROC_OF_EXTREMES,),
        ),
        Answer(
            name="egfr_erbb",
            title="the six EGFR/ERBB inhibitors",
            truth=egfr_truth,
            metrics=(AUROC_OF_EXTREMES,),
            reads="main",
            panels=("sc_cell_line_mix",),
        ),
        probability_of("half of the line's growth is inhibited at 1 micromolar or less", is_reached_at_1_um),
    ),
)
