"""Clean files as the public ones are: full of numbers and codes, and of nobody's identifiers."""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import anndata as ad
import numpy as np
import openpyxl
import pandas as pd
from corpus import fcs, written

SYMBOLS = (
    "TP53",
    "MARCH1",
    "SEPT2",
    "DEC1",
    "HLA-A",
    "MT-CO1",
    "AC012345.1",
    "RP11-34P13.7",
    "CD45",
    "NKX2-1",
    "H2AZ1",
)
CELL_TYPES = (
    "CD4+ T cell", "CD8-positive, alpha-beta T cell", "Paneth cell", "Langerhans cell", "NK cell",
    "Hodgkin Reed-Sternberg cell",
    "plasmacytoid dendritic cell", "Schwann cell", "pro-B cell", "cluster 12", "Leiden_7",
    "Erythroid_late", "T cell (CD3+ CD19-)",
)  # fmt: skip
DISEASES = (
    "Hodgkin lymphoma",
    "Burkitt lymphoma",
    "Ewing sarcoma",
    "Down syndrome",
    "Li-Fraumeni syndrome",
    "acute myeloid leukemia",
)
DRUGS = (
    "Erlotinib 10 uM",
    "5-fluorouracil",
    "dabrafenib 0.1 µM + trametinib 10 nM",
    "DMSO 0.1 %",
    "cytarabine 100 mg/m2 d1-7",
    "PLX4720",
    "AZD9291",
)
TIMES = ("day 0", "day 28", "D15", "week 12", "baseline", "0-6 hr", "C1D1", "1 month after visit 1", "relapse")
AGES = ("60-64", "85-89", "90+", "0-4", "unknown")
HLA = ("HLA-A*02:01", "HLA-B*07:02:01:01", "HLA-DRB1*15:01", "A*24:02")
GENES = ("tumor protein p53 [Source:HGNC Symbol;Acc:HGNC:11998]", "ATP binding cassette subfamily A member 1")
TERMS = (
    "HsapDv:0000087",
    "CVCL_0023",
    "EFO:0009922",
    "MONDO:0018874",
    "UBERON:0002371",
    "CL:0000236",
    "PATO:0000383",
    "CHEBI:28748",
)


