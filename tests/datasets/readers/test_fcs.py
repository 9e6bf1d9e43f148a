"""Reading FCS: channels by their numbers, numbers as they stand in the file, and nothing that names a patient."""

import re
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from clinicell.datasets.readers.fcs import Fcs, read, read_fcs
from clinicell.errors import InputError, SchemaError

EVENTS = np.array([[1.5, 20.0, -300.25], [2.5, 21.0, 0.0], [3.5, 22.0, 1e6], [4.5, 23.0, 7.0]], dtype=np.float32)
NAMES = ("FSC-A", "CD45 PerCP", "CD34 PE")
PATIENT = {"$DATE": "01-JAN-2006", "$OP": "Jane Doe", "$SRC": "John Smith", "$FIL": "smith.fcs", "$SMNO": "112905",
           "$INST": "St Elsewhere", "$CYTSN": "4711", "$EXP": "Dr Who", "$BTIM": "12:25:53", "@SAMPLEID1": "UP00",
           "TUBE NAME": "smith", "$COM": "relapse", "$PROJ": "AML", "$CELLS": "marrow"}  # fmt: skip


def write_fcs(
    path: Path,
    *,
    version: str = "3.0",
    surplus_end: int = 0,
    keywords: Mapping[str, str | None] | None = None,
    data: bytes | None = None,
) -> Path:
    """Write an FCS file byte by byte; $PnN stand in the order 3, 1, 2, and None removes a keyword."""
    data = EVENTS.astype("<f4").tobytes() if data is None else data
    text: dict[str, str | None] = {"$P3N": NAMES[2], "$P3S": "CD34", "$P1N": NAMES[0], "$P2N": NAMES[1]}
    text |= {"$P2S": "CD45", "$PAR": "3", "$TOT": "4", "$MODE": "L", "$DATATYPE": "F", "$BYTEORD": "1,2,3,4"}
    text |= {"$NEXTDATA": "0", "$P2E": "0,0", "$P1G": "2.0", "$TIMESTEP": "0.01", **PATIENT}
    text |= {f"$P{n}{key}": value for n in (2, 3, 1) for key, value in {"B": "32", "R": "262144"}.items()}
    text |= keywords or {}
    start = 58 + 2000
    end = start + len(data) - 1 + surplus_end
    text |= {"$BEGINDATA": str(start), "$ENDDATA": str(end)}
    pairs = "".join(f"{key}/{value}/" for key, value in text.items() if value is not None)
    places = f"{58:>8}{58 + len(pairs):>8}{start:>8}{end:>8}{0:>8}{0:>8}"
    body = f"FCS{version}    {places}/{pairs}".ljust(start).encode()
    path.write_bytes(body + data + b"00000000")
    return path


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1", "3.2"])
def test_channels_stand_in_the_order_of_their_numbers_not_of_the_header(tmp_path: Path, version: str) -> None:
    fcs = read_fcs(write_fcs(tmp_path / "a.fcs", version=version))
    assert fcs.channels == NAMES
    assert fcs.markers == ("", "CD45", "CD34")
    assert fcs.events.dtype == np.float32
    np.testing.assert_array_equal(fcs.events, EVENTS)
    np.testing.assert_array_equal(fcs.channel("CD34 PE"), EVENTS[:, 2])


def test_numbers_are_neither_scaled_by_gain_nor_by_time_step(tmp_path: Path) -> None:
    fcs = read_fcs(write_fcs(tmp_path / "a.fcs", keywords={"$P1N": "Time", "$P2E": "4,1"}))
    np.testing.assert_array_equal(fcs.events, EVENTS)
    assert fcs.keywords["p2e"] == "4,1"
    assert fcs.keywords["p1g"] == "2.0"
    assert fcs.keywords["timestep"] == "0.01"


def test_a_data_offset_off_by_one_is_read_only_when_declared(tmp_path: Path) -> None:
    path = write_fcs(tmp_path / "a.fcs", surplus_end=1)
    with pytest.raises(SchemaError, match=r"a\.fcs: the end of the data is off by one; .*offset_is_off_by_one=True"):
        read_fcs(path)
    fcs = read_fcs(path, offset_is_off_by_one=True)
    assert fcs.channels == NAMES
    np.testing.assert_array_equal(fcs.events, EVENTS)


def test_a_right_offset_is_read_as_it_is_when_off_by_one_is_declared(tmp_path: Path) -> None:
    fcs = read_fcs(write_fcs(tmp_path / "a.fcs"), offset_is_off_by_one=True)
    np.testing.assert_array_equal(fcs.events, EVENTS)


def test_an_offset_off_by_more_than_one_is_refused_even_when_one_is_declared(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="cannot be read as FCS"):
        read_fcs(write_fcs(tmp_path / "a.fcs", surplus_end=2), offset_is_off_by_one=True)


