"""Bendall 2011: one FCS file per manual gate and aliquot of one marrow; the gate is in the file's name alone."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._mass_cytometry import mass_cytometry
from clinicell.datasets.readers.fcs import Fcs, read_fcs
from clinicell.errors import SchemaError

ID = "bendall2011_bm_cytof"
ALIQUOTS = {"Basal1": "none", "PVO4": "pervanadate"}  # aliquot: treatment
GATES = {
    "HSC": "CL:0000037",  # hematopoietic stem cell
    "MPP": "CL:0000837",  # hematopoietic multipotent progenitor cell
    "CMP": "CL:0000049",  # common myeloid progenitor
    "GMP": "CL:0000557",  # granulocyte monocyte progenitor cell
    "MEP": "CL:0000050",  # megakaryocyte-erythroid progenitor cell
    "Pre-B_I": "CL:0000956",
    "Pre-B_II": "CL:0000955",
    "Immature_B": "CL:0000816",
    "Mature_CD38lo_B": "CL:0000785",  # mature B cell
    "Mature_CD38mid_B": "CL:0000785",
    "Plasma_cell": "CL:0000786",
    "Plasmacytoid_DC": "CL:0000784",
    "Mature_CD4pos_T": "CL:0000624",  # CD4-positive, alpha-beta T cell
    "Mature_CD8pos_T": "CL:0000625",  # CD8-positive, alpha-beta T cell
    "Naive_CD4pos_T": "CL:0000895",
    "Naive_CD8pos_T": "CL:0000900",
    "NK": "CL:0000623",
    "CD11bhi_Monocyte": "CL:0000576",
    "CD11bmid_Monocyte": "CL:0000576",
    "CD11b-_Monocyte": "CL:0000576",
}
NO_MEASUREMENT = ("Time", "absoluteEventNumber")  # they number the events, and a gate's events follow each other


def convert(folder: Path) -> ad.AnnData:
    """Return 178,935 gated cells x 39 channels; ``obs["gate"]`` is the manual gate.

    Nothing of the headers but channels and markers is kept.

    Raises
    ------
    SchemaError
        A file's name holds no known aliquot and gate, or files differ in channels or markers.
    """
    names = [file.path for file in find_card(ID).files]
    files = [read_fcs(folder / name, offset_is_off_by_one=True) for name in names]
    first = files[0]
    others = sum((file.channels, file.markers) != (first.channels, first.markers) for file in files)
    if others:
        raise SchemaError(f"{others} of {len(files)} FCS files have other channels or markers than the first")
    kept = [number for number, channel in enumerate(first.channels) if channel not in NO_MEASUREMENT]
    return mass_cytometry(
        ID,
        raw=np.concatenate([file.events[:, kept] for file in files]),
        channels=[first.channels[number] for number in kept],
        markers=[first.markers[number] for number in kept],
        obs=_cells(names, files),
        clinical=unknown_but(
            library_id="",
            tissue_ontology_term_id="UBERON:0002371",  # bone marrow
            sampled_site_condition="healthy",
            disease_ontology_term_id="PATO:0000461",  # healthy
            cell_type_ontology_term_id="",
            cell_type_label_source="expert",
            time_point="na",
        ),
        uns={
            "treatments": {"pervanadate": "PVO4, pervanadate in vitro; signalling and staining shift"},
            "channels_left_out": list(NO_MEASUREMENT),
            "gates_note": "cells in no gate are absent: frequencies are relative to gated cells",
        },
    )


def _cells(names: list[str], files: list[Fcs]) -> pd.DataFrame:
    pairs = [tuple(Path(name).stem.split("_", maxsplit=1)) for name in names]
    strange = [
        name for name, pair in zip(names, pairs, strict=True) if pair[0] not in ALIQUOTS or pair[-1] not in GATES
    ]
    if strange:
        raise SchemaError(f"{len(strange)} FCS files name no known aliquot and gate, e.g. {strange[0]!r}")
    gates = pd.DataFrame(pairs, columns=["aliquot", "gate"])
    cells = gates.loc[gates.index.repeat([len(file.events) for file in files])].reset_index(drop=True)
    sample = "marrow1-" + cells["aliquot"]
    number = cells.groupby("aliquot").cumcount() + 1
    return pd.DataFrame(
        {
            "donor_id": "marrow1",
            "sample_id": sample.array,
            "library_id": sample.array,
            "cell_type_ontology_term_id": cells["gate"].map(GATES).array,
            "treatment_id": cells["aliquot"].map(ALIQUOTS).array,
            "gate": cells["gate"].array,
        },
        index=pd.Index(sample + "-" + number.astype("str").str.zfill(6), dtype="str"),
    )
