# ruff: noqa: E501, S311 - a file's line is one line; chance is seeded, no secret
"""Clean files: what a real single-cell laboratory keeps, and no identifier in any of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from . import containers_hdf, containers_text
from .clean_values import COLUMNS, KEYWORDS, PROSE, TOKENS
from .containers_lab import fcs
from .place import N, Place

PLACES = (*containers_hdf.PLACES, *containers_text.PLACES)
WHOLE = {
    "metrics_summary.csv": (
        "Estimated Number of Cells,Mean Reads per Cell,Median Genes per Cell,Number of Reads,Valid Barcodes\n"
        '"5,204","48,113","1,877","250,381,337",97.6%\n'
    ),
    "samplesheet.csv": "[Data]\nLane,Sample_ID,index,index2\n1,AML329_D0,GTAACATGCG,AGTGTTACCT\n2,HD03,GTGGATCAAA,GCCAACCCTG\n",
    "features.tsv": "ENSG00000186092\tOR4F5\tGene Expression\nENSG00000145416\tMARCHF1\tGene Expression\n"
    "ENSG00000184640\tSEPTIN9\tGene Expression\nCD34_TotalSeqA\tCD34\tAntibody Capture\n",
    "genes.gtf.txt": 'chr1\tHAVANA\tgene\t65419\t71585\t.\t+\t.\tgene_id "ENSG00000186092.7"; gene_name "OR4F5"; level 2;\n',
    "annotated.vcf": (
        "##fileformat=VCFv4.2\n##reference=GRCh38.p13\n##source=Mutect2\n"
        '##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 --native-pair-hmm-threads 4 -L chr17",Version="4.4.0.0">\n'
        '##VEP="v110" cache="homo_sapiens/110_GRCh38" ensembl=110.584a8cd gencode="GENCODE 44" dbSNP="154"\n'
        "##contig=<ID=chr17,length=83257441,md5=f9a0fb01553adb183568e3eb9d8626db>\n"
        '##INFO=<ID=DP,Number=1,Type=Integer,Description="Approximate read depth; some reads may have been filtered">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tAML329-D0\n"
        "chr17\t7675088\trs28934578\tC\tT\t.\tPASS\tDP=64\tGT:AF\t0/1:0.43\n"
    ),
    "analysis.log.txt": (
        "cellranger count (7.1.0)\nRunning onto 8 threads, 64 GB\n[info] 5204 cells, 48113 reads per cell\n"
        "Loading GRCh38-2020-A ... done in 12.4 s\nLeiden: 18 clusters, modularity 0.71\n"
    ),
    "config.yaml": "genome: GRCh38\nseed: 20230\nsteps: [align, count, qc]\nmin_genes: 200\nresolution: 0.8\nimage: 4.4.0.0\n",
    "requirements.txt": "anndata==0.10.8\nscanpy==1.10.1\nnumpy==1.26.4\nharmonypy==0.0.9\nleidenalg==0.10.2\n",
    "cpg.bed": "track name=CpG description=\"CpG islands\"\nchr1\t28735\t29737\tCpG:111\nchr1\t135124\t135563\tCpG:30\n",
    "panel.json": '{"panel": "EuroFlow AML tube 1", "channels": {"FITC-A": "CD16", "PE-A": "CD13", "APC-A": "CD117"}, "version": "3.2.1"}\n',
    "samples.tsv": (
        "donor_id\tsample_id\tinstitution\ttimepoint\tage_band\tsex\tdisease\tresponse\n"
        "D01\tD01_BM_T0\tS1\tday 0\t60-69\tfemale\tMONDO:0018874\tCR\nD02\tD02_BM_T1\tS2\tday 28\t90+\tmale\tMONDO:0018874\tPD\n"
    ),
    "gates.wsp": '<Workspace version="20.0">\n <Keyword name="$CYT" value="FACSCanto II"/>\n <Gate name="CD34+"/>\n</Workspace>\n',
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clean:
    """A file without an identifier: either a place that holds harmless texts, or a whole text."""

    name: str
    place: Place | None
    key: str
    texts: tuple[str, ...]

    def write(self, root: Path) -> Path:
        folder = root / self.name
        folder.mkdir(parents=True)
        if self.place is not None:
            return self.place.write(folder, self.key, self.texts)
        if self.key == "tube.fcs":
            path = folder / self.key
            path.write_bytes(fcs(dict(line.split("|", 1) for line in self.texts)))
            return path
        return containers_text.stored(folder / self.key, self.texts[0])


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _turns(kind: str, rng: Random) -> Iterator[Place]:
    """Yield the places of a kind again and again, each time in another order."""
    places = [place for place in PLACES if place.kind == kind]
    while True:
        yield from rng.sample(places, len(places))


def clean() -> tuple[Clean, ...]:
    values, prose, tokens = (_turns(kind, Random(f"clean {kind}")) for kind in ("value", "prose", "token"))
    made = []
    for i, line in enumerate(_lines(COLUMNS)):
        key, *texts = line.split("|")
        made.append(Clean(f"v{i:03d}", next(values), key, tuple(texts[:N])))
    made += [Clean(f"n{i:03d}", next(prose), "note", (text,)) for i, text in enumerate(_lines(PROSE))]
    made += [Clean(f"t{i:03d}", next(tokens), "sample", (text,)) for i, text in enumerate(_lines(TOKENS))]
    made += [Clean(f"w{i:03d}", None, name, (text,)) for i, (name, text) in enumerate(WHOLE.items())]
    made.append(Clean("k000", None, "tube.fcs", tuple(_lines(KEYWORDS))))
    return tuple(made)


def described(files: Sequence[Clean]) -> list[list[object]]:
    """Return what the files hold, as lists that can be hashed."""
    return [[f.name, f.place and f.place.container, f.place and f.place.name, f.key, f.texts] for f in files]
