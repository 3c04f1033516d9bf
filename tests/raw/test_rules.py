"""Every rule stays silent on clean data and fires on the fault that it is there for."""

import pandas as pd
import pytest

from analysis.raw.checking import RULES
from tests.datasets.small import PARAMETERS, make_study
from tests.raw.breaking import STUDY, Edit, Frames, add, drop, make_findings, make_frames, put

GAP = float("nan")
TESTS = ("ALB", "BILI", "ALT", "AST", "CREAT", "SODIUM")


def visits_alike(frames: Frames) -> None:
    first = frames["LB"].loc[[0]]
    panel = [first.assign(LBTESTCD=test, LBTEST=test, VISITNUM=v) for v in (1.0, 2.0) for test in TESTS]
    frames["LB"] = pd.concat(panel, ignore_index=True).assign(LBSEQ=range(1, 13))


def subjects_alike(frames: Frames) -> None:
    first = frames["LB"].loc[[0]]
    panel = [first.assign(LBTESTCD=test, LBTEST=test, USUBJID=s) for s in ("S-1", "S-2") for test in TESTS]
    frames["LB"] = pd.concat(panel, ignore_index=True).assign(LBSEQ=range(1, 13))


def rename_test(frames: Frames) -> None:
    frames["LB"]["LBTESTCD"] = frames["LB"]["LBTESTCD"].replace("BILI", "X")


def forget_death(frames: Frames) -> None:
    frames["DM"].loc[1, "DTHDTC"] = ""
    frames["DS"].loc[3, "DSSTDTC"] = ""


def jump(frames: Frames) -> None:
    days = pd.date_range("2024-01-02", periods=40).strftime("%Y-%m-%d")
    values = [30.0 + n % 3 for n in range(40)]
    values[20] = 55.0
    first = frames["LB"].loc[[0]].drop(columns=["LBSTRESN", "LBSTRESC", "LBDTC", "LBSEQ"])
    frames["LB"] = (
        first.loc[[0] * 40]
        .reset_index(drop=True)
        .assign(LBSTRESN=values, LBSTRESC=[f"{v:g}" for v in values], LBDTC=days, LBSEQ=range(1, 41), LBNRIND="")
    )


def given(name: str, row: int = 0, **values: str | float) -> Edit:
    """Datasets of ADaM without a fault, but for the values named in one of their records."""

    def edit(frames: Frames) -> None:
        adsl = {"STUDYID": "S", "USUBJID": ["S-1", "S-2"], "TRTSDT": ["2024-01-10", "2024-01-12"], "SAFFL": "Y"}
        lines = {
            "USUBJID": "S-1",
            "PARAMCD": "ALB",
            "AVAL": [30.0, 33],
            "BASE": 30.0,
            "CHG": [GAP, 3],
            "ABLFL": ["Y", ""],
        }
        days = {"ADT": ["2024-01-09", "2024-01-24"], "ADY": [-1.0, 15]}
        frames["ADSL"], frames["ADLB"] = pd.DataFrame(adsl), pd.DataFrame({"STUDYID": "S", **lines, **days})
        for column, value in values.items():
            frames[name].loc[row, column] = value

    return edit


