import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.covid_balf import convert
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "covid_balf"
HEAD = "ID\tsample\tsample_new\tgroup\tdisease\thasnCoV\tcluster\tcelltype\n"
CELLS = "AAAC_1\tC51\tHC1\tHC\tN\tN\t3\tMacrophages\nAAAC_9\tC143\tS2\tS\tY\tY\t4\tT\n"
PEOPLE = "sample\tsample_new\tgroup\nC51\tHC1\tHC\nC143\tS2\tS\n"


def _raw(folder: Path, *, cells: str = CELLS, people: str = PEOPLE) -> Path:
    rows = [line.split("\t") for line in (HEAD + cells).splitlines()]
    pd.DataFrame(rows[1:], columns=rows[0]).to_csv(folder / "all.cell.annotation.meta.txt.gz", sep="\t", index=False)
    (folder / "sample_meta.txt").write_text(people)
    return folder


@pytest.fixture
def people(real) -> pd.DataFrame:
    """People x {severity, share of each cell type}."""
    obs = real(ID).obs.astype({"donor_id": "str", "cell_type": "str", "severity": "str"})
    share = pd.crosstab(obs["donor_id"], obs["cell_type"], normalize="index")
    return share.join(obs.groupby("donor_id")["severity"].first())


def _left_out(
    people: pd.DataFrame, label: np.ndarray, c: float, method: str, *, scaled: bool = True, weights: str | None = None
) -> np.ndarray:
    regression = LogisticRegression(C=c, max_iter=2000, class_weight=weights)
    model = make_pipeline(StandardScaler(), regression) if scaled else regression
    return cross_val_predict(model, people.drop(columns="severity").to_numpy(), label, cv=LeaveOneOut(), method=method)


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_with_neither_genes_nor_coordinates_it_reaches_what_labels_can(real):
    verdict = validate(real(ID))
    assert verdict.is_valid
    assert verdict.level == Level.L1


def test_severity_is_of_the_person_and_viral_reads_are_of_the_cell(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.X is None
    assert adata.obs["severity"].tolist() == ["healthy", "severe"]
    assert adata.obs["has_viral_reads"].tolist() == [False, True]
    assert adata.obs["disease_ontology_term_id"].tolist() == ["PATO:0000461", "MONDO:0100096"]
    assert adata.obs_names.tolist() == ["HC1-00001", "S2-00001"]


@pytest.mark.parametrize(
    ("cells", "people", "message"),
    [
        (CELLS, PEOPLE.replace("\tS\n", "\tM\n"), "1 of 2 cells are of another group than their person"),
        (CELLS.replace("\tT\n", "\tgamma\n"), PEOPLE, r"0 of 2 cells .* an unknown code in \['celltype'\]"),
        (CELLS, PEOPLE + "C9\tM9\tM\n", "people of the two tables: 1 names are in one of two tables only"),
    ],
)
def test_tables_that_do_not_agree_are_refused(tmp_path, cells, people, message):
    with pytest.raises(SchemaError, match=message):
        convert(_raw(tmp_path, cells=cells, people=people))


def test_cells_and_people_are_as_many_as_published(real):
    obs = real(ID).obs
    published = {
        "Macrophages": 49417, "T": 7716, "Epithelial": 3531, "Neutrophil": 1607, "NK": 1081,
        "Plasma": 1041, "mDC": 978, "B": 220, "pDC": 152, "Mast": 70,
    }  # fmt: skip
    assert obs["cell_type"].value_counts().to_dict() == published
    of_people = obs.groupby("donor_id", observed=True)["severity"].first()
    assert of_people.value_counts().to_dict() == {"severe": 6, "healthy": 4, "moderate": 3}
    assert obs["cluster"].nunique() == 31
    assert int(obs["has_viral_reads"].sum()) == 1072


def test_proportions_tell_severe_people_as_published(people, check_figure):
    label = (people["severity"] == "severe").to_numpy()
    check_figure(
        ID, "auroc_severe_against_others", roc_auc_score(label, _left_out(people, label, 0.1, "decision_function"))
    )


def test_proportions_tell_severe_from_moderate_as_published(people, check_figure):
    ill = people[people["severity"] != "healthy"]
    label = (ill["severity"] == "severe").to_numpy()
    assert len(ill) == 9
    check_figure(
        ID, "auroc_severe_against_moderate", roc_auc_score(label, _left_out(ill, label, 0.1, "decision_function"))
    )


def test_proportions_tell_three_classes_as_published(people, check_figure):
    label = people["severity"].to_numpy()
    check_figure(ID, "accuracy_three_classes", accuracy_score(label, _left_out(people, label, 1.0, "predict")))


@pytest.fixture
def over_choices(people) -> dict[tuple[bool, str | None], tuple[float, float, float]]:
    """The three figures by what the source leaves open: are shares standardised, are classes weighted."""
    ill, found = people[people["severity"] != "healthy"], {}
    for scaled, weights in itertools.product([True, False], [None, "balanced"]):
        aurocs = []
        for group in (people, ill):
            label = (group["severity"] == "severe").to_numpy()
            score = _left_out(group, label, 0.1, "decision_function", scaled=scaled, weights=weights)
            aurocs.append(float(roc_auc_score(label, score)))
        stage = people["severity"].to_numpy()
        guess = _left_out(people, stage, 1.0, "predict", scaled=scaled, weights=weights)
        found[scaled, weights] = (*aurocs, float(accuracy_score(stage, guess)))
    return found


def test_the_figures_hang_on_scaling_and_class_weights_which_the_source_does_not_state(over_choices, check_choices):
    names = ("auroc_severe_against_others", "auroc_severe_against_moderate", "accuracy_three_classes")
    for name, values in zip(names, zip(*over_choices.values(), strict=True), strict=True):
        check_choices(ID, name, values)


def test_standardised_shares_and_balanced_classes_give_all_three_published_figures(over_choices):
    assert over_choices[True, "balanced"] == pytest.approx((0.74, 1.0, 0.69), abs=0.005)
