import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._pathways import levels
from clinicell.errors import NotApplicable
from clinicell.tasks._cohort import Cohort

GENES = list("abcdefghi")


def cohort(members, inside=None):
    """Return a cohort without cells whose gene sets are those of a table, one row of genes per set."""
    x = np.array([[gene in own for gene in GENES] for own in members.values()], dtype=np.float32)
    sets = ad.AnnData(X=x, obs=pd.DataFrame(index=list(members)), var=pd.DataFrame(index=GENES))
    if inside:
        place = {name: number for number, name in enumerate(members)}
        matrix = np.zeros((len(members), len(members)), dtype=np.float32)
        for child, parent in inside:
            matrix[place[child], place[parent]] = 1
        sets.obsp["inside"] = matrix
    return Cohort(units=ad.AnnData(obs=pd.DataFrame(index=[])), references={"gene_sets": sets})


def test_without_a_hierarchy_genes_feed_their_sets_and_nothing_else():
    (mask,) = levels(cohort({"one": "abc", "two": "cdef", "small": "gh"}), ["c", "a", "b", "d", "e", "f", "no gene"])
    assert mask.astype(int).tolist() == [[1, 1], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [0, 0]]


def test_pathways_feed_the_ones_above_and_one_without_any_below_stands_for_itself():
    members = {"root": "abcdef", "child": "abcd", "grandchild": "abc", "lone": "ghi"}
    genes, lower, upper = levels(cohort(members, [("child", "root"), ("grandchild", "child")]), GENES)
    # lowest level: grandchild, lone; then child, lone; then root, lone
    assert genes.astype(int).sum(axis=0).tolist() == [3, 3]
    assert lower.astype(int).tolist() == [[1, 0], [0, 1]]
    assert upper.astype(int).tolist() == [[1, 0], [0, 1]]


def test_features_that_are_no_genes_get_a_reason_and_no_network():
    with pytest.raises(NotApplicable, match="0 of 2 features are genes of the 1 gene sets, and 0 sets have 3"):
        levels(cohort({"one": "abc"}), ["component 1", "component 2"])


def test_without_gene_sets_there_is_no_network():
    with pytest.raises(NotApplicable, match="no gene sets are given"):
        levels(Cohort(units=ad.AnnData(obs=pd.DataFrame(index=[]))), GENES)
