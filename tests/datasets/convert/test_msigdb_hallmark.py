from pathlib import Path

import pytest

from clinicell.datasets.convert.msigdb_hallmark import convert
from clinicell.errors import SchemaError

ID = "msigdb_hallmark"
GMT = "HALLMARK_A\thttp://page/a\tJUNB\tTP53\nHALLMARK_B\thttp://page/b\tTP53\n"


def _raw(folder: Path, text: str = GMT) -> Path:
    (folder / "h.all.v7.0.symbols.gmt").write_text(text)
    return folder


def test_each_member_of_each_set_is_a_row(tmp_path):
    table = convert(_raw(tmp_path))
    assert table[["set_id", "gene"]].to_numpy().tolist() == [
        ["HALLMARK_A", "JUNB"], ["HALLMARK_A", "TP53"], ["HALLMARK_B", "TP53"],
    ]  # fmt: skip
    assert table["gene_id"].tolist() == ["ENSG00000171223", "ENSG00000141510", "ENSG00000141510"]


@pytest.mark.parametrize(
    ("text", "says"),
    [(GMT + "HALLMARK_C\thttp://page/c\n", "1 of 3 lines have no member"), (GMT * 2, "2 sets stand twice")],
)
def test_a_set_without_members_or_twice_is_refused(tmp_path, text, says):
    with pytest.raises(SchemaError, match=says):
        convert(_raw(tmp_path, text))


def test_sets_are_as_many_as_published(opened, check_figure, level_of):
    table = opened(ID)
    assert table.shape == (7322, 4)
    assert level_of(ID) == "L2"
    check_figure(ID, "n_sets", float(table["set_id"].nunique()))


def test_members_agree_with_a_plain_reading_of_the_file(opened, mirror):
    lines = (mirror / "knowledge" / ID / "h.all.v7.0.symbols.gmt").read_text().splitlines()
    expected = {(name, gene) for name, _, *genes in (line.split("\t") for line in lines) for gene in genes}
    assert set(opened(ID)[["set_id", "gene"]].itertuples(index=False, name=None)) == expected


def test_share_of_symbols_that_are_not_one_gene(opened):
    ids = opened(ID).drop_duplicates("gene")["gene_id"]
    assert ((ids == "unknown").sum(), len(ids)) == (73, 4384)
