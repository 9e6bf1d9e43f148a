import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.convert._true_tree import NORMAL, TrueTree, by_genotype, read_true_tree, tables_of_truth
from clinicell.errors import SchemaError

# the founder gains nothing; node 3 gains nothing either and is its parent, node 1
TEXT = """digraph true_tree {
\t"0" -> "1"
\t"0" -> "2"
\t"1" -> "3"
\t"3" -> "4"
\t"0" [label=""];
\t"1" [label="2 4"];
\t"2" [label="1"];
\t"3" [label=""];
\t"4" [label="3"];
}
"""


def read(tmp_path, text=TEXT, n_sites=4):
    path = tmp_path / "tree.gv"
    path.write_text(text)
    return read_true_tree(path, n_sites)


def test_mutations_count_from_one_and_a_clone_carries_those_above_it(tmp_path):
    tree = read(tmp_path)
    assert tree.parents.tolist() == [NORMAL, 0, 0, 1, 3]
    assert tree.gained_at.tolist() == [2, 1, 4, 1]
    np.testing.assert_array_equal(tree.genotypes(), [[0] * 4, [0, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 1], [0, 1, 1, 1]])


@pytest.mark.parametrize(
    ("text", "n_sites", "message"),
    [
        (TEXT.replace('\t"0" -> "1"\n', ""), 4, "5 nodes and 3 edges"),
        (TEXT.replace('"4" [label="3"]', '"5" [label="3"]'), 4, "5 nodes and 4 edges"),
        (TEXT, 5, "4 mutations in its nodes; each of 5"),
        (TEXT.replace('label="1"', 'label="2"'), 4, "4 mutations in its nodes; each of 4"),
    ],
)
def test_what_is_no_tree_of_all_mutations_is_refused(tmp_path, text, n_sites, message):
    with pytest.raises(SchemaError, match=message):
        read(tmp_path, text, n_sites)


def test_clones_are_genotypes_and_a_node_that_gains_nothing_is_its_parent(tmp_path):
    true = np.array([[0, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 1]], dtype=np.int8)
    tree, clone = by_genotype(read(tmp_path), true)
    assert clone.tolist() == [2, 1, 0, 1]  # in the order of the sorted genotypes
    assert tree.parents.tolist() == [NORMAL, 0, 1, 0]  # the last, node 2, has no cell
    assert tree.gained_at.tolist() == [3, 1, 2, 1]
    np.testing.assert_array_equal(tree.genotypes()[clone], true)


def test_cells_of_a_genotype_that_no_node_has_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 1 genotypes"):
        by_genotype(read(tmp_path), np.array([[1, 1, 0, 0]], dtype=np.int8))


def test_normal_cells_need_no_node():
    tree = TrueTree(parents=np.array([NORMAL]), gained_at=np.array([0, 0]))
    found, clone = by_genotype(tree, np.array([[0, 0], [1, 1]], dtype=np.int8))
    assert clone.tolist() == [0, 1]
    assert found.parents.tolist() == [NORMAL, NORMAL]
    assert found.gained_at.tolist() == [1, 1]


def test_the_tables_name_donors_clones_and_sites(tmp_path):
    tables = tables_of_truth({"d1": read(tmp_path)}, pd.Index(["a", "b", "c", "d"]))
    assert tables["clones"].to_numpy().tolist()[:2] == [["d1", "clone01", ""], ["d1", "clone02", "clone01"]]
    assert tables["mutations"].to_numpy().tolist()[0] == ["a", "d1", "clone03", ""]
