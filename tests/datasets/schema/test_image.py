import pandas as pd
import pytest

from clinicell.datasets.schema.image import is_relative
from clinicell.datasets.validate import validate


@pytest.mark.parametrize("path", ["a.tif", "images/plate 1/a.ome.tif", "ä/b.png", ".hidden/a.tif"])
def test_a_path_below_the_data_set_is_relative(path):
    assert is_relative(path)


@pytest.mark.parametrize(
    "path",
    ["", "/data/a.tif", "../a.tif", "a/../../b.tif", "C:\\a.tif", "C:/a.tif", "a\\b.tif", "https://example.org/a.tif",
     "s3://bucket/a.tif", "~/a.tif", "a//b.tif", "a\0.tif"],
)  # fmt: skip
def test_a_path_that_leaves_the_data_set_is_not(path):
    assert not is_relative(path)


def test_a_path_is_never_shown_for_it_may_name_a_person(good):
    adata = good("image")
    adata.uns["images"] = adata.uns["images"].assign(path="/home/ann_example/a.tif")
    found = validate(adata).findings
    assert [finding.code for finding in found] == ["L1-IMAGE-05", "L4-PHI-20"]
    assert "ann_example" not in repr(found)


def test_a_cell_at_the_edge_is_inside_and_one_whose_place_nobody_knows_is_nowhere(good):
    adata = good("image")
    adata.obs["centroid_x_px"] = [0.0, 512.0, None, *[1.0] * 27]
    assert validate(adata).findings == ()
    adata.obs["centroid_x_px"] = [-0.5, 512.5, None, *[1.0] * 27]
    (finding,) = validate(adata).findings
    assert (finding.code, finding.n_affected) == ("L2-IMAGE-05", 2)


def test_images_need_no_features(good):
    adata = good("image")[:, :0].copy()
    adata.X = None
    adata.uns["scales"] = pd.DataFrame({name: [] for name in adata.uns["scales"].columns})
    assert validate(adata).findings == ()


def test_a_table_without_its_keys_is_named_once(good):
    adata = good("image")
    adata.uns["images"] = adata.uns["images"].drop(columns=["image_id", "path"])
    (finding,) = validate(adata).findings
    assert (finding.code, finding.path, finding.n_affected) == ("L1-IMAGE-02", "uns['images']", 2)
