"""Simulated patients: counts, planted programmes, prevalences, response."""

import numpy as np
import pytest

from clinicell.datasets.simulate._shared import counts, library_sizes
from clinicell.datasets.simulate.rna import simulate
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc

SMALL = {
    "dataset_id": "x",
    "title": "x",
    "seed": 2,
    "n_donors": 20,
    "n_batches": 2,
    "cells_per_donor": 100,
    "n_genes": 80,
    "n_types": 3,
    "markers_per_type": 8,
    "marker_effect": 1.5,
    "library_size": 800.0,
    "library_size_log_sd": 0.3,
    "dispersion": 0.2,
    "donor_log_sd": 0.1,
    "batch_log_sd": 0.1,
    "type_share_ratio": 0.8,
    "type_share_concentration": 30.0,
}
MALIGNANT = {"n_malignant_genes": 10, "malignant_prevalence": 0.05, "malignant_effect": 1.5, "malignant_overlap": 0.5}
RESPONSE = {"n_response_genes": 10, "responder_share": 0.5, "response_effect": 0.6, "response_separation": 2.0}


def log_shares(adata):
    table = adata.X.toarray().astype(float)
    return np.log1p(1e4 * table / table.sum(axis=1, keepdims=True))


def is_in(adata, programme):
    planted = adata.uns["truth"]["programmes"]
    return adata.var_names.isin(planted.loc[planted["programme"] == programme, "gene_id"])


def test_counts_have_the_mean_and_the_variance_that_were_asked_for():
    rng, n = np.random.default_rng(0), 40_000
    drawn = counts(np.full((n, 1), 0.05), np.full(n, 200.0), 0.3, rng).toarray().ravel()  # mean 10
    assert drawn.mean() == pytest.approx(10, abs=4 * np.sqrt(40 / n))
    assert drawn.var() == pytest.approx(10 + 0.3 * 100, rel=0.05)


def test_library_sizes_are_log_normal_around_their_median():
    size = np.log(library_sizes(20_000, 400.0, 0.5, np.random.default_rng(0)))
    assert np.median(size) == pytest.approx(np.log(400), abs=0.02)
    assert size.std() == pytest.approx(0.5, rel=0.03)


def test_each_cell_type_shows_its_markers():
    adata = simulate(**SMALL, **RESPONSE)
    table, kind = log_shares(adata), adata.obs["cell_type"].astype("str").to_numpy()
    for name in ("type1", "type2", "type3"):
        score = table[:, is_in(adata, name)].mean(axis=1)
        assert auroc((kind == name).astype(float), score) > 0.9


def test_malignant_cells_borrow_markers_of_the_second_type_and_keep_those_of_the_first():
    adata = simulate(**SMALL, **MALIGNANT)
    assert np.sum(is_in(adata, "malignant") & is_in(adata, "type2")) == 5
    target, is_third = adata.obs["mrd_target"].to_numpy(dtype=bool), (adata.obs["cell_type"] == "type3").to_numpy()
    mean = [np.asarray(adata.X[rows].mean(axis=0)).ravel() + 0.01 for rows in (target, is_third)]
    gain = np.log(mean[0] / mean[1])
    planted = ("type1", "type2", "type3", "malignant")
    neutral = gain[~np.any([is_in(adata, name) for name in planted], axis=0)].mean()  # others' share shrinks for it
    for name in ("type1", "malignant"):
        assert gain[is_in(adata, name)].mean() > neutral + 0.7
    assert gain[is_in(adata, "type2") & is_in(adata, "malignant")].mean() > neutral + 0.7
    assert abs(gain[is_in(adata, "type2") & ~is_in(adata, "malignant")].mean() - neutral) < 0.3


def test_malignant_share_follows_each_patients_prevalence(cohort):
    adata = cohort("demo_mrd")
    found = adata.obs.groupby("donor_id", observed=True)["mrd_target"].agg(["sum", "size"])
    prevalence = adata.uns["truth"]["donors"].set_index("donor_id")["prevalence"].loc[found.index]
    spread = np.sqrt(found["size"] * prevalence * (1 - prevalence))
    assert np.all(np.abs(found["sum"] - found["size"] * prevalence) < 4 * spread)
    assert found["sum"].min() >= 2
    assert np.all((found["sum"] / found["size"]).between(0.003, 0.06))