def test_big_endian_integers_are_read(tmp_path: Path) -> None:
    values = [1, 1023, 5, 2, 0, 6, 3, 9, 7, 4, 8, 1000]
    keywords = {"$DATATYPE": "I", "$BYTEORD": "4,3,2,1"}
    keywords |= {f"$P{n}{key}": value for n in (1, 2, 3) for key, value in {"B": "16", "R": "1024"}.items()}
    fcs = read_fcs(write_fcs(tmp_path / "a.fcs", keywords=keywords, data=struct.pack(">12H", *values)))
    np.testing.assert_array_equal(fcs.events, np.array(values, dtype=np.float32).reshape(4, 3))


def test_nothing_that_may_name_a_patient_place_or_day_is_kept(tmp_path: Path) -> None:
    fcs = read_fcs(write_fcs(tmp_path / "a.fcs"))
    said = repr((fcs.keywords, fcs.channels, fcs.markers)).lower()
    assert not [value for value in PATIENT.values() if value.lower() in said]
    assert {"par", "tot", "datatype", "p1n", "p3s"} <= set(fcs.keywords)


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({"$TOT": "5"}, r"\$TOT says 5 events of 3 channels, the data hold 12 numbers, not 15"),
        ({"$TOT": None}, r"the header lacks \$TOT"),
        ({"$MODE": None}, r"the header lacks \$MODE"),
        ({"$PAR": "4"}, r"says \$PAR = 4 and lacks \$P4N"),
        ({"$PAR": "2", "$TOT": "6"}, r"says \$PAR = 2 and names \$P3N"),
        ({"$P2N": "FSC-A"}, "1 channel names are empty or used twice, e.g. 'FSC-A'"),
        ({"$DATATYPE": "A"}, "cannot be read as FCS"),
        ({"$BYTEORD": "3,4,1,2"}, "unsupported byte order"),
        ({"$NEXTDATA": "4000"}, "holds several data sets"),
        ({"$PAR": "many"}, "cannot be read as FCS"),
        ({"$MODE": "c"}, "unsupported"),
    ],
)
def test_a_header_that_contradicts_the_data_is_refused(
    tmp_path: Path, keywords: dict[str, str | None], says: str
) -> None:
    with pytest.raises(SchemaError, match=says) as refused:
        read_fcs(write_fcs(tmp_path / "a.fcs", keywords=keywords))
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("n_kept", [10, 57, 70, 500, 2070, 2100])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, n_kept: int) -> None:
    path = write_fcs(tmp_path / "a.fcs")
    path.write_bytes(path.read_bytes()[:n_kept])
    with pytest.raises(SchemaError, match=r"^a\.fcs: "):
        read_fcs(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no FCS file"),
        (b"<!doctype html>", "is no FCS file: it begins with b'<!doct'"),
        (b"FCS9.9    ", "FCS version '9.9' is not read"),
    ],
)
def test_what_is_no_fcs_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.fcs").write_bytes(content)
    with pytest.raises(InputError, match=says):
        read_fcs(tmp_path / "a.fcs")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.fcs: cannot be opened: No such file"):
        read_fcs(tmp_path / "gone.fcs")


def test_an_unknown_channel_is_named_with_those_there_are(tmp_path: Path) -> None:
    fcs = read_fcs(write_fcs(tmp_path / "a.fcs"))
    with pytest.raises(SchemaError, match=re.escape("no channel 'CD3' among 3: FSC-A, CD45 PerCP, CD34 PE")):
        fcs.channel("CD3")


def test_the_twenty_flowcap2_files_read_as_their_readme_says(mirror: Path) -> None:
    folder = mirror / "mrd" / "flowcap2_aml_subset" / "fcs"
    files: list[Fcs] = [read_fcs(path) for path in sorted(folder.glob("*.fcs"))]
    assert len(files) == 20
    for fcs in files:
        assert fcs.events.shape == (500, 7)
        assert fcs.channels[:2] == ("FS Lin", "SS Log")
        assert np.isfinite(fcs.events).all()
        assert fcs.events.min() >= 0
        assert fcs.events.max() <= 10_000
        assert fcs.events[:, 0].max() <= 1023
    said = repr([fcs.keywords for fcs in files])
    assert "DEC-2005" not in said.upper()
    assert "UP00" not in said


def test_a_real_file_whose_offset_is_off_by_one_is_read_when_declared(mirror: Path) -> None:
    path = mirror / "mrd" / "bendall2011_bm_cytof" / "fcs" / "Basal1_GMP.fcs"
    with pytest.raises(SchemaError, match="the end of the data is off by one"):
        read_fcs(path)
    assert read_fcs(path, offset_is_off_by_one=True).events.shape == (217, 41)


