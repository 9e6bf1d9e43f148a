from clinicell.datasets.card import find_card
from clinicell.leaderboard.licences import limits, limits_of, limits_on
from clinicell.leaderboard.ranking import rank
from clinicell.tasks._find import find_task


def test_a_licence_that_allows_all_sets_no_limit():
    assert limits_of(find_card("demo_mrd")) == ()


def test_what_is_not_allowed_is_named_and_an_unknown_licence_is_a_limit():
    card = find_card("demo_mrd")
    assert limits_of(card.model_copy(update={"allows": ("research", "redistribution")})) == ("no commercial use",)
    assert limits_of(card.model_copy(update={"allows": ("research",)})) == ("no commercial use", "no redistribution")
    assert limits_of(card.model_copy(update={"allows": ()})) == ("licence unknown",)


def test_a_panel_is_bound_by_its_references_as_well(monkeypatch):
    panel = find_task("drug_sensitivity").panel("demo_drug_cells")
    cards = {name: find_card(name) for name in ("demo_drug_cells", "demo_drug_bulk")}
    cards["demo_drug_bulk"] = cards["demo_drug_bulk"].model_copy(update={"allows": ("research", "commercial")})
    monkeypatch.setattr("clinicell.leaderboard.licences.find_card", cards.__getitem__)
    assert limits(panel) == ("no redistribution",)


def test_every_row_says_what_its_data_do_not_allow(make):
    from dataclasses import replace

    free = make("good")
    bound = make("good")
    bound = replace(bound, inputs=replace(bound.inputs, task="response", panel="melanoma_icb", suite="core"),
                    scores=(replace(bound.scores[0], metric="auroc"),))  # fmt: skip
    table = rank([free, bound]).set_index("panel")
    assert table.loc["demo_mrd", "limits"] == ""
    assert table.loc["melanoma_icb", "limits"] == "no commercial use; no redistribution"


def test_a_panel_that_is_gone_is_of_unknown_licence():
    assert limits_on("mrd", "gone_since") == ("licence unknown",)
