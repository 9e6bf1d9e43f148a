import gzip

import numpy as np
import pytest

from clinicell.datasets.readers.vcf import read
from clinicell.errors import InputError, SchemaError

HEAD = """##fileformat=VCFv{version}
##reference=file:///home/someone/ref/{reference}
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
##contig=<ID=chr1{length}>
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tc1\tc2\tc3
"""
ROW = "chr1\t{pos}\t.\tA\t{alt}\t50\tPASS\t.\tGT:AD:DP:GQ\t{calls}\n"


def vcf(folder, *rows, version="4.2", reference="GRCh38.fa", length="", name="a.vcf"):
    text = HEAD.format(version=version, reference=reference, length=length)
    text += "".join(ROW.format(pos=100 + n, alt=alt, calls="\t".join(calls)) for n, (alt, *calls) in enumerate(rows))
    data = text.encode()
    (folder / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    return folder / name


def genotype(raw):
    return raw.matrices["genotype"].numbers.tolist()


def asked(raw):
    return [question.about for question in raw.questions]


PLAIN = ("G", "0/0:9,0:9:20", "0/1:4,5:9:30", "1/1:0,7:7:40")


@pytest.mark.parametrize("version", ["4.1", "4.2", "4.3", "4.4"])
@pytest.mark.parametrize("name", ["a.vcf", "a.vcf.gz"])
def test_genotypes_and_reads_are_cells_by_sites(tmp_path, version, name):
    raw = read(vcf(tmp_path, PLAIN, version=version, name=name))
    assert genotype(raw) == [[0], [1], [2]]
    assert raw.matrices["genotype"].numbers.dtype == np.int8
    assert [raw.matrices[key].numbers[:, 0].tolist() for key in ("ad_ref", "ad_alt", "depth", "gq")] == [
        [9, 4, 0],
        [0, 5, 7],
        [9, 9, 7],
        [20, 30, 40],
    ]
    assert raw.obs.index.tolist() == ["c1", "c2", "c3"]
    assert raw.var.index.tolist() == ["chr1:100:A:G"]
    assert raw.var.loc["chr1:100:A:G", ["chrom", "pos", "ref", "alt", "filter"]].tolist() == [
        "chr1", 100, "A", "G", "PASS",
    ]  # fmt: skip
    assert not raw.questions


def test_phase_and_missing_calls_are_read(tmp_path):
    raw = read(vcf(tmp_path, ("G", "0|1:1,1:2:3", "./.:.:.:.", "1|0:1,1:2:3")))
    assert genotype(raw) == [[1], [-1], [1]]
    assert np.isnan(raw.matrices["depth"].numbers[1, 0])


def test_each_alternative_allele_is_a_column_that_counts_its_own_copies(tmp_path):
    raw = read(vcf(tmp_path, ("G,T", "1/2:0,4,5:9:9", "0/2:5,0,4:9:9", "2/2:0,0,9:9:9")))
    assert raw.var["alt"].tolist() == ["G", "T"]
    assert genotype(raw) == [[1, 1], [0, 1], [0, 2]]
    assert raw.matrices["ad_alt"].numbers.tolist() == [[4, 5], [0, 4], [0, 9]]


def test_half_missing_calls_are_missing_until_somebody_says_how(tmp_path):
    path = vcf(tmp_path, ("G", "./1:0,4:4:9", "0/.:4,0:4:9", "0/0:4,0:4:9"))
    raw = read(path)
    assert genotype(raw) == [[-1], [-1], [0]]
    assert asked(raw) == ["half_missing"]
    assert raw.questions[0].why.startswith("2 genotypes")
    assert genotype(read(path, {"half_missing": "as far as seen"})) == [[1], [0], [0]]
    assert asked(read(path, {"half_missing": "missing"})) == []


def test_a_lone_allele_is_asked_for(tmp_path):
    path = vcf(tmp_path, ("G", "1:0,4:4:9", "0:4,0:4:9", "0/1:2,2:4:9"))
    assert genotype(read(path)) == [[-1], [0], [1]]
    assert asked(read(path)) == ["haploid"]
    assert genotype(read(path, {"haploid": "2"})) == [[2], [0], [1]]


def test_alleles_without_letters_are_left_out_and_said(tmp_path):
    raw = read(vcf(tmp_path, PLAIN, ("<DEL>", "0/1:.:9:9", "0/0:.:9:9", "0/0:.:9:9")))
    assert len(raw.var) == 1
    assert asked(raw) == ["symbolic"]


@pytest.mark.parametrize(
    ("reference", "length", "build", "asks"),
    [
        ("GRCh38.fa", "", "GRCh38", []),
        ("hg19.fa", "", "GRCh37", []),
        ("genome.fa", ",length=249250621", "GRCh37", []),
        ("genome.fa", ",length=248387328", "CHM13", []),
        ("genome.fa", "", "", ["build"]),
        ("hg19.fa", ",length=248956422", "", ["build"]),
    ],
)
def test_the_build_is_read_where_the_header_tells_it(tmp_path, reference, length, build, asks):
    raw = read(vcf(tmp_path, PLAIN, reference=reference, length=length))
    assert raw.header["build"] == build
    assert asked(raw) == asks


def test_header_lines_are_kept_for_the_privacy_screen(tmp_path):
    assert "##reference=file:///home/someone/ref/GRCh38.fa" in read(vcf(tmp_path, PLAIN)).header.values()


@pytest.mark.parametrize(
    ("change", "fault", "says"),
    [
        (("VCFv4.2", "VCFv3.3"), InputError, "is no VCF 4.1 to 4.4"),
        (("#CHROM", "CHROM"), SchemaError, "no line that begins with #CHROM"),
        (("c1\tc2\tc3", "c1\tc2\tc1"), SchemaError, "1 samples stand twice"),
        (("0/1:4,5:9", "0/x:4,5:9"), SchemaError, "cannot be read after record 0"),
        (("0/1:4,5:9", "0/1:4,5,6:9"), SchemaError, r"chr1:100 has 2 alleles and 3 depths"),
        (("\t1/1:0,7:7:40", ""), SchemaError, "cannot be read after record 0"),
        (("chr1\t100", "chr1\tx"), SchemaError, "cannot be read after record 0"),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path, change, fault, says):
    path = vcf(tmp_path, PLAIN)
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(fault, match=says):
        read(path)


def test_a_vcf_that_is_cut_off_is_refused(tmp_path):
    path = vcf(tmp_path, *[PLAIN] * 300, name="a.vcf.gz")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SchemaError, match=r"is cut off.*L0-READ-04"):
        read(path)


@pytest.mark.parametrize(
    ("alt", "call", "says"),
    [
        ("G", "0/7:4,5:9:30", r"has 2 alleles, and 1 calls name 7.*L0-READ-19"),
        ("A", "0/1:4,5:9:30", r"gives the reference 'A' as its other allele.*L0-READ-19"),
        ("G", "0/1:4,five:9:30", r"'five' as a number of reads.*L0-READ-15"),
        ("G", "0/1:4,-5:9:30", r"'-5' as a number of reads.*L0-READ-15"),
    ],
)
def test_a_call_that_contradicts_its_record_is_refused(tmp_path, alt, call, says):
    with pytest.raises(SchemaError, match=says):
        read(vcf(tmp_path, (alt, "0/0:9,0:9:20", call, "1/1:0,7:7:40")))


def test_records_below_an_empty_line_are_not_lost_in_silence(tmp_path):
    path = vcf(tmp_path, PLAIN, PLAIN)
    text = path.read_text()
    path.write_text(text.replace("chr1\t101", "\nchr1\t101"))
    with pytest.raises(SchemaError, match=r"goes on after line 10, which is empty.*L0-READ-19"):
        read(path)
    path.write_text(text + "\n\n")
    assert len(read(path).var) == 2
