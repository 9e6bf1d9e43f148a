import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from clinicell.datasets.convert.yan2013_embryo import TISSUES, convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "yan2013_embryo"
STAGES = list(TISSUES)  # earliest first
NAMES = {
    "Oocyte..1.RPKM.": "zygote",
    "Zygote..2.RPKM.": "zygote",
    "X2.cell.embryo.1..Cell.2.RPKM.": "2cell",
    "Morulae..1..Cell.8.RPKM.": "16cell",
    "Late.blastocyst..3..Cell.12.RPKM.": "blast",
}


def _raw(folder: Path, names: dict[str, str] = NAMES) -> Path:
    head, values = ",".join(["", *names]), ",".join(str(i + 0.5) for i in range(len(names)))
    (folder / "rpkm.csv.gz").write_bytes(gzip.compress(f"{head}\nTP53,{values}\nLOC1,{values}\n".encode()))
    rows = "".join(f"{name},{stage}\n" for name, stage in names.items())
    (folder / "stages.csv").write_text("cell,stage\n" + rows)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_embryos_are_read_from_names_that_r_mangled(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["donor_id"].tolist() == ["oocyte-1", "zygote-2", "2-cell-1", "morulae-1", "late-blastocyst-3"]
    assert obs.index.tolist()[2:] == ["2-cell-1-02", "morulae-1-08", "late-blastocyst-3-12"]
    assert obs["cell_type_ontology_term_id"].tolist()[:3] == ["CL:0000023", "CL:0000365", "unknown"]


def test_rpkm_keep_their_fractions_and_are_not_called_counts(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.X[:, 0].tolist() == [0.5, 1.5, 2.5, 3.5, 4.5]
    assert adata.uns["scales"].loc[0, "scale"] == "other"
    assert adata.uns["genes_left_out"]["symbol"].tolist() == ["LOC1"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"Oocyte..1.RPKM.": "egg"}, "or a stage is not known"),
        ({"Oocyte.RPKM.": "zygote"}, "the names of 1 of 1 cells hold no embryo"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, names, message):
    with pytest.raises(SchemaError, match=message):
        convert(_raw(tmp_path, names))


def test_cells_of_each_stage_and_embryo_are_as_many_as_published(real):
    obs = real(ID).obs
    assert obs["stage"].value_counts().reindex(STAGES).tolist() == [6, 6, 12, 20, 16, 30]
    of_embryo = obs.groupby("donor_id", observed=True)
    assert set(of_embryo["stage"].nunique()) == {1}
    assert of_embryo.size()[["8-cell-1", "8-cell-2", "8-cell-3"]].tolist() == [4, 8, 8]


def test_stages_are_told_as_published(real, check_figure):
    adata = real(ID)
    x = PCA(10, random_state=0).fit_transform(np.log2(adata.X + 1))
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    accuracy = cross_val_score(KNeighborsClassifier(3), x, adata.obs["stage"].astype("str"), cv=folds).mean()
    check_figure(ID, "neighbours_accuracy_pca", float(accuracy))


def test_fewer_genes_are_detected_the_later_the_stage_as_published(real, check_figure):
    adata = real(ID)
    earliness = -adata.obs["stage"].astype("str").map(STAGES.index)
    check_figure(ID, "spearman_genes_detected", spearmanr((adata.X > 0).sum(axis=1), earliness).statistic)


def test_which_cells_are_in_which_fold_is_left_open_and_decides(real, mirror, check_choices):
    adata = real(ID)
    stage, every_gene = adata.obs["stage"].astype("str"), pd.read_csv(mirror / "csc" / ID / "rpkm.csv.gz", index_col=0)
    in_order = StratifiedKFold(3)  # the cells of an embryo are neighbours in the file: a fold holds whole embryos
    shuffled = [StratifiedKFold(3, shuffle=True, random_state=seed) for seed in range(20)]
    scores = []
    for rpkm in (every_gene.to_numpy().T, adata.X):
        x = PCA(10, random_state=0).fit_transform(np.log2(rpkm + 1))
        scores += [cross_val_score(KNeighborsClassifier(3), x, stage, cv=one).mean() for one in (in_order, *shuffled)]
    assert scores[0] == pytest.approx(0.911, abs=0.001)
    assert min(scores) == scores[0]
    check_choices(ID, "neighbours_accuracy_pca", scores)
