import datetime
import zipfile

import openpyxl
import pytest

from clinicell.datasets.readers.raw import whole
from clinicell.datasets.readers.xlsx import read
from clinicell.errors import InputError, SchemaError

MATRIX = {"content": "matrix", "orientation": "units x features"}


def book(folder, name="a.xlsx", merge=None, **sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    workbook.save(folder / name)
    return folder / name


def asked(raw):
    return [question.about for question in raw.questions]


def test_a_sheet_of_numbers_is_a_matrix(tmp_path):
    raw = read(book(tmp_path, counts=[["cell", "TP53", "KRAS"], ["c1", 0, 3], ["c2", 5, 0.5]]), MATRIX)
    assert whole(raw.matrices["X"]).tolist() == [[0, 3], [5, 0.5]]
    assert raw.obs.index.tolist() == ["c1", "c2"]
    assert not raw.questions


def test_a_sheet_of_words_is_a_table_and_ids_stay_text(tmp_path):
    raw = read(
        book(tmp_path, patients=[["id", "sex", "age"], ["00012", "M", 61.0], ["00013", "F", None], ["7", "F", 5]])
    )
    assert raw.tables["table"].to_numpy().tolist() == [["00012", "M", "61"], ["00013", "F", ""], ["7", "F", "5"]]


def test_one_of_several_sheets_must_be_named(tmp_path):
    path = book(tmp_path, a=[["id", "sex", "n"], ["x", "M", 1]], b=[["id", "sex", "n"], ["y", "F", 2]])
    raw = read(path)
    assert asked(raw) == ["sheet"]
    assert raw.questions[0].choices == ("a", "b")
    assert read(path, {"sheet": "b"}).tables["table"]["id"].tolist() == ["y"]
    with pytest.raises(SchemaError, match="no sheet 'c' among 2: a, b"):
        read(path, {"sheet": "c"})


def test_dates_are_counted_and_never_turned_back_into_genes(tmp_path):
    day = datetime.datetime(2024, 3, 1)
    path = book(tmp_path, genes=[["gene", "c1", "c2"], [day, 1, 0], ["TP53", 0, 2]])
    raw = read(path, MATRIX)
    assert asked(raw)[0] == "dates"
    assert raw.questions[0].why.startswith("1 cells are dates, the first A2")
    assert "2024" not in raw.questions[0].why
    assert read(path, MATRIX | {"dates": "as text"}).obs.index.tolist() == ["2024-03-01T00:00:00", "TP53"]


def test_formulas_without_a_stored_result_are_refused(tmp_path):
    path = book(tmp_path, a=[["cell", "A"], ["c1", "=1+1"], ["c2", 3]])
    with pytest.raises(SchemaError, match="1 formulas have no stored result, the first in B2"):
        read(path, MATRIX)


def test_formulas_with_a_stored_result_are_asked_about(tmp_path):
    path = book(tmp_path, a=[["cell", "A"], ["c1", "=1+1"], ["c2", 3]])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    raw = read(path, MATRIX)
    assert asked(raw) == ["formulas"]
    assert whole(raw.matrices["X"]).tolist() == [[2], [3]]


def test_merged_cells_are_counted(tmp_path):
    raw = read(book(tmp_path, merge="A2:A3", a=[["id", "sex", "n"], ["x", "M", 1], [None, "F", 2], ["z", "F", 2]]))
    assert "merged" in asked(raw)
    assert next(q for q in raw.questions if q.about == "merged").why.startswith("1 ranges")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = book(tmp_path, a=[["cell", "A"], ["c1", 1]])
    with zipfile.ZipFile(path, "a", compression=zipfile.ZIP_DEFLATED) as packed, packed.open("xl/x.xml", "w") as part:
        for _ in range(300):
            part.write(b"\0" * (1 << 20))
    with pytest.raises(SchemaError, match=r"unpacks to 0\.3 GiB, more than 100 times its size"):
        read(path, MATRIX)


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_text("<html>sign in</html>")
    with pytest.raises(InputError, match=r"is no \.xlsx workbook"):
        read(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(InputError, match="a zip without a workbook"):
        read(tmp_path / "b.xlsx")
    with pytest.raises(InputError, match="cannot be opened"):
        read(tmp_path / "gone.xlsx")
    with pytest.raises(SchemaError, match="sheet 'a' is empty"):
        read(book(tmp_path, a=[]))
    path = book(tmp_path, a=[["cell", "A"], ["c1", 1]])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data[:40] if "sheet1" in name else data)
    with pytest.raises(SchemaError, match="is damaged"):
        read(path, MATRIX)
