"""SNV genotypes of single cells: ``layers["genotype"]``, cells x sites, int8: -1 missing, 0, 1, 2."""

from collections.abc import Iterator

import anndata as ad
import pandas as pd

from clinicell.datasets.schema import features, scales, terms
from clinicell.datasets.schema.chromosomes import FROM_1, is_position, numbers, outside
from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import is_sound, n_stored, path_of, plain, storage_of, together, values
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, rows, text
from clinicell.datasets.schema.vocabulary import Vocabulary

SLOT = "layers/genotype"
READS = ("ad_alt", "dp")  # of the variant, of all; named as in VCF
POSITION = ("chrom", "pos", "ref", "alt")
is_chromosome = Vocabulary(pattern=r"(?:chr)?(?:[1-9]|1\d|2[0-2]|X|Y|M|MT)")
is_allele = Vocabulary(pattern=r"[ACGTN]+|-")

RULES = rulebook(
    Rule("L1-GENO-01", "there is neither genotype nor reads", "layers['genotype'], or layers['ad_alt'] and ['dp']"),
    Rule("L1-GENO-02", "genotypes are not stored as int8", "store them as a dense int8 table"),
    Rule("L1-GENO-03", "there is not a single call", "-1 is missing; look how the source codes it"),
    Rule("L1-GENO-04", "reads of one kind without the other", "layers['ad_alt'], of the variant, and ['dp'], of all"),
    Rule("L1-GENO-05", "more reads of the variant than reads", "look whether the two layers are interchanged"),
    Rule("L2-VARIANT-01", "no human chromosome", "1 to 22, X, Y or MT, with or without 'chr'"),
    Rule("L2-VARIANT-02", "no position on a chromosome", "a whole number from 1; missing where nobody knows"),
    Rule("L2-VARIANT-03", "no allele", "letters of ACGTN, or '-'"),
    Rule("L2-VARIANT-04", "a part of a position is missing", f"all of {', '.join(POSITION)}, or none"),
    Rule("L2-VARIANT-05", "positions without their genome", f"genome_build: {', '.join(sorted(terms.GENOME_BUILDS))}"),
    Rule("L2-VARIANT-06", "one variant under two ids", "keep one"),
    Rule("L2-VARIANT-07", "sites that the genome does not have", "look whether genome_build is theirs"),
)  # fmt: skip


SITES = Schema(
    {
        "chrom": text("L2-VARIANT-01", is_chromosome, need="conditional", description="The chromosome."),
        "pos": rows("L2-VARIANT-02", is_position, allowed=FROM_1, need="conditional", description="Position."),
        "ref": text("L2-VARIANT-03", is_allele, need="conditional", description="The allele of the reference."),
        "alt": text("L2-VARIANT-03", is_allele, need="conditional", description="The other allele."),
    }
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of sites and genotypes."""
    yield from features.check(adata, SITES, "sites")
    var = features.table_of(adata)
    yield from findings(SITES, var, RULES, of="var", unit="sites")
    yield from _positions(adata, var)
    held = [name for name in READS if name in adata.layers]
    is_wrong = "genotype" in adata.layers and scales.kind_of(adata, SLOT) not in ("genotype", "")
    is_lost = is_wrong or ("genotype" not in adata.layers and not held)
    yield from RULES["L1-GENO-01"].broken(path=path_of(SLOT), n_affected=int(is_lost), n_total=1, unit="matrices")
    if "genotype" in adata.layers:
        yield from _calls(adata)
    yield from RULES["L1-GENO-04"].broken(
        path="layers", n_affected=int(len(held) == 1), n_total=len(READS), unit="matrices", examples=held
    )
    if len(held) == len(READS):
        yield from _reads(adata)


def _positions(adata: ad.AnnData, var: pd.DataFrame) -> Iterator[Finding]:
    lost = [name for name in POSITION if name not in var]
    if len(lost) == len(POSITION):
        return
    yield from RULES["L2-VARIANT-04"].broken(
        path="var", n_affected=len(lost), n_total=len(POSITION), unit="columns", examples=lost
    )
    build = text_of(adata, "genome_build")
    yield from RULES["L2-VARIANT-05"].broken(
        path="uns['genome_build']",
        n_affected=int(build not in terms.GENOME_BUILDS),
        n_total=1,
        unit="entries",
        examples=[build] if build else [],
    )
    if not lost:
        beyond = outside(var["chrom"], numbers(var["pos"]), build)
        yield from RULES["L2-VARIANT-07"].broken(
            path="var['pos']",
            n_affected=int(beyond.sum()),
            n_total=len(var),
            unit="sites",
            examples=adata.var_names[beyond][:5],
        )
        site = var[list(POSITION)].astype("str")
        twice = (site.duplicated() & var[list(POSITION)].notna().all(axis=1)).to_numpy()
        yield from RULES["L2-VARIANT-06"].broken(
            path="var", n_affected=int(twice.sum()), n_total=len(var), unit="sites", examples=adata.var_names[twice][:5]
        )


def _calls(adata: ad.AnnData) -> Iterator[Finding]:
    matrix = adata.layers["genotype"]
    kind = str(getattr(matrix, "dtype", type(matrix).__name__))
    is_int8 = storage_of(matrix) == "ndarray" and kind == "int8"
    yield from RULES["L1-GENO-02"].broken(
        path=path_of(SLOT), n_affected=int(not is_int8), n_total=1, unit="matrices", examples=[kind]
    )
    table = plain(matrix) if is_sound(matrix) else None
    if table is None or 0 in table.shape:
        return
    # What a sparse table does not write down is 0, a call.
    is_called = any((block >= 0).any() for block in values(table)) or n_stored(table) < adata.n_obs * adata.n_vars
    yield from RULES["L1-GENO-03"].broken(
        path=path_of(SLOT), n_affected=0 if is_called else adata.n_obs, n_total=adata.n_obs, unit="cells"
    )


def _reads(adata: ad.AnnData) -> tuple[Finding, ...]:
    variant, depth = (plain(adata.layers[name]) if is_sound(adata.layers[name]) else None for name in READS)
    if variant is None or depth is None:
        return ()
    n_more = sum(int((alternate > all_reads).sum()) for alternate, all_reads in together(variant, depth))
    return RULES["L1-GENO-05"].broken(
        path=path_of("layers/ad_alt"), n_affected=n_more, n_total=adata.n_obs * adata.n_vars, unit="values"
    )
