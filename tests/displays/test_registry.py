"""One registry of statistics, and the style of the document that shows a display."""

from __future__ import annotations

import pytest

from analysis.displays.registry import PROFILES, derive_profiles, form_of, profile_of
from analysis.errors import DisplayError
from tests.displays.made_up import made_up_study


@pytest.mark.parametrize(
    ("statistic", "digits", "form"),
    [
        ("mean", 1, "f1"),
        ("mean", 0, "f1"),  # the mean of whole numbers has a decimal
        ("sd", 2, "f2"),
        ("median", 0, "f0"),
        ("max", 1, "f1"),
        ("n", 2, "i"),
        ("p", 2, "%1"),
        ("p.adjusted", 1, "p"),
        ("statistic", 0, "f2"),
    ],
)
def test_decimals_follow_the_statistic_and_the_variable(statistic: str, digits: int, form: str) -> None:
    assert form_of(statistic, digits) == form


def test_an_unknown_statistic_is_refused() -> None:
    with pytest.raises(DisplayError, match="no such statistic"):
        form_of("skewness", 1)


def test_the_profile_is_that_of_the_first_document_with_the_display() -> None:
    papers = [{"id": "csr", "source": "csr.qmd", "profile": "sampl"}, {"id": "paper", "source": "paper.qmd"}]
    study = made_up_study(documents=papers)
    assert profile_of(study, study.display("baseline")) is PROFILES["journal"]
    block = study.display("baseline").model_copy(update={"numbers": {"csr": "Table 14.1"}})
    assert profile_of(study, block) is PROFILES["sampl"]
    assert profile_of(study, study.display("panel")) is PROFILES["journal"]


def test_each_document_has_the_display_in_its_own_style() -> None:
    papers = [{"id": "paper", "source": "paper.qmd"}, {"id": "csr", "source": "csr.qmd", "profile": "sampl"}]
    study = made_up_study(documents=papers)
    numbers = {"paper": "Table 1", "csr": "Table 14.1"}
    both = derive_profiles(study, study.display("baseline").model_copy(update={"numbers": numbers}))
    assert [profile_of(study, block).name for block in both.values()] == list(both) == ["journal", "sampl"]
    assert both["sampl"].numbers == {"csr": "Table 14.1"}
    assert list(derive_profiles(study, study.display("panel"))) == ["journal"]


def test_profiles_name_what_they_print() -> None:
    assert PROFILES["journal"].mean_sd == "mean ± SD"
    assert PROFILES["sampl"].mean_sd == "mean (SD)"
