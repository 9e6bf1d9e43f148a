import math

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.kanonymity import k_of, patients_of, suggestions, wider
from clinicell.errors import InputError

QI = ("age_band", "institution_id")


def patients(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(QI), index=[f"P{i}" for i in range(len(rows))])


def test_k_is_the_smallest_group_of_patients_and_names_who_drives_it():
    table = patients(*[("60-64", "A")] * 5, *[("60-64", "B")] * 1, *[("65-69", "A")] * 5)
    found = k_of(table, QI, goal=5)
    assert (found.k, found.n_patients, found.driver) == (1, 11, "institution_id")
    assert found.rows_below.tolist() == [False] * 5 + [True] + [False] * 5
    assert found.share_below == pytest.approx(1 / 11)


def test_cells_do_not_count():
    obs = pd.DataFrame({"donor_id": ["P1"] * 5000 + ["P2"], "age_band": "60-64", "institution_id": "A"})
    table = patients_of(obs, QI)
    assert k_of(table, QI).k == 2
    assert k_of(table, QI, goal=2).driver is None


def test_a_donor_with_several_values_bears_them_all():
    obs = pd.DataFrame({"donor_id": ["P1", "P1", "P2"], "age_band": ["60-64", "65-69", "60-64"], "institution_id": "A"})
    assert patients_of(obs, QI)["age_band"].tolist() == ["60-64 | 65-69", "60-64"]
    assert k_of(patients_of(obs, QI), QI).k == 1


def test_the_unknown_form_a_group_of_their_own():
    table = patients(("unknown", "A"), ("unknown", "A"), ("60-64", "A"))
    table.loc["P2", "age_band"] = np.nan
    assert k_of(table, QI, goal=2).rows_below.tolist() == [False, False, True]


def test_no_patient_is_no_group():
    found = k_of(patients(), QI)
    assert (found.k, found.n_patients, found.driver) == (0, 0, None)
    assert math.isnan(found.share_below)
    assert suggestions(patients(), QI) == ()


def test_k_agrees_with_counting_by_hand_over_random_tables():
    rng = np.random.default_rng(3)
    for _ in range(50):
        table = patients(*[(rng.choice(["a", "b", "c"]), rng.choice(["x", "y"])) for _ in range(30)])
        rows = [tuple(row) for row in table.to_numpy()]
        assert k_of(table, QI).k == min(rows.count(row) for row in rows)


def test_bands_are_widened_first_and_the_site_dropped_next():
    table = patients(*[("60-64", "A")] * 3, *[("65-69", "A")] * 3)
    assert [(step.what, step.k, step.share_below) for step in suggestions(table, QI)] == [
        ("widen age_band to 10 years", 6, 0.0)
    ]
    table = patients(*[("60-64", "A")] * 3, *[("60-64", "B")] * 3)
    assert [(step.what, step.k) for step in suggestions(table, QI)] == [
        ("widen age_band to 10 years", 3),
        ("widen age_band to 20 years", 3),
        ("drop institution_id", 6),
    ]


def test_who_is_still_alone_is_suppressed_and_counted():
    table = pd.DataFrame({"disease": ["AML"] * 6 + ["rare"]}, index=list("abcdefg"))
    assert [(step.what, step.k, step.share_below) for step in suggestions(table, ["disease"])] == [
        ("suppress 1 of 7 patients", 6, 0.0)
    ]
    alone = suggestions(table.iloc[6:], ["disease"])
    assert alone[0].what == "suppress 1 of 1 patients"
    assert math.isnan(alone[0].share_below)


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(InputError, match=r"lacks 1 quasi-identifiers, e\.g\. 'sex'"):
        k_of(patients(("60-64", "A")), [*QI, "sex"])
    twice = patients(("60-64", "A"), ("60-64", "A")).set_axis(["P1", "P1"])
    with pytest.raises(InputError, match="1 rows repeat a patient"):
        k_of(twice, QI)


def test_wide_bands_end_where_90_begins():
    assert [wider(band, 20) for band in ("0-4", "55-59", "85-89", "90+", "unknown")] == [
        "0-19", "40-59", "80-89", "90+", "unknown",
    ]  # fmt: skip
