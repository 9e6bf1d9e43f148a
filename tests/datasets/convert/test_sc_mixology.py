import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from clinicell.datasets.convert._sc_mixology import ASSAYS
from clinicell.datasets.convert.sc_mixology import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "sc_mixology"
TRANSFERS = [
    ("celseq2", "dropseq"),
    ("dropseq", "celseq2"),
    ("celseq2", "5cl_p1"),
    ("5cl_p1", "5cl_p2"),
    ("5cl_p2", "dropseq"),
]
SETS = {"celseq2": "sc_celseq2", "dropseq": "sc_dropseq", "5cl_p1": "sc_celseq2_5cl_p1", "5cl_p2": "sc_celseq2_5cl_p2"}
N_GENES = 2000


def _raw(folder: Path, *, line: str = "H838", other: str = "c2") -> Path:
    for name in ASSAYS:
        counts = '"c1","c2"\n"ENSG00000000001",3,0\n"ENSG00000000002",0,2\n'
        if name != "sc_dropseq":
            counts += '"ENSG00000000003",7,7\n"ERCC-00002",1,1\n'
        labels = f'"cell_line_demuxlet","demuxlet_cls"\n"{other}","{line}","DBL"\n"c1","HCC827","SNG"\n'
        (folder / f"{name}.count.csv.gz").write_bytes(gzip.compress(counts.encode()))
        (folder / f"{name}.metadata.csv.gz").write_bytes(gzip.compress(labels.encode()))
    return folder


@pytest.fixture(scope="module")
def logged() -> dict[str, np.ndarray]:
    """All cells, log1p of counts per 10,000, filled by the first test that needs them."""
    return {}


@pytest.fixture
def transfer(real, logged):
    """Source and target of a transfer: cells x the most variable genes of the source, and their lines."""

    def pair(source: str, target: str):
        adata = real(ID)
        if not logged:
            counts = adata.X.toarray()
            logged["x"] = np.log1p(1e4 * counts / counts.sum(axis=1, keepdims=True))
        batch, line = (adata.obs[name].astype("str").to_numpy() for name in ("batch_id", "line_name"))
        train = np.flatnonzero(batch == SETS[source])
        test = np.flatnonzero((batch == SETS[target]) & np.isin(line, np.unique(line[train])))
        genes = np.argsort(-logged["x"][train].var(axis=0), kind="stable")[:N_GENES]
        return logged["x"][np.ix_(train, genes)], line[train], logged["x"][np.ix_(test, genes)], line[test]

    return pair


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_doublets_are_marked_and_genes_of_some_sets_alone_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["ENSG00000000001", "ENSG00000000002"]
    assert adata.obs["is_doublet"].tolist()[:2] == [True, False]
    assert adata.X[:2].toarray().tolist() == [[0.0, 2.0], [3.0, 0.0]]
    assert adata.obs["donor_id"].tolist()[:2] == ["CVCL_1594", "CVCL_2063"]


def test_an_unknown_line_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 cells are of an unknown line or call; known are A549"):
        convert(_raw(tmp_path, line="HeLa"))


def test_tables_of_other_cells_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="cells of sc_celseq2: 2 names are in one of two tables only"):
        convert(_raw(tmp_path, other="c3"))


def test_cells_of_each_set_and_line_are_as_many_as_published(real):
    obs = real(ID).obs
    n = obs.groupby(["batch_id", "line_name"], observed=True).size()
    assert n["sc_celseq2"].to_dict() == {"H1975": 112, "H2228": 81, "HCC827": 81}
    assert n["sc_dropseq"].to_dict() == {"H1975": 86, "H2228": 69, "HCC827": 70}
    assert n["sc_celseq2_5cl_p1"].to_dict() == {"A549": 103, "H1975": 50, "H2228": 50, "H838": 51, "HCC827": 43}
    assert n["sc_celseq2_5cl_p2"].to_dict() == {"A549": 107, "H1975": 44, "H2228": 44, "H838": 71, "HCC827": 41}
    assert n["sc_celseq2_5cl_p3"].to_dict() == {"A549": 118, "H1975": 35, "H2228": 41, "H838": 75, "HCC827": 36}
    assert int(obs["is_doublet"].sum()) == 387


def test_its_singlets_are_the_cells_of_the_set_with_drug_response(real):
    whole, singlets = real(ID), real("sc_cell_line_mix")
    kept = whole[~whole.obs["is_doublet"].to_numpy()]
    assert kept.obs_names.tolist() == singlets.obs_names.tolist()
    assert (kept.X != singlets.X).nnz == 0


@pytest.mark.parametrize(("source", "target"), TRANSFERS)
def test_lines_carry_over_to_another_set_as_published(transfer, check_figure, source, target):
    x, line, new, truth = transfer(source, target)
    model = LogisticRegression(max_iter=1000).fit(x, line)
    check_figure(ID, f"logistic_regression_accuracy_{source}_to_{target}", model.score(new, truth))
    near = KNeighborsClassifier(15, metric="cosine").fit(x, line)
    check_figure(ID, f"neighbours_accuracy_{source}_to_{target}", near.score(new, truth))
