"""What holds sites and regions: VCF, Bismark coverage, BED, tables of genotypes; each sound but for one thing."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.standard import CORE

from .case import Case
from .texts import OF_BYTES

VCF = """##fileformat=VCFv4.2
##reference=file:///ref/GRCh38.fa
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##contig=<ID=chr1,length=248956422>
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tc1\tc2\tc3
chr1\t1000\t.\tA\tG\t50\tPASS\t.\tGT:AD:DP\t0/0:9,0:9\t0/1:4,5:9\t1/1:0,7:7
chr1\t2000\t.\tC\tT\t50\tPASS\t.\tGT:AD:DP\t0/1:6,3:9\t0/0:8,1:9\t./.:0,0:0
chr1\t3000\t.\tG\tGA\t50\tPASS\t.\tGT:AD:DP\t0/0:5,0:5\t1/1:0,5:5\t0/1:2,2:4
"""
COV = "chr15\t100\t100\t50.0\t1\t1\nchr15\t200\t200\t0\t0\t3\nchr15\t300\t300\t100\t4\t0\nchr15\t420\t420\t25\t1\t3\n"
BED = "chr1\t0\t100\tpeak1\t5\t+\nchr2\t5\t90\tpeak2\t7\t-\nchr2\t150\t190\tpeak3\t9\t+\n"
GENOTYPES = "cell,s1,s2,s3,s4\nc1,0,1,2,3\nc2,1,0,0,1\nc3,2,3,1,0\nc4,0,0,2,1\n"
Change = Callable[[str], str]


def recipe(
    modality: str, reader: str, path: str, answers: Mapping[str, str], matrices: list[tuple[str, str, str]]
) -> Recipe:
    """Return what a person who knows the sound file has answered."""
    columns = {name: {"constant": "unknown"} for name in CORE} | {
        "is_primary_data": {"constant": True},
        "suspension_type": {"constant": "cell"},
        "tissue_type": {"constant": "tissue"},
        "donor_id": {"constant": "P0"},
        "sample_id": {"constant": "P0s"},
    }
    told = {"vcf": ("chrom", "pos", "ref", "alt"), "bismark_cov": ("chrom", "pos")}.get(reader, ())
    features = {name: {"column": name} | ({"kind": "number"} if name == "pos" else {}) for name in told}
    if reader == "bismark_cov":
        features |= {"strand": {"constant": "."}, "context": {"constant": "CG"}}
    if reader == "genotype_matrix":
        features = {"site": {"column": "index"}}
    return Recipe.model_validate(
        {
            "recipe": 1,
            "about": {"dataset_id": "toy", "title": "Toy", "license": "CC0-1.0", "modality": modality},
            "files": [{"name": "f", "path": path, "reader": reader, "answers": dict(answers)}],
            "units": {"file": "f"},
            "columns": columns,
            "features": {"columns": features},
            "matrices": [{"file": "f", "matrix": name, "slot": slot, "scale": scale} for name, slot, scale in matrices],
            "uns": {} if reader == "genotype_matrix" else {"genome_build": "GRCh38"},
        }
    )


RECIPES = {
    "vcf": recipe(
        "genotype",
        "vcf",
        "a.vcf",
        {},
        [
            ("genotype", "layers/genotype", "genotype"),
            ("ad_alt", "layers/ad_alt", "counts"),
            ("depth", "layers/dp", "counts"),
        ],
    ),
    "cov": recipe(
        "methylation",
        "bismark_cov",
        ".",
        {"build": "GRCh38"},
        [("methylated", "layers/met", "counts"), ("depth", "layers/cov", "counts")],
    ),
    "genotype": recipe(
        "genotype",
        "genotype_matrix",
        "a.csv",
        {"coding": "0=0 1=1 2=2 3=-1", "orientation": "units x features", "header": "1"},
        [("genotype", "layers/genotype", "genotype")],
    ),
}
SOUND = {"vcf": VCF, "cov": COV, "bed": BED, "genotype": GENOTYPES}
NAMES = {"vcf": "a.vcf", "cov": "a.cov", "bed": "a.bed", "genotype": "a.csv"}


def instead(old: str, new: str, n: int = 1) -> Change:
    """Return the change of a piece of text."""

    def change(text: str) -> str:
        if old not in text:
            raise ValueError(f"{old!r} is not there")
        return text.replace(old, new, n)

    return change


def plus(line: str) -> Change:
    """Return the change of one more line."""
    return lambda text: text + line


HEADLESS = "\n".join(VCF.splitlines()[7:]) + "\n"
OF_VCF: tuple[tuple[str, str, Change], ...] = (
    (
        "wrong genome build",
        "GRCh37 in the header",
        lambda text: text.replace("GRCh38.fa", "hs37d5.fa").replace("248956422", "249250621"),
    ),
    ("wrong genome build", "two builds", instead("##contig", "##reference=GRCh37\n##contig")),
    ("wrong genome build", "beyond the chromosome", instead("chr1\t3000", "chr1\t248999999")),
    ("no header", "records alone", lambda _: HEADLESS),
    ("no header", "no #CHROM", instead("#CHROM", "##CHROM")),
    ("header only", "no record", lambda text: text[: text.index("chr1\t1000")]),
    ("a version that is not read", "3.3", instead("VCFv4.2", "VCFv3.3")),
    ("an index out of range", "allele 7", instead("0/1:4,5:9", "0/7:4,5:9")),
    ("an index out of range", "negative allele", instead("0/1:4,5:9", "0/-1:4,5:9")),
    ("numbers that do not fit", "three depths of two alleles", instead("4,5:9", "4,5,6:9")),
    ("numbers that do not fit", "one depth", instead("4,5:9", "4:9")),
    ("negative counts", "depth of the variant", instead("4,5:9", "4,-5:9")),
    ("fractional counts", "depth", instead("4,5:9", "4,5.5:9")),
    ("words among numbers", "depth", instead("4,5:9", "4,five:9")),
    ("words among numbers", "position", instead("\t2000", "\tabc")),
    ("an empty line", "in the middle", instead("chr1\t2000", "\nchr1\t2000")),
    ("words among numbers", "genotype", instead("0/1:4,5:9", "het:4,5:9")),
    ("NaN and infinite numbers", "depth", instead("4,5:9", "4,inf:9")),
    ("duplicate ids", "a sample", instead("c1\tc2", "c1\tc1")),
    ("duplicate ids", "a site", plus(VCF.splitlines()[7] + "\n")),
    ("a column lost", "no samples", instead("\tFORMAT\tc1\tc2\tc3", "")),
    ("ragged rows", "a call too few", instead("\t1/1:0,7:7", "")),
    ("ragged rows", "a call too many", instead("1/1:0,7:7", "1/1:0,7:7\t0/1")),
    ("negative positions", "-5", instead("\t1000", "\t-5")),
    ("negative positions", "0", instead("\t1000", "\t0")),
    ("alleles that are none", "a word", instead("A\tG", "adenine\tG")),
    ("alleles that are none", "the reference again", instead("A\tG", "A\tA")),
    ("alleles that are none", "symbolic", instead("A\tG", "A\t<DEL>")),
    ("alleles that are none", "empty", instead("A\tG", "\tG")),
    ("mixed delimiters", "blanks for tabs", lambda text: text.replace("\t", " ")),
    ("mixed delimiters", "one line", instead("chr1\t2000\t.", "chr1 2000 .")),
    ("half a call", "./1", instead("0/1:4,5:9", "./1:4,5:9")),
    ("half a call", "a lone 1", instead("0/1:4,5:9", "1:4,5:9")),
    ("names of persons", "a sample", instead("\tc1\t", "\tJohn Smith\t")),
    ("wrong organism", "chr23", instead("chr1\t1000", "chr23\t1000")),
    ("a 1e9-row header", "contigs", instead("##contig", "##contig=<ID=x,length=99>\n" * 200_000 + "##contig")),
)
OF_COV: tuple[tuple[str, str, Change], ...] = (
    ("numbers that do not fit", "percent against reads", instead("50.0\t1\t1", "90.0\t1\t1")),
    ("numbers that do not fit", "columns swapped", instead("0\t0\t3", "0\t3\t0")),
    ("percent instead of a share", "a share", instead("50.0", "0.5")),
    ("duplicate ids", "a CpG", plus("chr15\t100\t100\t0\t0\t1\n")),
    ("negative counts", "reads", instead("0\t0\t3", "0\t0\t-3")),
    ("fractional counts", "reads", instead("50.0\t1\t1", "50.0\t1.5\t1.5")),
    ("a second header", "names", lambda text: "chrom\tstart\tend\tpercent\tm\tu\n" + text),
    ("mixed delimiters", "blanks", lambda text: text.replace("\t", " ")),
    ("mixed delimiters", "commas", lambda text: text.replace("\t", ",")),
    ("ragged rows", "five columns", instead("\t1\t1\n", "\t1\n")),
    ("ragged rows", "seven", instead("\t1\t1\n", "\t1\t1\t1\n")),
    ("a decimal comma", "percent", instead("50.0", "50,0")),
    ("words among numbers", "start", instead("\t200\t", "\tx\t")),
    ("words among numbers", "NA", instead("50.0\t1\t1", "NA\t1\t1")),
    ("no reads at all", "0 of 0", instead("50.0\t1\t1", "0\t0\t0")),
    (
        "positions counted from 0",
        "bedGraph",
        lambda text: (
            text.replace("100\t100", "99\t100")
            .replace("200\t200", "199\t200")
            .replace("300\t300", "299\t300")
            .replace("420\t420", "419\t420")
        ),
    ),
    ("wrong genome build", "beyond the chromosome", instead("420\t420", "420000000\t420000000")),
    ("wrong organism", "chrUn", instead("chr15\t100", "chrUn_9\t100")),
    ("negative positions", "-1", instead("100\t100", "-1\t-1")),
    ("numbers that do not fit", "more than 16 bits", instead("50.0\t1\t1", "50.0\t70000\t70000")),
    ("numbers that do not fit", "10 ** 30 reads", instead("50.0\t1\t1", f"50.0\t{10**30}\t{10**30}")),
    ("NaN and infinite numbers", "percent", instead("50.0", "inf")),
)
OF_BED: tuple[tuple[str, str, Change], ...] = (
    ("numbers that do not fit", "end before start", instead("5\t90", "90\t5")),
    ("negative positions", "start", instead("\t0\t", "\t-1\t")),
    ("ragged rows", "a field too few", instead("\t7\t-", "\t7")),
    ("words among numbers", "start", instead("chr2\t5\t", "chr2\tfive\t")),
    ("fractional counts", "position", instead("chr2\t5\t", "chr2\t5.5\t")),
    ("header only", "a track line", lambda _: "track name=x\n"),
    ("mixed delimiters", "commas", lambda text: text.replace("\t", ",")),
    ("a column lost", "two columns", lambda _: "chr1\t5\nchr2\t7\n"),
    ("a second header", "names", lambda text: "chrom\tstart\tend\tname\tscore\tstrand\n" + text),
    ("positions counted from 1", "no length", instead("5\t90", "90\t90")),
    ("numbers that do not fit", "a number of 30 digits", instead("\t90\t", f"\t{10**30}\t")),
)
OF_GENOTYPES: tuple[tuple[str, str, Change], ...] = (
    ("a code that nobody declared", "5", instead("c2,1", "c2,5")),
    ("a code that nobody declared", "a letter", instead("c2,1", "c2,H")),
    ("a code that nobody declared", "-1", instead("c2,1", "c2,-1")),
    ("a code that nobody declared", "?", instead("c2,1", "c2,?")),
    ("fractional counts", "0.5", instead("c2,1", "c2,0.5")),
    ("fractional counts", "1.0", instead("c2,1", "c2,1.0")),
    ("ragged rows", "a code too few", instead("1,0,0,1", "1,0,0")),
    ("ragged rows", "a code too many", instead("1,0,0,1", "1,0,0,1,1")),
    ("a code for missing as a value", "empty", instead("c2,1,0", "c2,1,")),
    ("a code for missing as a value", "NA", instead("c2,1", "c2,NA")),
    ("duplicate ids", "a site", instead("s1,s2", "s1,s1")),
    ("duplicate ids", "a cell", instead("c2", "c1")),
    ("mixed delimiters", "one line", instead("c2,1,0", "c2;1;0")),
    ("header only", "no cell", lambda text: text[: text.index("c1")]),
    ("NaN and infinite numbers", "nan", instead("c2,1", "c2,nan")),
    ("a decimal comma", "0,5", instead("c2,1", 'c2,"0,5"')),
    ("sums among the rows", "a total", plus("total,3,4,5,5\n")),
    ("Excel has changed names", "a genotype that is a date", instead("c2,1", "c2,1-Jan")),
)
OWN = {"vcf": OF_VCF, "cov": OF_COV, "bed": OF_BED, "genotype": OF_GENOTYPES}
FEW = (
    "empty",
    "an HTML page",
    "a pointer of Git LFS",
    "another kind of file",
    "wrong encoding",
    "a packed file that is cut off",
    "a packed file that is damaged",
)


def writer(kind: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    """Return what writes one file: alone for BED, in the folder ``raw`` for the others."""

    def write(where: Path) -> Path:
        raw = where / "raw"
        raw.mkdir()
        path = raw / NAMES[kind]
        path.write_bytes(change(SOUND[kind].encode()))
        return path if kind == "bed" else raw

    return write


def of_bytes(kind: str) -> Iterator[tuple[str, str, Callable[[bytes], bytes]]]:
    """Yield what befalls the bytes of any of these texts."""
    yield from (case for case in OF_BYTES if case[0] in FEW and case[1] not in ("latin-1", "half UTF-8"))
    yield "cut off", "in a line", lambda data: data[: len(data) - 5]
    yield "cut off", "in the first line", lambda data: data[:10]
    yield "null bytes in names", "everywhere", lambda data: data.replace(b"\t", b"\0").replace(b",", b"\0")
    yield "a bomb", "gzip", lambda data: gzip.compress(data + b"\n" * (200 << 20), 1)


def case_of(kind: str, defect: str, what: str, change: Callable[[bytes], bytes], **rest: str) -> Case:
    """Return a case of one of the four formats."""
    return Case(
        format=kind,
        base=f"text of {kind}",
        defect=defect,
        name=f"{kind}: {defect}: {what}",
        write=writer(kind, change),
        judge="read" if kind == "bed" else "folder",
        recipe=RECIPES.get(kind),
        answers={"build": "GRCh38"},
        level=Level.L3,
        **rest,
    )


def corrupt() -> Iterator[Case]:
    """Yield each defect of each of the four formats."""
    for kind, cases in OWN.items():
        for defect, what, change in cases:
            yield case_of(kind, defect, what, lambda data, change=change: change(data.decode()).encode())
        for defect, what, change in of_bytes(kind):
            is_line = kind == "bed" and what == "in the first line"
            yield case_of(kind, defect, what, change, other="a line cut in a number is a line" if is_line else "")
        yield case_of(kind, "line ends of Windows", "CRLF", lambda data: data.replace(b"\n", b"\r\n"))
        yield case_of(kind, "no last line end", "cut", lambda data: data.rstrip(b"\n"))


def sound() -> Iterator[Case]:
    """Yield the sound file of each format."""
    for kind in OWN:
        yield case_of(kind, "", "sound", lambda data: data)
