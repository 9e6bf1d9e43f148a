import flowio
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score, f1_score
from sklearn.neighbors import KNeighborsClassifier

from clinicell.datasets.convert.bendall2011_bm_cytof import GATES, NO_MEASUREMENT, _cells
from clinicell.datasets.readers.fcs import read_fcs
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "bendall2011_bm_cytof"
RARE = ["HSC", "MPP", "CMP", "GMP", "MEP", "Plasma_cell", "Plasmacytoid_DC", "Pre-B_I"]
SURFACE = (
    "CD45", "CD45RA", "CD19", "CD11b", "CD4", "CD8", "CD34", "CD20", "CD33", "CD123", "CD38", "CD90", "CD3",
)  # fmt: skip
ABSENT = "Mature_CD4pos_T"  # from the stimulated aliquot


def _columns(adata, kind: str) -> list[int]:
    """Return the columns of the 13 surface markers (CD3: the sum of its channels), or of the 35 antibodies."""
    marker = adata.var["marker"].astype("str").tolist()
    if kind == "all":
        return [
            i for i, name in enumerate(marker) if name not in ("Cell Length", "191-DNA", "193-DNA", "103-Viability")
        ]
    names = {name: i for i, name in enumerate(marker) if "CD3" not in name.split("-")[1:] or name.startswith("110_")}
    wanted = {name.split("-", 1)[1]: i for name, i in names.items() if "-" in name}
    return [wanted[name] for name in SURFACE]


@pytest.fixture
def cells(real):
    """Gate, aliquot and numbers of each cell."""
    adata = real(ID)
    obs = adata.obs.astype({"gate": "str", "treatment_id": "str"})
    return adata, obs["gate"].to_numpy(), (obs["treatment_id"] == "none").to_numpy()


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_cells_of_each_gate_are_as_many_as_published(cells):
    _, gate, is_basal = cells
    published = {
        "HSC": (440, 446), "MPP": (280, 228), "CMP": (416, 444), "GMP": (217, 117), "MEP": (312, 265),
        "Pre-B_I": (399, 300), "Pre-B_II": (1713, 2886), "Immature_B": (1028, 2695), "Plasma_cell": (672, 466),
        "Plasmacytoid_DC": (489, 526), "Mature_CD4pos_T": (23147, 0), "Mature_CD8pos_T": (12837, 16118),
        "Naive_CD4pos_T": (11289, 5230), "Naive_CD8pos_T": (15368, 10482), "NK": (6580, 5804),
        "Mature_CD38lo_B": (12835, 13390), "Mature_CD38mid_B": (1000, 889), "CD11bhi_Monocyte": (10979, 11208),
        "CD11bmid_Monocyte": (2233, 2710), "CD11b-_Monocyte": (1523, 974),
    }  # fmt: skip
    assert set(published) == set(GATES)
    for name, (n_basal, n_stimulated) in published.items():
        assert ((gate == name) & is_basal).sum() == n_basal
        assert ((gate == name) & ~is_basal).sum() == n_stimulated


def test_channels_bear_the_names_of_their_numbers_not_of_their_order_in_the_header(cells):
    adata, gate, is_basal = cells
    raw = adata.to_df(layer="raw").set_axis(adata.var["marker"].astype("str"), axis=1)

    def median(of: str, marker: str) -> float:
        return float(np.median(raw.loc[(gate == of) & is_basal, marker]))

    assert median("Mature_CD4pos_T", "110_114-CD3") == pytest.approx(259, abs=1)
    assert median("Mature_CD4pos_T", "145-CD4") == pytest.approx(143, abs=1)
    assert median("Mature_CD4pos_T", "146-CD8") == pytest.approx(5, abs=1)
    assert median("Plasma_cell", "167-CD38") == pytest.approx(4104, abs=1)
    assert median("HSC", "148-CD34") == pytest.approx(31, abs=1)
    assert median("HSC", "167-CD38") == pytest.approx(77, abs=1)


def test_the_header_does_name_channels_out_of_order(mirror):
    with (mirror / "mrd" / ID / "fcs" / "Basal1_HSC.fcs").open("rb") as stream:
        text = flowio.FlowData(stream, ignore_offset_error=True, only_text=True).text
    numbers = [int(key[1:-1]) for key in text if key.startswith("p") and key.endswith("n") and key[1:-1].isdigit()]
    assert sorted(numbers) == list(range(1, 42))
    assert numbers != sorted(numbers)


def test_an_offset_that_is_off_by_one_is_refused_unless_it_is_declared(mirror):
    path = mirror / "mrd" / ID / "fcs" / "Basal1_HSC.fcs"
    with pytest.raises(SchemaError, match="off by one"):
        read_fcs(path)
    assert len(read_fcs(path, offset_is_off_by_one=True).events) == 440


def test_what_numbers_the_events_is_left_out(cells):
    adata, _, _ = cells
    assert not set(NO_MEASUREMENT) & set(adata.var_names)
    np.testing.assert_allclose(adata.X, np.arcsinh(adata.layers["raw"] / 5), rtol=1e-5)


def test_no_file_name_of_a_header_is_kept(cells):
    adata, _, _ = cells
    text = adata.obs.iloc[:1000].astype("str").to_csv() + adata.var.to_csv() + repr(dict(adata.uns))
    assert "Marrow1_" not in text
    assert "Cytobank" not in text


def test_a_file_of_no_known_gate_is_refused():
    with pytest.raises(SchemaError, match=r"1 FCS files name no known aliquot and gate, e\.g\. 'fcs/Basal1_Blast"):
        _cells(["fcs/Basal1_Blast.fcs"], [])


@pytest.mark.parametrize("kind", ["surface", "all"])
@pytest.mark.parametrize("gate_name", RARE)
def test_rare_gates_are_found_in_the_stimulated_aliquot_as_published(cells, check_figure, gate_name, kind):
    adata, gate, is_basal = cells
    x = adata.X[:, _columns(adata, kind)].astype("float64")
    assert x.shape[1] == {"surface": 13, "all": 35}[kind]
    is_train = is_basal & (gate != ABSENT)
    assert (is_train.sum(), (~is_basal).sum()) == (80_610, 75_178)
    model = LogisticRegression(class_weight="balanced", solver="newton-cholesky")
    score = model.fit(x[is_train], gate[is_train] == gate_name).decision_function(x[~is_basal])
    name = gate_name.lower().replace("-", "_")
    check_figure(ID, f"average_precision_{name}_{kind}", average_precision_score(gate[~is_basal] == gate_name, score))


def test_gates_of_the_nearest_cells_are_right_as_published(cells, check_figure):
    adata, gate, is_basal = cells
    x, rng = adata.X[:, _columns(adata, "surface")], np.random.default_rng(0)
    train = np.concatenate(
        [rng.permutation(np.flatnonzero((gate == name) & is_basal))[:1500] for name in sorted(set(gate))]
    )
    test = rng.permutation(np.flatnonzero(~is_basal))[:20_000]
    predicted = KNeighborsClassifier(15).fit(x[train], gate[train]).predict(x[test])
    f1 = f1_score(gate[test], predicted, labels=sorted(set(gate[test])), average="macro")
    check_figure(ID, "neighbours_macro_f1_surface", f1)
    check_figure(ID, "neighbours_accuracy_surface", accuracy_score(gate[test], predicted))
