"""From raw files to the standard: everything wrong at once, every change counted, the same bytes each time."""

import json
import subprocess
import sys

import anndata as ad
import numpy as np
import pytest
from pydantic import ValidationError

from clinicell.datasets.convert.leung2017_crc import convert
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.standardize import standardize
from clinicell.datasets.recipes.streams import transformed
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.standard import CORE
from clinicell.datasets.validate import validate_file
from clinicell.errors import InputError
from clinicell.files import sha256

COUNTS = "gene,AAA,CCC,GGG,TTT\nENSG00000141510,1,0,3,0\nENSG00000133703,0,2,0,5\nENSG00000146648,4,0,0,1\n"
CELLS = "barcode,patient,gender,age,celltype\nAAA,p1,M,61,T\nCCC,p1,M,61,B\nGGG,p2,female,92,T\nTTT,p2,female,92,T\n"
PATIENTS = "id;resp;months\np1;yes;1,5\np2;no;NA\np3;no;7\n"


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in (("counts.csv", COUNTS), ("cells.csv", CELLS), ("patients.csv", PATIENTS)):
        (folder / name).write_text(text)
    return folder


def plan(**changes):
    columns = {name: {"constant": "unknown"} for name in CORE} | {
        "donor_id": {"column": "patient"},
        "sample_id": {"column": "patient", "prefix": "s_"},
        "tissue_type": {"constant": "tissue"},
        "suspension_type": {"constant": "cell"},
        "is_primary_data": {"constant": True},
        "sex_ontology_term_id": {"column": "gender", "values": {"M": "PATO:0000384", "female": "PATO:0000383"}},
        "age_band": {"column": "age", "kind": "age_years"},
        "cell_type_ontology_term_id": {"column": "celltype", "values": {"T": "CL:0000084", "B": "CL:0000236"}},
        "responded": {"column": "resp", "kind": "yes_no", "values": {"yes": "true", "no": "false"}},
        "days": {"column": "months", "kind": "number", "missing": ["NA"], "factor": 30.0},
    }
    recipe = {
        "recipe": 1,
        "about": {"dataset_id": "toy", "title": "Toy", "license": "MIT", "modality": "rna"},
        "files": [
            {"name": "counts", "path": "counts.csv", "reader": "delimited",
             "answers": {"content": "matrix", "orientation": "features x units"}},
            {"name": "cells", "path": "cells.csv", "reader": "delimited"},
            {"name": "patients", "path": "patients.csv", "reader": "delimited"},
        ],
        "units": {"file": "counts", "joins": [{"file": "cells", "on": "barcode"},
                                              {"file": "patients", "on": "id", "to": "patient"}]},
        "columns": columns | changes.pop("columns", {}),
        "matrices": [{"file": "counts", "matrix": "X", "slot": "X", "scale": "counts"}],
        "features": {"columns": {"feature_name": {"column": "index"}}},
    }  # fmt: skip
    return Recipe.model_validate(recipe | changes)


@pytest.fixture
def comma(raw):
    """The months are written with a decimal comma; here with a point, so that a number can be read from the table."""
    (raw / "patients.csv").write_text(PATIENTS.replace("1,5", "1.5"))
    return raw


def test_a_folder_of_three_files_becomes_standard(comma, tmp_path):
    done = standardize(comma, plan(), tmp_path / "out.h5ad")
    adata = ad.read_h5ad(done.path)
    assert adata.X.toarray().tolist() == [[1, 0, 4], [0, 2, 0], [3, 0, 0], [0, 5, 1]]
    assert adata.X.dtype == np.float32
    assert adata.obs_names.tolist() == ["AAA", "CCC", "GGG", "TTT"]
    assert adata.var_names.tolist() == ["ENSG00000141510", "ENSG00000133703", "ENSG00000146648"]
    obs = adata.obs
    assert obs["donor_id"].tolist() == ["p1", "p1", "p2", "p2"]
    assert obs["sample_id"].tolist() == ["s_p1", "s_p1", "s_p2", "s_p2"]
    assert obs["sex_ontology_term_id"].tolist() == ["PATO:0000384"] * 2 + ["PATO:0000383"] * 2
    assert obs["age_band"].tolist() == ["60-64", "60-64", "90+", "90+"]
    assert obs["responded"].tolist() == [True, True, False, False]
    np.testing.assert_array_equal(obs["days"], [45, 45, np.nan, np.nan])
    assert list(obs)[: len(CORE)] == list(CORE)
    assert validate_file(done.path, level=Level.L3).findings == ()


