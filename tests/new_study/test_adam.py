"""A study that enters at ADaM: datasets by other names, arms by their labels, what is no measurement left out."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

from analysis.datasets.deriving import derive_dataset
from analysis.errors import RawDataError
from analysis.new_study.__main__ import write_study
from analysis.raw.checking import check_raw
from analysis.raw.files import read_files
from analysis.raw.reading import read_domain
from analysis.study import Study, read_study

ARMS = ("Placebo", "Active high dose", "Active low dose")
VISITS = {"Baseline": 1, "Week 2": 15, "Week 4": 29}


def make_adsl() -> pd.DataFrame:
    """Twelve subjects in three arms; the last one left early."""
    names = [f"S-{number:02d}" for number in range(12)]
    frame = pd.DataFrame({"STUDYID": "T-1", "USUBJID": names, "SUBJID": names, "TRT01P": [*ARMS] * 4})
    frame["TRT01PN"] = frame["TRT01P"].map({"Placebo": 0, "Active low dose": 54, "Active high dose": 81})
    ends = {"EOSSTT": ["COMPLETED"] * 11 + ["DISCONTINUED"], "DCSREAS": [""] * 11 + ["Lost to Follow-up"]}
    return frame.assign(AGE=range(50, 62), SEX=["F", "M"] * 6, TRTSDT="2024-01-10", SAFFL="Y", EFFFL="Y", **ends)


def make_results(codes: dict[str, str], start: float) -> pd.DataFrame:
    """A value of each subject, parameter and visit, and one that was imputed."""
    lines = [
        {"USUBJID": f"S-{s:02d}", "PARAMCD": code, "PARAM": codes[code], "AVISIT": visit, "ADY": day, "LBSEQ": day}
        | {"AVAL": start + s + day / 10, "BASE": start + s + 0.1, "ABLFL": "Y" if day == 1 else "", "DTYPE": ""}
        for s, code, (visit, day) in itertools.product(range(12), codes, VISITS.items())
    ]
    frame = pd.DataFrame([*lines, {**lines[2], "DTYPE": "LOCF"}]).assign(STUDYID="T-1")
    day = pd.to_timedelta(frame["ADY"] - 1, unit="D")
    frame["ADT"] = (pd.Timestamp("2024-01-10") + day).dt.strftime("%Y-%m-%d")
    return frame.assign(ANL01FL="Y", CHG=(frame["AVAL"] - frame["BASE"]).where(frame["ABLFL"] != "Y"))


def make_events() -> pd.DataFrame:
    event = {"STUDYID": "T-1", "USUBJID": "S-01", "AESEQ": 1, "AETERM": "Headache", "AEDECOD": "Headache"}
    event |= {"AEBODSYS": "Nervous system", "AESEV": "MILD", "AESER": "N", "AEREL": "NONE", "TRTEMFL": "Y"}
    return pd.DataFrame([event | {"ASTDT": "2024-01-12", "AENDT": "2024-01-13"}])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new study from these datasets."""
    source, made = tmp_path_factory.mktemp("adam"), tmp_path_factory.mktemp("new") / "study"
    chemistry = make_results({"ALB": "Albumin (g/L)", "GLUC": "Glucose (mmol/L)"}, 30)
    datasets = {"adsl": make_adsl(), "adae": make_events(), "adlbc": chemistry}
    datasets["adlbh"] = make_results({"HGB": "Hemoglobin (g/L)"}, 120)
    datasets["adlbhy"] = make_results({"ALB": "Albumin (g/L)", "HYLAW": "Hy's law"}, 1)
    for name, frame in datasets.items():
        frame.to_csv(source / f"{name}.csv", index=False)
    told = write_study(made, source)
    assert "0 errors, 0 warnings" in told
    return made


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return read_study(folder / "study.yaml")


def test_arms_stand_in_the_order_of_their_numbers(study: Study) -> None:
    assert [arm.label for arm in study.arms] == ["Placebo", "Active low dose", "Active high dose"]


def test_datasets_of_other_names_are_put_together(study: Study) -> None:
    assert study.given == {"ADLB": ("ADLBC", "ADLBH")}  # ADLBHY has a parameter of ADLBC, too
    assert [(p.id, p.unit) for p in study.parameters] == [("ALB", "g/L"), ("GLUC", "mmol/L"), ("HGB", "g/L")]
    assert [(visit.id, visit.day) for visit in study.visits] == [("BASELINE", 1), ("W2", 15), ("W4", 29)]


def test_the_paper_says_that_datasets_were_given(folder: Path) -> None:
    text = " ".join((folder / "manuscript/paper.qmd").read_text(encoding="utf-8").split())
    assert "datasets were taken as they were given" in text
    assert "Baseline is the last value" not in text


def test_populations_are_those_of_the_dataset(study: Study) -> None:
    assert study.population("full-analysis").flag == "EFFFL"
    assert [reason.terms for reason in study.disposition.discontinuations] == [("LOST TO FOLLOW-UP",)]


def test_the_datasets_are_taken_and_checked(folder: Path, study: Study) -> None:
    assert check_raw(study, folder / "data/raw") == ()
    files = read_files(folder / "data/raw", study.given)
    raw = {name: read_domain(*paths) for name, paths in files.items()}
    adsl = derive_dataset(study, "ADSL", raw, {})
    assert adsl["ENRLFL"].tolist() == ["Y"] * 12
    adlb = derive_dataset(study, "ADLB", raw, {"ADSL": adsl})
    assert len(adlb) == 12 * 3 * 3  # without the imputed record
    assert not adlb[adlb["ANL01FL"] == "Y"].duplicated(["USUBJID", "PARAMCD", "AVISIT"]).any()
    assert derive_dataset(study, "ADAE", raw, {"ADSL": adsl})["AREL"].tolist() == ["NOT RELATED"]


def test_a_part_without_a_file_is_told(folder: Path) -> None:
    with pytest.raises(RawDataError, match="given, ADLBX: no such file"):
        read_files(folder / "data/raw", {"ADLB": ("ADLBC", "ADLBX")})
