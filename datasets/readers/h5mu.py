"""MuData in HDF5 (.h5mu): one AnnData per modality."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from clinicell.datasets.readers import hdf5, layout
from clinicell.datasets.readers.anndata_parts import parts, table
from clinicell.datasets.readers.asked import numbered, scale_questions
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.raw import Matrix, Raw


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what an .h5mu file holds: matrices ``"rna/X"``, tables ``"rna/obs"`` and ``"rna/var"``, and so on.

    `obs` and `var` are those of the whole; a modality's matrix goes with the tables of its own name.

    Raises
    ------
    Unreadable
        The file is damaged, cut off or hostile, or holds no modality.
    """
    hdf5.check(path)
    store = hdf5.Hdf5(path)
    with store.opened() as root:
        if "mod" not in root or not layout.is_group(root["mod"]) or not len(root["mod"]):
            raise Unreadable("L0-READ-13", path.name, "holds no modality")
        names = sorted(root["mod"])
        for name in ("obs", "var"):
            layout.n_rows_of(root, name, path.name)
        obs, var = table(root, "obs", path.name), table(root, "var", path.name)
    matrices: dict[str, Matrix] = {}
    tables: dict[str, pd.DataFrame] = {}
    header: dict[str, str] = {}
    for name in names:
        found = parts(store, f"mod/{name}/")
        matrices |= {f"{name}/{slot}": matrix for slot, matrix in found.matrices.items()}
        tables |= {f"{name}/obs": found.obs, f"{name}/var": found.var}
        tables |= {f"{name}/{slot}": part for slot, part in found.tables.items()}
        header |= {f"{name}/{key}": text for key, text in found.header.items()}
        strange = int((~found.obs.index.isin(obs.index)).sum())
        if strange:
            what = f"{strange:,} of {len(found.obs):,} units are not among those of the whole"
            raise Unreadable("L0-READ-07", f"{path.name}: mod/{name}/obs", what)
    return numbered(
        Raw(
            format="h5mu",
            matrices=matrices,
            obs=obs,
            var=var,
            tables=tables,
            header=header,
            questions=tuple(scale_questions(matrices, answers)),
        ),
        answers,
    )
