"""Subclones: which cells of a tumour descend from the same mutated ancestor?"""

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.metrics import genotype_tables
from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX, CLONE_COUNT_ERROR, CLONES_FOUND, V_MEASURE
from clinicell.metrics.tree_edits import MLTD
from clinicell.metrics.tree_sets import CASET_UNION, DISC_UNION
from clinicell.metrics.tree_table import of_tables
from clinicell.metrics.tree_triplets import MP3
from clinicell.metrics.trees import ANCESTOR_DESCENDANT_F1
from clinicell.tasks import _true_clones
from clinicell.tasks._standard import cells, column, flag
from clinicell.tasks._task import Answer, Panel, TableAnswer, Task


def clones(adata: ad.AnnData) -> pd.DataFrame:
    """Return cells x {subclone}: integer codes, NaN for doublets and for cells that nobody assigned."""
    clone = column(adata, "clone_id")
    known = clone.where(~clone.isin(["unassigned", "unknown"]))
    if "is_doublet" in cells(adata):
        known = known.where(flag(adata, "is_doublet") != 1)
    codes, _ = pd.factorize(known, sort=True)
    return pd.DataFrame({"subclone": np.where(codes < 0, np.nan, codes)}, index=clone.index)


def tumour_clones(adata: ad.AnnData) -> pd.DataFrame:
    """Return `clones` with NaN for the cells that are known to be normal: telling these apart is another question."""
    table = clones(adata)
    return table.where(flag(adata, "malignant").to_frame("subclone") != 0)


WITH_TREE = ("demo_subclone", "sim_sasc", "sim_celluloid")  # simulations whose true tree is known

TASK = Task(
    id="subclone",
    version=3,
    title="Subclones",
    question="Which cells of this tumour belong to the same clone?",
    unit="cell",
    inputs=("layers/genotype",),
    setting="transductive",
    labels_of="cell",
    within="donor_id",  # clone 2 of one tumour is not clone 2 of another
    panels=(
        Panel(
            dataset="demo_subclone",
            suite="demo",
            resample="instance",
            folds="alone",
            ceiling=0.838,
            note="The oracle, which knows the clones' true profiles and shares and the error rates, reaches 0.838.",
        ),
        Panel(
            dataset="sim_sasc",
            suite="core",
            resample="instance",
            folds="alone",
            ceiling=0.915,
            note="The oracle, which knows the clones' true profiles and shares and the error rates, reaches 0.915.",
        ),
        Panel(dataset="sim_celluloid", suite="core", resample="instance", folds="alone"),
        Panel(
            dataset="leung2017_crc",
            suite="core",
            resample="patient",
            folds="alone",
            note=(
                "One patient (CRC2), scored against copy-number clones of the same cells, called apart from these "
                "mutations. The headline looks inside the aneuploid cells; tumour against normal alone reaches 0.85."
            ),
        ),
        Panel(
            dataset="hou2012_et",
            suite="core",
            resample="patient",
            folds="alone",
            is_scored=False,
            note="Nobody knows the clones. The panel reports how many a model finds, and never ranks.",
        ),
    ),
    answers=(
        Answer(
            name="main",
            title="clones of the tumour cells",
            truth=tumour_clones,
            metrics=(ADJUSTED_RAND_INDEX, V_MEASURE, CLONE_COUNT_ERROR, CLONES_FOUND),
        ),
        Answer(
            name="all_cells",
            title="clones, normal cells among them",
            truth=clones,
            metrics=(ADJUSTED_RAND_INDEX, V_MEASURE),
            reads="main",
            panels=("leung2017_crc",),
        ),
    ),
    tables=(
        TableAnswer(
            name="genotype",  # cells x sites: the probability of a mutation
            title="genotypes",
            truth=_true_clones.genotypes,
            metrics=(
                genotype_tables.MUTATION_MCC,
                genotype_tables.LOST_MUTATIONS_RESTORED,
                genotype_tables.FALSE_MUTATIONS_REMOVED,
                genotype_tables.ACCURACY_ON_MISSING,
                genotype_tables.MCC_ON_MISSING,
                genotype_tables.FALSE_POSITIVE_RATE,
                genotype_tables.FALSE_NEGATIVE_RATE,
            ),
            panels=WITH_TREE,
        ),
        TableAnswer(
            name="tree",  # sites x {node, parent}
            title="clone tree",
            truth=_true_clones.trees,
            metrics=tuple(
                of_tables(metric)
                for metric in (
                    MLTD,
                    ANCESTOR_DESCENDANT_F1,
                    CASET_UNION,
                    DISC_UNION,
                    MP3,
                )
            ),
            panels=WITH_TREE,
        ),
    ),
)
