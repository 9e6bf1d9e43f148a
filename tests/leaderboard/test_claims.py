"""What the pages claim: what all pairs, tested at once, carry, and no more."""

import pytest

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._boards import board
from clinicell.leaderboard._ledes import lede, task_sentence
from clinicell.tasks._find import find_task

OLD = ("provisional", "reaches into", "overlap")


def of(cohort):
    task = find_task("mrd")
    return board(task, task.panel("demo_mrd"), cohort.results, {}, {}, cohort.evidence_of)


@pytest.fixture
def three(cohort):
    for model, skill in (("good", 3.0), ("twins", 2.8), ("poor", 0.7)):
        cohort.add(model, skill)
    cohort.add("constant", 0.0, is_control=True)
    return cohort


def test_models_that_cannot_be_told_apart_stand_in_one_group_under_one_rank(three):
    made = of(three)
    assert [(group.title, [row.model for row in group.rows]) for group in made.groups] == [
        ("Rank 1, indistinguishable from the best", ["good", "twins"]),
        ("Rank 3", ["poor"]),
        ("Controls", ["constant"]),
    ]
    assert made.groups[1].note == "It is worse than at least one model of the group above."
    assert made.rows[0].standing[:2] == ("1", "ranks 1–2")
    assert made.rows[2].standing == ("3", "ranks 3–3", "P(best) < 0.01")
    assert made.rows[3].standing == ("control",)
    assert made.alike == 1


def test_the_sentence_says_who_is_not_told_apart_and_who_is_better_than_the_control(three):
    made = of(three)
    assert "not told apart from one of the two other models" in made.sentence
    assert "All three models are better than the strongest control, Constant (Holm, 5 %)." in made.sentence
    assert "On the ranked panel, the model with the best value cannot be told apart from another." in lede([made], 4, 0)
    assert task_sentence([made]) == "Indistinguishable from the best: Good and Twins on demo_mrd."
    assert not any(word in text for word in OLD for text in (made.sentence, lede([made], 4, 0), task_sentence([made])))


def test_a_model_better_than_every_other_is_said_to_be_so(cohort):
    cohort.add("good", 4.0)
    cohort.add("poor", 0.3)
    made = of(cohort)
    assert made.groups[0].note == "Better than the other model, all pairs tested at once."
    assert "better than the other model, all pairs tested at once" in made.sentence
    assert made.alike == 0
    assert "On the ranked panel, the model with the best value is better than every other." in lede([made], 2, 0)


def test_five_donors_give_one_shared_rank_and_the_sentence_why(cohort):
    for model, skill in (("good", 4.0), ("poor", 0.3)):
        cohort.add(model, skill, n_donors=5)
    made = of(cohort)
    assert [row.standing[:2] for row in made.models] == [("1", "ranks 1–2"), ("1", "ranks 1–2")]
    assert made.order is False
    assert "All models share rank 1: with 5 donors" in made.groups[0].note
    assert "no paired test can reach 5 %; six are needed" in made.groups[0].note
    assert task_sentence([made]).startswith("No order on demo_mrd. All models share rank 1")
    assert "One panel has too few units to order anything." in lede([made], 2, 0)


def test_without_evidence_nothing_is_ranked_and_the_page_says_so(three):
    for path in three.folder.rglob("*.npz"):
        path.unlink()
    made = of(three)
    assert made.groups[0].note.startswith("Not ranked: the evidence of these runs is not here.")
    assert {row.standing for row in made.models} == {("not ranked",)}
    assert "too few units" not in lede([made], 4, 0)


def test_the_value_in_which_each_cell_counts_alike_stands_beside(three):
    made = of(three)
    assert made.extra.columns[0] == "average precision, each cell counts alike"
    first = made.rows[0]
    assert made.extra.rows[0][2][0] == say.number(first.value - 0.01, say.decimals_of(first.value))


def test_the_table_of_differences_has_the_interval_the_p_and_what_could_be_shown(three):
    made = of(three)
    assert made.compared.columns == ("difference to Good", "difference to Constant (control)")
    assert made.compared.rows[0][2][0] == "the best value itself"
    assert all("p\N{NO-BREAK SPACE}" in cells[1] for _, _, cells in made.compared.rows)
    assert made.detectable.startswith("Smallest difference that these donors show with a chance of 80 %: 0.")


@pytest.mark.parametrize(
    ("above", "models", "words"),
    [
        (0, 3, "No model is shown to be better than the strongest control, Random (Holm, 5 %)."),
        (1, 1, "The model is better than the strongest control, Random (Holm, 5 %)."),
        (2, 2, "Both models are better than the strongest control, Random (Holm, 5 %)."),
        (1, 3, "One of three models is better than the strongest control, Random (Holm, 5 %)."),
    ],
)
def test_who_is_better_than_the_control_is_said_in_grammar(above, models, words):
    assert say.above_control(above, models, "Random") == words


@pytest.mark.parametrize(("p", "text"), [(0.163, "p 0.16"), (0.0042, "p 0.004"), (0.00002, "p < 0.001")])
def test_a_p_has_the_digits_that_matter_and_is_not_broken(p, text):
    assert say.p_value(p) == text.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_chance_is_never_printed_as_0_or_1():
    assert [say.probability(value) for value in (0.0, 0.41, 1.0)] == ["< 0.01", "0.41", "> 0.99"]