CASES: dict[str, Edit] = {
    "study-id": put("DM", 0, STUDYID="T"),
    "domain-name": put("DM", 0, DOMAIN="DN"),
    "subject-missing": put("LB", 0, USUBJID=""),
    "subject-unknown": put("LB", 0, USUBJID="S-9"),
    "arm-unknown": put("DM", 0, ARMCD="B"),
    "record-double": add("LB", 0),
    "visit-repeated": add("LB", 0, LBDTC="2024-01-03"),
    "sequence": put("LB", 1, LBSEQ=1),
    "unit-unknown": put("LB", 0, LBSTRESU="stone"),
    "test-absent": rename_test,
    "sex-code": put("DM", 0, SEX="female"),
    "age-unit": put("DM", 0, AGEU="MONTHS"),
    "event-flag": put("AE", 0, AESER="YES"),
    "death-flag-code": put("DM", 0, DTHFL="N"),
    "grade-code": put("AE", 0, AETOXGR="6"),
    "event-ungraded": put("AE", 0, AETOXGR="", AESEV=""),
    "severity-code": put("AE", 0, AESEV="STRONG"),
    "outcome-code": put("AE", 0, AEOUT="GONE"),
    "action-code": put("AE", 0, AEACN="NONE"),
    "test-name": put("LB", 0, LBTEST="Albumen"),
    "visit-name": put("LB", 0, VISIT="VISIT ONE"),
    "text-length": put("AE", 0, AETERM="x" * 201),
    "failure-treated": add("EX", 0, USUBJID="S-3", EXSTDTC="2024-01-08", EXENDTC="2024-01-08"),
    "arm-untreated": drop("EX", 2),
    "arm-actual": put("DM", 0, ACTARMCD="P"),
    "consent-missing": put("DM", 0, RFICDTC=""),
    "age-impossible": put("DM", 0, AGE=150),
    "age-birth": put("DM", 0, BRTHDTC="1953-01-01"),
    "sex-test": put("LB", 5, LBTESTCD="HCG"),
    "subject-number": put("DM", 1, SUBJID="1"),
    "disposition-missing": drop("DS", 4),
    "disposition-both": add("DS", 2, DSDECOD="LOST TO FOLLOW-UP", DSTERM="LOST TO FOLLOW-UP"),
    "reason-unlisted": put("DS", 4, DSDECOD="OTHER", DSTERM="TOO FAR AWAY"),
    "death-disposition": put("DM", 1, DTHFL="", DTHDTC=""),
    "death-status": put("SS", 0, SSSTRESC="DEAD"),
    "death-event": put("AE", 0, AEOUT="FATAL"),
    "death-event-missing": put("AE", 2, AEOUT="NOT RECOVERED/NOT RESOLVED", AESDTH="N", AEENDTC=""),
    "death-undated": forget_death,
    "death-unflagged": put("DM", 1, DTHFL=""),
    "death-date": put("DS", 3, DSSTDTC="2024-02-21"),
    "after-death": put("LB", 7, LBDTC="2024-02-21"),
    "dose-negative": put("EX", 0, EXDOSE=-1),
    "dose-missing": put("EX", 0, EXDOSE=GAP),
    "dose-undated": put("EX", 0, EXSTDTC="2024-01"),
    "dose-end": put("EX", 0, EXENDTC="2024-01-09"),
    "dose-consent": put("EX", 0, EXSTDTC="2024-01-01"),
    "dose-participation": put("EX", 1, EXSTDTC="2024-03-02", EXENDTC="2024-03-02"),
    "dose-first": put("DM", 0, RFXSTDTC="2024-01-11"),
    "dose-overlap": put("EX", 0, EXENDTC="2024-01-18"),
    "visit-order": put("SV", 2, SVSTDTC="2024-01-05"),
    "visit-end": put("SV", 2, SVENDTC="2024-01-23"),
    "visit-unknown": put("LB", 4, VISITNUM=7, VISIT="DAY 99"),
    "visit-date": put("LB", 4, LBDTC="2024-01-25"),
    "result-undated": put("LB", 4, LBDTC="2024-01"),
    "after-cut-off": put("AE", 0, AESTDTC="2025-01-12", AEENDTC="2025-01-13"),
    "before-consent": put("LB", 0, LBDTC="2023-01-02"),
    "event-end": put("AE", 0, AEENDTC="2024-01-11"),
    "other-end": put("CM", 0, CMSTDTC="2024-02-15"),
    "event-consent": put("AE", 0, AESTDTC="2024-01-01"),
    "event-undated": put("AE", 1, AESTDTC=""),
    "event-uncoded": put("AE", 0, AEDECOD=""),
    "fatal-grade": put("AE", 2, AETOXGR="4"),
    "serious-criterion": put("AE", 0, AESHOSP="Y"),
    "serious-reason": put("AE", 0, AESER="Y"),
    "outcome-end": put("AE", 0, AEENDTC=""),
    "event-double": add("AE", 0),
    "result-number": put("LB", 0, LBSTRESC="31"),
    "result-number-missing": put("LB", 0, LBSTRESN=GAP),
    "result-missing": put("LB", 0, LBSTRESN=GAP, LBSTRESC="", LBORRES=""),
    "result-status": put("LB", 0, LBSTAT="NOT DONE"),
    "range-limits": put("LB", 0, LBSTNRLO=60),
    "range-indicator": put("LB", 0, LBNRIND="NORMAL"),
    "value-range": put("LB", 0, LBSTRESN=70, LBSTRESC="70"),
    "unit-mistaken": put("LB", 0, LBSTRESN=3.1, LBSTRESC="3.1"),
    "value-jump": jump,
    "visit-copied": visits_alike,
    "subject-copied": subjects_alike,
    "blood-pressure": put("VS", 3, VSSTRESN=130),
    "body-mass": put("VS", 1, VSSTRESN=700),
    "birth-date": put("DM", 0, BRTHDTC="1973-05-17"),
    "identifying-variable": put("DM", 0, INITIALS="AB"),
    "identifying-text": put("AE", 0, AETERM="headache, call 13800138000"),
    "given-subject-double": given("ADSL", USUBJID="S-2"),
    "given-subject-unknown": given("ADLB", USUBJID="S-9"),
    "given-flag": given("ADLB", ABLFL="X"),
    "given-treated": given("ADSL", TRTSDT=""),
    "given-change": given("ADLB", 1, CHG=4.0),
    "given-base": given("ADLB", 1, BASE=29.0),
    "given-day": given("ADLB", 1, ADY=14.0),
}


