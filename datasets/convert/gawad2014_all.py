"""Gawad 2014: patient 2 as sites x cells (3 missing), patients 4 and 5 as cells x sites (2 missing)."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.convert._clones import (
    Patient,
    cohort,
    genotypes,
    numbered,
    read_names,
    told_apart,
    unlabelled,
)
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.readers.genotype_matrix import Genotypes, read_matrix


def convert(folder: Path) -> ad.AnnData:
    """Return 354 cells x 199 sites of three patients; a site of one is missing in all cells of the others.

    Raises
    ------
    SchemaError
        A table has not one name per site, or holds a code that its repository does not declare.
    """
    second = read_matrix(folder / "pat_2.csv", {"0": 0, "1": 1, "3": -1}).T
    patients = [_patient("patient2", second, folder / "pat_2.geneNames")]
    for number in (4, 5):
        genotype = read_matrix(folder / f"pat{number}.txt", {"0": 0, "1": 1, "2": -1})
        patients.append(_patient(f"patient{number}", genotype, folder / f"pat{number}_mut.txt"))
    cells, sites, genotype = cohort(patients)
    return genotypes(
        "gawad2014_all",
        obs=cells,
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0000870",  # childhood acute lymphoblastic leukemia
            sampled_site_condition="diseased",
        ),
        var=sites,
        layers={"genotype": genotype},
        uns={"genotype_note": "1 is present: the files do not tell heterozygous from homozygous"},
    )


def _patient(donor: str, genotype: Genotypes, names: Path) -> Patient:
    """Return one patient; a site is named by its gene, some with locus (``RRP8_Chr11_6622747``), some alone."""
    n_cells, n_sites = genotype.shape
    written = pd.Series(read_names(names, n_sites, "sites"), dtype="str")
    parts = written.str.extract(r"^(?P<gene>.+?)(?:_Chr(?P<chrom>[0-9XY]+)_(?P<pos>\d+))?$")
    sites = pd.DataFrame(
        {
            "gene": parts["gene"].tolist(),
            "locus": ("chr" + parts["chrom"] + ":" + parts["pos"]).fillna("unknown").tolist(),
        },
        index=pd.Index([f"{donor}:{name}" for name in told_apart(written.tolist())], dtype="str"),
    )
    names_of_cells = [f"{donor}-{name}" for name in numbered("cell", n_cells)]
    return Patient(unlabelled(names_of_cells, donor, f"{donor}_s1"), sites, genotype)