def test_what_is_read_is_raw_numbers_markers_and_the_whole_header(tmp_path: Path) -> None:
    raw = read(write_fcs(tmp_path / "a.fcs", keywords={"$P3S": None}))
    np.testing.assert_array_equal(raw.matrices["raw"].numbers, EVENTS)
    assert raw.var["marker"].tolist() == ["unknown", "CD45", "unknown"]
    assert raw.var.index.tolist() == list(NAMES)
    assert raw.header["op"] == "Jane Doe"  # the privacy screen must see it; it goes nowhere else
    assert not raw.questions


def test_mode_may_be_left_out_from_3_2_on(tmp_path: Path) -> None:
    path = write_fcs(tmp_path / "a.fcs", version="3.2", keywords={"$MODE": None})
    np.testing.assert_array_equal(read(path).matrices["raw"].numbers, EVENTS)


def test_channels_of_several_types_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"channels of several types \(\$PnDATATYPE: d, f\)"):
        read(write_fcs(tmp_path / "a.fcs", version="3.2", keywords={"$P2DATATYPE": "D"}))


def test_an_offset_off_by_one_is_a_question_and_then_read(tmp_path: Path) -> None:
    path = write_fcs(tmp_path / "a.fcs", surplus_end=1)
    raw = read(path)
    assert [question.about for question in raw.questions] == ["offset"]
    assert not raw.matrices
    np.testing.assert_array_equal(read(path, {"offset": "off by one"}).matrices["raw"].numbers, EVENTS)


def test_a_spillover_matrix_is_kept_and_whether_it_was_applied_is_asked(tmp_path: Path) -> None:
    spill = "2,CD45 PerCP,CD34 PE,1,0.25,0,1"
    raw = read(write_fcs(tmp_path / "a.fcs", version="3.1", keywords={"$SPILLOVER": spill}))
    assert raw.tables["uns/spillover"].to_numpy().tolist() == [[1, 0.25], [0, 1]]
    assert raw.questions[0].about == "compensated"
    assert raw.questions[0].evidence == "up to 0.250 off its diagonal"
    assert not read(tmp_path / "a.fcs", {"compensated": "yes"}).questions


@pytest.mark.parametrize(
    ("spill", "says"),
    [("2,CD45 PerCP,CD34 PE,1,0.25,0", "holds 3 numbers"), ("1,CD3,1", "names 1 of 1 channels that there are not")],
)
def test_a_spillover_matrix_that_does_not_fit_is_refused(tmp_path: Path, spill: str, says: str) -> None:
    with pytest.raises(SchemaError, match=says):
        read(write_fcs(tmp_path / "a.fcs", keywords={"$SPILLOVER": spill}))


def test_logarithms_are_asked_about_and_then_made_linear(tmp_path: Path) -> None:
    path = write_fcs(tmp_path / "a.fcs", keywords={"$P2E": "4,0", "$P2R": "1024"})
    raw = read(path)
    assert [question.about for question in raw.questions] == ["amplification"]
    np.testing.assert_array_equal(raw.matrices["raw"].numbers, EVENTS)
    linear = read(path, {"amplification": "linear"}).matrices["raw"].numbers
    np.testing.assert_allclose(linear[:, 1], 10 ** (4 * EVENTS[:, 1] / 1024), rtol=1e-6)
    np.testing.assert_array_equal(linear[:, 0], EVENTS[:, 0])


def test_channels_that_stand_out_of_order_in_a_real_header_carry_their_own_markers(mirror: Path) -> None:
    path = mirror / "mrd" / "bendall2011_bm_cytof" / "fcs" / "Basal1_Mature_CD4pos_T.fcs"
    raw = read(path, {"offset": "off by one"})
    events, markers = raw.matrices["raw"].numbers, raw.var["marker"].tolist()
    median = dict(zip(markers, np.median(np.arcsinh(events / 5), axis=0), strict=True))
    cd4, cd8 = (next(median[name] for name in markers if name.endswith(f"-{marker}")) for marker in ("CD4", "CD8"))
    assert cd4 > cd8 + 1
    assert raw.header["fil"].startswith("Marrow1")


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({"$PAR": "1000000000"}, r"\$PAR = 1,000,000,000.*L0-READ-02"),
        ({"$MODE": "C"}, r"\$MODE is 'C'.*L0-READ-03"),
        ({"$P2N": "CD\x0045"}, r"control characters.*L0-READ-15"),
    ],
)
def test_a_header_that_lies_is_refused_before_memory_is_taken_for_it(tmp_path, keywords, says):
    with pytest.raises(SchemaError, match=says):
        read(write_fcs(tmp_path / "a.fcs", keywords=keywords))
