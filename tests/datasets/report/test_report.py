"""The report says what the findings say, draws donors without naming them, and loads nothing from anywhere."""

import re
import warnings
from dataclasses import replace
from html.parser import HTMLParser

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter
from scipy import sparse

from clinicell.datasets import _reading
from clinicell.datasets.report.drawing import pictures
from clinicell.datasets.report.judged import judge
from clinicell.datasets.report.numbers import Numbers, numbers_of
from clinicell.datasets.report.page import headline, ladder, report
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.schema.rule import WITHHELD
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.validate import validate_file

pytest.importorskip("jinja2")


def finding(code: str, **changes) -> Finding:
    said = {
        "code": code, "level": Level[code[:2]], "path": "obs['x']", "message": "something is wrong", "fix": "mend it",
        "n_affected": 3, "n_total": 12, "unit": "cells", "examples": ("a",),
    }  # fmt: skip
    return Finding(**(said | changes))


def verdict(*findings: Finding, **changes) -> Verdict:
    said = {"dataset_id": "d", "modality": "rna", "n_obs": 12, "n_vars": 4, "n_donors": 3, "n_samples": 3}
    return Verdict(**(said | changes), findings=findings)


@pytest.fixture
def cohort():
    """Three donors on two sites with 100, 60 and 20 cells; the site tells the label; sex is unknown on the second."""
    donor = np.repeat(["MRN-1234567", "B", "C"], [100, 60, 20])
    site = np.where(donor == "C", "second", "first")
    obs = pd.DataFrame(
        {
            "donor_id": donor,
            "institution_id": site,
            "sex_ontology_term_id": np.where(site == "second", "unknown", "PATO:0000383"),
            "responder_binary": pd.array(site == "first", dtype="boolean"),
            "malignant": pd.array([None if index % 2 else bool(index % 4) for index in range(180)], dtype="boolean"),
        },
        index=[f"c{number}" for number in range(180)],
    )
    counts = np.zeros((180, 4), dtype="float32")
    counts[:, 0] = 10
    counts[:90, 1] = 90
    counts[179] = 0
    adata = ad.AnnData(X=counts, obs=obs, var=pd.DataFrame(index=list("wxyz")))
    adata.uns["scales"] = scales_table({"X": Scale(kind="counts")})
    return adata


def page(judged: Verdict, adata=None, **changes) -> str:
    said = {"file_name": "cohort.h5ad", "sha256": "ab" * 32, "seconds": 1.25}
    return report(judged, None if adata is None else numbers_of(adata), **(said | changes))


def test_donors_are_counted_by_site_and_size(cohort):
    numbers = numbers_of(cohort)
    assert [(donor.site, donor.n_cells) for donor in numbers.donors] == [(0, 100), (0, 60), (1, 20)]
    assert numbers.effective_donors == pytest.approx(180**2 / (100**2 + 60**2 + 20**2))


def test_a_site_that_nobody_named_is_not_counted(cohort):
    assert numbers_of(cohort).n_sites == 2
    cohort.obs["institution_id"] = "unknown"
    assert numbers_of(cohort).n_sites == 0
    del cohort.obs["institution_id"]
    assert numbers_of(cohort).n_sites == 0


def test_what_is_missing_is_a_share_of_each_donors_cells(cohort):
    missing = {each.column: each.shares for each in numbers_of(cohort).missing}
    assert missing["sex_ontology_term_id"] == (0.0, 0.0, 1.0)
    assert missing["malignant"] == (0.5, 0.5, 0.5)
    assert "donor_id" not in missing


def test_a_label_of_the_donor_is_counted_in_donors_and_one_of_the_cell_in_cells(cohort):
    by_donor, by_cell = numbers_of(cohort).labels
    assert (by_donor.name, by_donor.unit, by_donor.per_site) == ("responder_binary", "donor", ((2, 0, 0), (0, 1, 0)))
    assert by_donor.is_told_by_site
    assert (by_cell.unit, by_cell.per_site) == ("cell", ((40, 40, 80), (5, 5, 10)))
    assert not by_cell.is_told_by_site


def test_sums_and_features_are_those_of_the_matrix(cohort):
    sums, features = numbers_of(cohort).quality
    assert (sums.median, sums.n_zero, sum(sums.counts)) == (np.median([100] * 90 + [10] * 89 + [0]), 1, 179)
    assert (features.median, features.n_zero) == (1.5, 1)
    assert sums.edges[0] == pytest.approx(1.0)  # 10 cells on a log axis
    assert sums.edges[-1] == pytest.approx(2.0)


def test_sums_are_drawn_of_scales_that_begin_at_0_alone(cohort):
    cohort.uns["scales"] = scales_table({"X": Scale(kind="other", formula="arcsinh(raw / 5)")})
    assert numbers_of(cohort).quality == ()


