import gzip

import pytest

from clinicell.datasets.readers.bed import read
from clinicell.errors import InputError, SchemaError

BED = "track name=x\nchr1\t0\t100\tpeak1\nchr2\t5\t9\tpeak2\n"


def _write(folder, text, name="a.bed"):
    (folder / name).write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    return folder / name


def asked(raw):
    return [question.about for question in raw.questions]


@pytest.mark.parametrize("name", ["a.bed", "a.bed.gz"])
def test_intervals_are_half_open_from_zero_and_their_build_is_asked_for(tmp_path, name):
    raw = read(_write(tmp_path, BED, name))
    regions = raw.tables["regions"]
    assert regions[["chrom", "start", "end"]].to_numpy().tolist() == [["chr1", 0, 100], ["chr2", 5, 9]]
    assert regions["name"].tolist() == ["peak1", "peak2"]
    assert raw.header == {name: "track name=x"}
    assert asked(raw) == ["build"]
    assert asked(read(tmp_path / name, {"build": "GRCh38"})) == []


def test_a_fourth_column_of_numbers_is_a_bedgraph(tmp_path):
    regions = read(_write(tmp_path, "chr1\t0\t10\t0.5\nchr1\t10\t20\t2\n")).tables["regions"]
    assert regions["value"].tolist() == [0.5, 2.0]


def test_an_interval_of_no_length_is_asked_about_and_then_one_position(tmp_path):
    path = _write(tmp_path, "15\t3270767\t3270767\tG\t.\t+\n")
    assert asked(read(path, {"build": "unknown"})) == ["base"]
    closed = read(path, {"base": "1-based, closed", "build": "unknown"}).tables["regions"]
    assert closed[["start", "end"]].to_numpy().tolist() == [[3270766, 3270767]]


def test_a_single_position_with_a_state_may_be_counted_from_zero_or_one(tmp_path):
    path = _write(tmp_path, "18\t3000023\t1.0\n18\t3000086\t0.0\n")
    raw = read(path, {"build": "GRCh38"})
    assert asked(raw) == ["base"]
    assert raw.questions[0].evidence == "position 0 does not occur"
    assert read(path, {"base": "0-based, half-open"}).tables["states"]["pos"].tolist() == [3000024, 3000087]
    assert read(path, {"base": "1-based, closed"}).tables["states"]["state"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("chr1\t10\t5\tx\n", "1 of 1 intervals end before they start"),
        ("chr1\tten\t50\tx\n", "1 of 1 entries of 'start' are no whole number from 0, e.g. 'ten'"),
        ("chr1\t10\n", r"rows of \[2\] fields"),
        ("chr1\t1\t5\nchr1\t1\t5\tx\n", r"rows of \[3, 4\] fields"),
        ("# nothing\n", "holds no interval"),
    ],
)
def test_what_is_no_bed_is_refused(tmp_path, text, says):
    with pytest.raises(SchemaError, match=says):
        read(_write(tmp_path, text))


def test_real_promoters_and_profiles_read(mirror):
    folder = mirror / "methylation"
    promoters = read(folder / "scbs_tutorial_mouse" / "mouse_promoters.bed.gz").tables["regions"]
    assert (promoters["end"] - promoters["start"] == 4000).mean() > 0.99
    states = read(folder / "deepcpg_mesc_mini" / "cpg_profiles" / "BS27_4_SER.bed.gz").tables["states"]
    assert states.groupby("chrom").size().tolist() == [5000, 5000]


def test_a_folder_of_states_is_one_cohort(tmp_path):
    _write(tmp_path, "18\t100\t1\n18\t300\t0\n", "b.bed")
    _write(tmp_path, "18\t100\t0\nX\t5\t1\n", "a.bed.gz")
    raw = read(tmp_path, {"base": "1-based, closed", "build": "unknown"})
    assert raw.obs.index.tolist() == ["a", "b"]
    assert raw.var.index.tolist() == ["18:100", "18:300", "X:5"]
    assert raw.matrices["methylated"].numbers.toarray().tolist() == [[0, 0, 1], [1, 0, 0]]
    assert raw.matrices["depth"].numbers.toarray().tolist() == [[1, 0, 1], [1, 1, 0]]
    assert asked(read(tmp_path)) == ["build", "base"]
    _write(tmp_path, BED, "c.bed")
    with pytest.raises(SchemaError, match=r"1 of 3 files hold no states 0 and 1, e\.g\. 'c\.bed'"):
        read(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"holds no \.bed file"):
        read(tmp_path / "empty")


def test_two_real_cells_read_as_a_cohort(mirror):
    raw = read(mirror / "methylation" / "deepcpg_mesc_mini" / "cpg_profiles", {"base": "1-based, closed"})
    assert raw.matrices["depth"].numbers.sum(axis=1).ravel().tolist() == [[10_000, 10_000]]
