"""Whatever stands in a column, a table or an entry is judged: findings of the standard, each once, no traceback."""

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicell.datasets.schema import airr, columns, entries, image, intervals, methylation
from clinicell.datasets.schema.modalities import MODALITIES
from clinicell.datasets.validate import RULES, validate

JUNK = st.sampled_from(
    [
        7, -1.5, np.nan, None, "", "x", "unknown", True, b"bytes", ["a", "list"], {"a": "dict"}, np.inf, -np.inf,
        pd.Timestamp("2024-01-01"), pd.NA, (1, 2), 10**40, "chr1", "+", ".", "TRB", "TGTGCCAGC", "CAS*F", "T", "../x",
        1 + 2j, np.float32(0.5), np.array([1, 2]), pd.DataFrame({"a": [1]}), "hidden_test", "EFO:0009922", range(3),
    ]
)  # fmt: skip
OF_OBS = (
    *columns.CELLS.columns, *columns.CLINIC.columns, *methylation.CELLS.columns, *image.CELLS.columns, "other",
)  # fmt: skip
OF_VAR = (*intervals.INTERVALS.columns, *methylation.SITES.columns, "feature_name", "channel", "marker", "ref", "alt")
TABLES = {"airr": airr.CHAINS, "images": image.IMAGES, "channels": image.CHANNELS}
OF_UNS = (*entries.ENTRIES, *entries.PICTURES, *entries.SPILLOVER)
SETTINGS = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def filled(values, index):
    return pd.Series((values * (len(index) // len(values) + 1))[: len(index)], index=index, dtype="object")


def require_judged(data):
    findings = validate(data).findings
    codes = [(finding.code, finding.path) for finding in findings]
    assert {code for code, _ in codes} <= set(RULES) - {"L0-CHECK-01"}, codes
    assert len(codes) == len(set(codes))
    assert all(0 < finding.n_affected <= finding.n_total for finding in findings)
    assert all(len(finding.examples) <= 5 for finding in findings)


def of(names):
    return st.lists(st.tuples(st.sampled_from(names), st.lists(JUNK, min_size=1, max_size=4)), max_size=4)


@SETTINGS
@given(
    modality=st.sampled_from([name for name in MODALITIES if name != "multiome"]),
    in_obs=of(OF_OBS),
    in_var=of(OF_VAR),
    in_uns=st.lists(st.tuples(st.sampled_from(OF_UNS), JUNK), max_size=3),
    lost=st.lists(st.sampled_from(OF_VAR), max_size=2),
)
def test_whatever_stands_in_a_data_set_is_judged_and_never_raises(good, modality, in_obs, in_var, in_uns, lost):
    adata = good(modality)
    for name, values in in_obs:
        adata.obs[name] = filled(values, adata.obs_names)
    for name, values in in_var:
        adata.var[name] = filled(values, adata.var_names)
    adata.uns.update(in_uns)
    adata.var = adata.var.drop(columns=[name for name in set(lost) if name in adata.var])
    require_judged(adata)


@SETTINGS
@given(entry=st.sampled_from(list(TABLES)), changes=st.data())
def test_whatever_stands_in_a_table_of_uns_is_judged_and_never_raises(good, entry, changes):
    adata = good("receptors" if entry == "airr" else "image")
    table = adata.uns[entry].copy()
    for name, values in changes.draw(of(list(TABLES[entry].columns))):
        table[name] = filled(values, table.index)
    rows = changes.draw(st.lists(st.integers(0, len(table) - 1), max_size=6))
    adata.uns[entry] = table.iloc[rows] if changes.draw(st.booleans()) else table
    require_judged(adata)


@SETTINGS
@given(
    in_obs=of(OF_OBS),
    in_parts=st.lists(st.tuples(st.sampled_from(["rna", "atac"]), st.sampled_from(OF_VAR), JUNK), max_size=3),
    in_uns=st.lists(st.tuples(st.sampled_from(OF_UNS), JUNK), max_size=2),
    scales=JUNK,
    spoils_scales=st.booleans(),
)
def test_whatever_stands_in_a_multiome_is_judged_and_never_raises(
    good, in_obs, in_parts, in_uns, scales, spoils_scales
):
    mdata = good("multiome")
    for name, values in in_obs:
        mdata.obs[name] = filled(values, mdata.obs_names)
    for part, name, value in in_parts:
        mdata.mod[part].var[name] = filled([value], mdata.mod[part].var_names)
    mdata.uns.update(in_uns)
    if spoils_scales:
        mdata.mod["atac"].uns["scales"] = scales
    require_judged(mdata)
