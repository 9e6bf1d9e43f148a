"""RNA and open chromatin of the same cells: a MuData of ``rna`` and ``atac``; what is known of cells stands in its obs.

The whole is judged as a data set of its own without a matrix (`whole`), and each part as one with the whole's entries
(`part_of`), so that every rule has one place and a finding says in which part it is.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anndata as ad
import pandas as pd

from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import shown

if TYPE_CHECKING:
    from mudata import MuData as MuData  # type: ignore[import-untyped]  # it ships no types

NAMES = ("rna", "atac")

RULES = rulebook(
    Rule("L1-MULTI-01", "a multiome is a MuData, and nothing else is", "write .h5mu with modality 'multiome'"),
    Rule("L1-MULTI-02", "a part of the multiome is missing", f"name its parts {' and '.join(NAMES)}"),
    Rule("L1-MULTI-03", "a part that the standard does not know", "leave it out, or publish it as a set of its own"),
    Rule("L1-MULTI-04", "the parts are not of the same cells", "the same obs_names, in the order of the whole"),
    Rule("L1-MULTI-05", "a part says of cells what the whole should", "move its columns into the whole's obs"),
)


def read(path: Path) -> "MuData":
    """Return the MuData of an .h5mu file."""
    from mudata import read_h5mu, set_options

    with set_options(pull_on_update=False):  # the columns of a part stay with the part
        return read_h5mu(path)


def together(mods: Mapping[str, ad.AnnData], whole: Mapping[str, Any], axis: int) -> "MuData":
    """Return parts that were read one by one as a MuData.

    Parameters
    ----------
    whole
        What the file holds beside them, by its names there: ``obs``, ``var``, ``uns``, ``obsm``, ``obsmap``, ...
    """
    from mudata import MuData, set_options

    with set_options(pull_on_update=False):  # the columns of a part stay with the part
        return MuData(mods, **whole, axis=axis)


def write(mdata: "MuData", path: Path) -> None:
    """Write a MuData as .h5mu; what is written whole is the caller's matter."""
    from mudata import set_options

    with set_options(pull_on_update=False):
        mdata.write(path)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield that a single AnnData is no multiome."""
    yield from RULES["L1-MULTI-01"].broken(
        path="uns['modality']", n_affected=1, n_total=1, unit="entries", examples=["AnnData"]
    )


def parts(mdata: "MuData") -> Mapping[str, ad.AnnData]:
    """Return the parts that the standard knows, each as a data set that can be judged alone."""
    return {name: part_of(mdata, name) for name in NAMES if name in mdata.mod}


def whole(mdata: "MuData") -> ad.AnnData:
    """Return cells, coordinates and entries of a MuData as a data set without a matrix of features."""
    marks = {*NAMES, *mdata.mod}  # MuData's own tables of which cell is in which part
    own = {name: table for name, table in mdata.obsm.items() if name not in marks}
    adata = ad.AnnData(obs=mdata.obs, obsm=own)
    adata.uns.update(mdata.uns)
    return adata


def part_of(mdata: "MuData", name: str) -> ad.AnnData:
    """Return one part with the entries of the whole and its own scales; its matrices are not copied."""
    own: Any = mdata.mod[name]
    adata = ad.AnnData(
        X=own.X,
        obs=pd.DataFrame(index=own.obs_names),
        var=own.var,
        layers=dict(own.layers),
        obsm=dict(own.obsm),
    )
    adata.raw = own.raw
    adata.uns.update({**mdata.uns, "scales": own.uns.get("scales"), "modality": name})
    return adata


def check_parts(mdata: "MuData", adata: ad.AnnData) -> Iterator[Finding]:
    """Yield whether the parts are those of a multiome, and of the same cells; `adata` is the whole."""
    modality = text_of(adata, "modality")
    yield from RULES["L1-MULTI-01"].broken(
        path="uns['modality']",
        n_affected=int(modality not in ("multiome", "")),
        n_total=1,
        unit="entries",
        examples=[modality],
    )
    lost = [name for name in NAMES if name not in mdata.mod]
    yield from RULES["L1-MULTI-02"].broken(
        path="mod", n_affected=len(lost), n_total=len(NAMES), unit="parts", examples=lost
    )
    foreign = [name for name in mdata.mod if name not in NAMES]
    yield from RULES["L1-MULTI-03"].broken(
        path="mod", n_affected=len(foreign), n_total=len(mdata.mod), unit="parts", examples=foreign
    )
    for name in mdata.mod:
        columns = [str(column) for column in mdata.mod[name].obs.columns]
        yield from RULES["L1-MULTI-05"].broken(
            path=f"mod[{name!r}].obs",
            n_affected=len(columns),
            n_total=len(columns),
            unit="columns",
            examples=columns,
        )
        yield from _cells(adata.obs_names, mdata.mod[name].obs_names, name)


def _cells(names: pd.Index, own: pd.Index, name: str) -> tuple[Finding, ...]:
    apart = [] if list(names) == list(own) else (list(names.symmetric_difference(own)) or list(own[names != own]))
    return RULES["L1-MULTI-04"].broken(
        path=f"mod[{name!r}].obs_names",
        n_affected=len(apart),
        n_total=max(len(names), len(apart)),
        unit="cells",
        examples=shown(apart[:5]),
    )
