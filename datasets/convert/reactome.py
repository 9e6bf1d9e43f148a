"""Reactome pathways: a gmt file, each line the name of a pathway, its id, and its symbols."""

from pathlib import Path

import pandas as pd

from clinicell.datasets.convert._knowledge import gene_sets


def convert(folder: Path) -> pd.DataFrame:
    """Return 132,481 members of 2,694 human pathways.

    Some members are viral (``gag``) or no gene (``18S rRNA``); they stay, without a gene id. Which pathway lies in
    which is the data set ``reactome_hierarchy``.
    """
    return gene_sets(folder / "ReactomePathways_2024-09-18.gmt", id_column=1)
