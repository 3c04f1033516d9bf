"""From a folder of SDTM to a study that builds: what is found, what is written, what is never overwritten."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.datasets.deriving import derive_dataset
from analysis.errors import RawDataError
from analysis.new_study.__main__ import write_study
from analysis.raw.checking import check_raw
from analysis.raw.reading import read_raw
from analysis.study import read_study
from tests.golden.building import ROOT, STUDY, build


def new_study(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.new_study", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "my study"
    run = new_study(str(folder), "--from", str(STUDY / "data/raw"))
    assert run.returncode == 0, run.stderr
    assert "Look at first" in run.stdout
    return folder


def test_arms_visits_parameters_and_units_are_those_of_the_data(written: Path) -> None:
    study = read_study(written / "study.yaml")
    assert [(arm.id, arm.label) for arm in study.arms] == [("PBO", "Placebo"), ("ACT", "Active 10 mg")]
    assert [visit.day for visit in study.visits] == [1, 29, 57]
    assert {"HGB", "CRP", "WEIGHT"} <= {parameter.id for parameter in study.parameters}
    assert study.parameter("HGB").unit == "g/L"
    assert any(way.source == "g/dL" and way.factor == 10 for way in study.units)


def test_the_report_is_laid_out_by_ich_e3(written: Path) -> None:
    study = read_study(written / "study.yaml")
    assert [document.id for document in study.documents] == ["paper", "supplement", "csr", "sap", "adrg"]
    numbers = {block.id: block.numbers.get("csr", "") for block in study.displays}
    assert all(numbers.values())
    assert len(set(numbers.values())) == len(numbers)
    assert numbers["consort-flow"] == "Figure 10.1.1"
    assert numbers["listing-events"] == "Listing 16.2.7"
    assert numbers["listing-response-lb"] == "Listing 16.2.6"
    assert {row.label for row in study.protocol.schedule.assessments} == {"Laboratory tests", "Vital signs"}


def test_groups_are_compared_and_what_e3_asks_for_is_shown(written: Path) -> None:
    study = read_study(written / "study.yaml")
    compared = {block.id: block.compare for block in study.analyses if hasattr(block, "compare")}
    assert compared == {"events": True, "event-terms": True}
    sections = {block.kind: block.numbers["csr"].split()[1] for block in study.displays}
    assert sections["design-diagram"] == "9.1.1"
    assert sections["individual-profiles"].startswith("14.2.")
    events = [block for block in study.displays if block.analyses == ("event-terms",)]
    assert [block.difference for block in events] == [False, False, True]  # type: ignore[union-attr]


def test_laboratory_safety_is_shown_where_there_are_reference_ranges(tmp_path: Path) -> None:
    data = copy_data(tmp_path / "raw")
    lb = pd.read_csv(data / "lb.csv", dtype=str, keep_default_na=False)
    lb.assign(LBSTNRLO="1", LBSTNRHI="10").to_csv(data / "lb.csv", index=False)
    ex = pd.read_csv(data / "ex.csv", dtype=str, keep_default_na=False)
    ex.assign(EXLOT="L-1").to_csv(data / "ex.csv", index=False)
    write_study(tmp_path / "new", data)
    study = read_study(tmp_path / "new/study.yaml")
    assert study.analysis("range-shift").parameters == ("HGB", "CRP")  # type: ignore[union-attr]
    numbers = {block.id: block.numbers["csr"] for block in study.displays if "csr" in block.numbers}
    assert numbers["lab-shift"].startswith("Table 14.3.4.")
    assert numbers["listing-abnormal"] == "Listing 14.3.4"
    assert numbers["listing-batches"] == "Listing 16.1.6"


def test_it_builds_at_once(written: Path) -> None:
    run = build(written)
    assert run.returncode == 0, run.stderr
    assert "0 differ" in run.stdout.splitlines()[-1]


def test_what_exists_is_not_overwritten(written: Path) -> None:
    before = (written / "study.yaml").read_bytes()
    run = new_study(str(written), "--from", str(STUDY / "data/raw"))
    assert run.returncode != 0
    assert "--force" in run.stderr
    assert (written / "study.yaml").read_bytes() == before


def test_a_folder_without_a_trial_is_told(tmp_path: Path) -> None:
    run = new_study(str(tmp_path / "new"), "--from", str(tmp_path))
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "new" / "study.yaml").exists()


def copy_data(folder: Path) -> Path:
    shutil.copytree(STUDY / "data/raw", folder)
    return folder


def test_disagreements_are_accepted_for_now_and_told(tmp_path: Path) -> None:
    source = copy_data(tmp_path / "sdtm")
    frame = pd.read_csv(source / "dm.csv", dtype=str, keep_default_na=False)
    frame.loc[frame["USUBJID"] == "GOLDEN-1-03", ["DTHFL", "DTHDTC"]] = ["Y", "2024-05-05"]
    frame.to_csv(source / "dm.csv", index=False)
    told = write_study(tmp_path / "new", source)
    assert "death-disposition: not yet looked at; a death in DM without a disposition event DEATH in DS" in told
    study = read_study(tmp_path / "new/study.yaml")
    assert "GOLDEN-1-03" in study.accepted["death-disposition"]
    found = check_raw(study, tmp_path / "new/data/raw")
    assert {finding.severity for finding in found} == {"warning"}
    assert any(finding.remedy.startswith("accepted in study.yaml: not yet looked at") for finding in found)


@pytest.mark.parametrize(
    "without", [("lb",), ("ex",), ("ds",), ("ae",), ("lb", "vs", "ae"), ("ex", "ds", "ae", "lb", "vs", "ss")]
)
def test_a_trial_need_not_have_every_domain(tmp_path: Path, without: tuple[str, ...]) -> None:
    source = copy_data(tmp_path / "sdtm")
    for domain in without:
        (source / f"{domain}.csv").unlink()
    write_study(tmp_path / "new", source)
    study = read_study(tmp_path / "new/study.yaml")
    raw = read_raw(tmp_path / "new/data/raw")
    assert not [finding for finding in check_raw(study, tmp_path / "new/data/raw") if finding.severity == "error"]
    adsl = derive_dataset(study, "ADSL", raw, {})
    assert (adsl["SAFFL"] == "Y").sum() == 12
    assert {noted.domain for noted in study.parameters} == {"LB", "VS"} - {name.upper() for name in without}


def test_a_trial_need_not_have_every_variable(tmp_path: Path) -> None:
    source = copy_data(tmp_path / "sdtm")
    for domain, columns in {
        "dm": ["AGE", "ACTARMCD"],
        "ae": ["AEDECOD", "AEBODSYS", "AEENDTC", "AEREL", "AESER"],
    }.items():
        path = source / f"{domain}.csv"
        pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns=columns).to_csv(path, index=False)
    write_study(tmp_path / "new", source)
    study, raw = read_study(tmp_path / "new/study.yaml"), read_raw(tmp_path / "new/data/raw")
    assert not [finding for finding in check_raw(study, tmp_path / "new/data/raw") if finding.severity == "error"]
    adsl = derive_dataset(study, "ADSL", raw, {})
    adae = derive_dataset(study, "ADAE", raw, {"ADSL": adsl})
    assert set(adae["AREL"]) == {""}
    assert "AGE" not in (tmp_path / "new/manuscript/paper.qmd").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("domain", "column", "told"),
    [("lb", "USUBJID", "LB, USUBJID: the column is missing"), ("dm", "ARMCD", "DM, ARMCD: the column is missing")],
)
def test_what_can_not_be_read_is_told(tmp_path: Path, domain: str, column: str, told: str) -> None:
    source = copy_data(tmp_path / "sdtm")
    pd.read_csv(source / f"{domain}.csv", dtype=str).drop(columns=column).to_csv(source / f"{domain}.csv", index=False)
    with pytest.raises(RawDataError, match=told):
        write_study(tmp_path / "new", source)
