import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t as student

from clinicell.errors import InputError
from clinicell.leaderboard.evidence_file import evidence_path, read_evidence, write_evidence
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.result import Score
from clinicell.leaderboard.standing import evidence_below, standings
from clinicell.metrics.calibration import CALIBRATION_SLOPE
from clinicell.metrics.detection import AVERAGE_PRECISION
from clinicell.metrics.evidence import record
from clinicell.tasks._find import find_task

METRICS = find_task("mrd").answers[0].metrics


@pytest.fixture
def scored(make):
    """Return a function that makes a result with its evidence: `skill` separates the classes in twelve donors."""
    donor = np.repeat([f"d{number:02d}" for number in range(12)], 80)
    truth = (np.random.default_rng(0).random(donor.size) < 0.2).astype(float)[:, None]

    def one(model, skill, seed=0, n_donors=12, **changes):
        rng = np.random.default_rng([seed, len(model)])
        used = donor < f"d{n_donors:02d}"
        answer = truth * skill + rng.normal(size=truth.shape)
        evidence = {"main": record(METRICS, truth[used], answer[used], donor[used], labels_of="cell")}
        value = float(evidence["main"].values(AVERAGE_PRECISION, np.ones((1, n_donors)))[0])
        score = Score(answer="main", metric="average_precision", value=value, low=value - 0.05, high=value + 0.04)
        hashes = {answer: kept.sha256 for answer, kept in evidence.items()}
        return make(model, seed, scores=(score,), evidence_sha256=hashes, **changes), evidence

    return one


@pytest.fixture
def ranked(scored, tmp_path):
    def table(*asked, **options):
        made = [scored(*one, **options) for one in asked]
        for result, evidence in made:
            write_evidence(tmp_path, result, evidence)
        return rank([result for result, _ in made], None, evidence_below(tmp_path)).set_index("model")

    return table


def test_models_far_apart_have_ranks_of_their_own_and_models_alike_share_one(ranked):
    table = ranked(("good", 3.0), ("twins", 2.95), ("poor", 0.7))
    assert table["rank"].to_dict() == {"good": 1, "twins": 1, "poor": 3}
    assert table.loc["poor", ["rank_low", "rank_high"]].tolist() == [3, 3]
    assert table.loc[["good", "twins"], "rank_high"].tolist() == [2, 2]
    assert table["p_best"].sum() == pytest.approx(1.0)
    assert table.loc["poor", "p_best"] == 0


def test_with_five_donors_all_models_share_one_rank(ranked):
    table = ranked(("good", 3.0), ("poor", 0.2), n_donors=5)
    assert table["rank"].tolist() == [1, 1]
    assert table["p_best"].isna().all()


def test_controls_and_results_without_evidence_have_no_rank(scored, tmp_path):
    good, evidence = scored("good", 3.0)
    control, of_control = scored("constant", 0.0, is_control=True)
    bare, _ = scored("bare", 2.0)
    write_evidence(tmp_path, good, evidence)
    write_evidence(tmp_path, control, of_control)
    table = rank([good, control, bare], None, evidence_below(tmp_path)).set_index("model")
    assert table["rank"].notna().to_dict() == {"good": True, "bare": False, "constant": False}


def test_no_model_has_a_rank_by_a_metric_whose_right_value_lies_in_the_middle(scored):
    result, evidence = scored("good", 2.0)
    task = find_task("mrd")
    assert standings(task, {"good": [result]}, AVERAGE_PRECISION, "main", lambda _: evidence)
    assert not standings(task, {"good": [result]}, CALIBRATION_SLOPE, "main", lambda _: evidence)


def test_what_differs_between_seeds_blurs_a_rank(make):
    donor = np.repeat([f"d{number:02d}" for number in range(12)], 2)
    truth = np.tile([1.0, 0.0], 12)[:, None]

    def run(model, seed, value):
        score = Score(answer="main", metric="average_precision", value=value, low=value, high=value)
        return make(model, seed, scores=(score,))

    answers = {0.75: np.tile([1.0, 1.0], 12), 1.0: np.tile([2.0, 1.0], 12)}  # the same in every draw of donors
    kept = {
        value: record(METRICS, truth, answer[:, None], donor, labels_of="cell") for value, answer in answers.items()
    }
    values = {value: float(one.values(AVERAGE_PRECISION, np.ones((1, 12)))[0]) for value, one in kept.items()}
    assert list(values.values()) == pytest.approx([0.5, 1.0])

    def rank_of(steady, shaky):
        runs = {
            "steady": [run("steady", seed, values[value]) for seed, value in enumerate(steady)],
            "shaky": [run("shaky", seed, values[value]) for seed, value in enumerate(shaky)],
        }
        chosen = {"steady": steady, "shaky": shaky}

        def evidence_of(result):
            return {"main": kept[chosen[result.inputs.model][result.inputs.seed]]}

        found = standings(find_task("mrd"), runs, AVERAGE_PRECISION, "main", evidence_of)
        return found["steady"].rank, found["shaky"].rank

    assert rank_of([1.0, 1.0], [0.75, 0.75]) == (1, 2)
    assert rank_of([1.0, 1.0], [0.75, 1.0]) == (1, 1)


def test_bounds_of_several_seeds_are_widened_by_the_error_of_their_mean(make):
    table = rank([make("m", seed, value) for seed, value in enumerate([0.6, 0.7, 0.65])])
    error = student.ppf(0.975, 2) * np.std([0.6, 0.7, 0.65], ddof=1) / math.sqrt(3)
    assert table["low"].iloc[0] == pytest.approx(0.65 - math.hypot(0.1, error))
    assert table["high"].iloc[0] == pytest.approx(0.65 + math.hypot(0.1, error))


def test_evidence_is_read_as_it_was_written_and_a_changed_file_is_refused(scored, tmp_path):
    result, evidence = scored("good", 2.0)
    path = write_evidence(tmp_path, result, evidence)
    assert path == evidence_path(tmp_path, result)
    first = path.read_bytes()
    assert write_evidence(tmp_path, result, evidence).read_bytes() == first
    assert read_evidence(tmp_path, result)["main"].sha256 == evidence["main"].sha256
    _, other = scored("other", 1.0)
    write_evidence(tmp_path, result, other)
    with pytest.raises(InputError, match=f"not the evidence of result {result.id}; the file was changed"):
        read_evidence(tmp_path, result)
    path.write_bytes(b"no archive")
    with pytest.raises(InputError, match="not readable as evidence"):
        read_evidence(tmp_path, result)
    assert read_evidence(tmp_path, replace(result, inputs=replace(result.inputs, seed=9))) == {}
