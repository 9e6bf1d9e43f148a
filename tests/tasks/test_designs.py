import pytest

from clinicell.tasks._designs import ELSEWHERE, each_site_in_turn, from_site, sizes, with_fewer
from clinicell.tasks._folds import Folds

DONORS = [f"d{number:02d}" for number in range(20)]
SITE = {donor: "AB"[number % 2] for number, donor in enumerate(DONORS[:18])}  # the last two are of no known site
LABEL = {donor: float(number % 4 < 2) for number, donor in enumerate(DONORS)}


def test_a_site_teaches_all_others_and_its_own_donors_are_tested_in_turn():
    own = [donor for donor in DONORS if SITE.get(donor) == "A"]
    folds = from_site(DONORS, own, LABEL)
    folds.check(DONORS)
    elsewhere, *inner = list(folds)
    assert elsewhere.number == ELSEWHERE
    assert elsewhere.train == frozenset(own)
    assert elsewhere.test == frozenset(DONORS) - frozenset(own)
    assert sorted(donor for fold in inner for donor in fold.test) == own
    for fold in inner:
        assert fold.train == frozenset(own) - fold.test
        assert {LABEL[donor] for donor in fold.train} == {0.0, 1.0}


def test_a_site_is_tested_by_everybody_else():
    folds = list(each_site_in_turn(DONORS, SITE))
    assert [len(fold.test) for fold in folds] == [9, 9, 2]
    for fold in folds:
        assert fold.train | fold.test == frozenset(DONORS)


def test_fewer_patients_are_among_more_and_the_tests_stay():
    folds = Folds({donor: number % 4 for number, donor in enumerate(DONORS)})
    assert sizes(folds, LABEL) == [7, 15]
    few, more, other = (list(with_fewer(folds, LABEL, n, seed=seed)) for n, seed in ((7, 0), (15, 0), (7, 1)))
    for fold, small, large in zip(folds, few, more, strict=True):
        assert small.test == large.test == fold.test
        assert small.train < large.train == fold.train
        assert len(small.train) == 7
    assert any(one.train != two.train for one, two in zip(few, other, strict=True))


def test_patients_without_a_label_do_not_count_as_teachers():
    folds = Folds({donor: number % 4 for number, donor in enumerate(DONORS)})
    known = {donor: label for donor, label in LABEL.items() if donor not in DONORS[:8]}
    assert sizes(folds, known) == [4, 9]
    assert all(fold.train <= known.keys() for fold in with_fewer(folds, known, 9, seed=0))


def test_who_teaches_enters_the_hash_only_where_it_is_not_everybody_else():
    plain = Folds({"a": 0, "b": 1, "c": 2})
    assert Folds({"a": 0, "b": 1, "c": 2}, taught={}).sha256 == plain.sha256
    assert Folds({"a": 0, "b": 1, "c": 2}, taught={0: frozenset({"b"})}).sha256 != plain.sha256


def test_a_teacher_who_is_tested_is_refused():
    with pytest.raises(Exception, match="both train and test"):
        list(Folds({"a": 0, "b": 1}, taught={0: frozenset({"a", "b"})}))
