"""Delimited text: what is certain is read, what is not is asked, and nothing is coerced."""

import bz2
import gzip
import lzma
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clinicell.datasets.readers import _text
from clinicell.datasets.readers.delimited import read
from clinicell.datasets.readers.raw import Raw, whole
from clinicell.errors import InputError, SchemaError

COUNTS = "cell,TP53,KRAS\nc1,0,3\nc2,5,0\n"
MATRIX = {"content": "matrix", "orientation": "units x features"}


def write(folder: Path, content: str | bytes, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def asked(raw: Raw) -> set[str]:
    return {question.about for question in raw.questions}


def numbers(raw: Raw) -> list[list[float]]:
    found = whole(raw.matrices["X"])
    return np.asarray(found.toarray() if hasattr(found, "toarray") else found).tolist()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", " ", "   "])
def test_any_delimiter_gives_the_same_matrix(tmp_path, mark):
    raw = read(write(tmp_path, COUNTS.replace(",", mark)), MATRIX)
    assert numbers(raw) == [[0, 3], [5, 0]]
    assert raw.obs.index.tolist() == ["c1", "c2"]
    assert raw.var.index.tolist() == ["TP53", "KRAS"]
    assert not raw.questions


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_known_by_its_bytes_not_by_its_name(tmp_path, pack):
    assert numbers(read(write(tmp_path, pack(COUNTS.encode()), "a.txt"), MATRIX)) == [[0, 3], [5, 0]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_encoding_that_is_certain_is_read(tmp_path, encoding):
    raw = read(write(tmp_path, "id,diagnosis\nx1,Sjögren\n", encoding=encoding), {"header": "1"})
    assert raw.tables["table"].iloc[0].tolist() == ["x1", "Sjögren"]
    assert list(raw.tables["table"]) == ["id", "diagnosis"]


def test_an_encoding_that_is_not_certain_is_asked_for_and_then_followed(tmp_path):
    path = write(tmp_path, "id,diagnosis\nx1,Sjögren\n", encoding="cp1252")
    raw = read(path, {"header": "1"})
    assert asked(raw) == {"encoding"}
    assert "1 bytes are not ASCII: 0xf6" in raw.questions[0].evidence
    assert "Sj" not in raw.questions[0].evidence
    assert read(path, {"header": "1", "encoding": "cp1252"}).tables["table"]["diagnosis"].tolist() == ["Sjögren"]
    with pytest.raises(SchemaError, match="is not utf-8"):
        read(path, {"header": "1", "encoding": "utf-8"})


def test_bytes_that_are_no_text_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="is no text"):
        read(write(tmp_path, b"abc\0\0def" + b"x" * 100))


@pytest.mark.parametrize("content", ["", "# nothing\n", "\n\n"])
def test_a_file_without_a_row_is_refused(tmp_path, content):
    with pytest.raises(SchemaError, match="holds no row"):
        read(write(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.csv: cannot be opened"):
        read(tmp_path / "gone.csv")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_that_is_cut_off_is_refused(tmp_path, pack):
    data = pack(("c,TP53\n" + "a1,3\n" * 20_000).encode())
    with pytest.raises(SchemaError, match=r"is cut off.*L0-READ-04"):
        read(write(tmp_path, data[: len(data) // 2]), MATRIX)


def test_two_delimiters_that_both_fit_are_asked_for(tmp_path):
    raw = read(write(tmp_path, "a,b;c,d\n1,5;2,5\n3,5;4,5\n"))
    assert asked(raw) == {"delimiter"}
    assert "comma: 3 fields in 3 lines" in raw.questions[0].evidence
    raw = read(tmp_path / "a.csv", MATRIX | {"delimiter": "semicolon", "index": "none", "header": "1"})
    assert numbers(raw) == [[1.5, 2.5], [3.5, 4.5]]


def test_a_decimal_comma_is_read_where_it_is_certain(tmp_path):
    assert numbers(read(write(tmp_path, "cell\tA\tB\nc1\t1,5\t0,25\nc2\t3\t1e-3\n"), MATRIX)) == [
        [1.5, 0.25],
        [3.0, 0.001],
    ]


@pytest.mark.parametrize(("decimal", "thousands", "value"), [("point", "comma", 1234.0), ("comma", "none", 1.234)])
def test_a_comma_before_three_digits_is_asked_for(tmp_path, decimal, thousands, value):
    path = write(tmp_path, "cell\tA\nc1\t1,234\nc2\t7\n")
    assert asked(read(path, MATRIX)) == {"decimal"}
    answered = read(path, MATRIX | {"decimal": decimal, "thousands": thousands})
    assert numbers(answered) == [[value], [7]]
    assert not answered.questions


def test_thousands_are_read_where_both_marks_occur(tmp_path):
    assert numbers(read(write(tmp_path, "cell;A\nc1;1.234,5\nc2;2\n"), MATRIX)) == [[1234.5], [2]]
    assert numbers(read(write(tmp_path, "cell;A\nc1;1,234.5\nc2;2\n"), MATRIX)) == [[1234.5], [2]]


def test_points_and_commas_that_contradict_each_other_are_asked_for(tmp_path):
    assert "decimal" in asked(read(write(tmp_path, "cell;A\nc1;1,5\nc2;2.5\n"), MATRIX))


def test_words_for_missing_are_asked_for_and_then_missing(tmp_path):
    path = write(tmp_path, "cell,A,B\nc1,NA,1\nc2,,2\nc3,-,3\n")
    raw = read(path, MATRIX)
    assert asked(raw) == {"missing"}
    assert raw.questions[0].evidence == "of 6 fields looked at: NA 1 times, <blank> 1 times, - 1 times"
    found = np.array(numbers(read(path, MATRIX | {"missing": "NA|<blank>|-"})))
    assert np.isnan(found[:, 0]).all()
    assert found[:, 1].tolist() == [1, 2, 3]
    with pytest.raises(SchemaError, match=r"2 of 6 fields of a block are no number .* e\.g\. ''"):
        numbers(read(path, MATRIX | {"missing": "NA"}))


def test_a_sentinel_that_stands_apart_is_asked_for(tmp_path):
    rows = "".join(f"c{n},{n % 7}\n" for n in range(20))
    raw = read(write(tmp_path, "cell,A\n" + rows + "d1,999\nd2,999\n"), MATRIX)
    assert asked(raw) == {"missing"}
    assert "999 2 times, apart from all other numbers" in raw.questions[0].evidence
    assert not read(write(tmp_path, "cell,A\n" + rows + "d1,600\nd2,999\nd3,999\n"), MATRIX).questions


def test_a_sentinel_is_no_number_once_it_is_declared(tmp_path):
    path = write(tmp_path, "cell,A\nc1,1\nc2,-1\n")
    assert numbers(read(path, MATRIX | {"missing": "none"})) == [[1], [-1]]
    assert np.isnan(numbers(read(path, MATRIX | {"missing": "-1"}))[1][0])


@pytest.mark.parametrize("field", ["1_000", "nan", "inf", "0x10", "00012", "1e", "١٢"])
def test_what_only_python_takes_for_a_number_is_refused(tmp_path, field):
    rows = "".join(f"c{n},1\n" for n in range(600))  # beyond what is looked at first
    raw = read(write(tmp_path, f"cell,A\n{rows}z,{field}\n"), MATRIX)
    with pytest.raises(SchemaError, match="1 of 601 fields"):
        whole(raw.matrices["X"])


def test_ids_with_zeros_and_gene_names_stay_text(tmp_path):
    raw = read(write(tmp_path, "patient,sex,site\n00012,M,2\n00013,F,1e3\n"))
    assert raw.tables["table"]["patient"].tolist() == ["00012", "00013"]
    assert raw.tables["table"]["site"].tolist() == ["2", "1e3"]
    raw = read(write(tmp_path, "gene,c1,c2\nNA,1,0\nSEP2,0,1\n"), MATRIX | {"orientation": "features x units"})
    assert raw.var.index.tolist() == ["NA", "SEP2"]


def test_genes_that_excel_turned_into_dates_are_reported_and_kept(tmp_path):
    path = write(tmp_path, "gene,c1,c2\n1-Mar,1,0\n2-Sep,0,1\nTP53,3,3\n")
    raw = read(path, MATRIX)
    assert asked(raw) == {"mangled"}
    assert "2 names look like genes that Excel" in raw.questions[0].why
    assert raw.obs.index.tolist() == ["1-Mar", "2-Sep", "TP53"]
    assert not read(path, MATRIX | {"mangled": "keep"}).questions


def test_orientation_is_asked_for_with_what_the_names_point_to(tmp_path):
    path = write(tmp_path, ",AAACCTGAGACACTAA-1,AAACCTGAGACACTAC-1\nTP53,0,2\nKRAS,1,0\nCD4,0,7\n")
    raw = read(path, {"content": "matrix"})
    assert asked(raw) == {"orientation"}
    assert raw.questions[0].evidence.startswith("rows look like genes (3 of 3 names), columns like cells (2 of 2")
    turned = read(path, MATRIX | {"orientation": "features x units"})
    assert numbers(turned) == [[0, 1, 0], [2, 0, 7]]
    assert turned.var.index.tolist() == ["TP53", "KRAS", "CD4"]
    assert turned.matrices["X"].shape == (2, 3)


def test_numbers_alone_may_be_a_matrix_or_a_table_and_so_may_their_first_row_be_a_header(tmp_path):
    raw = read(write(tmp_path, "0 1 1\n0 0 1\n"))
    assert asked(raw) == {"header", "content"}
    header = next(question for question in raw.questions if question.about == "header")
    assert header.evidence.startswith("2 of 3 fields of the first row are distinct; 2 recur")
    assert numbers(read(tmp_path / "a.csv", MATRIX | {"header": "0"})) == [[0, 1, 1], [0, 0, 1]]


def test_a_first_column_of_distinct_numbers_may_be_names(tmp_path):
    path = write(tmp_path, "cell,A,B\n7,1,0\n9,2,0\n")
    assert "index" in asked(read(path, {"content": "matrix"}))
    assert numbers(read(path, MATRIX | {"index": "cell"})) == [[1, 0], [2, 0]]
    assert numbers(read(path, MATRIX | {"index": "none"})) == [[7, 1, 0], [9, 2, 0]]


def test_a_header_one_field_short_stands_above_row_names(tmp_path):
    raw = read(write(tmp_path, '"c1" "c2"\n"TP53" 0 2\n"KRAS" 1 0\n'), MATRIX | {"orientation": "features x units"})
    assert raw.obs.index.tolist() == ["c1", "c2"]
    assert numbers(raw) == [[0, 1], [2, 0]]


def test_two_rows_that_may_name_the_columns_are_asked_for(tmp_path):
    path = write(tmp_path, "\tA1\tA2\n\tPre_P1\tPost_P1\nTP53\t0.5\t0\nKRAS\t0\t1.5\n")
    assert "header" in asked(read(path))
    raw = read(path, {"content": "matrix", "header": "2", "orientation": "features x units"})
    assert raw.obs["header_2"].tolist() == ["Pre_P1", "Post_P1"]
    assert raw.obs.index.tolist() == ["A1", "A2"]
    assert numbers(raw) == [[0.5, 0], [0, 1.5]]


def test_rows_of_another_length_are_counted_and_their_line_is_named(tmp_path):
    raw = read(write(tmp_path, "# note\na,b,c\n" + "1,2,3\n" * 20 + "1,2\n1,2,3,4\n"), MATRIX)
    question = next(question for question in raw.questions if question.about == "ragged")
    assert question.why == "2 of 23 rows have not 3 fields, the first in line 23"
    assert question.evidence.startswith("1 rows of 2, 1 rows of 4")
    assert not raw.matrices


def test_a_quoted_field_may_hold_the_delimiter_a_quote_and_a_line_end(tmp_path):
    raw = read(write(tmp_path, 'id,note\nx1,"a, ""b""\nc"\nx2,plain\n'), {"header": "1"})
    assert raw.tables["table"]["note"].tolist() == ['a, "b"\nc', "plain"]


def test_a_quote_that_is_never_closed_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"a\.csv: near line 52: .*quote that is not closed"):
        read(write(tmp_path, 'id,n\n"x1,5\n' + "x2,6\n" * 50), MATRIX | {"delimiter": "comma", "header": "1"})


def test_names_that_repeat_are_asked_for_and_numbered_on_demand(tmp_path):
    path = write(tmp_path, "cell,TP53,KRAS,TP53\nc1,1,2,3\nc2,1,2,3\n")
    raw = read(path, MATRIX)
    assert asked(raw) == {"duplicates"}
    assert raw.var.index.tolist() == ["TP53", "KRAS", "TP53"]
    assert read(path, MATRIX | {"duplicates": "number them"}).var.index.tolist() == ["TP53", "KRAS", "TP53.2"]


def test_comments_are_kept_for_the_privacy_screen(tmp_path):
    raw = read(write(tmp_path, "# run by someone\n" + COUNTS), MATRIX)
    assert raw.header == {"a.csv": "# run by someone\n"}
    assert numbers(raw) == [[0, 3], [5, 0]]


def test_columns_that_are_none_of_the_matrix_go_to_the_rows(tmp_path):
    raw = read(write(tmp_path, "cell,TP53,clone\nc1,0,2\nc2,1,1\n"), MATRIX | {"annotation": "clone"})
    assert raw.obs["clone"].tolist() == ["2", "1"]
    assert raw.var.index.tolist() == ["TP53"]
    with pytest.raises(SchemaError, match="no column 'site' among 3"):
        read(tmp_path / "a.csv", MATRIX | {"annotation": "site"})


def test_a_delimiter_at_the_end_of_every_line_makes_no_column(tmp_path):
    assert numbers(read(write(tmp_path, "0\t1\t\n3\t0\t\n"), MATRIX | {"header": "0", "index": "none"})) == [
        [0, 1],
        [3, 0],
    ]


def test_blocks_are_read_one_by_one_in_either_orientation(tmp_path):
    rng = np.random.default_rng(0)
    table = rng.poisson(0.3, (37, 11))
    lines = ["g," + ",".join(f"c{n}" for n in range(11))]
    lines += [f"g{n}," + ",".join(map(str, row)) for n, row in enumerate(table)]
    path = write(tmp_path, "\n".join(lines) + "\n")
    upright = read(path, MATRIX).matrices["X"]
    assert [len(block) for block in upright.blocks(10)] == [10, 10, 10, 7]
    turned = read(path, MATRIX | {"orientation": "features x units"}).matrices["X"]
    parts = [block.toarray() for block in turned.blocks(4)]
    assert [len(part) for part in parts] == [4, 4, 3]
    np.testing.assert_array_equal(np.concatenate(parts), table.T)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("response/covid_balf/all.cell.annotation.meta.txt.gz", (65813, 8)),
        ("response/covid_balf/sample_meta.txt", (13, 10)),
        ("response/melanoma_icb/cells_pcs.csv.gz", (16291, 15)),
        ("response/icb_bulk/clinical.csv", (463, 16)),
    ],
)
def test_real_tables_read_without_a_question(mirror, name, shape):
    raw = read(mirror / name)
    assert raw.tables["table"].shape == shape
    assert not raw.questions


def test_a_real_matrix_reads_as_its_readme_says(mirror):
    raw = read(mirror / "mrd" / "flowcap1_gvhd" / "sample1.csv.gz", MATRIX)
    assert raw.matrices["X"].shape == (13831, 6)
    assert raw.var.index.tolist() == ["FSC.H", "SSC.H", "FL1.H", "FL2.H", "FL3.H", "FL4.H"]
    assert not raw.questions


def test_a_file_that_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(_text, "HARMLESS", 1 << 20)
    path = write(tmp_path, gzip.compress(b"0,1\n" * 2_000_000))
    with pytest.raises(InputError, match=r"unpacks to more than .* 300 times its size"):
        read(path)


@given(
    hnp.arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 7)), elements=st.floats(-1e6, 1e6, width=32)),
    st.sampled_from([(",", "."), (";", ","), ("\t", "."), (" ", ",")]),
    st.integers(1, 5),
)
def test_any_matrix_comes_back_as_it_was_written_in_either_orientation(tmp_path_factory, table, marks, n_rows):
    delimiter, decimal = marks
    lines = [delimiter.join(["id", *(f"c{n}" for n in range(table.shape[1]))])]
    lines += [
        delimiter.join([f"r{n}", *(repr(float(x)).replace(".", decimal) for x in row)]) for n, row in enumerate(table)
    ]
    path = write(tmp_path_factory.mktemp("any"), "\n".join(lines) + "\n")
    told = MATRIX | {"header": "1", "index": "id", "missing": "none", "decimal": {".": "point", ",": "comma"}[decimal]}
    delimiters = {",": "comma", ";": "semicolon", "\t": "tab", " ": "blanks"}
    told |= {"delimiter": delimiters[delimiter]}
    upright = read(path, told).matrices["X"]
    np.testing.assert_array_equal(np.concatenate(list(upright.blocks(n_rows))), table)
    turned = read(path, told | {"orientation": "features x units"}).matrices["X"]
    np.testing.assert_array_equal(np.concatenate([block.toarray() for block in turned.blocks(n_rows)]), table.T)


def test_line_ends_without_end_are_refused_early(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"cell,n\na,1\n" + b"\n" * (20 << 20)))
    with pytest.raises(SchemaError, match=r"more than 4 MiB of one byte, b'\\n'.*L0-READ-02"):
        read(tmp_path / "a.csv.gz")
