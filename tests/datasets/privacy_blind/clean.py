# ruff: noqa: E501, S311 - a table: one theme is one row; chance is seeded, no secret
"""Clean files that are hard: what looks like a name, a day, a number of a person or an address, and is none."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from uuid import UUID

import numpy as np
import openpyxl
import pandas as pd

from .places_hdf import N, cells, counts, loom, saved
from .places_text import VCF, fcs, stored


@dataclass(frozen=True, slots=True)
class Theme:
    """Columns of one kind of hard, clean values, sentences about them, and the name of a file."""

    name: str
    columns: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]
    stem: str


RNG = Random(99)
HEX = tuple(sha256(str(RNG.random()).encode()).hexdigest() for _ in range(6))
UUIDS = tuple(str(UUID(int=RNG.getrandbits(128), version=4)) for _ in range(6))


def numbers(low: int, high: int) -> tuple[str, ...]:
    return tuple(str(RNG.randrange(low, high)) for _ in range(N))


def reals(low: float, high: float) -> tuple[str, ...]:
    return tuple(f"{RNG.uniform(low, high):.4f}" for _ in range(N))


THEMES = (
    Theme("months", {"gene": ("MARCH1", "SEPT9", "DEC1", "MARC2", "JUN", "NOV"), "regulon": ("JUN(+)", "JUNB(+)", "MARCHF5", "SEPTIN7", "DELEC1", "CASP3")}, ("Markers are JUN, FOS, MARCH1 and SEPT9.", "DEC1 and NOV were renamed by the HGNC."), "jun_fos_march1"),
    Theme("ensembl", {"gene_id": ("ENSG00000139618", "ENSG00000141510", "ENSG00000171862", "ENSG00000157764", "ENSG00000012048", "ENSG00000133703"), "transcript": ("ENST00000380152.8", "ENST00000269305.9", "ENST00000371953.8", "ENST00000288602.11", "ENST00000357654.9", "ENST00000256078.10"), "protein": ("ENSP00000369497", "ENSP00000269305", "Q9Y6K9", "P04637", "P15056", "A0A024R161")}, ("BRCA2 is ENSG00000139618, canonical transcript ENST00000380152.8.",), "ENSG00000139618_counts"),
    Theme("variants", {"hgvs": ("NM_004006.2:c.4375C>T", "NP_003997.1:p.Arg1459*", "NM_000546.6:c.524G>A", "chr7:g.140453136A>T", "NC_000017.11:g.7673803G>A", "LRG_199t1:c.79_80delinsTT"), "dbsnp": ("rs121913529", "rs28934578", "rs1057519747", "rs113488022", "rs80357906", "rs1042522"), "cosmic": ("COSM476", "COSV56056643", "COSM10648", "COSM521", "COSM516", "COSV52661038")}, ("BRAF V600E is NM_004333.6:c.1799T>A (rs113488022, COSV56056643).",), "NPM1_W288fs"),
    Theme("barcodes", {"barcode": ("AAACCTGAGAAACCAT-1", "AAACCTGAGAAACCGC-2", "TTTGTCATCTTTAGGG-1", "ACGTACGTACGTACGT", "CATGCATG-CATGCATG", "AAACGGGTCAGCAACT-12"), "index": ("SI-GA-A1", "SI-TT-B7", "SI-NA-C3", "S1_L001_R1_001", "S12_L004_I1_001", "GTAACATGCG")}, ("Barcodes such as AAACCTGAGAAACCAT-1 end in the number of the lane.",), "P01_S1_L001_R1_001"),
    Theme("accessions", {"accession": ("GSE116256", "SRR7788612", "EGAD00001003838", "PRJNA477870", "SAMN09601234", "E-MTAB-6701"), "sample_accession": ("GSM3587923", "GSM3587924", "ERS2862071", "EGAN00001568935", "SRX4630012", "phs000178.v11.p8"), "run": ("SRR9897621", "SRR9897622", "ERR1743829", "DRR001234", "SRR10211552", "SRR11537951")}, ("Raw reads: GEO GSE116256, SRA SRP150984, EGA EGAS00001003180.",), "GSM3587923_AML1012-D0.dem"),
    Theme("software", {"software": ("cellranger 7.1.0 (2022-12-07)", "STAR 2.7.10a", "scanpy 1.10.1", "Seurat v4.3.0.1", "bcl2fastq v2.20.0.422", "FlowJo 10.1.2.3"), "software_version": ("10.1.2.3", "2.20.0.422", "1.10.1", "4.0.12.1", "7.1.0", "2023.4.1"), "genome_build": ("GRCh38.p14 (2022-02-03)", "GRCh37.p13", "hg38", "hg19", "T2T-CHM13v2.0", "refdata-gex-GRCh38-2020-A"), "ontology_release": ("CL v2025-07-30", "MONDO v2025-09-02", "EFO 3.82.0", "UBERON 2025-08-15", "HsapDv 2025-01-23", "PATO 2025-05-14")}, ("Aligned by cellranger 7.1.0 (released 2022-12-07) to refdata-gex-GRCh38-2020-A.", "FlowJo version 10.1.2.3 was used; GENCODE v44 of July 2023 is the annotation."), "refdata-gex-GRCh38-2020-A"),
    Theme("public addresses", {"doi": ("10.1038/s41586-019-1195-2", "10.1016/j.cell.2019.01.031", "10.1126/science.aad0501", "10.1101/2020.03.22.002386", "10.5281/zenodo.3357167", "10.6084/m9.figshare.5435866"), "tool_url": ("https://github.com/scverse/scanpy", "https://doi.org/10.1016/j.cell.2019.01.031", "https://www.ensembl.org", "https://support.10xgenomics.com", "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE116256", "https://cellxgene.cziscience.com"), "pmid": ("30827681", "31178118", "27124452", "29474909", "30643263", "33106659")}, ("See https://doi.org/10.1016/j.cell.2019.01.031 and https://github.com/scverse/scanpy.", "PMID: 30827681"), "doi_10.5281_zenodo.3357167"),
    Theme("antibodies", {"catalogue_number": ("300567", "555516", "130-113-138", "A15794", "3089003B", "IM2646U"), "clone": ("UCHT1", "SJ25C1", "8G12", "HI30", "HIB19", "SK7"), "rrid": ("AB_2799999", "AB_314056", "RRID:AB_2562894", "AB_10641120", "AB_2716181", "AB_2661808"), "conjugate": ("BV421", "PE-Cy7", "APC-H7", "FITC", "PerCP-Cy5.5", "TotalSeq-B0034")}, ("CD3 clone UCHT1 (BioLegend 300567, RRID:AB_2799999), CD19 clone SJ25C1.",), "panel_UCHT1_SJ25C1"),
    Theme("instruments", {"instrument": ("Illumina NovaSeq 6000", "BD FACSAria III", "BD FACSymphony A5", "Helios CyTOF", "Chromium X", "Cytek Aurora 5L"), "assay": ("10x 3' v3", "Smart-seq2", "CEL-Seq2", "BD Rhapsody", "Fluidigm C1", "Mission Bio Tapestri")}, ("Sorted on a BD FACSAria III, sequenced on an Illumina NextSeq 550.",), "novaseq6000_lane2"),
    Theme("eponyms", {"disease": ("Burkitt lymphoma", "Hodgkin lymphoma", "Sézary syndrome", "Ewing sarcoma", "Wilms tumour", "Waldenström macroglobulinemia"), "cell_type": ("Kupffer cell", "Langerhans cell", "Schwann cell", "Reed-Sternberg cell", "Paneth cell", "Sertoli cell"), "cell_line": ("Jurkat", "HeLa", "Raji", "Daudi", "Kasumi-1", "Namalwa"), "method": ("Wilcoxon", "Benjamini-Hochberg", "Louvain", "Leiden", "Mann-Whitney", "Kaplan-Meier"), "stage": ("Ann Arbor III", "Binet B", "Rai II", "Durie-Salmon IIA", "Gleason 7", "Lugano 2014")}, ("Jurkat and HeLa cells; Hodgkin lymphoma, Ann Arbor stage III.", "May-Grünwald-Giemsa stain; Ficoll gradient; Leiden clusters; Benjamini-Hochberg."), "Burkitt_Raji_Daudi"),
    Theme("markers", {"cytokine": ("IL-2", "IFN-gamma", "TNF", "CCL5", "GM-CSF", "IL-12p70"), "channel": ("FITC-A", "BV421-A", "PE-Cy7-A", "Pr141Di", "141Pr_CD235ab", "SSC-W"), "phenotype": ("CD45RA+CCR7-", "CD34+CD38-", "HLA-DR+", "CD3-CD56bright", "Lin-CD117+", "CD19+CD10+CD20dim")}, ("Gate: CD45dim SSClow, then CD34+CD117+ and HLA-DR.",), "CD34pos_CD38neg"),
    Theme("times", {"time_point": ("day 28", "D0", "C1D15", "week 4", "month 6", "day +100"), "days_from_baseline": ("0", "28", "100", "365", "-7", "1825"), "dose": ("60 mg/m2 d1-3", "400 mg daily", "1.5 mg/m2 weekly", "day 1-7", "8 mg q12h", "C2D1")}, ("Marrow at day 28 and 3 months after the start; dose on days 1, 3 and 5.",), "P01_d28"),
    Theme("age bands", {"age_band": ("60-64", "85-89", "90+", "0-4", "65-69", "20-24"), "sex": ("female", "male", "unknown", "female", "male", "female"), "year_of_diagnosis": ("2017", "2018", "2019", "2011", "2020", "2015")}, ("Ages are given in bands of five years, 90+ being the last.", "Diagnosed between 2015 and 2019."), "cohort_2019"),
    Theme("centres", {"institution_id": ("SITE-A3", "SITE-B1", "C07", "centre_12", "CTR04", "site_2"), "donor_id": ("P01", "donor_3", "AML-012", "PT07", "D12", "healthy_4"), "sample_id": ("BM_P03_d28", "P01_PB", "AML-012-D0", "donor_3_relapse", "H4_BMMC", "S12")}, ("Donors P01 to P12 come from two centres, SITE-A3 and SITE-B1.",), "AML-012_D0"),
    Theme("hashes", {"sha256": HEX, "run_uuid": UUIDS, "git_commit": tuple(h[:40] for h in HEX), "workflow": ("nf-core/scrnaseq", "snakemake", "nextflow 23.10.1", "cromwell", "cwltool", "galaxy")}, (f"Container sha256:{HEX[0]}, commit {HEX[1][:7]}.",), "run_" + HEX[2][:12]),
    Theme("plates", {"well": ("A01", "H12", "B07", "C3", "P24", "D11"), "plate": ("plate_3", "384w-2", "P2-1", "PL07", "plate10", "plate_1"), "lane": ("L001", "L002", "1", "2", "4", "8"), "flow_cell": ("HWGYFDSXY", "HKT5CDSX2", "H2JYVBGXB", "CAD25ANXX", "HNLHTDMXX", "HCFLVBGX9")}, ("Wells A01 to H12 of plate 3; row H is empty.",), "plate3_B07"),
    Theme("coordinates", {"region": ("chr1:12345678-12345999", "chrX:73820651-73852753", "17:7668402-7687550", "chr9_KI270719v1_random", "chr21:8986999", "chrM:3243"), "pos": numbers(10_000_000, 240_000_000), "start": numbers(10_000_000, 99_000_000), "cpg": ("cg00000029", "cg00000108", "cg27539333", "cg16867657", "cg22454769", "cg07553761")}, ("The deletion spans chr9:21968056-21995324 (GRCh38).",), "chr17_7668402_7687550"),
    Theme("measures", {"total_counts": numbers(500, 99_999), "n_reads": numbers(1_000_000, 99_000_000), "library_reads": numbers(100_000_000, 999_999_999), "percent_mito": reals(0, 20), "x_centroid": reals(0, 30_000), "y_centroid": reals(0, 30_000), "umap_1": reals(-12, 12)}, ("4,123 cells, 312,456,789 reads, 75,782 reads per cell; 1.2e9 in all.",), "metrics_summary"),
    Theme("drugs", {"drug": ("venetoclax", "imatinib", "daunorubicin", "cytarabine", "midostaurin", "all-trans retinoic acid"), "cas": ("152459-95-5", "1257044-40-8", "20830-81-3", "147-94-4", "120685-11-2", "302-79-4"), "chebi": ("CHEBI:133021", "CHEBI:45783", "CHEBI:41977", "CHEBI:28680", "CHEBI:63452", "DB00619"), "inchikey": ("LQBVNQSMGBZMKD-UHFFFAOYSA-N", "KTUFNOKKBVMGRW-UHFFFAOYSA-N", "STQGQHZAVUOBTE-VGBVRHCVSA-N", "UHDGCWIWMRVCDJ-CCXZUQQUSA-N", "BMGQWWVMWDBQGC-IIFHNQTCSA-N", "SHGAZHPCJJPHSC-YCNIQYBTSA-N"), "nsc": ("NSC-63878", "NSC 755", "NSC-82151", "740", "NSC-123127", "NSC-609699")}, ("Cytarabine (CAS 147-94-4) 100 mg/m2 and daunorubicin 60 mg/m2.",), "venetoclax_1uM"),
    Theme("staging", {"classification": ("WHO 2016", "ELN 2022", "FAB M5", "ISS III", "T2N1M0", "ICC 2022"), "karyotype": ("46,XY,t(9;22)(q34;q11)", "46,XX", "47,XX,+8", "45,X,-Y", "46,XY,inv(16)(p13q22)", "complex"), "ecog": ("0", "1", "2", "1", "0", "3"), "ki67_percent": ("90", "95", "12", "99", "40", "92")}, ("Response by ELN 2022; blasts 92 %, Ki-67 95 %, viability 97 %.",), "ELN2022_adverse"),
    Theme("citation", {"citation": ("van Galen et al., Cell 2019", "Hao et al., Cell 2021", "Wolf et al., Genome Biology 2018", "Petti et al., Nat Commun 2019", "Tirosh et al., Science 2016", "Zheng et al., Nat Commun 2017"), "license": ("CC-BY-4.0", "CC0-1.0", "Apache-2.0", "MIT", "DUO:0000042", "GPL-3.0-only")}, ("If you use these data, cite van Galen et al., Cell 2019;176:1265-1281.", "Harmony (Korsunsky et al. 2019) corrected the batches."), "vangalen2019_aml"),
    Theme("ontologies", {"cell_type_ontology_term_id": ("CL:0000236", "CL:0000084", "CL:0000576", "CL:0000037", "CL:0000623", "CL:0000003"), "disease_ontology_term_id": ("MONDO:0018874", "PATO:0000461", "MONDO:0004992", "MONDO:0005170", "MONDO:0018874", "PATO:0000461"), "development_stage_ontology_term_id": ("HsapDv:0000087", "HsapDv:0000240", "HsapDv:0000258", "HsapDv:0000164", "HsapDv:0000237", "unknown"), "cellosaurus": ("CVCL_0065", "CVCL_0030", "CVCL_0004", "CVCL_1859", "CVCL_0002", "CVCL_2119")}, ("Marrow is UBERON:0002371, acute myeloid leukaemia MONDO:0018874.",), "CVCL_0065"),
    Theme("receptors", {"junction_aa": ("CASSLGQAYEQYF", "CASSPDRGTEAFF", "CAVRDSNYQLIW", "CQQYNSYPLTF", "CARDYYGSSYFDYW", "CASRPGLAGGRPEQYF"), "v_call": ("TRBV20-1*01", "TRBV6-5*01", "TRAV12-2*01", "IGKV1-5*03", "IGHV3-23*01", "TRBV7-9*03"), "clonotype": ("clonotype1", "clonotype27", "clone_12", "C0034", "clonotype102", "none")}, ("The largest clone uses TRBV20-1 and CASSLGQAYEQYF.",), "TRBV20-1_CASSLGQAYEQYF"),
    Theme("cells", {"cell_id": ("cell_0001234", "cell_0001235", "c10000001", "CELL000123", "P01_cell_00000017", "bc_4711"), "cluster": ("T cell", "Mono CD14", "cDC2", "Pro-B", "HSC/MPP", "Early-Eryth"), "hex_color": ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b"), "doublet_score": reals(0, 1)}, ("Clusters were named by hand: Mono CD14, cDC2, Pro-B, Early Eryth.",), "annotated_cells_v2"),
)  # fmt: skip


def _frame(theme: Theme) -> pd.DataFrame:
    made = {}
    for key, column in theme.columns.items():
        is_number = all(
            t.lstrip("-").replace(".", "", 1).isdigit() and (t[0] != "0" or "." in t or t == "0") for t in column
        )
        made[key] = pd.to_numeric(pd.Series(column)).to_numpy() if is_number else list(column)
    return pd.DataFrame(made, index=pd.Index(cells(), name="cell"))


def as_h5ad(theme: Theme, folder: Path) -> Path:
    adata = counts()
    for key, column in _frame(theme).items():
        adata.obs[str(key)] = pd.Categorical(column) if column.dtype == object else column.to_numpy()
    adata.uns["about"] = {"notes": " ".join(theme.notes), **{key: column[0] for key, column in theme.columns.items()}}
    return saved(adata, folder)


def as_csv(theme: Theme, folder: Path) -> Path:
    path = folder / f"{theme.stem}.csv"
    folder.mkdir(exist_ok=True)
    _frame(theme).to_csv(path)
    return path


def as_book(theme: Theme, folder: Path) -> Path:
    made = openpyxl.Workbook()
    page, frame = made.active, _frame(theme)
    page.title = theme.stem[:31]
    page.append([str(key) for key in frame.columns])
    for row in frame.itertuples(index=False):
        page.append([value.item() if isinstance(value, np.generic) else value for value in row])
    about = made.create_sheet("about")
    for note in theme.notes:
        about.append([note])
    path = folder / "samples.xlsx"
    made.save(path)
    return path


def as_json(theme: Theme, folder: Path) -> Path:
    return stored(folder / "about.json", json.dumps({"notes": theme.notes, "columns": theme.columns}, indent=1))


def as_text(theme: Theme, folder: Path) -> Path:
    lines = [f"{key}: {', '.join(column)}" for key, column in theme.columns.items()]
    return stored(folder / "README.md", "\n".join(("# About", *theme.notes, *lines)) + "\n")


def as_fcs(theme: Theme, folder: Path) -> Path:
    path = folder / f"{theme.stem}.fcs"
    path.write_bytes(fcs({key.upper(): column[0] for key, column in theme.columns.items()} | {"$COM": theme.notes[0]}))
    return path


def as_vcf(theme: Theme, folder: Path) -> Path:
    extra = "".join(f"##{key}={column[0]}\n" for key, column in theme.columns.items()) + f"##comment={theme.notes[0]}\n"
    return stored(folder / "calls.vcf", VCF.format(extra=extra, info="", sample="P01"))


def as_loom(theme: Theme, folder: Path) -> Path:
    key, column = next(iter(theme.columns.items()))
    return loom("column")(folder, key, column)


def as_zip(theme: Theme, folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo(f"data/{theme.stem}.csv"), _frame(theme).to_csv())
        file.writestr(zipfile.ZipInfo("data/README.txt"), "\n".join(theme.notes))
    return path


def as_npz(theme: Theme, folder: Path) -> Path:
    path = folder / f"{theme.stem}.npz"
    columns: dict[str, Sequence[str]] = {key: np.array(column) for key, column in theme.columns.items()}
    np.savez(path, **columns)
    return path


WRITERS = (as_h5ad, as_csv, as_book, as_json, as_text)
OTHERS = (as_fcs, as_vcf, as_loom, as_zip, as_npz)


def clean(root: Path, *, step: int = 1) -> Iterator[tuple[str, Path]]:
    """Write every so many-th clean file and yield what it is and where it lies."""
    pairs = [
        (theme, write)
        for number, theme in enumerate(THEMES)
        for write in (*WRITERS, OTHERS[number % 5], OTHERS[(number + 2) % 5])
    ]
    for number, (theme, write) in enumerate(pairs[::step]):
        folder = root / f"k{number:03d}"
        folder.mkdir(parents=True)
        yield f"{theme.name} as {write.__name__[3:]}", write(theme, folder)
