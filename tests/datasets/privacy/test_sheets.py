"""Text that tables keep beside their columns: sections, fields without a name, codes of per cent, names of cells."""

import h5py
import numpy as np
import pytest

from clinicell.datasets.privacy.files import screen_file
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.rules import AGE, CODE, DATE, LICENCE, RECORD, VEHICLE
from clinicell.datasets.privacy.sheets import is_sectioned
from clinicell.datasets.privacy.text import codes_of

HEAD = "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"


def codes_at(path) -> set[str]:
    return {one.code for one in screen_file(path)}


def test_the_sections_of_a_sample_sheet_are_read_under_their_names(tmp_path):
    path = tmp_path / "SampleSheet.csv"
    path.write_text("[Header],,\nAlter,93,\n[Data],,\nLane,Sample_ID,targa\n1,S1,GK 482 PT\n1,S2,AB 123 CD\n")
    assert is_sectioned(path.read_text())
    assert {(one.code, one.path) for one in screen_file(path)} == {
        (AGE, "line 2"), (VEHICLE, "section 'Data' column 'targa'"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["kenteken,count\ns1,XK-12-PB,3\ns2,TK-482-P,4\n", "count,kenteken\n3,XK-12-PB,\n4,TK-482-P,\n"]
)
def test_a_table_of_r_and_one_whose_rows_end_in_a_comma_keep_every_column(tmp_path, text):
    (tmp_path / "a.csv").write_text(text)
    assert VEHICLE in codes_at(tmp_path / "a.csv")


def test_a_letter_with_commas_is_read_to_the_end_of_its_lines(tmp_path):
    letter = (
        "Marrow, fresh.\nCopied, as asked, from the chart, medical license no. 2417373, day 28.\nRegards, the lab\n"
    )
    (tmp_path / "letter.txt").write_text(letter)
    assert LICENCE in codes_at(tmp_path / "letter.txt")


def test_what_a_vcf_writes_in_codes_of_per_cent_is_read(tmp_path):
    (tmp_path / "a.vcf").write_text(f"{HEAD}1\t100\t.\tA\tC\t.\tPASS\tNOTE=MRN%3A%200012345\n")
    assert RECORD in codes_at(tmp_path / "a.vcf")


def test_the_cells_of_a_loom_file_are_names_as_those_of_obs_are(tmp_path):
    with h5py.File(tmp_path / "a.loom", "w") as file:
        file["matrix"] = np.ones((2, 2))
        file["col_attrs/CellID"] = np.array([b"S19-123_AAAC-1", b"S19-123_AAAG-1"])
    assert CODE in codes_at(tmp_path / "a.loom")


def test_an_hour_without_a_day_is_no_date():
    hour, day = key_of("$BTIM"), key_of("$ETIM")
    assert not codes_of("14:05:33", hour)
    assert DATE in codes_of("2019-03-12 14:05:33", day)


@pytest.mark.parametrize("name", ["S19-123", "H2021/4412", "list 48 291 337", "Kowalska", "visit 2019-03-12"])
def test_a_name_is_not_shown_that_may_be_somebodys(name):
    assert shown(name) == f"({shown(name)[1:].split(',')[0]}, {len(name)} characters)"


@pytest.mark.parametrize(
    "name", ["donor_id", "CD45RA", "a_S1_L001_R1_001.fastq.gz", "ENSG00000141510", "G1/S", "age_2019"]
)
def test_a_name_of_a_thing_is_shown(name):
    assert shown(name) == name


def test_the_key_of_a_donor_is_no_key_of_a_gene():
    assert codes_of("S19-123", Key()) == {CODE}
    assert not codes_of("S19-123", Key(is_feature=True))
