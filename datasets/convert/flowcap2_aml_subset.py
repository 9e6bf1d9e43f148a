"""FlowCAP-II AML, twenty FCS files: the label is the subject's, given to each of its cells."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.readers.fcs import Fcs, read_fcs
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

DISEASES = {"aml": "MONDO:0018874", "normal": "PATO:0000461"}  # acute myeloid leukaemia, normal


def convert(folder: Path) -> ad.AnnData:
    """Return 10,000 events x 7 channels; ``obs["mrd_target"]`` is True for every cell of a patient with leukaemia.

    Nothing of the headers but channels and markers is kept: they hold dates, an operator and sample codes.

    Raises
    ------
    SchemaError
        Files differ in channels, a subject has no known diagnosis, or an event is not above 0.
    """
    subjects = read_csv(folder / "fcs_info.csv", ["fcsName", "Label", "dataset"], index="fcsName", text=True)
    strange = set(subjects["Label"]) - set(DISEASES)
    if strange:
        raise SchemaError(f"fcs_info.csv: {min(strange)!r} is no diagnosis; known are {', '.join(DISEASES)}")
    files = [read_fcs(folder / "fcs" / name) for name in subjects.index]
    raw = np.concatenate([file.events for file in files])
    if (raw <= 0).any():
        raise SchemaError(
            f"{int((raw <= 0).any(axis=1).sum()):,} of {len(raw):,} events are not above 0; log10 needs it"
        )
    card = find_card("flowcap2_aml_subset")
    return standard(
        dataset_id=card.id,
        modality="cytometry",
        title=card.title,
        license=card.licence,
        obs=_cells(subjects, [len(file.events) for file in files]),
        clinical=unknown_but(library_id="", disease_ontology_term_id="", sampled_site_condition=""),
        scales={
            "X": Scale(kind="other", formula="log10(raw)"),
            "layers/raw": Scale(kind="other", formula="linear, as the instrument wrote it"),
        },
        var=_channels(files),
        X=np.log10(raw),
        layers={"raw": raw},
        uns={"mrd_target_rule": "sample of origin: every cell of a patient with leukaemia, whatever the cell is"},
    )


def _channels(files: list[Fcs]) -> pd.DataFrame:
    first = files[0]
    others = sum((file.channels, file.markers) != (first.channels, first.markers) for file in files)
    if others:
        raise SchemaError(f"{others} of {len(files)} FCS files have other channels or markers than the first")
    index = pd.Index(list(first.channels), dtype="str")
    return pd.DataFrame({"channel": list(first.channels), "marker": list(first.markers)}, index=index)


def _cells(subjects: pd.DataFrame, n_events: list[int]) -> pd.DataFrame:
    number = subjects.index.str.extract(r"sample(\d+)\.fcs", expand=False).astype("int64")
    donor = "subject" + number.astype("str").str.zfill(2)
    is_aml = (subjects["Label"] == "aml").to_numpy()
    per_subject = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": donor,
            "library_id": donor,
            "disease_ontology_term_id": subjects["Label"].map(DISEASES).to_numpy(),
            "sampled_site_condition": np.where(is_aml, "diseased", "healthy"),
            "mrd_target": pd.array(is_aml, dtype="boolean"),
            "official_split": subjects["dataset"].to_numpy(),
        }
    )
    cells = per_subject.loc[per_subject.index.repeat(n_events)]
    row = cells.groupby("donor_id").cumcount() + 1
    cells.index = pd.Index(cells["donor_id"] + "-" + row.astype("str").str.zfill(3), dtype="str").rename(None)
    return cells