def clean(folder: Path, seed: int) -> tuple[Path, ...]:
    """Write the clean files of one seed."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    return tuple(path for write in WRITERS for path in write(folder, rng))


def barcodes(rng: np.random.Generator, n: int) -> list[str]:
    return ["".join(rng.choice(list("ACGT"), 16)) + "-1" for _ in range(n)]


def accessions(rng: np.random.Generator, n: int) -> list[str]:
    kinds = ("GSM", "SRX", "SRR", "SAMN", "EGAN000", "ERS", "SRS", "E-MTAB-", "phs000")
    return [f"{rng.choice(kinds)}{rng.integers(1_000_000, 9_999_999)}" for _ in range(n)]


def pseudonyms(rng: np.random.Generator, n: int) -> list[str]:
    return [f"AML-{rng.bytes(10).hex().upper()}" for _ in range(n)]


def _obs(rng: np.random.Generator, n: int) -> pd.DataFrame:
    donors, runs = pseudonyms(rng, 4), accessions(rng, 5)
    return pd.DataFrame(
        {
            "donor_id": rng.choice(donors, n),
            "sample_id": rng.choice(runs, n),
            "library_id": rng.choice(["L001", "L002", "10X-3v3-7", "CID4495", "P0123_S1"], n),
            "batch_id": rng.choice(["batch1", "plate 12", "2019", "run_3", "lane 1-2"], n),
            "time_point": rng.choice(TIMES, n),
            "days_from_baseline": rng.integers(-30, 900, n),
            "age_band": rng.choice(AGES, n),
            "age_weeks": rng.integers(10, 40, n),
            "cell_type": rng.choice(CELL_TYPES, n),
            "disease": rng.choice(DISEASES, n),
            "drug": rng.choice(DRUGS, n),
            "hla": rng.choice(HLA, n),
            "development_stage_ontology_term_id": rng.choice(TERMS, n),
            "n_counts": rng.integers(500, 90000, n),
            "percent_mito": rng.random(n),
            "treatment_line": rng.choice(["1", "2", "3+"], n),
            "well": rng.choice(["A01", "H12", "P24"], n),
            "license": "CC0-1.0",
            "stage": rng.choice(["IIIB", "pT2N1M0", "FAB M4"], n),
            "clone_id": rng.choice(["cn0", "A", "unassigned"], n),
            "sort_gate": rng.choice(["CD34+CD38-", "Lin-/CD45RA+", "FSC-A 50000-200000"], n),
            "instrument": rng.choice(["Illumina NovaSeq 6000", "FACSCanto II", "Helios"], n),
        },
        index=barcodes(rng, n),
    )


def _var(rng: np.random.Generator, n: int) -> pd.DataFrame:
    position = rng.integers(10_000, 240_000_000, n)
    return pd.DataFrame(
        {
            "feature_name": rng.choice(SYMBOLS, n),
            "chrom": rng.choice(["chr1", "X", "MT"], n),
            "pos": position,
            "locus": [f"chr7:{p}-{p + 500}" for p in position],
            "variant_id": [f"GRCh38:17:{p}:C:T" for p in position],
            "description": rng.choice(GENES, n),
            "dbsnp": [f"rs{p}" for p in position],
            "entrez": rng.integers(1, 200_000, n).astype(str),
        },
        index=[f"ENSG{x:011d}" for x in rng.choice(200_000, n, replace=False)],
    )  # fmt: skip


def _uns(rng: np.random.Generator) -> dict[str, object]:
    return {
        "schema_version": "1.0",
        "title": "Single-cell transcriptomes of acute myeloid leukemia, 2019",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "source": "10.1101/gr.209973.116",
        "reference": "https://doi.org/10.1016/j.cell.2019.01.031",
        "citation": "van Galen P, et al. Cell 176:1265-1281.e24 (2019); PMID: 30827681, GSE116256",
        "genome_build": "GRCh38",
        "software": {"scanpy": "1.10.3", "anndata": "0.12.1.dev0", "cellranger": "7.1.0.2", "python": "3.11.4"},
        "ontology_releases": {"CL": "v2025-07-30", "EFO": "3.82.0"},
        "malignant_rule": "copy-number clone 0 is diploid and normal; clones 1 to 3 are aneuploid and malignant",
        "cell_type_colors": np.array(["#1f77b4", "#ff7f0e", "#2ca02c"]),
        "time_anchor": "day of diagnosis",
        "provenance": {"params_sha256": rng.bytes(32).hex(), "input_sha256": rng.bytes(32).hex()},
        "formula": "arcsinh(raw / 150)",
        "neighbors": {"params": {"n_neighbors": 15, "random_state": 20190312, "metric": "euclidean"}},
    }


def in_h5ad(folder: Path, rng: np.random.Generator) -> Iterator[Path]:
    for n in range(16):
        adata = ad.AnnData(
            X=rng.poisson(1.0, (30, 20)).astype("float32"), obs=_obs(rng, 30), var=_var(rng, 20), uns=_uns(rng)
        )
        if n % 3 == 1:
            adata.obs_names = [f"cell{i}" for i in range(30)]
        if n % 3 == 2:
            adata.obs_names = [f"{s}_{b}" for s, b in zip(accessions(rng, 30), barcodes(rng, 30), strict=True)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield written(
                adata, folder / f"GSM{rng.integers(1_000_000, 9_999_999)}_AML{rng.integers(100, 999)}-D0.h5ad"
            )


def in_csv(folder: Path, rng: np.random.Generator) -> Iterator[Path]:
    for n in range(8):
        path = folder / f"metadata_{n}.csv"
        _obs(rng, 25).to_csv(path, index_label="cell")
        yield path
    for n in range(6):
        path = folder / f"counts_{n}.tsv"
        table = pd.DataFrame(rng.poisson(2, (12, 6)), index=rng.choice(SYMBOLS, 12), columns=barcodes(rng, 6))
        path.write_text("# raw counts; log1p not applied\n# genome: GRCh38, GENCODE v48\n" + table.to_csv(sep="\t"))
        yield path
    for n in range(4):
        path = folder / f"peaks_{n}.bed"
        starts = rng.integers(10_000_000, 99_999_999, 200)
        path.write_text("".join(f"chr{rng.integers(1, 23)}\t{s}\t{s + 500}\tpeak_{i}\n" for i, s in enumerate(starts)))
        yield path


def in_xlsx(folder: Path, rng: np.random.Generator) -> Iterator[Path]:
    for n in range(5):
        book = openpyxl.Workbook()
        table = _obs(rng, 8)
        book.active.append(list(table))
        for row in table.astype(object).itertuples(index=False):
            book.active.append(list(row))
        book.properties.title = "Supplementary Table 3"
        path = folder / f"supplement{n}.xlsx"
        book.save(path)
        yield path


def in_fcs(folder: Path, rng: np.random.Generator) -> Iterator[Path]:
    for n in range(6):
        names = {f"$P{i}N": name for i, name in enumerate(["FSC-A", "FL1-A", "Time", "(Nd142)Di"], start=1)}
        keywords = {"$PAR": "4", "$TOT": "0", "$CYT": "FACSCanto II", "$BYTEORD": "1,2,3,4", "$NEXTDATA": "0"}
        more = {"$P2S": "CD45 Alexa Fluor 488", "$P3S": "", "CREATOR": "BD FACSDiva Software Version 8.0.1",
                "$TIMESTEP": "0.01",
                "SPILL": "2,FL1-A,FL2-A,1,0.02,0.01,1", "LASER1DELAY": "0.00", "$FIL": f"sample_{n}.fcs",
                "THRESHOLD": "FSC,5000"}  # fmt: skip
        path = folder / f"flow_{n:03d}.fcs"
        path.write_bytes(fcs(keywords | names | more))
        yield path


def in_vcf(folder: Path, rng: np.random.Generator) -> Iterator[Path]:
    for n in range(6):
        lines = [
            "##fileformat=VCFv4.3", "##source=GATK HaplotypeCaller v4.1.4.1", "##reference=GRCh38.p14",
            "##contig=<ID=chr1,length=248956422>", "##contig=<ID=chr20,length=64444167>",
            '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
            "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join([*accessions(rng, 2), "PDD-29"]),
            "chr1\t19580312\trs121913529\tC\tT\t50\tPASS\tDP=20190312\tGT\t0/1\t0/0\t./.",
        ]  # fmt: skip
        path = folder / f"variants{n}.vcf"
        path.write_text("\n".join(lines) + "\n")
        yield path


def in_text(folder: Path, rng: np.random.Generator) -> Iterator[Path]:
    for n in range(5):
        path = folder / f"summary{n}.json"
        uns = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in _uns(rng).items()}
        path.write_text(json.dumps(uns))
        yield path
    for n in range(4):
        path = folder / f"matrix{n}.mtx"
        head = "%%MatrixMarket matrix coordinate integer general\n"
        head += '%metadata_json: {"software_version": "cellranger-7.1.0", "format_version": 2}\n'
        path.write_text(head + "33538 737280 3\n" + "".join(f"{i} {rng.integers(1, 737280)} 1\n" for i in range(1, 4)))
        yield path
    for n in range(4):
        path = folder / f"README{n}.md"
        path.write_text(
            "# Acute myeloid leukemia, 40 patients\n\nBone marrow at diagnosis and day 28. Cells were loaded on "
            "a Chromium\n"
            "chip (10x 3' v3), sequenced to 50,000 reads per cell and aligned to GRCh38. Of 186 cells 12 were "
            "dropped.\n"
            "Ages are 5-year bands. See 10.1038/s41586-019-1234-5 and GSE116256. MRD was read at 1e-4, CI 0.95-0.99.\n"
        )
        yield path


WRITERS = (in_h5ad, in_csv, in_xlsx, in_fcs, in_vcf, in_text)
