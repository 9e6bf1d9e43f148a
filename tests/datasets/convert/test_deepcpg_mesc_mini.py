import gzip
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from clinicell.datasets.convert.deepcpg_mesc_mini import CELLS, convert
from clinicell.errors import SchemaError

sys.path.insert(0, str(Path(__file__).parent))
from methylation_neighbours import (
    DISTANCES,
    STATES,
    entries,
    figures,
    four_neighbours,
    neighbours,
    neighbours_by_distance,
    probabilities,
)

sys.path.pop(0)

ID = "deepcpg_mesc_mini"
BEDS = {CELLS[0]: "18\t100\t1.0\n18\t300\t0.0\n", CELLS[1]: "18\t300\t1.0\n19\t50\t0.0\n"}


def _raw(folder: Path, **beds: str) -> Path:
    for path, text in {
        **{f"cpg_profiles/{cell}.bed.gz": text for cell, text in {**BEDS, **beds}.items()},
        "annos/CGI.bed.gz": "chr18\t90\t100\nchr18\t95\t200\n",
        "annos/exons.bed.gz": "chr18\t300\t400\nchr19\t49\t50\n",
    }.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(gzip.compress(text.encode()))
    return folder


def test_a_site_that_a_cell_did_not_observe_is_not_unmethylated(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["chr18:100", "chr18:300", "chr19:50"]
    assert adata.layers["cov"].toarray().tolist() == [[1, 1, 0], [0, 1, 1]]
    assert adata.layers["met"].toarray().tolist() == [[1, 0, 0], [0, 1, 0]]
    assert adata.X is None


def test_a_stretch_of_a_bed_begins_behind_its_start_and_holds_its_end(tmp_path):
    var = convert(_raw(tmp_path)).var
    assert var["in_cpg_island"].tolist() == [True, False, False]
    assert var["in_exon"].tolist() == [False, False, True]


def test_a_mouse_says_so_and_its_genome(tmp_path):
    uns = convert(_raw(tmp_path)).uns
    assert (uns["organism_ontology_term_id"], uns["genome_build"]) == ("NCBITaxon:10090", "GRCm38")


def test_a_state_in_between_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 of 2 states are neither 0\.0 nor 1\.0, e\.g\. 0\.5"):
        convert(_raw(tmp_path, **{CELLS[0]: "18\t100\t0.5\n18\t300\t0.0\n"}))


def test_a_site_that_stands_twice_in_a_cell_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 4 calls repeat a cell and site"):
        convert(_raw(tmp_path, **{CELLS[0]: "18\t100\t1.0\n18\t100\t1.0\n"}))


def test_card_counts_and_level_hold(check_counts, level_of):
    check_counts(ID)
    assert level_of(ID) == "L3"


def test_states_agree_with_a_plain_reading_of_the_beds(real, mirror):
    adata = real(ID)
    for cell in CELLS:
        bed = pd.read_csv(mirror / "methylation" / ID / "cpg_profiles" / f"{cell}.bed.gz", sep="\t", header=None)
        names = "chr" + bed[0].astype("str") + ":" + bed[1].astype("str")
        one = adata[cell, names]
        assert one.layers["cov"].toarray().ravel().tolist() == [1] * 10000
        assert np.array_equal(one.layers["met"].toarray().ravel(), bed[2])
        assert adata[cell].layers["cov"].sum() == 10000


def test_chr19_is_predicted_as_published(real, check_figure):
    table = entries(real(ID))
    train, test = (table[table["chrom"] == chrom] for chrom in ("chr18", "chr19"))
    assert len(test) == 10000
    found = figures(test, probabilities(train, test, STATES + DISTANCES))
    check_figure(ID, "auc_chr19", found["auc"])
    check_figure(ID, "accuracy_chr19", found["accuracy"])


def test_neighbours_alone_are_as_published(real, check_figure):
    test = entries(real(ID)).query("chrom == 'chr19'")
    check_figure(ID, "auc_neighbours", float(roc_auc_score(test["state"], neighbours(test))))


def test_the_other_cell_alone_is_as_published(real, check_figure):
    test = entries(real(ID)).query("chrom == 'chr19'")
    check_figure(ID, "auc_other_cell", float(roc_auc_score(test["state"], test["other_cells"])))


def test_how_neighbours_make_one_score_is_left_open_and_nearer_ones_weighing_more_gives_the_figure(real, check_choices):
    test = entries(real(ID)).query("chrom == 'chr19'")
    scores = [each(test) for each in (neighbours, four_neighbours, neighbours_by_distance)]
    values = [float(roc_auc_score(test["state"], score)) for score in scores]
    assert values[2] == pytest.approx(0.882, abs=0.0006)
    check_choices(ID, "auc_neighbours", values)