def test_the_same_bytes_in_give_the_same_bytes_out(comma, tmp_path):
    one = standardize(comma, plan(), tmp_path / "one.h5ad")
    two = standardize(comma, plan(), tmp_path / "two.h5ad")
    assert sha256(one.path) == sha256(two.path)
    assert one.steps == two.steps


def test_every_change_is_in_the_log_and_can_be_undone(comma, tmp_path):
    done = standardize(comma, plan(), tmp_path / "out.h5ad")
    log = json.loads(done.log_path.read_text())
    assert done.log_path.name == "out.h5ad.log.json"
    steps = {(step["step"], step["place"]): step for step in log["steps"]}
    sex = steps["mapped", "sex_ontology_term_id"]
    assert sex["n"] == 4
    assert sex["values"] == [
        {"from": "M", "n": 2, "to": "PATO:0000384"},
        {"from": "female", "n": 2, "to": "PATO:0000383"},
    ]
    assert steps["renamed", "sex_ontology_term_id"]["from"] == "gender"
    assert steps["converted", "days"]["factor"] == 30
    assert steps["recoded missing", "days"]["n"] == 2
    assert steps["ages banded", "age_band"]["bands"] == {"60-64": 2, "90+": 2}
    assert steps["transposed", "files[counts]"]["n"] == 4
    assert log["output"]["sha256"] == sha256(done.path)
    assert len(log["inputs"]) == 3
    uns = ad.read_h5ad(done.path).uns["provenance"]
    assert uns["n_steps"] == len(log["steps"])


def test_no_identifier_and_no_file_name_is_in_the_log(comma, tmp_path):
    columns = {"donor_id": {"column": "patient", "values": {"p1": "d1", "p2": "d2"}},
               "sample_id": {"constant": "smith"}}  # fmt: skip
    done = standardize(comma, plan(columns=columns), tmp_path / "out.h5ad")
    said = done.log_path.read_text()
    assert not [word for word in ('"p1"', '"p2"', '"d1"', "smith", "AAA", "cells.csv", '"61"', '"92"') if word in said]
    assert "no key was given" in said


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(raw, tmp_path):
    columns = {
        "sex_ontology_term_id": {"column": "gender", "values": {"M": "PATO:0000384"}},
        "age_band": {"column": "years", "kind": "age_years"},
        "donor_id": {"column": "patient", "pattern": "q(\\d)"},
    }
    with pytest.raises(InputError) as refused:
        standardize(raw, plan(columns=columns), tmp_path / "out.h5ad")
    said = str(refused.value)
    assert said.startswith("4 things stand against it; nothing was written")
    assert "2 of 4 values of 'gender' have no mapping, e.g. 'female'" in said
    assert "there is no column 'years'" in said
    assert "4 of 4 values of 'patient' do not fit the pattern 'q(\\\\d)', 2 distinct (withheld)" in said
    assert "columns.days: 2 of 4 values of 'months' are no number and no code of missing, e.g. '1,5'" in said
    assert not (tmp_path / "out.h5ad").exists()
    assert not list(tmp_path.glob("*.json"))


