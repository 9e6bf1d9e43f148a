"""Treatment response: will this patient's disease respond?"""

import anndata as ad
import pandas as pd

from clinicell.errors import SchemaError
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.tasks._standard import column, flag
from clinicell.tasks._task import Answer, Panel, Task, probability_of


def truth(adata: ad.AnnData) -> pd.DataFrame:
    """Return samples x {responded}: 1 for response, NaN where nobody knows.

    Raises
    ------
    SchemaError
        The label varies within a sample.
    """
    label = pd.DataFrame({"sample": column(adata, "sample_id"), "responded": flag(adata, "responder_binary")})
    by_sample = label.groupby("sample", sort=True)["responded"]
    varying = by_sample.nunique(dropna=False)
    if (varying > 1).any():
        raise SchemaError(
            f"obs['responder_binary'] varies within {int((varying > 1).sum())} of {len(varying)} samples, "
            f"e.g. {varying.index[varying > 1][0]!r}; a response belongs to the sample"
        )
    return by_sample.first().to_frame()


def truth_before_treatment(adata: ad.AnnData) -> pd.DataFrame:
    """Return `truth` with NaN for the samples taken on or after treatment: those show a state, not a prediction."""
    is_baseline = column(adata, "time_point").eq("baseline").groupby(column(adata, "sample_id"), sort=True).all()
    return truth(adata).where(is_baseline.to_frame("responded"))


TASK = Task(
    id="response",
    version=3,
    title="Treatment response",
    question="Will this patient's disease respond to the treatment?",
    unit="sample",
    inputs=("X", "obsm/X_pca", "obs/cluster"),
    setting="inductive",
    labels_of="patient",
    panels=(
        Panel(dataset="demo_response", suite="demo", resample="patient", folds="response-demo_response-v1"),
        Panel(
            dataset="melanoma_icb",
            suite="core",
            resample="patient",
            folds="response-melanoma_icb-v1",
            transductive=(
                "the ten principal components and the eleven clusters were fitted on all 48 lesions, those tested "
                "included, without labels"
            ),
            note="29 of 48 lesions were taken after treatment began: they show a state of response, not a prediction.",
        ),
    ),
    answers=(
        Answer(name="main", title="all lesions", truth=truth, metrics=(AUROC, AVERAGE_PRECISION)),
        Answer(
            name="before_treatment",
            title="lesions before treatment",
            truth=truth_before_treatment,
            metrics=(AUROC, AVERAGE_PRECISION),
            reads="main",
            panels=("melanoma_icb",),
        ),
        probability_of("the disease responds", truth),
    ),
)
