"""Measurable residual disease: which cells of patients never seen are the ones looked for?"""

import anndata as ad
import pandas as pd

from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION, SENSITIVITY_AT_99_SPECIFICITY
from clinicell.tasks._standard import flag
from clinicell.tasks._task import Answer, Panel, Task, probability_of


def truth(adata: ad.AnnData) -> pd.DataFrame:
    """Return cells x {target}: 1 for a cell of the population looked for, NaN where nobody knows."""
    return flag(adata, "mrd_target").to_frame("target")


TASK = Task(
    id="mrd",
    version=3,
    title="Residual disease",
    question="After treatment, which cells of a patient never seen are still leukaemic?",
    unit="cell",
    # Neither donor, sample nor row order: the label is constant within a sample, and averaging over the sample would
    # score 1.0 without finding one cell.
    inputs=("X",),
    setting="inductive",
    labels_of="cell",
    panels=(
        Panel(dataset="demo_mrd", suite="demo", resample="donor", folds="mrd-demo_mrd-v2"),
        Panel(
            dataset="flowcap2_aml_subset",
            suite="core",
            resample="donor",
            folds="mrd-flowcap2_aml_subset-v1",
            note=(
                "The label is the sample of origin: normal cells of a patient with leukaemia count as positive, so "
                "that no model can reach 1. Compare models; do not read the value as clinical sensitivity."
            ),
        ),
        Panel(
            dataset="flowcap1_gvhd",
            suite="core",
            resample="patient",
            folds="mrd-flowcap1_gvhd-v1",
            note="The population looked for is the experts' rare gate 3, not residual leukaemia.",
        ),
    ),
    answers=(
        Answer(
            name="main",
            title="cells of the population looked for",
            truth=truth,
            metrics=(AVERAGE_PRECISION, AUROC, SENSITIVITY_AT_99_SPECIFICITY),
        ),
        probability_of("the cell is of the population looked for", truth),
    ),
)