@pytest.mark.parametrize("is_left_on_disk", [False, True], ids=["in memory", "on disk"])
def test_a_file_is_read_by_the_child_alone_and_gives_the_numbers_of_its_data_set(
    cohort, tmp_path, monkeypatch, is_left_on_disk
):
    cohort.layers["genotype"] = np.where(np.arange(720).reshape(180, 4) % 5 == 0, -1, 1).astype("int8")
    cohort.layers["counts"] = sparse.csr_matrix(cohort.X)
    cohort.uns["scales"] = scales_table({name: Scale(kind="counts") for name in ("X", "layers/counts")})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cohort.write_h5ad(tmp_path / "a.h5ad")
    if is_left_on_disk:
        monkeypatch.setattr(_reading, "LARGE", 0)
    expected = validate_file(tmp_path / "a.h5ad"), numbers_of(cohort)
    monkeypatch.setattr(ad, "read_h5ad", None)
    judged = judge(tmp_path / "a.h5ad")
    assert (judged.verdict, judged.numbers) == expected
    assert [each.title.split(",")[0] for each in judged.numbers.quality] == [
        "Sum per cell", "Features seen per cell", "Sum per cell", "Features seen per cell",
        "Sites without a call per cell",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_has_a_verdict_and_no_numbers(tmp_path):
    (tmp_path / "a.h5ad").write_text("cell,gene\n1,2\n")
    judged = judge(tmp_path / "a.h5ad")
    assert [each.code for each in judged.verdict.findings] == ["L0-READ-03"]
    assert judged.numbers is None


def test_the_median_of_nothing_comes_out_of_the_child_as_it_is(cohort):
    cohort.X[:] = np.nan
    numbers = numbers_of(cohort)
    told = TypeAdapter(Numbers).validate_json(TypeAdapter(Numbers).dump_json(numbers))
    assert np.isnan(told.quality[0].median)
    assert replace(told, quality=()) == replace(numbers, quality=())


def test_a_data_set_of_nothing_has_no_pictures():
    empty = ad.AnnData(obs=pd.DataFrame(index=pd.Index([], dtype="str")))
    assert pictures(numbers_of(empty)) == ()


def test_the_headline_is_computed_from_the_findings():
    assert headline(verdict(), Level.L3) == "This file reaches L4, benchmark-ready."
    assert headline(verdict(finding("L4-SPLIT-01")), Level.L3) == "This file reaches L3, clinical."
    two = verdict(finding("L2-TIME-01"), finding("L2-SEX-01"), finding("L3-RESP-02"))
    assert headline(two, Level.L3) == "This file stands on L1. Two findings bar L2."
    assert headline(verdict(finding("L0-READ-01")), Level.L3) == "This file cannot be read."


def test_the_ladder_tells_reached_next_open_and_beyond():
    rungs = ladder(verdict(finding("L2-TIME-01"), finding("L3-RESP-02"), ceiling=Level.L3))
    assert [(rung.level.name, rung.state) for rung in rungs] == [
        ("L4", "beyond"), ("L3", "open"), ("L2", "next"), ("L1", "reached"), ("L0", "reached"),
    ]  # fmt: skip


def test_every_finding_stands_on_the_page_once_with_its_share_and_link(cohort):
    judged = verdict(finding("L2-TIME-01"), finding("L2-TIME-01", path="obs['y']"), finding("L4-SPLIT-01"))
    text = page(judged, cohort)
    assert text.count('class="nobreak"') == 3
    assert text.count('id="L2-TIME-01"') == 1
    assert text.count("3 of 12 cells") == 3
    assert 'width="25.0%"' in text
    assert "rules.md#l2-time-01" in text


def test_donors_are_drawn_and_never_named(cohort):
    text = page(verdict(), cohort)
    assert text.count("<circle") == 3
    assert "MRN-1234567" not in text
    assert "The site tells" in text or "the site tells it" in text


def test_what_is_withheld_is_a_bar_of_one_width():
    text = page(verdict(finding("L4-SPLIT-01", examples=(WITHHELD,))))
    assert 'class="red"' in text
    assert f"<code>{WITHHELD}</code>" not in text


def test_text_of_the_file_is_escaped_wherever_it_stands(cohort):
    bad = "<script>alert(1)</script>"
    cohort.obs[bad] = np.where(np.arange(180) < 9, None, "x")
    text = page(verdict(finding("L2-TIME-01", path=bad, examples=(bad,))), cohort, file_name=bad)
    assert bad not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_page_is_whole_and_loads_nothing(cohort):
    text = page(verdict(finding("L3-RESP-02")), cohort)
    open_tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "link", "rect", "line", "circle", "path"):
                open_tags.append(tag)

        def handle_endtag(self, tag):
            if tag not in ("rect", "line", "circle", "path"):
                assert open_tags.pop() == tag

    Reader().feed(text)
    assert not open_tags
    assert not re.findall(r'(?:src|href)="(?!#|data:|https://github\.com/clinicell)', text)
    assert "@import" not in text
    assert "url(" not in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert len(text.encode()) < 120_000


def test_equal_input_gives_equal_bytes(cohort):
    judged = verdict(finding("L2-TIME-01"))
    assert page(judged, cohort) == page(judged, cohort.copy())


def test_many_donors_keep_the_page_small():
    n = 500
    obs = pd.DataFrame({"donor_id": [f"d{number % n}" for number in range(4 * n)]}, index=map(str, range(4 * n)))
    numbers = numbers_of(ad.AnnData(obs=obs))
    assert len(numbers.donors) == n
    drawn = {picture.heading: picture for picture in pictures(numbers)}
    assert drawn["Cells per donor"].svg.count("<circle") == 60
    assert "The 60 first of 500 donors are drawn." in drawn["Cells per donor"].caption
