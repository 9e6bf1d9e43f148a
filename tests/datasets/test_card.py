"""Cards: every fault of what a person wrote is named at once, with what would be right."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from clinicell.datasets.card import card_ids, find_card, read_card
from clinicell.errors import CardError

CARD = f"""
id = "small_crc"
title = "Small colorectal cancer"
modality = "genotype"
summary = "Two cells."
source = "Nobody 2020"
doi = "10.1101/gr.209973.116"
original = "https://example.org/original"
licence = "CC0-1.0"
allows = ["research", "redistribution"]
label_provenance = "made up"
mirror = "subclone/small_crc"
[counts]
n_obs = 186
n_vars = 36
n_donors = 1
n_samples = 2
[[files]]
path = "crc2/matrix.csv"
sha256 = "{"a" * 64}"
bytes = 16615
url = "https://example.org/matrix.csv"
url_checked = 2026-11-23
[[files]]
path = "notes.txt"
sha256 = "{"b" * 64}"
bytes = 3
derived_from = "supplementary table 4"
how = "sheet 2 saved as CSV"
mirror = "elsewhere/notes.txt"
[[sanity]]
name = "kmeans_ari"
protocol = "k-means, k = 4"
expected = 0.93
[[published]]
what = "number of clones"
value = "monoclonal"
source = "Hou 2012"
why_not_ours = "no truth"
"""

SIMULATED = """
id = "small_crc"
title = "Simulated"
modality = "genotype"
summary = "Cells on a clone tree."
source = "our simulator"
licence = "CC0-1.0"
allows = []
label_provenance = "planted"
[counts]
n_obs = 10
n_vars = 5
n_donors = 2
n_samples = 2
[simulation]
module = "snv"
seed = 7
[simulation.parameters]
n_donors = 2
false_negative_rate = 0.2
names = ["a", "b"]
is_linear = true
"""


def written(folder: Path, text: str, *changes: tuple[str, str]) -> Path:
    for old, new in changes:
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    path = folder / "small_crc.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_right_card_is_read_with_all_it_says(tmp_path: Path) -> None:
    card = read_card(written(tmp_path, CARD))
    first, second = card.files
    assert (card.id, card.modality, card.counts.n_samples) == ("small_crc", "genotype", 2)
    assert first.url_checked == date(2026, 11, 23)
    assert second.url is None
    assert second.url_checked == "never"
    assert card.mirror_path(first) == "subclone/small_crc/crc2/matrix.csv"
    assert card.mirror_path(second) == "elsewhere/notes.txt"
    assert card.sanity_named("kmeans_ari").tolerance == 0.02
    assert not card.is_simulated


def test_a_simulated_card_keeps_the_types_of_its_parameters(tmp_path: Path) -> None:
    card = read_card(written(tmp_path, SIMULATED))
    assert card.simulation is not None
    assert card.is_simulated
    assert card.simulation.parameters == {
        "n_donors": 2,
        "false_negative_rate": 0.2,
        "names": ["a", "b"],
        "is_linear": True,
    }
    assert type(card.simulation.parameters["n_donors"]) is int
    assert type(card.simulation.parameters["is_linear"]) is bool


def test_a_card_cannot_be_changed_after_reading(tmp_path: Path) -> None:
    card = read_card(written(tmp_path, CARD))
    with pytest.raises(ValidationError, match="frozen"):
        card.title = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        card.files[0].sha256 = "c" * 64  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "small_crc"', 'id = "other"', "id: 'other' is not the file's name; write id = 'small_crc'"),
        ('id = "small_crc"', 'id = "Small CRC"', "id: 'Small CRC' is no id; write lower-case letters, digits"),
        ('title = "Small', 'titel = "Small', "titel: is no field of a card; did you mean 'title'?"),
        ('title = "Small colorectal cancer"', "", "title: is missing; every card has it"),
        ('title = "Small colorectal cancer"', 'title = " "', "title: is empty; write the text"),
        ('"genotype"', '"snv"', "modality: 'snv' will not do; it should be 'rna', 'genotype'"),
        ("10.1101/gr", "https://doi.org/10.1101/gr", "is no DOI; write it bare, as '10.1101/gr.209973.116'"),
        ('"redistribution"', '"selling"', "allows[1]: 'selling' will not do; it should be 'research', 'commercial'"),
        ("n_obs = 186", 'n_obs = "186"', "counts.n_obs: '186' will not do; it should be a valid integer"),
        ("n_obs = 186", "n_obs = -1", "counts.n_obs: -1 will not do; it should be at least 0"),
        ("a" * 64, "a" * 63, "has 63 characters; write 64 lower-case hexadecimal digits"),
        ("a" * 64, "A" * 64, "write 64 lower-case hexadecimal digits"),
        ("crc2/matrix.csv", "../matrix.csv", "files[0].path: '../matrix.csv' does not stay inside its folder"),
        ("crc2/matrix.csv", "/etc/passwd", "files[0].path: '/etc/passwd' does not stay inside its folder"),
        ("subclone/small_crc", "../subclone", "mirror: '../subclone' does not stay inside its folder"),
        ("https://example.org/matrix.csv", "matrix.csv", "files[0].url: 'matrix.csv' is no web address"),
        ('how = "sheet', 'url = "https://a"\nhow = "sheet', "files[1]: has both url and derived_from or how"),
        (
            'how = "sheet 2 saved as CSV"',
            "",
            "files[1]: has no url; write derived_from (what it was made from) and how",
        ),
        ("2026-11-23", '"soon"', "files[0].url_checked: 'soon' is no day; write 'never' or a day as 2026-11-23"),
        ("2026-11-23", "5", "files[0].url_checked: 5 is no day"),
        ('path = "notes.txt"', 'path = "crc2/matrix.csv"', "files: names 'crc2/matrix.csv' twice"),
        ('path = "notes.txt"', 'path = "crc2"', "files: names 'crc2' as a file and as a folder"),
        ("expected = 0.93", "expected = 0.93\ntolerance = 0", "sanity[0].tolerance: 0 will not do"),
        ("expected = 0.93", "expected = nan", "sanity[0].expected: nan will not do"),
        ("https://example.org/original", "", "original is empty; say where a user without a mirror has the data from"),
        ("[[published]]", '[simulation]\nmodule = "snv"\nseed = 1\n[[published]]', "both [[files]] and [simulation]"),
        ('why_not_ours = "no truth"', "", "published[0].why_not_ours: is missing"),
        ("[counts]", "[counts", "is no TOML in UTF-8"),
    ],
)
def test_a_fault_is_named_with_file_field_and_remedy(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(CardError) as refused:
        read_card(written(tmp_path, CARD, (old, new)))
    assert says in str(refused.value)
    assert str(refused.value).startswith("small_crc.toml: ")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "our', 'mirror = "a/b"\nsource = "our', "is simulated and names a mirror; leave mirror empty"),
        ("[simulation]", "[simulated]", "simulated: is no field of a card; did you mean 'simulation'?"),
        ("seed = 7", "seed = 7.5", "simulation.seed: 7.5 will not do"),
        ("n_donors = 2\nfalse", "n_donors = 2020-01-01\nfalse", "is no parameter; write a number, a text"),
        ('["a", "b"]', '["a", 1]', "simulation.parameters.names: ['a', 1] is no parameter"),
    ],
)
def test_a_fault_in_a_simulation_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(CardError) as refused:
        read_card(written(tmp_path, SIMULATED, (old, new)))
    assert says in str(refused.value)


def test_neither_files_nor_simulation_is_refused(tmp_path: Path) -> None:
    text = SIMULATED.partition("[simulation]")[0]
    with pytest.raises(CardError, match=r"has neither \[\[files\]\] nor \[simulation\]"):
        read_card(written(tmp_path, text))


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(CardError) as refused:
        read_card(written(tmp_path, CARD, ("n_obs = 186", "n_obs = -1"), ("a" * 64, "?"), ('"genotype"', '"snv"')))
    assert len(str(refused.value).splitlines()) == 3


def test_a_file_with_neither_address_nor_mirror_is_refused(tmp_path: Path) -> None:
    changes = (('mirror = "subclone/small_crc"', ""), ('mirror = "elsewhere/notes.txt"', ""))
    with pytest.raises(CardError, match=r"1 files have neither url nor mirror, e\.g\. 'notes\.txt'"):
        read_card(written(tmp_path, CARD, *changes))


def test_an_unknown_sanity_figure_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="has no sanity figure 'f1'; it has: kmeans_ari"):
        read_card(written(tmp_path, CARD)).sanity_named("f1")


def test_a_card_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CardError, match=r"gone\.toml: cannot be read \(No such file"):
        read_card(tmp_path / "gone.toml")


def test_an_unknown_data_set_is_answered_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, CARD)
    monkeypatch.setattr("clinicell.datasets.card.CARDS", tmp_path)
    assert card_ids() == ["small_crc"]
    assert find_card("small_crc").title == "Small colorectal cancer"
    with pytest.raises(CardError, match="no data set 'smal_crc' among 1 cards; did you mean 'small_crc'"):
        find_card("smal_crc")
    with pytest.raises(CardError, match="`clinicell datasets list` names all"):
        find_card("../../etc/passwd")


def test_every_card_of_the_package_follows_the_rules() -> None:
    assert [find_card(dataset_id).id for dataset_id in card_ids()] == card_ids()
