import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.scale import Scale, scale_of
from clinicell.datasets.standard import CORE, SCHEMA_VERSION, standard
from clinicell.errors import SchemaError

UNKNOWN: dict[str, str | bool] = dict.fromkeys(CORE, "unknown") | {"is_primary_data": True}


def made(obs: pd.DataFrame, clinical: dict[str, str | bool]):
    return standard(
        dataset_id="d",
        modality="embedding",
        title="t",
        license="l",
        obs=obs,
        clinical=clinical,
        obsm={"X_pca": np.zeros((len(obs), 2), dtype="float32")},
        scales={"obsm/X_pca": Scale(kind="embedding", fitted_on="all cells")},
        uns={"note": "n"},
    )


def per_cell(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns, index=["a", "b"])


def test_the_core_comes_first_in_its_order_and_other_columns_after_it():
    clinical = {name: value for name, value in UNKNOWN.items() if name != "donor_id"}
    adata = made(per_cell(cluster=["1", "2"], donor_id=["D1", "D2"]), clinical)
    assert tuple(adata.obs.columns) == (*CORE, "cluster")
    assert adata.obs["donor_id"].tolist() == ["D1", "D2"]
    assert adata.obs["age_band"].tolist() == ["unknown", "unknown"]


def test_texts_become_categories_and_other_types_stay():
    clinical = {name: value for name, value in UNKNOWN.items() if name != "is_primary_data"}
    is_known = pd.array([True, None], dtype="boolean")
    adata = made(per_cell(is_primary_data=pd.array([True, False], dtype="boolean"), malignant=is_known), clinical)
    assert isinstance(adata.obs["donor_id"].dtype, pd.CategoricalDtype)
    assert adata.obs["is_primary_data"].dtype == "boolean"
    assert adata.obs["malignant"].dtype == "boolean"


def test_what_is_said_of_the_whole_stands_in_uns():
    adata = made(per_cell(), UNKNOWN)
    assert adata.uns["schema_version"] == SCHEMA_VERSION
    assert {name: adata.uns[name] for name in ("dataset_id", "modality", "title", "license", "note")} == {
        "dataset_id": "d", "modality": "embedding", "title": "t", "license": "l", "note": "n",
    }  # fmt: skip
    assert scale_of(adata, "obsm/X_pca") == Scale(kind="embedding", fitted_on="all cells")


def test_a_missing_core_column_is_refused_and_named():
    clinical = {name: value for name, value in UNKNOWN.items() if name != "time_point"}
    with pytest.raises(SchemaError, match=r"1 of 18 core columns are missing, e\.g\. 'time_point'"):
        made(per_cell(), clinical)


def test_a_column_given_twice_is_refused_and_named():
    with pytest.raises(SchemaError, match="'donor_id' is given per row and as a constant"):
        made(per_cell(donor_id=["D1", "D2"]), UNKNOWN)


def test_a_constant_outside_the_core_is_refused_and_named():
    with pytest.raises(SchemaError, match="'response_value' is no column of the core"):
        made(per_cell(), {**UNKNOWN, "response_value": "CR"})


def test_an_entry_of_the_standard_cannot_be_replaced_by_the_way():
    with pytest.raises(SchemaError, match=r"uns\['scales'\] is written by the standard"):
        standard(
            dataset_id="d", modality="embedding", title="t", license="l", obs=per_cell(), clinical=UNKNOWN,
            scales={}, uns={"scales": "none"},
        )  # fmt: skip
