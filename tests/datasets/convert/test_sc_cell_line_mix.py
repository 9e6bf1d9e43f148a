import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.convert.sc_cell_line_mix import ASSAYS, convert
from clinicell.datasets.standard import CORE
from clinicell.errors import SchemaError
from clinicell.metrics.drugs import SMALLEST_RANGE, auroc_of_extremes
from clinicell.tasks.drug_sensitivity import EGFR_ERBB_INHIBITORS

ID = "sc_cell_line_mix"
LINES = ("ACH-000012", "ACH-000447", "ACH-000587", "ACH-000681")  # HCC827, H2228, H1975, A549
RESPONSE = (
    "cell_line,DepMap_ID,COSMIC_ID,source,drug,ln_ic50_uM\n"
    "HCC827,ACH-000012,1,gdsc_ln_ic50_long,Erlotinib,-2.0\n"
    "HCC827,ACH-000012,1,gdsc2_response_matrix,Erlotinib_1,-9.0\n"
    "H838,,3,gdsc1_v17_ic50_matrix,Erlotinib,1.0\n"
)


def _raw(folder: Path, *, line: str = "H838") -> Path:
    for number, name in enumerate(ASSAYS):
        counts = '"c1","c2","c3"\n"ENSG00000000001",3,0,1\n"ENSG00000000002",0,2,5\n'
        if number == 0:
            counts += '"ENSG00000000003",7,7,7\n"ERCC-00002",1,1,1\n'
        labels = f'"cell_line_demuxlet","demuxlet_cls"\n"c1","HCC827","SNG"\n"c2","{line}","SNG"\n"c3","HCC827","DBL"\n'
        (folder / f"{name}.count.csv.gz").write_bytes(gzip.compress(counts.encode()))
        (folder / f"{name}.metadata.csv.gz").write_bytes(gzip.compress(labels.encode()))
    (folder / "drug_response_of_lines.csv").write_text(RESPONSE)
    return folder


@pytest.fixture
def scores(real, ridge, measured_alike) -> pd.DataFrame:
    """Cells x drugs with a range above 3: minus the ln IC50 that ridge predicts, without the lines of the test."""
    bulk, cells = real("cell_line_bulk"), real(ID)
    genes = [gene for gene in bulk.var_names if gene in set(cells.var_names)]
    assert len(genes) == 500
    counts = cells.X
    share = (
        1e4 * counts[:, cells.var_names.get_indexer(genes)].toarray() / np.asarray(counts.sum(axis=1)).reshape(-1, 1)
    )
    x = pd.DataFrame(np.log1p(share), index=cells.obs_names)
    by_set = x.groupby(cells.obs["batch_id"].astype("str").to_numpy())
    z = ((x - by_set.transform("mean")) / by_set.transform("std").replace(0, np.nan)).fillna(0.0).to_numpy()
    of_lines = cells.obsm["ln_ic50_um"]
    is_wide = (of_lines.max() - of_lines.min()) > SMALLEST_RANGE
    response = bulk.obsm["ln_ic50_um"].loc[~bulk.obs_names.isin(LINES), of_lines.columns[is_wide]]
    train = pd.DataFrame(bulk[:, genes].X.astype("float64"), index=bulk.obs_names)
    predicted = {}
    for drugs in measured_alike(response):
        y = response[drugs].dropna()
        predicted |= dict(zip(drugs, -ridge(train.loc[y.index].to_numpy(), y.to_numpy(), z).T, strict=True))
    return pd.DataFrame(predicted, index=cells.obs_names)


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_doublets_and_genes_of_one_set_alone_are_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.n_obs == 2 * len(ASSAYS)
    assert adata.var_names.tolist() == ["ENSG00000000001", "ENSG00000000002"]
    assert adata.X[:2].toarray().tolist() == [[3.0, 0.0], [0.0, 2.0]]
    assert adata.obs_names.is_unique


def test_response_is_of_the_named_source_and_nan_for_the_line_without(tmp_path):
    adata = convert(_raw(tmp_path))
    response = adata.obsm["ln_ic50_um"]
    assert list(response) == ["Erlotinib"]
    is_h838 = (adata.obs["line_name"] == "H838").to_numpy()
    assert response[is_h838].isna().all(axis=None)
    assert (response[~is_h838] == -2.0).all(axis=None)
    assert set(adata.obs["donor_id"][is_h838]) == {"CVCL_1594"}


def test_a_line_without_an_id_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 cells are of a line without id, e\.g\. 'HeLa'"):
        convert(_raw(tmp_path, line="HeLa"))


def test_cells_of_each_set_are_singlets_of_the_lines_mixed_in(real):
    obs = real(ID).obs
    assert list(obs)[: len(CORE)] == list(CORE)
    n = obs.groupby(["batch_id", "line_name"], observed=True).size()
    assert n["sc_dropseq"].to_dict() == {"H1975": 79, "H2228": 65, "HCC827": 66}
    assert n["sc_celseq2_5cl_p3"].to_dict() == {"A549": 101, "H1975": 28, "H2228": 34, "H838": 64, "HCC827": 25}


def test_response_is_one_for_all_cells_of_a_line(real):
    adata = real(ID)
    response = adata.obsm["ln_ic50_um"]
    per_line = response.groupby(adata.obs["line_name"].astype("str").to_numpy())
    assert ((per_line.max() == per_line.min()) | (per_line.count() == 0)).all(axis=None)
    assert per_line.first().loc["HCC827", "Erlotinib"] < per_line.first().loc["A549", "Erlotinib"]
    is_wide = (response.max() - response.min()) > 3
    assert set(EGFR_ERBB_INHIBITORS) <= set(response.columns)
    assert int(is_wide.sum()) == 48


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """AUROC of the extreme lines by drug, filled by the first test that needs it."""
    return {}


@pytest.fixture
def auroc(real, measured, request) -> dict[str, float]:
    if not measured:
        response, scores = real(ID).obsm["ln_ic50_um"], request.getfixturevalue("scores")
        for drug in scores:
            is_known = response[drug].notna().to_numpy()
            measured[drug] = auroc_of_extremes(-response[drug].to_numpy()[is_known], scores[drug].to_numpy()[is_known])
    return measured


@pytest.mark.parametrize("drug", EGFR_ERBB_INHIBITORS)
def test_egfr_inhibitors_tell_sensitive_cells_as_published(auroc, check_figure, drug):
    check_figure(ID, f"auroc_{drug.lower()}", auroc[drug])


def test_mean_over_drugs_with_a_wide_range_is_as_published(auroc, check_figure):
    assert len(auroc) == 48
    check_figure(ID, "mean_auroc_drugs_with_range_above_3", float(np.mean(list(auroc.values()))))
