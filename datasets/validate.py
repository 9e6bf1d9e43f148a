"""Whether a data set follows the standard: every fault in one pass, each once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anndata as ad

from clinicell.datasets import _reading
from clinicell.datasets.file_verdict import validate_file as validate_file
from clinicell.datasets.ontology.sources import releases
from clinicell.datasets.privacy import screen
from clinicell.datasets.privacy.beyond import beyond_memory
from clinicell.datasets.privacy.declared import NOTHING, Declared
from clinicell.datasets.readers import faults
from clinicell.datasets.schema import (
    airr,
    anonymity,
    atac,
    cells,
    clinical,
    drugs,
    features,
    gene_names,
    genes,
    header,
    intervals,
    knowledge,
    licence,
    multiome,
    on_disk,
    ontology,
    scales,
    split,
    treatments,
)
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.schema.modalities import MODALITIES
from clinicell.datasets.schema.part import Part
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import n_used, words
from clinicell.errors import SurroundingsError

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

READING = rulebook(
    *faults.READING.values(),
    Rule("L0-CHECK-01", "a check could not be carried through", "look at what it names; tell us if it looks right"),
)
MATRICES = Part("uns['scales']", scales.check, scales.RULES)
# One line for each module that looks at every data set: where it looks, its check, its rules.
OF_ALL = (
    Part("uns", header.check, header.RULES),
    Part("obs", cells.check, cells.RULES),
    Part("obs", ontology.check, ontology.RULES),
    Part("obs", clinical.check, clinical.RULES),
    Part("uns['treatments']", treatments.check, treatments.RULES),
    Part("uns['airr']", airr.check, airr.RULES),
    Part("obs['split']", split.check, split.RULES),
    Part("uns", licence.check, licence.RULES),
    Part("obs", anonymity.check, anonymity.RULES),
)
PRIVACY = Part("privacy", screen.check, screen.RULES)
DRUGS = Part("obsm", drugs.check, drugs.RULES)
OF_PARTS: Mapping[str, Part] = {"rna": MODALITIES["rna"].part, "atac": Part("X", atac.check, atac.RULES)}
# Of the numbers of matrices: with the tables alone, none of these can be judged.
OF_NUMBERS = frozenset(
    {f"L1-SCALE-{n:02}" for n in range(4, 13)}
    | {"L1-MATRIX-01", "L1-RNA-03", "L1-GENO-03", "L1-GENO-05", "L1-METH-03", "L1-METH-05", "L1-ATAC-03", "L1-CN-03"}
    | {"L2-ARCSINH-01"}
)
SHARED = (features.RULES, genes.RULES, gene_names.RULES, intervals.RULES)  # used by several modalities
RULES: Mapping[str, Rule] = rulebook(
    *READING.values(),
    *(rule for part in (MATRICES, *OF_ALL, PRIVACY, DRUGS, OF_PARTS["atac"]) for rule in part.rules.values()),
    *(rule for described in MODALITIES.values() for rule in described.part.rules.values()),
    *(rule for book in SHARED for rule in book.values()),
    *knowledge.RULES.values(),  # of tables without cells, which `knowledge.judge` holds against them
)


def validate(data: "ad.AnnData | MuData", *, level: Level = Level.L4) -> Verdict:
    """Return all faults of a data set in memory up to `level`, each once, and the level that it reaches.

    It never raises on bad data: a missing column or a wrong type is a fault like any other. The first call that meets a
    term builds the index of the ontologies, once per store.

    Raises
    ------
    SurroundingsError
        That index can neither be read nor built.
    """
    on_disk.forget()
    return judged(data, level=level)


def judged(data: "ad.AnnData | MuData", *, level: Level = Level.L4, harmless: Declared | None = None) -> Verdict:
    """Return the verdict like `validate`, but rely on what is already known of matrices that stay in their file."""
    adata = data if isinstance(data, ad.AnnData) else multiome.whole(data)
    modality = header.text_of(adata, "modality")
    private = _private(harmless)
    is_one = isinstance(data, ad.AnnData)
    found = _of_one(adata, modality, level, private) if is_one else _of_several(data, adata, level, private)
    return Verdict(
        dataset_id=header.text_of(adata, "dataset_id") or "unknown",
        modality=modality or "unknown",
        n_obs=adata.n_obs,
        n_vars=data.n_vars,
        n_donors=_n_distinct(adata, "donor_id"),
        n_samples=_n_distinct(adata, "sample_id"),
        findings=tuple(each for each in _in_order(ontology.with_suggestions(found)) if _is_told(each, level)),
        ceiling=MODALITIES[modality].ceiling if modality in MODALITIES else Level.L4,
        asked=level,
        ontology_releases=dict(releases()),
    )


def judged_file(path: Path, *, level: Level, numbers: bool = True, harmless: Declared | None = None) -> Verdict:
    """Return the verdict of a file, read in this process without limits; `validate_file` sets them.

    Raises
    ------
    Unreadable
        It cannot be read.
    """
    data = _reading.read(path, numbers=numbers)
    return judged_reading(data, path, level=level, numbers=numbers, harmless=harmless)


def judged_reading(
    data: "ad.AnnData | MuData", path: Path, *, level: Level, numbers: bool = True, harmless: Declared | None = None
) -> Verdict:
    """Return the verdict of a file that was read just now: of what it gave, and of what no reader of it sees."""
    verdict = judged(data, level=level, harmless=harmless)
    found = _in_order((*verdict.findings, *_beyond(path, harmless)))
    return replace(
        verdict,
        findings=tuple(each for each in found if _is_told(each, level) and (numbers or each.code not in OF_NUMBERS)),
        asked=level,
        are_numbers_read=numbers,
    )


def _is_told(finding: Finding, level: Level) -> bool:
    """Whether a finding bears on `level`, or names what may identify a person: that is told whatever is asked."""
    return finding.level <= level or finding.code in screen.RULES


def _private(harmless: Declared | None) -> Part:
    return Part("privacy", partial(screen.check, harmless=harmless), screen.RULES) if harmless else PRIVACY


def _beyond(path: Path, harmless: Declared | None) -> Iterator[Finding]:
    """Yield what the privacy screen finds in the file and no reader of it sees."""
    try:
        yield from beyond_memory(path, harmless=harmless or NOTHING)
    except Exception as fault:
        what = f"a check could not be carried through ({type(fault).__name__})"
        yield from READING["L0-CHECK-01"].broken(path="file", n_affected=1, n_total=1, unit="checks", what=what)


def _of_one(adata: ad.AnnData, modality: str, level: Level, private: Part) -> Iterator[Finding]:
    yield from _carried_through(adata, private, Level.L4)  # whatever is asked: others' examples are withheld by it
    own = (MODALITIES[modality].part,) if modality in MODALITIES else ()
    for part in (*OF_ALL, MATRICES, DRUGS, *own):
        yield from _carried_through(adata, part, level)


def _of_several(mdata: "MuData", whole: ad.AnnData, level: Level, private: Part) -> Iterator[Finding]:
    """Yield the faults of the whole, and those of each of its parts under the part's name."""
    yield from _carried_through(whole, private, Level.L4)
    of_parts = Part("mod", partial(multiome.check_parts, mdata), multiome.RULES)
    of_own = (MATRICES,) if whole.obsm else ()
    for part in (*OF_ALL, of_parts, *of_own):
        yield from _carried_through(whole, part, level)
    for name, adata in multiome.parts(mdata).items():
        for part, up_to in ((private, Level.L4), (MATRICES, level), (OF_PARTS[name], level)):
            for finding in _carried_through(adata, part, up_to):
                yield replace(finding, path=f"mod[{name!r}].{finding.path}")


def _carried_through(adata: ad.AnnData, part: Part, level: Level) -> list[Finding]:
    found: list[Finding] = []
    if not part.bears_on(level):
        return found
    try:
        for finding in part.check(adata):
            found.append(finding)
    except SurroundingsError:
        raise  # the disk, not the data
    except Exception as fault:
        what = f"a check could not be carried through ({type(fault).__name__})"
        found += READING["L0-CHECK-01"].broken(path=part.path, n_affected=1, n_total=1, unit="checks", what=what)
    return found


def _in_order(found: Collection[Finding]) -> tuple[Finding, ...]:
    identifying = [finding.path for finding in found if finding.code in screen.RULES]
    safe = [finding if finding.code in screen.RULES else screen.withheld(finding, identifying) for finding in found]
    return tuple(sorted(dict.fromkeys(safe), key=lambda finding: (finding.level, finding.code, finding.path)))


def _n_distinct(adata: ad.AnnData, name: str) -> int:
    obs = cells.table_of(adata)
    return n_used(words(obs[name])) if name in obs else 0
