"""The page of a model: what stands there stands on the boards, and its probabilities are drawn or it says why not."""

import re
import xml.dom.minidom

import pytest

from clinicell.leaderboard.model_page import page_of
from clinicell.leaderboard.page import build_site

SEEN = "its training data, demo_mrd, is the data set of this panel"


@pytest.fixture(scope="module")
def site(cohort_at, tmp_path_factory):
    cohort = cohort_at(tmp_path_factory.mktemp("cohort"))
    for panel, suite, n_donors in (("demo_mrd", "demo", 12), ("flowcap2_aml_subset", "core", 40)):
        where = {"panel": panel, "suite": suite, "n_donors": n_donors}
        cohort.add("good", 2.0, sure=1.0, **where)
        cohort.add("fair", 1.0, sure=2.0, **where)
        cohort.add("scores", 1.0, **where)
        cohort.add("constant", 0.0, sure=0.1, is_control=True, **where)
    cohort.silent("my model", "declined", SEEN)
    cohort.silent("broken", "failed", "loss not finite")
    out = tmp_path_factory.mktemp("site")
    build_site(cohort.results, {}, out, evidence_of=cohort.evidence_of)
    return out


def text_of(path):
    html = re.sub(r"<style>.*?</style>|<script>.*?</script>", " ", path.read_text(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_each_model_has_a_page_and_each_row_of_a_board_leads_to_it(site):
    pages = {path.name for path in site.glob("model-*.html")}
    assert pages == {f"model-{name}.html" for name in ("good", "fair", "scores", "my-model", "broken")}
    links = set(re.findall(r'<th scope="row"><a href="(model-[^"]+)"', (site / "mrd.html").read_text()))
    assert links == pages


def test_the_probabilities_of_the_model_are_drawn_in_colour_beside_the_controls(site):
    html, text = (site / "model-fair.html").read_text(), text_of(site / "model-fair.html")
    assert text.count("Do the probabilities come true?") == 2
    assert text.count("What is gained by acting on them?") == 2
    assert "Blue: Fair; grey: the other models" in text
    calibration = text[text.index("Do the probabilities mean what they say?") :]
    assert "Constant" in calibration
    assert " Good " not in calibration.replace("Good: ", " ")
    for svg in re.findall(r"<svg[^>]*viewBox.*?</svg>", html, flags=re.DOTALL):
        xml.dom.minidom.parseString(svg)  # noqa: S318 - our own text


def test_a_model_without_probabilities_says_so_in_words(site):
    text = text_of(site / "model-scores.html")
    assert text.count("The model says no probability here.") == 2
    assert "Do the probabilities come true?" not in text


def test_a_declined_model_shows_the_reason_and_is_no_failure(site):
    html, text = (site / "model-my-model.html").read_text(), text_of(site / "model-my-model.html")
    assert f"declined: {SEEN}" in text
    assert "It has no value, and says why, on 1 panel." in text
    assert 'class="bad"' not in html
    assert f"declined: {SEEN}" in text_of(site / "mrd.html")
    assert f"No score: My Model: declined on mrd · demo_mrd ({SEEN})" in text_of(site / "index.html")


def test_a_failed_model_shows_the_reason_as_a_failure(site):
    html, text = (site / "model-broken.html").read_text(), text_of(site / "model-broken.html")
    assert "failed: loss not finite" in text
    assert 'class="bad"' in html
    assert "It failed on 1 panel." in text


def test_a_model_page_stays_small_has_unique_ids_and_no_empty_number(site):
    for path in site.glob("model-*.html"):
        html = path.read_text()
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert path.stat().st_size < 120_000
        assert "nan" not in text_of(path).casefold().split()


def test_every_link_of_a_model_page_leads_somewhere(site):
    for path in site.glob("model-*.html"):
        for target in re.findall(r'href="([^"]+)"', path.read_text()):
            name, _, anchor = target.partition("#")
            if ":" in name:
                continue
            assert not name or (site / name).exists(), target
            if anchor:
                assert f'id="{anchor}"' in (site / (name or path.name)).read_text(), target


def test_the_name_of_a_page_is_safe_whatever_the_model_is_called():
    assert page_of("../../<x>") == "model-..-..-x-.html"
