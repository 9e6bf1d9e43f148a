"""A seeded corpus: files in which identifiers are planted, one by one, in 19 kinds of places."""

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import h5py
import identifiers as made
import numpy as np
import openpyxl
import pandas as pd
from identifiers import Half, Identifier, Words

N_CELLS = 6


@dataclass(frozen=True, slots=True)
class Planted:
    """One identifier and the path that a finding about it must bear."""

    identifier: Identifier
    place: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of the corpus and all that is planted in it."""

    container: str
    path: Path
    planted: tuple[Planted, ...]


def corpus(folder: Path, seed: int, half: Half) -> tuple[File, ...]:
    """Write the corpus of one seed and one half of the vocabulary."""
    words = Words(np.random.default_rng(seed), half)
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(file for container in CONTAINERS for file in container(folder, words))


def mixed(words: Words, n: int) -> list[Identifier]:
    """Return `n` identifiers: in turn one whose key speaks, one that speaks itself, one in a sentence."""
    start = words.between(0, 60)
    return [(made.keyed, made.formed, made.free)[i % 3](words, start + i // 3) for i in range(n)]


def spoken(words: Words, is_fit: Callable[[str], bool] = lambda text: True) -> list[Identifier]:
    """Return one identifier of every kind that bears its form in itself."""
    all_kinds = [made.formed(words, n) for n in range(len(made.FORMED))]
    return [one for one in all_kinds if is_fit(one.text)]


def one_per_code(found: list[Identifier], words: Words) -> list[Identifier]:
    """Return one identifier per rule: where all share a path, a rule can name only one."""
    order = words.rng.permutation(len(found))
    return list({found[i].code: found[i] for i in order}.values())


def cells(obs: dict[str, list[str]] | None = None, **more: object) -> ad.AnnData:
    return ad.AnnData(
        X=np.ones((N_CELLS, 3), dtype="float32"),
        obs=pd.DataFrame(obs or {}, index=[f"AAACCTGAGAAACC{x}T-1" for x in ("A", "C", "G", "T", "N", "GG")]),
        var=pd.DataFrame(more.get("var", {}), index=["ENSG00000141510", "ENSG00000146648", "ENSG00000133703"]),
        uns=more.get("uns", {}),
    )  # fmt: skip


def written(adata: ad.AnnData, path: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(path)
    return path


def named(found: list[Identifier]) -> list[tuple[str, Identifier]]:
    return [(f"{one.key}_{i}", one) for i, one in enumerate(found)]


def in_obs(folder: Path, words: Words) -> Iterator[File]:
    for n in range(8):
        found = named(mixed(words, 30))
        columns = {}
        for key, one in found:
            column = ["unknown"] * N_CELLS
            column[words.between(0, N_CELLS)] = one.text
            columns[key] = column
        path = written(cells(columns), folder / f"obs{n}.h5ad")
        yield File("obs", path, tuple(Planted(one, f"obs[{key!r}]") for key, one in found))


def in_var(folder: Path, words: Words) -> Iterator[File]:
    for n in range(3):
        found = named([one for one in mixed(words, 30) if one.letter != "C" or one.code == "L4-PHI-03"])
        path = written(cells(var={key: [one.text, "", "na"] for key, one in found}), folder / f"var{n}.h5ad")
        yield File("var", path, tuple(Planted(one, f"var[{key!r}]") for key, one in found))


def in_uns(folder: Path, words: Words) -> Iterator[File]:
    for n in range(6):
        found = named(mixed(words, 30))
        deep = {"params": {key: one.text for key, one in found}, "title": "A cohort"}
        path = written(cells(uns=deep), folder / f"uns{n}.h5ad")
        yield File("uns", path, tuple(Planted(one, f"uns['params'][{key!r}]") for key, one in found))


def in_attributes(folder: Path, words: Words) -> Iterator[File]:
    for n in range(5):
        found = named(mixed(words, 30))
        path = written(cells({"batch_id": ["b1"] * N_CELLS}), folder / f"attrs{n}.h5ad")
        with h5py.File(path, "a") as file:
            for key, one in found:
                file["obs"].attrs[key] = one.text
        yield File("attributes", path, tuple(Planted(one, f"/obs.attrs[{key!r}]") for key, one in found))


def in_obs_names(folder: Path, words: Words) -> Iterator[File]:
    for n in range(5):
        found = one_per_code(spoken(words), words)
        adata = cells()
        tail = "" if n % 2 else "_s1"
        adata = ad.concat([adata] * (len(found) // N_CELLS + 1))
        names = [f"{one.text}{tail}" for one in found]
        adata.obs_names = [*names, *(f"AAACCTGAGAAACC{i:03d}-1" for i in range(len(names), adata.n_obs))]
        path = written(adata, folder / f"obsnames{n}.h5ad")
        yield File("obs_names", path, tuple(Planted(one, "obs_names") for one in found))


def in_var_names(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        found = one_per_code(spoken(words), words)
        adata = ad.AnnData(np.ones((3, len(found)), dtype="float32"))
        adata.var_names = [one.text for one in found]
        path = written(adata, folder / f"varnames{n}.h5ad")
        yield File("var_names", path, tuple(Planted(one, "var_names") for one in found))


def in_column_names(folder: Path, words: Words) -> Iterator[File]:
    for n in range(5):
        found = one_per_code(spoken(words, lambda text: "/" not in text), words)
        path = written(cells({one.text: ["x"] * N_CELLS for one in found}), folder / f"columns{n}.h5ad")
        yield File("column names", path, tuple(Planted(one, "obs.columns") for one in found))


def in_slack(folder: Path, words: Words) -> Iterator[File]:
    """What was deleted in place is out of reach of every reader and still in the file."""
    for n in range(6):
        found = one_per_code([*spoken(words), *(made.free(words, i) for i in range(40))], words)
        path = written(cells(), folder / f"slack{n}.h5ad")
        with h5py.File(path, "a") as file:
            for i, one in enumerate(found):
                file["uns"].create_dataset(f"k{i}", data=one.text)
        with h5py.File(path, "a") as file:
            for i in range(len(found)):
                del file["uns"][f"k{i}"]
        left = path.read_bytes()
        kept = tuple(Planted(one, "unlinked bytes") for one in found if one.text.encode() in left)
        yield File("slack", path, kept)


def in_csv(folder: Path, words: Words) -> Iterator[File]:
    for n in range(6):
        found = named(mixed(words, 30))
        table = pd.DataFrame({key: ["unknown", one.text, "unknown"] for key, one in found})
        path = folder / (f"table{n}.csv" if n % 2 else f"table{n}.csv.gz")
        table.to_csv(path, index=False)
        yield File("csv", path, tuple(Planted(one, f"column {key!r}") for key, one in found))


def _lines(found: list[Identifier], mark: str, sign: str = ": ") -> tuple[list[str], list[Planted]]:
    lines = [f"{mark}{one.key}{sign}{one.text}" for one in found]
    return lines, [Planted(one, f"line {n}") for n, one in enumerate(found, start=1)]


def in_tsv_comments(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        lines, planted = _lines(mixed(words, 30), "# ")
        path = folder / f"comments{n}.tsv"
        path.write_text("\n".join([*lines, "gene\tcell_a\tcell_b", "TP53\t1\t0"]) + "\n")
        yield File("tsv comment", path, tuple(planted))


def in_xlsx(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        found = named(mixed(words, 30))
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "cells"
        sheet.append([key for key, _ in found])
        sheet.append(["unknown"] * len(found))
        sheet.append([one.text for _, one in found])
        path = folder / f"book{n}.xlsx"
        book.save(path)
        yield File("xlsx", path, tuple(Planted(one, f"sheet 'cells' column {key!r}") for key, one in found))


def in_xlsx_properties(folder: Path, words: Words) -> Iterator[File]:
    for n in range(30):
        book = openpyxl.Workbook()
        book.active.append(["gene", "cell"])
        name, note = made.full_name(words), made.free(words, n)
        book.properties.creator, book.properties.description = name, note.text
        path = folder / f"props{n}.xlsx"
        book.save(path)
        creator = Identifier("A", "L4-PHI-01", "creator", name, name)
        yield File(
            "xlsx properties", path, (Planted(creator, "property 'creator'"), Planted(note, "property 'description'"))
        )


def fcs(keywords: dict[str, str]) -> bytes:
    """Return an FCS 3.0 file of no events with these keywords."""
    text = "|" + "".join(f"{key}|{value}|" for key, value in keywords.items())
    end = 58 + len(text.encode()) - 1
    header = f"FCS3.0    {58:>8}{end:>8}{0:>8}{0:>8}{0:>8}{0:>8}"
    return header.encode() + text.encode()


def in_fcs(folder: Path, words: Words) -> Iterator[File]:
    for n in range(5):
        day = f"{words.between(1, 29):02d}-{words.any(made.MONTHS)[:3].upper()}-{words.between(1999, 2024)}"
        own = {
            "$OP": ("A", "L4-PHI-01", made.full_name(words)),
            "$EXP": ("A", "L4-PHI-01", made.full_name(words)),
            "$SRC": ("A", "L4-PHI-01", made.full_name(words)),
            "$DATE": ("C", "L4-PHI-03", day),
            "$BTIM": ("C", "L4-PHI-03", f"2019-03-12 {words.between(7, 20):02d}:{words.between(0, 60):02d}:11"),
            "$ETIM": ("C", "L4-PHI-03", f"2019-03-12 {words.between(7, 20):02d}:{words.between(0, 60):02d}:47"),
            "$SMNO": ("H", "L4-PHI-08", made.mrn(words)),
            "$INST": ("B", "L4-PHI-02", f"{words.city()[0]} General Hospital"),
            "$CYTSN": ("M", "L4-PHI-13", "R" + words.digits(7)),
            "$FIL": ("A", "L4-PHI-01", f"Dr. {words.one(made.FAMILY)} {n}.fcs"),
        }
        found = [Identifier(letter, code, key, value, value) for key, (letter, code, value) in own.items()]
        more = named(mixed(words, 24))
        keywords = {"$PAR": "0", "$TOT": "0", "$MODE": "L", "$DATATYPE": "F", "$CYT": "FACSCanto II"}
        keywords |= {one.key: one.text for one in found} | {key.upper(): one.text for key, one in more}
        path = folder / f"events{n}.fcs"
        path.write_bytes(fcs({key: value.replace("|", "/") for key, value in keywords.items()}))
        places = [(one.key, one) for one in found] + [(key.upper(), one) for key, one in more]
        yield File("fcs", path, tuple(Planted(one, f"keyword {key!r}") for key, one in places))


def in_vcf_header(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        lines, planted = _lines(mixed(words, 30), "##", "=")
        body = ["#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tcell1", "chr1\t100\t.\tA\tT\t.\t.\t.\tGT\t0/1"]
        path = folder / f"calls{n}.vcf"
        path.write_text("\n".join(["##fileformat=VCFv4.3", *lines, *body]) + "\n")
        moved = (Planted(one.identifier, f"line {i}") for i, one in enumerate(planted, start=2))
        yield File("vcf header", path, tuple(moved))


def in_vcf_samples(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        found = one_per_code(spoken(words), words)
        head = ["#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT", *(one.text for one in found)]
        path = folder / f"samples{n}.vcf"
        path.write_text("##fileformat=VCFv4.3\n" + "\t".join(head) + "\n")
        yield File("vcf sample", path, tuple(Planted(one, "sample names") for one in found))


def in_file_names(folder: Path, words: Words) -> Iterator[File]:
    is_fit = lambda text: not set("/\\:\0") & set(text) and len(text) < 80  # noqa: E731
    for n in range(4):
        for i, one in enumerate(spoken(words, is_fit)):
            path = folder / f"{i}" / f"{one.text}{'_v1' if n % 2 else ''}.csv"
            path.parent.mkdir(exist_ok=True)
            path.write_text("gene,cell\nTP53,1\n")
            yield File("file name", path, (Planted(one, "file name"),))


def in_json(folder: Path, words: Words) -> Iterator[File]:
    for n in range(5):
        found = named(mixed(words, 30))
        path = folder / f"record{n}.json"
        path.write_text(json.dumps({"cohort": [{key: one.text for key, one in found}]}))
        yield File("json", path, tuple(Planted(one, f"['cohort'][0][{key!r}]") for key, one in found))


def in_text(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        lines, planted = _lines(mixed(words, 30), "")
        path = folder / f"readme{n}.txt"
        path.write_text("\n".join(lines) + "\n")
        yield File("text", path, tuple(planted))


def in_mtx_header(folder: Path, words: Words) -> Iterator[File]:
    for n in range(4):
        lines, planted = _lines(mixed(words, 30), "% ")
        path = folder / f"matrix{n}.mtx"
        path.write_text(
            "\n".join(["%%MatrixMarket matrix coordinate integer general", *lines, "2 2 1", "1 1 3"]) + "\n"
        )
        moved = (Planted(one.identifier, f"line {i}") for i, one in enumerate(planted, start=2))
        yield File("mtx header", path, tuple(moved))


CONTAINERS = (
    in_obs, in_var, in_uns, in_attributes, in_obs_names, in_var_names, in_column_names, in_slack, in_csv,
    in_tsv_comments, in_xlsx, in_xlsx_properties, in_fcs, in_vcf_header, in_vcf_samples, in_file_names, in_json,
    in_text, in_mtx_header,
)  # fmt: skip
