"""Axes, words for numbers, and the inlined plot."""

import math
import re
import xml.dom.minidom

import pytest

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard.charts import TOKENS, Spread, averaged, axis_over, by_target, figure, inlined
from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX, CLONES_FOUND
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION

SPREADS = [
    Spread(title="Gated-attention multiple-instance learning", is_control=False, value=0.7, parts=(0.6, 0.8, math.nan)),
    Spread(title='v1.23456 <b> & "q"', is_control=False, value=0.6, parts=(0.55, 0.65, 0.6)),
    Spread(title="Constant", is_control=True, value=0.5, parts=(0.5, 0.5, 0.5)),
]


@pytest.fixture(scope="module")
def svg():
    return figure(SPREADS, AUROC, 0.5, "v-demo", "Name <x>", "What & why")


@pytest.mark.parametrize(
    ("metric", "values", "low", "high"),
    [
        (AUROC, [0.47, 0.62, 0.93], 0.4, 1.0),
        (AVERAGE_PRECISION, [0.01, 0.22], 0.0, 0.25),
        (ADJUSTED_RAND_INDEX, [-0.3, 0.9], -0.4, 1.0),
        (CLONES_FOUND, [1.0, 1.0], 0.0, 1.0),
        (AUROC, [math.nan], 0.0, 1.0),
    ],
)
def test_axis_holds_every_value_and_ends_at_round_numbers(metric, values, low, high):
    axis = axis_over(metric, values)
    assert (axis.low, axis.high) == (low, high)
    assert all(axis.low <= value <= axis.high for value in values if math.isfinite(value))
    assert 2 <= len(axis.ticks) <= 9


def test_value_a_little_below_zero_does_not_cost_a_whole_tick():
    axis = axis_over(ADJUSTED_RAND_INDEX, [-0.01, 0.9])
    assert -0.05 < axis.low < -0.01
    assert axis.ticks[0] == 0


def test_places_on_an_axis_grow_with_the_value_and_stay_inside_the_cell():
    axis = axis_over(AUROC, [0.5, 0.9])
    places = [axis.at(value) for value in (0.2, 0.5, 0.7, 1.0, 7.0)]
    assert places == sorted(places)
    assert 0 < places[0] <= places[-1] < 100
    assert math.isnan(axis.at(math.nan))


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40, 1000])
def test_counts_have_whole_ticks(count):
    assert all(tick == int(tick) for tick in axis_over(CLONES_FOUND, [1, count]).ticks)


def test_plot_is_one_well_formed_svg_with_name_and_description(svg):
    assert xml.dom.minidom.parseString(svg).documentElement.tagName == "svg"  # noqa: S318 - our own text
    assert '<title id="v-demo-t">Name &lt;x&gt;</title>' in svg
    assert "What &amp; why" in svg


def test_plot_takes_every_colour_from_the_page(svg):
    assert not any(token in svg for token in TOKENS)
    assert not re.search(r'(?:fill|stroke)="(?!none|transparent)', svg)
    assert {"var(--hx)", "var(--ctl)", "var(--grid)"} <= set(re.findall(r"var\(--\w+\)", svg))


def test_plot_names_no_address_and_fits_a_phone(svg):
    assert "http" not in svg
    width = int(re.search(r'viewBox="0 0 (\d+)', svg).group(1))
    assert 250 <= width <= 288


def test_plot_shows_names_as_they_are(svg):
    assert "v1.23456 &lt;b&gt;" in svg
    assert "<b>" not in svg


def test_plot_draws_a_tick_per_finite_part_and_a_dot_per_model(svg):
    assert svg.count('d="M') >= 8 + 3
    assert len(re.findall(r'<path transform="[^"]*" d="M[\d.]+,0A', svg)) == 3


def test_ids_and_references_inside_a_plot_get_the_figures_key():
    text = inlined(
        '<svg><clipPath id="clip0"/><g clip-path="url(#clip0)"><use href="#clip0"/></g></svg>', "k", "n", "w"
    )
    assert 'id="k-clip0"' in text
    assert "url(#k-clip0)" in text
    assert 'href="#k-clip0"' in text


def test_parts_are_averaged_over_seeds_and_unknown_ones_stay_unknown():
    first, second, third = averaged([[1.0, math.nan, math.nan], [3.0, 5.0, math.nan]])
    assert (first, second) == (2.0, 5.0)
    assert math.isnan(third)
    assert by_target([{"b": 2.0, "a": 1.0}, {"a": 3.0, "b": 4.0}]) == (2.0, 3.0)


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        (0.34, 0.23, 0.47, "0.34 [0.23, 0.47]"),
        (0.0142, 0.0098, 0.0187, "0.014 [0.010, 0.019]"),
        (-0.001, -0.06, 0.06, "0.00 [\N{MINUS SIGN}0.06, 0.06]"),
        (0.7, math.nan, math.nan, "0.70"),
        (0.5, 0.5 - 1e-9, 0.5 + 1e-9, "0.50 [0.50, 0.50]"),
    ],
)
def test_numbers_have_the_digits_of_their_interval_and_a_true_minus(value, low, high, text):
    decimals = say.decimals_of(value, low, high)
    assert f"{say.number(value, decimals)} {say.interval(low, high, decimals)}".strip() == text


def test_few_units_are_flagged_at_twenty():
    assert say.enough(20, 19.9, "donor").endswith("under 20, read with care")
    assert say.enough(30, 20.0, "line") == "30 cell lines, 20.0 effective"
