from analysis.results.doses import derive_dose_scores
from tests.results.trial import make_study, with_doses


def test_a_doubled_dose_is_one_more() -> None:
    scores = derive_dose_scores(with_doses(make_study(), LOW=2.0, HIGH=8.0))
    assert scores == {"LOW": 1.0, "HIGH": 3.0}


def test_placebo_and_arms_without_a_dose_have_no_score() -> None:
    arms = {"LOW": "Low dose", "HIGH": "High dose", "NONE": "Placebo"}
    scores = derive_dose_scores(with_doses(make_study(arms), LOW=2.0, HIGH=8.0, NONE=0.0))
    assert scores == {"LOW": 1.0, "HIGH": 3.0}


def test_one_dose_has_no_trend() -> None:
    assert derive_dose_scores(with_doses(make_study(), LOW=0.0, HIGH=10.0)) == {}
    assert derive_dose_scores(with_doses(make_study(), LOW=5.0, HIGH=5.0)) == {}