def test_patients_differ_in_their_malignant_genes():
    adata = simulate(**SMALL, **{**MALIGNANT, "malignant_prevalence": 0.3}, malignant_penetrance=0.5)
    table, target = log_shares(adata), adata.obs["mrd_target"].to_numpy(dtype=bool)
    own = is_in(adata, "malignant") & ~is_in(adata, "type2")
    donor = adata.obs["donor_id"].astype("str").to_numpy()
    gain = np.stack(
        [
            table[target & (donor == one)][:, own].mean(axis=0) - table[~target & (donor == one)][:, own].mean(axis=0)
            for one in np.unique(donor)
        ]
    )
    is_shown = gain > gain.max(axis=0) / 2  # (n_donors, n_genes)
    assert 0.3 < is_shown.mean() < 0.7
    assert len(np.unique(is_shown, axis=0)) > 10


def test_response_moves_its_programme_in_the_rarest_type_only():
    adata = simulate(**SMALL, **{**RESPONSE, "response_separation": 6.0})
    table, responded = log_shares(adata), adata.obs["responder_binary"].to_numpy(dtype=bool)
    kind = adata.obs["cell_type"].astype("str").to_numpy()
    score = table[:, is_in(adata, "response")].mean(axis=1)
    gap = {one: score[responded & (kind == one)].mean() - score[~responded & (kind == one)].mean() for one in set(kind)}
    assert gap["type3"] > 0.5
    assert max(abs(gap["type1"]), abs(gap["type2"])) < 0.1
    assert np.mean(kind == "type3") < np.mean(kind == "type1")


def test_patients_activity_is_recovered_from_the_cells_that_carry_it(cohort):
    adata = cohort("demo_response")
    rare = (adata.obs["cell_type"] == "type6").to_numpy()
    score = log_shares(adata)[:, is_in(adata, "response")].mean(axis=1)[rare]
    donor = adata.obs["donor_id"].astype("str")[rare]
    activity = adata.uns["truth"]["donors"].set_index("donor_id")["activity"]
    by_donor = donor.to_frame("donor").assign(score=score).groupby("donor")["score"].mean()
    assert np.corrcoef(by_donor, activity.loc[by_donor.index])[0, 1] > 0.9


def test_half_of_the_patients_respond_and_nobody_says_so_in_a_cluster(cohort):
    adata = cohort("demo_response")
    by_donor = adata.obs.groupby("donor_id", observed=True)["responder_binary"]
    assert by_donor.nunique().max() == 1
    assert by_donor.first().sum() == 20
    assert "cluster" not in adata.obs
    assert set(adata.obs["time_point"]) == {"baseline"}


def test_simulation_without_anything_to_find_is_refused():
    with pytest.raises(InputError, match="nothing to find"):
        simulate(**SMALL)


def test_too_few_genes_for_the_programmes_are_refused():
    with pytest.raises(InputError, match="30 genes cannot hold programmes of 34"):
        simulate(**{**SMALL, "n_genes": 30}, **RESPONSE)


@pytest.mark.parametrize(("dataset_id", "n_each"), [("demo_mrd", 12), ("demo_response", 20)])
def test_sex_and_age_are_known_half_and_half_and_each_group_holds_ten_or_more(cohort, dataset_id, n_each):
    donors = cohort(dataset_id).obs.drop_duplicates("donor_id")
    for name in ("sex_ontology_term_id", "age_band"):
        assert donors[name].value_counts().tolist() == [n_each, n_each]
    together = donors.groupby(["sex_ontology_term_id", "age_band"], observed=True).size()
    assert set(together) == {n_each // 2}


def test_as_many_of_each_sex_and_age_respond(cohort):
    donors = cohort("demo_response").obs.drop_duplicates("donor_id")
    for name in ("sex_ontology_term_id", "age_band"):
        assert set(donors.groupby([name, "responder_binary"], observed=True).size()) == {10}


def test_sex_and_age_change_no_other_draw():
    plain, known = (simulate(**SMALL, **RESPONSE, has_sex_and_age=has) for has in (False, True))
    assert (plain.X != known.X).nnz == 0
    assert set(plain.obs["sex_ontology_term_id"]) == {"unknown"}
    assert set(known.obs["sex_ontology_term_id"]) == {"PATO:0000383", "PATO:0000384"}
    assert list(plain.obs["responder_binary"]) == list(known.obs["responder_binary"])
