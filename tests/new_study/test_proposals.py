"""What a first study.yaml proposes as endpoints: responders, times to events, estimands, sensitivity analyses."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.new_study import listings
from analysis.new_study.__main__ import write_study
from analysis.new_study.estimands import CHANGE, RESPONSE, SURVIVAL, find_primary
from analysis.new_study.outline import Main
from analysis.study import EventTime, Study, read_study
from tests.new_study.test_adam import make_adsl, make_results


def make_answers() -> pd.DataFrame:
    """A question answered at week 4 alone, by AVALC; no baseline."""
    lines = [
        {"STUDYID": "T-1", "USUBJID": f"S-{n:02d}", "PARAMCD": "CLEAR", "PARAM": "Clear skin", "AVISIT": "Week 4"}
        | {"ADY": 29, "ADT": "2024-02-07", "AVALC": "YN"[n % 2]}
        for n in range(12)
    ]
    return pd.DataFrame(lines)


def make_scores() -> pd.DataFrame:
    """A total score with a criterion that a limit explains, and one that none does."""
    frame = make_results({"ITCH": "Itch total score"}, 10)
    met = (frame["CHG"] >= 2).map({True: "Y", False: "N"}).where(frame["CHG"].notna(), "")
    frame = frame.assign(CRIT2="Change of at least <= 5", CRIT2FL=met)
    return frame.assign(CRIT1="Change from baseline >= 2", CRIT1FL=met)


def make_times() -> pd.DataFrame:
    lines = [
        {"STUDYID": "T-1", "USUBJID": f"S-{n:02d}", "PARAMCD": code, "PARAM": param, "STARTDT": "2024-01-10"}
        | {"ADT": "2024-03-10", "AVAL": 2.0 + n, "AVALU": "MONTHS", "CNSR": n % 2, "EVNTDESC": "Event"}
        for n in range(12)
        for code, param in (("PFS", "Progression-Free Survival (Months)"), ("OS", "Overall Survival (Months)"))
    ]
    return pd.DataFrame(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, made = tmp_path_factory.mktemp("adam"), tmp_path_factory.mktemp("new") / "study"
    arms = {"Placebo": "Placebo (0 mg)", "Active low dose": "mFOLFOX6 + Bev", "Active high dose": "XELOX"}
    adsl = make_adsl().replace({"TRT01P": arms}).assign(DTHFL="", DTHDT="")
    frames = {"adsl": adsl, "adanswer": make_answers(), "adscore": make_scores(), "adtte": make_times()}
    frames["adlb"] = make_results({"ALB": "Albumin (g/L)"}, 30)
    for name, frame in frames.items():
        frame.to_csv(source / f"{name}.csv", index=False)
    (source / "notes-of-the-site.csv").write_text("A,B\n1,2\n", encoding="utf-8")
    assert "NOT READ    notes-of-the-site.csv" in write_study(made, source)
    return made


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return read_study(folder / "study.yaml")


def test_arms_keep_their_sponsors_capitals(study: Study) -> None:
    assert [arm.label for arm in study.arms] == ["Placebo (0 mg)", "mFOLFOX6 + Bev", "XELOX"]


def test_criteria_of_the_same_visits_are_one_analysis(study: Study) -> None:
    found = {block.id: block for block in study.analyses if block.kind == "responders"}
    assert [(one.parameter, one.op, one.value) for one in found["responders"].criteria] == [("CLEAR", ">=", 1)]
    assert found["responders"].visits == ("W4",)
    (flagged,) = found["responders-2"].criteria
    assert (flagged.parameter, flagged.of, flagged.op, flagged.value) == ("ITCH", "change", ">=", 2)
    assert all(block.compare for block in found.values())


def test_a_question_that_is_taken_is_not_told_as_left_out(folder: Path) -> None:
    assert "QS CLEAR" not in (folder / "study.yaml").read_text("utf-8")


def test_a_criterion_that_no_limit_explains_is_told(folder: Path) -> None:
    assert "CRIT2FL, ITCH: no limit in its text gives these flags" in (folder / "study.yaml").read_text("utf-8")


def test_times_to_events_are_those_of_the_dataset_survival_first(study: Study) -> None:
    assert [(time.id, time.event, time.unit) for time in study.event_times] == [
        ("OS", "death", "months"),
        ("PFS", "event", "months"),
    ]
    blocks = [block for block in study.analyses if block.kind == "survival"]
    assert [block.id for block in blocks] == ["survival", "survival-pfs"]
    assert blocks[0].at_risk[-1] == 12  # of 13 months


def test_the_score_is_the_main_endpoint_and_has_an_estimand(study: Study) -> None:
    first = study.protocol.estimands[0]
    assert first.endpoint == "change-ITCH"
    assert "(proposed; to be confirmed)" in first.label
    assert first.treatment == "mFOLFOX6 + Bev or XELOX against placebo (0 mg), as planned"
    assert [one.event for one in first.events] == ["discontinuation"]  # nobody died
    assert first.sensitivity == ("sensitivity",)
    strategies = {one.endpoint: [e.strategy for e in one.events] for one in study.protocol.estimands}
    assert strategies["response"] == ["composite variable"]
    assert strategies["survival-pfs"] == ["treatment policy"]


def test_the_primary_endpoint_is_what_an_objective_speaks_of() -> None:
    times = [EventTime(id="OS", label="Overall survival")]
    guess, named = Main(("ALB",)), Main(("ITCH",), guessed=False)
    assert find_primary(guess, ["To estimate overall survival"], times, answers=True) == SURVIVAL
    assert find_primary(guess, [], times, answers=True) == RESPONSE
    assert find_primary(guess, [], (), answers=False) == CHANGE
    assert find_primary(named, ["To estimate overall survival"], times, answers=True) == CHANGE


def test_a_long_laboratory_listing_is_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for most, number in ((1000, "Listing 16.2.8"), (10, ""), (1, None)):
        monkeypatch.setattr(listings, "MOST_ALONE", 1 if number is None else 1000)
        monkeypatch.setattr(listings, "MOST_RECORDS", most)
        source = tmp_path / f"source-{most}"
        source.mkdir()
        make_adsl().to_csv(source / "adsl.csv", index=False)
        make_results({"ALB": "Albumin (g/L)"}, 30).to_csv(source / "adlb.csv", index=False)
        write_study(tmp_path / f"study-{most}", source)
        shown = {one.id: one for one in read_study(tmp_path / f"study-{most}/study.yaml").displays}
        display = shown.get("listing-laboratory")
        assert (display.numbers.get("csr", "") if display else None) == number
        text = (tmp_path / f"study-{most}/study.yaml").read_text("utf-8")
        assert ("not taken: a listing of all" in text) == (number is None)
