"""The plan: which files each step reads and is made by, told without importing what it plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import StudyError
from analysis.steps import plan as planning
from analysis.study.analyses import Occurrence

GOLDEN = Path(__file__).resolve().parents[1] / "golden/study"


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> planning.Plan:
    monkeypatch.chdir(GOLDEN)
    return planning.read_plan("auto")


def test_an_analysis_needs_the_datasets_of_its_parameters(plan: planning.Plan) -> None:
    assert plan.analysis_needs("mmrm") == ["adlb", "adsl"]
    assert plan.analysis_needs("baseline") == ["adlb", "adsl", "advs"]
    assert plan.analysis_needs("survival") == ["adsl", "adtte"]


def with_occurrence(plan: planning.Plan, dataset: str) -> planning.Plan:
    block = Occurrence(id="x", kind="occurrence", label="", population="safety", dataset=dataset, levels=("A",))
    return planning.Plan(plan.study.model_copy(update={"analyses": (block,)}))


def test_an_analysis_may_name_its_dataset(plan: planning.Plan) -> None:
    assert with_occurrence(plan, "ADAE").analysis_needs("x") == ["adae", "adsl"]
    with pytest.raises(StudyError, match="analysis x: there is no dataset 'ADXY'"):
        with_occurrence(plan, "ADXY").analysis_needs("x")


def test_datasets_whose_domains_are_missing_are_not_planned(plan: planning.Plan) -> None:
    assert "adlb" in plan.datasets
    assert "adqs" not in plan.datasets  # the golden study has no QS
    assert {"DM", "LB", "AE"} <= set(plan.needed_domains)


def test_datasets_without_a_parameter_are_not_planned(plan: planning.Plan) -> None:
    assert {"adlb", "advs"} <= plan.derivable
    without = plan.study.model_copy(update={"parameters": [p for p in plan.study.parameters if p.domain != "VS"]})
    assert "advs" not in planning.Plan(without).derivable
    assert "adeff" not in planning.Plan(without).derivable  # no scores


def test_datasets_are_published_for_other_programs_too(plan: planning.Plan) -> None:
    published = {path.as_posix() for path in plan.products("all")}
    assert {".work/data/datasets/adlb.xpt", ".work/data/datasets/adlb.json"} <= published
    assert not any(path.suffix == ".xpt" for path in plan.products("paper"))


def test_every_product_is_sealed_or_has_a_reason_not_to_be(plan: planning.Plan) -> None:
    sealed, apart = set(plan.sealed()), {path for paths in plan.unsealed().values() for path in paths}
    assert sealed | apart == set(plan.products("all"))
    assert not sealed & apart
    for name in ("output/paper.docx", "output/trace.csv", "tables/baseline.rtf", "data/results/displays/baseline.json"):
        assert planning.WORK / name in sealed
    assert {path.parent.name for path in apart} <= {"output", "results", "figures"}


def test_the_paper_alone_needs_no_display_but_its_own(plan: planning.Plan) -> None:
    published = {path.as_posix() for path in plan.products("paper")}
    assert set(map(str, plan.exports)) <= {path.as_posix() for path in plan.products("all")} - published
    assert not any("listing-" in name for name in published)


def test_displays_know_what_they_are_published_as(plan: planning.Plan) -> None:
    assert plan.produces("baseline") == "table"
    assert [f.suffix for f in plan.files_of("survival-curves")] == [".svg", ".pdf", ".png", ".txt"]
