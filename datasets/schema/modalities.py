"""The modalities: what a row is, which matrices and columns belong to it, its rules, and how high it can rise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from clinicell.datasets.schema import (
    atac,
    bulk_drug,
    bulk_rna,
    copy_number,
    cytometry,
    embedding,
    genes,
    genotype,
    image,
    labels,
    methylation,
    multiome,
    rna,
)
from clinicell.datasets.schema.entries import PICTURES, SPILLOVER, Entry
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.part import Part
from clinicell.datasets.schema.tables import Need, Schema


@dataclass(frozen=True, slots=True)
class Slot:
    """A matrix of a modality: where it stands, how it is stored, its scale, what it holds."""

    name: str
    dtype: str
    need: Need
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All that belongs to one modality.

    Parameters
    ----------
    unit
        What a row of ``obs`` is.
    var, obs
        The columns of features, and those of ``obs`` beyond the ones of every modality.
    tables
        Further tables by their path.
    """

    title: str
    unit: str
    part: Part
    slots: tuple[Slot, ...]
    var: Schema | None = None
    obs: Schema | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    tables: Mapping[str, Schema] = field(default_factory=dict)
    ceiling: Level = Level.L4


_COUNTS = Slot("X", "CSR, float32 or an unsigned integer", "required", "Counts, or another scale of expression.")

MODALITIES: Mapping[str, Description] = MappingProxyType(
    {
        "rna": Description(
            title="Single-cell RNA",
            unit="cell",
            part=Part("X", rna.check, rna.RULES),
            slots=(_COUNTS, Slot("layers/counts", _COUNTS.dtype, "optional", "Counts, where X is of another scale.")),
            var=genes.GENES,
        ),
        "genotype": Description(
            title="SNV genotypes of single cells",
            unit="cell",
            part=Part("layers", genotype.check, genotype.RULES),
            slots=(
                Slot("layers/genotype", "dense int8", "conditional", "-1 missing, 0, 1, 2 copies of the variant."),
                Slot("layers/ad_alt", "numbers, scale counts", "conditional", "Reads of the variant; with dp."),
                Slot("layers/dp", "numbers, scale counts", "conditional", "All reads; with ad_alt."),
            ),
            var=genotype.SITES,
        ),
        "copy_number": Description(
            title="Copy numbers of single cells",
            unit="cell",
            part=Part("layers", copy_number.check, copy_number.RULES),
            slots=(
                Slot("layers/copy_number", "dense int8 or int16", "required", "Copies per bin or gene, -1 missing."),
            ),
            var=copy_number.BINS,
        ),
        "methylation": Description(
            title="Single-cell bisulfite sequencing",
            unit="cell",
            part=Part("layers", methylation.check, methylation.RULES),
            slots=(
                Slot(
                    "layers/cov", "CSR uint16, scale counts", "required", "Reads per site; a site without is unknown."
                ),
                Slot("layers/met", "CSR uint16, scale counts", "required", "Of these, the methylated."),
            ),
            var=methylation.SITES,
            obs=methylation.CELLS,
        ),
        "multiome": Description(
            title="RNA and open chromatin of the same cells (MuData)",
            unit="cell",
            part=Part("mod", multiome.check, multiome.RULES),
            slots=(
                Slot("mod/rna/X", _COUNTS.dtype, "required", "As of modality rna; its var too."),
                Slot("mod/atac/X", "CSR, scale counts", "required", "Fragments per peak; or 'other' with its formula."),
            ),
            var=atac.PEAKS,
        ),
        "cytometry": Description(
            title="Flow and mass cytometry",
            unit="cell",
            part=Part("X", cytometry.check, cytometry.RULES),
            slots=(
                Slot("X", "dense float32", "required", "Transformed, such as arcsinh(raw / 150), scale 'other'."),
                Slot("layers/raw", "dense float32", "required", "Linear, as the instrument wrote it."),
            ),
            var=cytometry.CHANNELS,
            entries=SPILLOVER,
        ),
        "image": Description(
            title="Images of cells",
            unit="cell",
            part=Part("uns", image.check, image.RULES),
            slots=(Slot("X", "numbers", "optional", "Features measured in the images."),),
            var=image.FEATURES,
            obs=image.CELLS,
            entries=PICTURES,
            tables={"uns['images']": image.IMAGES, "uns['channels']": image.CHANNELS},
        ),
        "bulk_drug": Description(
            title="Bulk expression of cell lines with their drug response",
            unit="line",
            part=Part("X", bulk_drug.check, bulk_drug.RULES),
            slots=(
                _COUNTS,
                Slot(
                    "obsm/ln_ic50_um", "table of float64", "required", "ln(IC50 / 1 uM), lines x drugs; low: sensitive."
                ),
            ),
            var=genes.GENES,
        ),
        "bulk_rna": Description(
            title="Bulk expression of samples",
            unit="sample",
            part=Part("X", bulk_rna.check, bulk_rna.RULES),
            slots=(_COUNTS,),
            var=genes.GENES,
        ),
        "embedding": Description(
            title="Coordinates of cells without features",
            unit="cell",
            part=Part("obsm", embedding.check, embedding.RULES),
            slots=(
                Slot("obsm/X_*", "dense float32, scale embedding", "required", "Coordinates, and what fitted them."),
            ),
            ceiling=Level.L1,
        ),
        "labels": Description(
            title="Labels of cells without measurements",
            unit="cell",
            part=Part("X", labels.check, labels.RULES),
            slots=(),
            ceiling=Level.L1,
        ),
    }
)
