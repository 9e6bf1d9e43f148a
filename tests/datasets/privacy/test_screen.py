import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.privacy import screen
from clinicell.datasets.privacy.column import column
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.screen import check, matched, screened, withheld
from clinicell.datasets.privacy.text import codes_of
from clinicell.datasets.schema.levels import Finding, Level
from clinicell.datasets.validate import validate


def cohort(n: int = 6, **obs: object) -> ad.AnnData:
    table = pd.DataFrame(obs, index=[f"cell{i}" for i in range(n)])
    return ad.AnnData(np.ones((n, 2), dtype="float32"), obs=table)


def codes(adata: ad.AnnData) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in check(adata)]


def test_rows_are_counted_and_values_are_not_shown():
    (finding,) = check(cohort(note=["seen 2019-03-12", "seen 2019-03-12", "b", "c", "d", "e"]))
    assert (finding.code, finding.n_affected, finding.n_total) == ("L4-PHI-03", 2, 6)
    assert finding.examples == ("a date, 15 characters",)


def test_a_name_that_is_an_identifier_itself_is_not_shown_in_a_path():
    adata = cohort(**{"visit 2019-03-12": ["MRN 0012345"] * 6})
    found = list(check(adata))
    assert {finding.code for finding in found} == {"L4-PHI-03", "L4-PHI-08"}
    assert "2019" not in repr(found)
    assert any("(a date, 16 characters)" in finding.path for finding in found)


def test_nested_entries_are_named_by_their_path():
    adata = cohort()
    adata.uns["runs"] = {"a": [{"when": "12-MAR-2019"}], "table": pd.DataFrame({"dob": ["1961-01-02"]})}
    assert codes(adata) == [("L4-PHI-03", "uns['runs']['a'][0]['when']"), ("L4-PHI-03", "uns['runs']['table']['dob']")]


def test_numbers_are_read_only_where_their_name_asks_for_them():
    dates, counts = [25001, 30000, 31000, 32000, 33000, 34000], [12345678, 20190312, 617555, 1, 2, 3]
    assert codes(cohort(dob=dates, n_counts=counts)) == [("L4-PHI-03", "obs['dob']")]
    assert ("L4-PHI-08", "obs['mrn']") in codes(cohort(mrn=counts))
    assert codes(cohort(when=pd.to_datetime(["2019-03-12"] * 6))) == [("L4-PHI-03", "obs['when']")]


def test_a_column_of_sentences_is_free_text_and_gene_descriptions_are_not():
    said = [f"this cell number {word} was rather large" for word in "abcdef"]
    assert codes(cohort(impression=said)) == [("L4-PHI-22", "obs['impression']")]
    adata = ad.AnnData(np.ones((2, 6), dtype="float32"), var=pd.DataFrame({"description": said}, index=list("abcdef")))
    adata.obs_names = ["a", "b"]
    assert codes(adata) == []


def test_releases_and_versions_are_no_dates():
    adata = cohort()
    adata.uns["ontology_releases"] = {"CL": "2025-07-30"}
    assert codes(adata) == []
    adata.uns["sampled"] = "2025-07-30"
    assert codes(adata) == [("L4-PHI-03", "uns['sampled']")]


def test_one_identifier_among_many_names_of_one_form_is_found():
    names = [f"cell{i:06d}" for i in range(5000)]
    names[4321] = "654-32-1098"
    names[77] = "MRN0012345"
    found = {finding.code: finding.n_affected for finding in screened([column("obs_names", Key(), names)])}
    assert found == {"L4-PHI-07": 1, "L4-PHI-08": 1}


def test_examples_of_other_rules_are_withheld_where_an_identifier_stands():
    finding = Finding(
        code="L2-ASSAY-01", level=Level.L2, path="obs['assay']", message="m", fix="f", n_affected=1, n_total=1,
        unit="cells", examples=("Quispe",),
    )  # fmt: skip
    assert withheld(finding, ["obs['assay']"]).examples == ("withheld",)
    assert withheld(finding, ["obs['other']"]).examples == ("Quispe",)


def test_validation_screens_and_repeats_nothing():
    adata = cohort(assay_ontology_term_id=["seen by Dr. Quispe on 2019-03-12"] * 6)
    verdict = validate(adata)
    by_code = {finding.code: finding for finding in verdict.findings}
    assert {"L2-ASSAY-01", "L4-PHI-01", "L4-PHI-03"} <= set(by_code)
    assert by_code["L2-ASSAY-01"].examples == ("withheld",)
    assert "Quispe" not in repr(verdict)
    assert "2019-03-12" not in repr(verdict)


def test_no_gene_breaks_a_rule_so_that_none_need_be_read_one_by_one():
    genes = table("human")
    names = [*genes.row_of, *genes.ids_of][::40]
    assert len(names) > 2000
    for name in names:
        assert not codes_of(name, Key(is_feature=True)), name


def test_among_many_genes_one_that_is_none_is_still_read():
    names = [*list(table("human").ids_of)[:3000], "Patient: John Smith, MRN 1234567"]
    found = matched(column("var['feature_name']", Key(is_feature=True), names, "features"))
    assert found
    assert {place for places in found.values() for place in places} == {3000}


def test_names_of_cells_that_a_running_number_tells_apart_are_sampled_and_days_are_not():
    names = [f"AML-{donor:02}-001-{number}" for donor in range(3) for number in range(1500)]
    days = [
        f"{day:02}-{month:02}-{year}" for day in range(1, 29) for month in range(1, 13) for year in range(1950, 1957)
    ]
    assert len(list(screen._candidates(column("obs_names", Key(), names, "names")))) < 1000
    assert len(list(screen._candidates(column("obs['x']", Key(), days, "cells")))) == len(days) > screen.MANY
