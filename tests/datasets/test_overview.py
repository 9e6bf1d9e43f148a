from pathlib import Path

import pytest

from clinicell.datasets._sanity import Unmet
from clinicell.datasets.card import find_card
from clinicell.datasets.overview import Figure, Row, overview, read_figures, render
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.store import Store
from clinicell.errors import InputError

OPEN = Unmet(cause="under-specified", why="groups are not stated", low=0.66, high=0.9)


def finding(code: str) -> Finding:
    return Finding(
        code=code, level=Level[code[:2]], path="obs", message="m", fix="f", n_affected=1, n_total=2, unit="cells"
    )


def verdict(*codes: str) -> Verdict:
    return Verdict(
        dataset_id="d", modality="rna", n_obs=1, n_vars=1, n_donors=1, n_samples=1, findings=tuple(map(finding, codes))
    )


def test_a_line_says_the_level_what_bars_the_next_and_what_the_benchmark():
    row = Row(
        card=find_card("leung2017_crc"),
        verdict=verdict("L2-GENE-01", "L2-GENE-01", "L4-SPLIT-01"),
        figures=(
            Figure(name="a", expected=0.9, tolerance=0.02, measured=0.91),
            Figure(name="b", expected=0.9, tolerance=0.02, measured=0.777, unmet=OPEN),
            Figure(name="c", expected=0.5, tolerance=0.02, measured=None),
        ),
    )
    text = render([row])
    assert "| `leung2017_crc` | genotype | 186 × 36 | 1 | L1 | L2-GENE-01 | L4-SPLIT-01 | 1 of 3 |" in text
    assert "| `leung2017_crc` | b | 0.9 ± 0.02 | 0.777 | 0.66 to 0.9 | under-specified: groups are not stated |" in text
    assert "| `leung2017_crc` | c | 0.5 ± 0.02 | not measured | – | not known |" in text
    assert "1 data sets of 1 raw folders: 0 on L0, 1 on L1, 0 on L2, 0 on L3, 0 on L4. 1 of 3 figures are met." in text
    assert "Of the others, 1 are under-specified, 0 are not in these data." in text


def test_a_set_that_cannot_be_had_here_is_a_line_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.delenv("CLINICELL_MIRROR", raising=False)
    (row,) = overview([find_card("melanoma_icb"), find_card("demo_mrd")], {}, Store(tmp_path))
    assert row.verdict is None
    assert "no public address" in row.reason
    assert "| not here | " in render([row])


def test_a_set_at_hand_is_converted_and_judged(tmp_path, mirror: Path):
    (row,) = overview([find_card("leung2017_crc")], {("leung2017_crc", "kmeans_ari_all_cells"): 0.934}, Store(tmp_path))
    assert row.verdict is not None
    assert row.verdict.level is Level.L3
    assert [figure.is_met for figure in row.figures][:2] == [True, False]


def test_figures_are_read_by_set_and_name_and_a_file_without_them_is_refused(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("dataset,figure,expected,tolerance,measured\nd,f,0.5,0.02,0.51\n")
    assert read_figures(path) == {("d", "f"): 0.51}
    path.write_text("dataset,figure\nd,f\n")
    with pytest.raises(InputError, match="needs the columns dataset, figure, expected"):
        read_figures(path)
    with pytest.raises(InputError, match="make table"):
        read_figures(tmp_path / "nowhere.csv")
