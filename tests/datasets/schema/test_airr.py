import pandas as pd
import pytest

from clinicell.datasets.schema.airr import CHAINS
from clinicell.datasets.validate import validate


def codes(adata):
    return [finding.code for finding in validate(adata).findings]


def changed(good, **first):
    adata = good("receptors")
    table = adata.uns["airr"].copy()
    for name, value in first.items():
        table[name] = pd.Series([value, *table[name].iloc[1:]], dtype="object")
    adata.uns["airr"] = table
    return adata


def test_the_columns_are_those_of_the_airr_community():
    airr = pytest.importorskip("airr")
    assert set(CHAINS.columns) <= set(airr.schema.RearrangementSchema.properties)


def test_the_good_chains_are_what_the_airr_community_calls_valid(good):
    airr = pytest.importorskip("airr")
    for row in good("receptors").uns["airr"].to_dict("records"):
        full = dict.fromkeys(airr.schema.RearrangementSchema.required, "") | {
            name: str(value) for name, value in row.items()
        }
        assert airr.schema.RearrangementSchema.validate_row(full)


def test_genes_of_alpha_and_delta_are_shared(good):
    assert codes(changed(good, locus="TRD", v_call="TRAV29/DV5*01", j_call="TRDJ1*01")) == []
    assert codes(changed(good, locus="TRG", v_call="TRAV29/DV5*01", j_call="TRGJ1*01")) == ["L2-AIRR-04"]


def test_a_productive_chain_is_in_frame_and_without_a_stop(good):
    assert codes(changed(good, junction="TGTGCCAGCAGTTT", junction_aa="CASS_")) == ["L2-AIRR-07"]
    assert codes(changed(good, junction="TGTGCCTAGAGTTTC", junction_aa="CA*SF")) == ["L2-AIRR-07"]
    assert codes(changed(good, junction="TGTGCCTAGAGTTTC", junction_aa="CA*SF", productive="F")) == []


def test_yes_and_no_may_be_stored_as_such(good):
    adata = good("receptors")
    adata.uns["airr"]["productive"] = [True, True, True, False]
    assert codes(adata) == []
    adata.uns["airr"]["productive"] = [True, True, True, True]
    assert codes(adata) == ["L2-AIRR-07"]


def test_an_unknown_base_reads_as_anything_and_a_junction_that_nobody_knows_as_nothing(good):
    assert codes(changed(good, junction="TGTGCCAGCAGTTTN")) == []
    assert codes(changed(good, junction="", junction_aa="CASSF")) == []
    assert codes(changed(good, junction_aa="CASS")) == ["L2-AIRR-08"]
