from pathlib import Path

from clinicell.datasets.convert.reactome import convert

ID = "reactome"


def test_the_id_is_the_second_text_and_a_viral_gene_stays_without_an_id(tmp_path: Path):
    line = "2-LTR circle formation\tR-HSA-164843\tBANF1\tgag\n"
    (tmp_path / "ReactomePathways_2024-09-18.gmt").write_text(line)
    assert convert(tmp_path).to_numpy().tolist() == [
        ["R-HSA-164843", "2-LTR circle formation", "BANF1", "ENSG00000175334"],
        ["R-HSA-164843", "2-LTR circle formation", "gag", "unknown"],
    ]


def test_card_counts_hold(opened, level_of):
    assert opened(ID).shape == (132481, 4)
    assert level_of(ID) == "L2"


def test_share_of_symbols_that_are_not_one_gene(opened):
    ids = opened(ID).drop_duplicates("gene").set_index("gene")["gene_id"]
    assert ((ids == "unknown").sum(), len(ids)) == (473, 11668)
    assert {"gag", "18S rRNA"} <= set(ids.index[ids == "unknown"])


def test_pathways_and_their_sizes_are_as_published(opened, check_figure):
    table = opened(ID)
    size = table.groupby("set_id").size()
    check_figure(ID, "n_pathways", float(len(size)))
    check_figure(ID, "n_genes", float(table["gene"].nunique()))
    check_figure(ID, "set_size_5th_percentile", float(size.quantile(0.05)))
    check_figure(ID, "median_set_size", float(size.median()))
    check_figure(ID, "set_size_95th_percentile", float(size.quantile(0.95)))