def test_open_questions_of_the_recipe_and_of_a_reader_are_refused(comma, tmp_path):
    with pytest.raises(InputError, match=r"about\.title: is still '\?'"):
        standardize(
            comma, plan(about={"dataset_id": "t", "title": "?", "license": "x", "modality": "rna"}), tmp_path / "o"
        )
    files = [file.model_dump() for file in plan().files]
    files[0]["answers"] = {"content": "matrix"}
    with pytest.raises(InputError, match=r"files\[counts\]\.answers\.orientation: counts\.csv: 3 rows x 4 columns"):
        standardize(comma, plan(files=files), tmp_path / "o")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("cells.csv", "AAA,", "AAX,", r"units\.joins\[cells\]: 1 of 4 units find no row"),
        ("patients.csv", "p3;", "p1;", r"units\.joins\[patients\]: 1 of 3 keys of 'id' stand twice"),
        ("cells.csv", "barcode", "cell", r"there is no column 'barcode' in cells"),
        ("counts.csv", "ENSG00000146648", "ENSG00000133703", r"features\.id: 1 of 3 ids stand before"),
        ("counts.csv", "TTT", "GGG", r"files\[counts\]\.answers\.duplicates"),
        ("counts.csv", "4,0,0,1", "4,0,0", r"files\[counts\]\.answers\.ragged: .*1 of 4 rows have not 5 fields"),
    ],
)
def test_a_key_that_is_lost_or_stands_twice_is_refused(comma, tmp_path, name, old, new, says):
    (comma / name).write_text((comma / name).read_text().replace(old, new))
    with pytest.raises(InputError, match=says):
        standardize(comma, plan(), tmp_path / "out.h5ad")
    assert not (tmp_path / "out.h5ad").exists()


def test_what_a_lost_key_keeps_away_is_no_fault_of_its_own(comma, tmp_path):
    (comma / "cells.csv").write_text(CELLS.replace("AAA,", "AAX,"))
    with pytest.raises(InputError, match=r"^1 thing stands against it"):
        standardize(comma, plan(), tmp_path / "out.h5ad")


def test_a_number_that_is_met_late_leaves_no_file_behind(comma, tmp_path):
    rows = "".join(f"ENSG{n:011d},1,1,1,1\n" for n in range(1, 900))
    (comma / "counts.csv").write_text(COUNTS + rows + "ENSG00000999999,1,1,x,1\n")
    with pytest.raises(InputError, match=r"1 of .* fields of a block are no number"):
        standardize(comma, plan(), tmp_path / "out.h5ad")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_rows_are_dropped_by_value_and_counted(comma, tmp_path):
    units = {"file": "counts", "joins": [{"file": "cells", "on": "barcode"},
             {"file": "patients", "on": "id", "to": "patient"}], "drop": {"celltype": ["B"]}}  # fmt: skip
    done = standardize(comma, plan(units=units), tmp_path / "out.h5ad")
    adata = ad.read_h5ad(done.path)
    assert adata.obs_names.tolist() == ["AAA", "GGG", "TTT"]
    assert adata.X.toarray().tolist() == [[1, 0, 4], [3, 0, 0], [0, 5, 1]]
    (step,) = [step for step in done.steps if step["step"] == "dropped"]
    assert step["rows"] == [1]