def test_clean_data_break_no_rule() -> None:
    assert [(finding.rule, finding.where) for finding in make_findings(make_frames())] == []


def test_clean_datasets_break_no_rule() -> None:
    frames = make_frames()
    given("ADSL")(frames)
    assert [(finding.rule, finding.where) for finding in make_findings(frames)] == []


def test_every_rule_has_a_case() -> None:
    assert list(CASES) == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", CASES)
def test_a_fault_fires_its_rule(rule: str) -> None:
    frames = make_frames()
    CASES[rule](frames)
    found = make_findings(frames, rule=rule)
    assert found
    message = str(found[0].fault)
    assert found[0].file in message
    assert "→" in message
    known = next(one for one in RULES if one.id == rule)
    assert found[0].severity == known.severity


@pytest.mark.parametrize("rule", ["death-date", "outcome-end", "value-range", "visit-date", "dose-overlap"])
def test_a_finding_names_the_record_alone(rule: str) -> None:
    frames = make_frames()
    CASES[rule](frames)
    (finding,) = make_findings(frames, rule=rule)
    assert len(finding.rows) == 1


def test_accepted_rules_are_warnings_with_the_reason() -> None:
    frames = make_frames()
    CASES["event-end"](frames)
    study = STUDY.model_copy(update={"accepted": {"event-end": "clarified with the site"}})
    (finding,) = make_findings(frames, study, "event-end")
    assert finding.severity == "warning"
    assert finding.remedy == "accepted in study.yaml: clarified with the site"


def test_reasons_are_of_no_concern_without_a_flow() -> None:
    frames = make_frames()
    CASES["reason-unlisted"](frames)
    assert not make_findings(frames, make_study(parameters=PARAMETERS), "reason-unlisted")


def test_another_result_of_the_same_test_is_a_repeat_and_no_double() -> None:
    frames = make_frames()
    add("LB", 0, LBSTRESC="31", LBORRES="31")(frames)
    put("LB", frames["LB"].index[-1], LBSTRESN=31.0, LBSEQ=99)(frames)
    assert not make_findings(frames, rule="record-double")
    (finding,) = make_findings(frames, rule="visit-repeated")
    assert "with different results" in finding.what
    assert finding.severity == "warning"
