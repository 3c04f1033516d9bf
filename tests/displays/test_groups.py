"""Groups: arms in the order of study.yaml, then all of them."""

from __future__ import annotations

import pytest

from analysis.displays.groups import analysis_of, groups_of, heading_of
from analysis.displays.model import plain
from analysis.errors import DisplayError
from analysis.study.analyses import Baseline, Survival
from tests.displays.made_up import made_up_results, made_up_study


def test_all_arms_together_come_last() -> None:
    assert [group.label for group in groups_of(made_up_study(2))] == ["Low dose", "Medium dose", "All doses"]


def test_a_single_arm_is_not_pooled_with_itself() -> None:
    assert [group.id for group in groups_of(made_up_study(1))] == ["A0"]


def test_a_heading_tells_the_size_of_the_group() -> None:
    study = made_up_study()
    analysis = analysis_of(study, study.display("baseline"), Baseline)
    heading = heading_of(made_up_results(study), analysis, groups_of(study)[-1])
    assert plain(heading) == "All doses\n(n\u00a0=\u00a024)"


def test_a_display_that_names_no_fitting_analysis_is_refused() -> None:
    study = made_up_study()
    with pytest.raises(DisplayError, match="shows no survival analysis"):
        analysis_of(study, study.display("baseline"), Survival)
