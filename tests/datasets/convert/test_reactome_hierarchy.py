from graphlib import TopologicalSorter
from pathlib import Path

import pandas as pd
import pytest

from clinicell.datasets.convert.reactome_hierarchy import convert
from clinicell.datasets.store import load, load_table
from clinicell.errors import SchemaError

ID = "reactome_hierarchy"


@pytest.fixture
def human(opened) -> pd.DataFrame:
    """The human part of the hierarchy."""
    table = opened(ID)
    return table[table["parent"].str.startswith("R-HSA-")]


def test_a_pair_is_parent_and_child(tmp_path: Path):
    (tmp_path / "ReactomePathwaysRelation.txt").write_text("R-BTA-1\tR-BTA-2\nR-HSA-1\tR-HSA-2\n")
    assert convert(tmp_path).to_dict("list") == {"parent": ["R-BTA-1", "R-HSA-1"], "child": ["R-BTA-2", "R-HSA-2"]}


def test_card_counts_hold(opened, level_of):
    assert opened(ID).shape == (22168, 2)
    assert level_of(ID) == "L2"


def test_no_pathway_lies_in_itself_and_none_in_one_of_another_species(opened, human):
    table = opened(ID)
    above = human.groupby("child")["parent"].agg(set).to_dict()
    assert set(TopologicalSorter(above).static_order()) == set(human["parent"]) | set(human["child"])  # no cycle
    assert (table["parent"].str[:6] == table["child"].str[:6]).all()


def test_human_part_is_as_published(human, opened, check_figure):
    nodes = set(human["parent"]) | set(human["child"])
    check_figure(ID, "n_human_pairs", float(len(human)))
    check_figure(ID, "n_human_roots", float(len(set(human["parent"]) - set(human["child"]))))
    check_figure(ID, "n_human_nodes", float(len(nodes)))
    check_figure(ID, "n_human_nodes_with_genes", float(len(nodes & set(opened("reactome")["set_id"]))))


def test_a_table_is_no_data_set_of_cells(mirror, kept):
    with pytest.raises(SchemaError, match="a table without cells; `load_table` returns it"):
        load(ID, kept[0])
    with pytest.raises(SchemaError, match="no table; `load` or `load_multiome` returns it"):
        load_table("hou2012_et", kept[0])