def test_several_files_of_one_kind_stand_below_each_other_in_natural_order(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in (1, 2, 10):
        (raw / f"sample{number}.csv").write_text(f"A,B\n{number}.5,0\n{number}.5,1\n")
        (raw / f"gate{number}.csv").write_text("0\n1\n")
    files = [
        {"name": "s", "path": "sample*.csv", "reader": "delimited",
         "answers": {"content": "matrix", "orientation": "units x features", "index": "none", "missing": "none"}},
        {"name": "g", "path": "gate*.csv", "reader": "delimited", "answers": {"header": "0", "content": "table"}},
    ]  # fmt: skip
    columns = {
        "donor_id": {"column": "file", "pattern": "sample(\\d+)", "prefix": "d"},
        "sample_id": {"column": "file"},
        "gate": {"column": "1", "prefix": "gate"},
    } | {name: {"constant": "unknown"} for name in ("sex_ontology_term_id", "age_band", "cell_type_ontology_term_id")}
    recipe = plan(
        about={"dataset_id": "t", "title": "t", "license": "x", "modality": "cytometry"},
        files=files,
        units={"file": "s", "id": ["file", "index"], "joins": [{"file": "g", "on": "position"}]},
        columns=columns,
        matrices=[
            {"file": "s", "matrix": "X", "slot": "layers/raw", "scale": "other", "formula": "linear"},
            {"file": "s", "matrix": "X", "slot": "X", "scale": "other", "transform": "arcsinh(raw / 5)"},
        ],
        features={"columns": {"channel": {"column": "index"}, "marker": {"constant": "unknown"}}},
    )
    recipe = recipe.model_copy(
        update={"columns": {k: v for k, v in recipe.columns.items() if k not in ("responded", "days")}}
    )
    done = standardize(raw, recipe, tmp_path / "out.h5ad")
    adata = ad.read_h5ad(done.path)
    assert adata.obs["donor_id"].tolist() == ["d1", "d1", "d2", "d2", "d10", "d10"]
    assert adata.obs["gate"].tolist() == ["gate0", "gate1"] * 3
    assert adata.obs_names[4:].tolist() == ["sample10-1", "sample10-2"]
    np.testing.assert_allclose(adata.X, np.arcsinh(adata.layers["raw"] / 5), rtol=1e-6)
    assert validate_file(done.path, level=Level.L3).findings == ()
    (raw / "gate2.csv").write_text("0\n1\n1\n")
    with pytest.raises(InputError, match="1 pairs differ; a join by position needs equal numbers"):
        standardize(raw, recipe, tmp_path / "two.h5ad")


def test_a_logarithm_of_nothing_is_refused():
    with pytest.raises(InputError, match=r"log10\(raw\): 1 of 2 numbers"):
        transformed(np.array([[0.0, 10.0]]), "log10(raw)")


STREAMED = """
import resource, sys
from pathlib import Path
import anndata as ad, numpy as np, pandas as pd
from scipy import sparse
from clinicell.datasets.recipes.written import Stream, write
from clinicell.datasets.readers.transposed import Transposed

N, M = 60_000, 2_000

class Drawn:
    shape = (N, M)
    def blocks(self, n_rows):
        for start in range(0, N, n_rows):
            n = min(n_rows, N - start)
            rng = np.random.default_rng(start)
            entries = rng.integers(0, M, n * M // 20), rng.integers(0, n, n * M // 20)
            yield sparse.csr_matrix((np.ones(n * M // 20), (entries[1], entries[0])), shape=(n, M))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

before = peak()
frame = ad.AnnData(obs=pd.DataFrame(index=pd.Index([str(n) for n in range(N)])),
                   var=pd.DataFrame(index=pd.Index([str(n) for n in range(M)])))
write(Path(sys.argv[1]), frame, (Stream(slot="X", shape=(N, M), dtype="float32", is_sparse=True,
                                        blocks=lambda: Drawn().blocks(1024)),))
print(peak() - before)
"""


def test_a_matrix_of_60_000_cells_is_written_in_less_memory_than_it_has(tmp_path):
    out = tmp_path / "big.h5ad"
    said = subprocess.run([sys.executable, "-c", STREAMED, out], capture_output=True, text=True, check=True)
    whole = 60_000 * 2_000 * 0.05 * 16 / 2**20  # MiB of its entries as they come: a float64 and two int32 each
    assert float(said.stdout) < min(100, whole)
    backed = ad.read_h5ad(out, backed="r")
    assert backed.shape == (60_000, 2_000)
    assert backed.X[59_999].sum() > 0
    backed.file.close()


def test_raw_columns_that_nothing_takes_are_told_and_counted(comma, tmp_path):
    whole = standardize(comma, plan(), tmp_path / "whole.h5ad")
    columns = {name: {"constant": "unknown"} for name in ("sex_ontology_term_id", "cell_type_ontology_term_id")}
    less = standardize(comma, plan(columns=columns), tmp_path / "less.h5ad")
    assert set(less.left_out) - set(whole.left_out) == {"gender", "celltype"}
    (step,) = [step for step in less.steps if step["step"] == "left out"]
    assert step == {"step": "left out", "place": "columns of the raw files", "n": len(less.left_out)}


def test_gene_symbols_become_ids_and_what_is_not_resolved_is_refused_or_dropped(comma, tmp_path):
    (comma / "counts.csv").write_text(COUNTS.replace("ENSG00000141510", "TP53").replace("ENSG00000133703", "NOGENE1")
                                      .replace("ENSG00000146648", "EGFR"))  # fmt: skip
    features = {"symbols_of": "human", "columns": {"feature_name": {"column": "index"}}}
    with pytest.raises(InputError, match=r"1 of 3 symbols do not lead to one gene alone, e.g. 'NOGENE1'"):
        standardize(comma, plan(features=features), tmp_path / "out.h5ad")
    done = standardize(comma, plan(features=features | {"unresolved": "drop"}), tmp_path / "out.h5ad")
    adata = ad.read_h5ad(done.path)
    assert adata.var_names.tolist() == ["ENSG00000141510", "ENSG00000146648"]
    assert adata.var["feature_name"].tolist() == ["TP53", "EGFR"]
    assert adata.X.toarray().tolist() == [[1, 4], [0, 0], [3, 0], [0, 1]]
    dropped = [step for step in done.steps if step["step"] == "dropped"]
    assert dropped[0]["symbols"] == ["NOGENE1"]


def test_a_version_behind_a_gene_id_is_taken_off_by_a_pattern_and_other_ids_are_refused(comma, tmp_path):
    versioned = COUNTS.replace("ENSG00000141510", "ENSG00000141510.18").replace("ENSG00000133703", "ENSG00000133703.14")
    features = {"pattern": r"^(ENSG\d{11})\.\d+$", "columns": {"feature_name": {"column": "index"}}}
    (comma / "counts.csv").write_text(versioned)
    with pytest.raises(InputError, match=r"1 of 3 ids do not fit the pattern .*, e.g. 'ENSG00000146648'"):
        standardize(comma, plan(features=features), tmp_path / "out.h5ad")
    (comma / "counts.csv").write_text(versioned.replace("ENSG00000146648", "ENSG00000146648.19"))
    done = standardize(comma, plan(features=features), tmp_path / "out.h5ad")
    adata = ad.read_h5ad(done.path)
    assert adata.var_names.tolist() == ["ENSG00000141510", "ENSG00000133703", "ENSG00000146648"]
    assert adata.var["feature_name"].tolist() == ["ENSG00000141510.18", "ENSG00000133703.14", "ENSG00000146648.19"]
    assert {
        "step": "taken by pattern",
        "place": "ids of features",
        "n": 3,
        "pattern": features["pattern"],
    } in done.steps


def test_a_pattern_of_ids_needs_a_group():
    with pytest.raises(ValidationError, match="has no group"):
        plan(features={"pattern": "ENSG.*"})


def test_ids_that_stand_twice_are_numbered_or_the_first_is_kept(comma, tmp_path):
    (comma / "counts.csv").write_text(COUNTS.replace("ENSG00000146648", "ENSG00000141510"))
    features = {"columns": {"feature_name": {"column": "index"}}}
    one = standardize(comma, plan(features=features | {"duplicates": "number them"}), tmp_path / "one.h5ad")
    assert ad.read_h5ad(one.path).var_names[2] == "ENSG00000141510.2"
    two = standardize(comma, plan(features=features | {"duplicates": "keep the first"}), tmp_path / "two.h5ad")
    assert ad.read_h5ad(two.path).X.toarray().tolist() == [[1, 0], [0, 2], [3, 0], [0, 5]]


def test_a_cohort_of_bismark_files_becomes_standard(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.cov").write_text("15\t100\t100\t50.0\t1\t1\n15\t200\t200\t0\t0\t3\n")
    (raw / "b.cov").write_text("15\t200\t200\t100\t2\t0\n")
    recipe = plan(
        about={"dataset_id": "t", "title": "t", "license": "x", "modality": "methylation"},
        files=[{"name": "c", "path": ".", "reader": "bismark_cov", "answers": {"build": "GRCh38"}}],
        units={"file": "c"},
        matrices=[{"file": "c", "matrix": name, "slot": slot, "scale": "counts"}
                  for name, slot in (("methylated", "layers/met"), ("depth", "layers/cov"))],
        features={"columns": {"chrom": {"column": "chrom"}, "pos": {"column": "pos", "kind": "number"}}},
        uns={"genome_build": "GRCh38"},
    )  # fmt: skip
    columns = {name: {"constant": "unknown"} for name in CORE} | {"is_primary_data": {"constant": True}}
    recipe = Recipe.model_validate(recipe.model_dump(by_alias=True) | {"columns": columns})
    adata = ad.read_h5ad(standardize(raw, recipe, tmp_path / "out.h5ad").path)
    assert adata.layers["cov"].toarray().tolist() == [[2, 3], [0, 2]]
    assert adata.layers["met"].toarray().tolist() == [[1, 0], [0, 2]]
    assert adata.layers["met"].dtype == np.uint16
    assert adata.var["pos"].tolist() == [100, 200]
    assert adata.var["pos"].dtype.kind == "i"


def test_a_key_makes_pseudonyms_that_are_the_same_each_time(comma, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    donors = []
    for name in ("one", "two"):
        done = standardize(comma, plan(), tmp_path / f"{name}.h5ad", key_file=key)
        donors.append(ad.read_h5ad(done.path).obs["donor_id"].tolist())
        assert "p1" not in done.log_path.read_text()
    assert donors[0] == donors[1]
    assert all(word.startswith("toy-") for word in donors[0])
    assert len(set(donors[0])) == 2


def test_with_a_key_no_id_of_a_unit_holds_a_raw_id(comma, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    (comma / "counts.csv").rename(comma / "Quispe.csv")
    files = [part | {"path": "Quispe.csv"} if part["name"] == "counts" else part
             for part in plan().model_dump(by_alias=True)["files"]]  # fmt: skip
    recipe = plan(files=files, units=plan().model_dump(by_alias=True)["units"] | {"id": ["file", "patient", "index"]})
    bare = ad.read_h5ad(standardize(comma, recipe, tmp_path / "bare.h5ad").path)
    assert all(name.startswith("Quispe-p") for name in bare.obs_names)
    keyed = ad.read_h5ad(standardize(comma, recipe, tmp_path / "keyed.h5ad", key_file=key).path)
    assert not any("Quispe" in name or "p1" in name for name in keyed.obs_names)
    sample = keyed.obs["sample_id"].astype("str")
    assert keyed.obs_names.tolist() == [f"{one}-{n}" for one, n in zip(sample, sample.groupby(sample).cumcount() + 1,
                                                                      strict=True)]  # fmt: skip
    assert keyed.obs_names.is_unique
    assert b"Quispe" not in (tmp_path / "keyed.h5ad").read_bytes()


def test_a_recipe_gives_what_the_converter_of_a_real_set_gives(mirror, tmp_path):
    raw = mirror / "subclone" / "leung2017_crc" / "crc2"
    answers = {"header": "1", "annotation": "cluster_id", "orientation": "units x features"}
    recipe = plan(
        about={"dataset_id": "crc2", "title": "t", "license": "x", "modality": "genotype"},
        files=[{"name": "g", "path": "character_matrix.csv", "reader": "genotype_matrix", "answers": answers | {
            "coding": "0=0 1=1 -1=-1"}}],
        units={"file": "g"},
        matrices=[{"file": "g", "matrix": "genotype", "slot": "layers/genotype", "scale": "genotype"}],
        features={},
    )  # fmt: skip
    columns = {name: {"constant": "unknown"} for name in CORE} | {
        "donor_id": {"constant": "CRC2"},
        "is_primary_data": {"constant": True},
        "clone_id": {"column": "cluster_id", "prefix": "cn"},
    }
    recipe = Recipe.model_validate(recipe.model_dump(by_alias=True) | {"columns": columns})
    adata = ad.read_h5ad(standardize(raw, recipe, tmp_path / "out.h5ad").path)
    converted = convert(mirror / "subclone" / "leung2017_crc")
    assert adata.obs_names.tolist() == converted.obs_names.tolist()
    np.testing.assert_array_equal(adata.layers["genotype"], converted.layers["genotype"])
    assert adata.obs["clone_id"].tolist() == converted.obs["clone_id"].tolist()


def test_facts_about_a_file_are_joined_by_its_name(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in (1, 2):
        (raw / f"s{number}.csv").write_text(f"ENSG00000141510,ENSG00000133703\n{number},1\n0,{number}\n")
    (raw / "info.tsv").write_text("name\tdx\tn\ns2.csv\tAML\t1\ns1.csv\tnone\t2\n")
    recipe = plan(
        files=[{"name": "s", "path": "s*.csv", "reader": "delimited", "answers": {
            "header": "1", "content": "matrix", "orientation": "units x features", "index": "none"}},
            {"name": "info", "path": "info.tsv", "reader": "delimited"}],
        units={"file": "s", "id": ["file", "index"], "joins": [{"file": "info", "on": "name", "to": "file_name"}]},
        matrices=[{"file": "s", "matrix": "X", "slot": "X", "scale": "counts"}],
    )  # fmt: skip
    columns = {name: {"constant": "unknown"} for name in CORE} | {
        "donor_id": {"column": "file"},
        "is_primary_data": {"constant": True},
        "diagnosis": {"column": "dx"},
    }
    recipe = Recipe.model_validate(recipe.model_dump(by_alias=True) | {"columns": columns})
    obs = ad.read_h5ad(standardize(raw, recipe, tmp_path / "out.h5ad").path).obs
    assert obs["diagnosis"].tolist() == ["none", "none", "AML", "AML"]
    assert obs["donor_id"].tolist() == ["s1", "s1", "s2", "s2"]


def test_what_a_treatment_was_is_said_in_the_recipe(comma, tmp_path):
    columns = {"treatment_id": {"column": "resp", "values": {"yes": "drug", "no": "vehicle"}}}
    agents = {"agents": {"Panobinostat": {"dose": 0.2, "unit": "uM"}}}
    without = standardize(comma, plan(columns=columns), tmp_path / "without.h5ad")
    assert "L3-TREAT-01" in {finding.code for finding in validate_file(without.path).findings}
    said = {"treatments": {"drug": agents, "vehicle": "DMSO"}}
    done = standardize(comma, plan(columns=columns, uns=said), tmp_path / "out.h5ad")
    found = {finding.code for finding in validate_file(done.path, level=Level.L3).findings}
    assert not [code for code in found if "TREAT" in code]
    assert ad.read_h5ad(done.path).uns["treatments"]["drug"]["agents"]["Panobinostat"]["dose"] == 0.2


def test_what_a_recipe_declares_harmless_is_kept_as_a_count_and_a_hash(comma, tmp_path):
    columns = {"arm": {"constant": "Zorvanix"}}
    standardize(comma, plan(columns=columns), tmp_path / "silent.h5ad")
    said = plan(columns=columns, privacy={"harmless": ["Zorvanix"]})
    done = standardize(comma, said, tmp_path / "told.h5ad")
    provenance = ad.read_h5ad(done.path).uns["provenance"]
    assert provenance["n_harmless"] == 1
    assert len(provenance["harmless_sha256"]) == 64
    assert "n_harmless" not in ad.read_h5ad(tmp_path / "silent.h5ad").uns["provenance"]
    found = {each.code for each in validate_file(done.path).findings if each.path == "obs['arm']"}
    assert "L4-PHI-25" in found
    left = validate_file(done.path, harmless=said.privacy.declared()).findings
    assert not [each for each in left if each.code == "L4-PHI-25" and each.path == "obs['arm']"]


def test_a_recipe_cannot_declare_an_identifier_harmless():
    with pytest.raises(ValidationError, match=r"it has the form of a date \(L4-PHI-03\)"):
        plan(privacy={"harmless": ["2019-03-12"]})
