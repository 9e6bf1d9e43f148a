"""A card's figure that no test measures is a promise that nobody keeps."""

import csv
import re
from pathlib import Path

import pytest

from clinicell.datasets.card import card_ids, find_card

FOLDER = Path(__file__).parent
CONVERTED = [name for name in card_ids() if not find_card(name).is_simulated]


@pytest.mark.parametrize("dataset_id", CONVERTED)
def test_every_sanity_figure_of_a_card_is_measured_by_its_converters_test(dataset_id):
    text = (FOLDER / f"test_{dataset_id}.py").read_text(encoding="utf-8")
    # A figure may be named in parts: f"{method}_ari_exp1" measures kmeans_ari_exp1.
    named = [
        re.sub(r"\\{[^}]*\\}", r"\\w+", re.escape(one))
        for one in re.findall(r'check_figure\(\s*ID,\s*f?"([^"]+)"', text)
    ]
    lost = [one.name for one in find_card(dataset_id).sanity if not any(re.fullmatch(part, one.name) for part in named)]
    assert named
    assert lost == []


@pytest.mark.parametrize("dataset_id", CONVERTED)
def test_a_card_with_raw_files_has_a_figure_and_says_who_labelled(dataset_id):
    card = find_card(dataset_id)
    assert card.sanity
    assert len(card.label_provenance) > 10
    assert all(file.url or (file.derived_from and file.how) for file in card.files)


def test_a_recorded_figure_that_misses_says_why_and_one_that_hits_has_nothing_to_explain():
    lines = (FOLDER.parents[2] / "docs" / "figures.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        figure = find_card(row["dataset"]).sanity_named(row["figure"])
        is_met = abs(float(row["measured"]) - figure.expected) <= figure.tolerance
        assert is_met == (figure.unmet is None), row
        assert row["why"] == ("" if figure.unmet is None else str(figure.unmet))
