"""Zahn 2017, SA501X3F: a MATLAB table of whole copy numbers, cells x bins, and the one that RobustClone recovered."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.io import loadmat

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._clones import numbered, unlabelled
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

HIGHEST = 127  # what int8 holds


def convert(folder: Path) -> ad.AnnData:
    """Return 260 cells x 20,651 bins; the file names neither the cells nor where a bin lies.

    Raises
    ------
    SchemaError
        The two matrices differ in shape, or a copy number is no whole number within 0 and 127.
    """
    copies = loadmat(folder / "SA501X3F.mat")["SA501X3F"]
    recovered = loadmat(folder / "SA501X3F_RobustClone.mat")["AA1"]
    _check(copies, recovered)
    _, group = np.unique(recovered, axis=0, return_inverse=True)
    cells = unlabelled(numbered("cell", len(copies)), "SA501", "SA501X3F")
    card = find_card("zahn2017_sa501")
    return standard(
        dataset_id=card.id,
        modality="copy_number",
        title=card.title,
        license=card.licence,
        obs=cells.assign(robustclone_clone=[f"clone{code + 1:02d}" for code in group.reshape(-1)]),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0004989",  # breast carcinoma
            sampled_site_condition="diseased",
        ),
        scales={"layers/copy_number": Scale(kind="copy_number")},
        var=pd.DataFrame(index=pd.Index([f"bin{number:05d}" for number in range(1, copies.shape[1] + 1)], dtype="str")),
        layers={"copy_number": copies.astype(np.int8)},
        uns={
            "bin_note": "the file does not say where its bins lie; their order is the file's",
            "donor_note": "cells of a xenograft of one patient's tumour, passage X3F",
        },
    )


def _check(copies: NDArray[np.number], recovered: NDArray[np.number]) -> None:
    is_whole = np.issubdtype(copies.dtype, np.integer)
    if not is_whole or ((copies < 0) | (copies > HIGHEST)).any() or copies.shape != recovered.shape:
        raise SchemaError(
            f"SA501X3F.mat: {copies.shape} of {copies.dtype}, the recovered matrix {recovered.shape}; whole copy "
            f"numbers within 0 and {HIGHEST}, and two matrices alike, would be right"
        )
