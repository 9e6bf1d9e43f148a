import gzip
import warnings

import anndata as ad
import mudata
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.privacy.pseudonym import PseudonymKey, pseudonym
from clinicell.datasets.privacy.replace_files import pseudonymize_file
from clinicell.errors import InputError, SchemaError

KEY = PseudonymKey(bytes(range(32)))
RAW = ("00412345", "00412346")
DONOR = {"donor_id": "donor"}


def new(raw: str) -> str:
    return pseudonym(raw, key=KEY, cohort="AML", kind="donor")


@pytest.mark.parametrize("form", [".csv", ".csv.gz", ".tsv", ".tsv.gz"])
def test_a_table_keeps_all_but_its_ids(tmp_path, form):
    mark = "," if "csv" in form else "\t"
    rows = [
        ["cell", "donor_id", "share", "note"],
        ["c1", RAW[0], "0.10", 'a "b", c'],
        ["c2", RAW[1], "1e-3", ""],
        ["c3", RAW[0], "007", "x"],
    ]
    text = "# counts\n" + pd.DataFrame(rows[1:], columns=rows[0]).to_csv(sep=mark, index=False)
    source, target = tmp_path / f"a{form}", tmp_path / f"b{form}"
    source.write_bytes(gzip.compress(text.encode()) if form.endswith(".gz") else text.encode())
    made = pseudonymize_file(source, target, key=KEY, cohort="AML", columns=DONOR)
    data = target.read_bytes()
    written = (gzip.decompress(data) if form.endswith(".gz") else data).decode()
    assert written == text.replace(RAW[0], new(RAW[0])).replace(RAW[1], new(RAW[1]))
    assert made == {"donor": {raw: new(raw) for raw in RAW}}


def test_a_raw_id_that_is_left_in_a_table_is_refused_and_nothing_is_written(tmp_path):
    (tmp_path / "a.csv").write_text(f"cell,donor_id\n{RAW[0]}_AAAC,{RAW[0]}\n")
    with pytest.raises(SchemaError, match="column 'cell'") as refused:
        pseudonymize_file(tmp_path / "a.csv", tmp_path / "b.csv", key=KEY, cohort="AML", columns=DONOR)
    assert RAW[0] not in str(refused.value)
    (tmp_path / "a.csv").write_text(f"# of {RAW[0]}\ncell,donor_id\nc,{RAW[0]}\n")
    with pytest.raises(SchemaError, match="lines of comment"):
        pseudonymize_file(tmp_path / "a.csv", tmp_path / "b.csv", key=KEY, cohort="AML", columns=DONOR)
    assert not (tmp_path / "b.csv").exists()


def parts(names: list[str]) -> mudata.MuData:
    obs = pd.DataFrame({"donor_id": [RAW[0], RAW[1]]}, index=names)
    return mudata.MuData(
        {name: ad.AnnData(np.ones((2, 1), dtype="float32"), obs=obs.copy()) for name in ("rna", "atac")}
    )


def test_all_parts_of_a_multiome_file_get_the_same_pseudonyms(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mdata = parts(["c1", "c2"])
        mdata.obs["donor_id"] = list(RAW)
        mdata.write(tmp_path / "a.h5mu")
        made = pseudonymize_file(tmp_path / "a.h5mu", tmp_path / "b.h5mu", key=KEY, cohort="AML", columns=DONOR)
        done = mudata.read_h5mu(tmp_path / "b.h5mu")
    expected = [new(raw) for raw in RAW]
    assert [list(table["donor_id"]) for table in (done.obs, done["rna"].obs, done["atac"].obs)] == [expected] * 3
    assert made == {"donor": dict(zip(RAW, expected, strict=True))}
    assert not any(raw.encode() in (tmp_path / "b.h5mu").read_bytes() for raw in RAW)


def test_a_raw_id_in_the_names_of_one_part_is_refused(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts([f"{RAW[0]}_1", "c2"]).write(tmp_path / "a.h5mu")
    with pytest.raises(SchemaError, match="obs_names"):
        pseudonymize_file(tmp_path / "a.h5mu", tmp_path / "b.h5mu", key=KEY, cohort="AML", columns=DONOR)


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("a.xlsx", "b.xlsx", "ids are replaced in .h5ad, .h5mu"), ("a.csv", "b.tsv", "in the form that it has, .csv"),
        ("ragged.csv", "b.csv", "1 of 3 rows"), ("twice.csv", "b.csv", "the same name"),
        ("open.csv", "b.csv", "never closed"),
        ("latin.csv", "b.csv", "no UTF-8"), ("empty.csv", "b.csv", "0 of 0 rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_replaced_cleanly_is_refused(tmp_path, source, target, said):
    texts = {
        "ragged.csv": "a,donor_id\n1,2\n3\n",
        "twice.csv": "a,a\n1,2\n",
        "open.csv": 'a,donor_id\n"1,2\n',
        "empty.csv": "",
    }
    (tmp_path / source).write_bytes(texts.get(source, "x,donor_id\n\xe9,b\n").encode("latin-1"))
    with pytest.raises(InputError, match=said):
        pseudonymize_file(tmp_path / source, tmp_path / target, key=KEY, cohort="AML", columns=DONOR)
