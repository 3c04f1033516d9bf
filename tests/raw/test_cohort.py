"""The shipped cohort: made again it has the same bytes, it is what the dictionary says, and it names nobody."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
DOMAINS = ("ae", "cm", "dm", "ds", "dv", "eg", "ex", "lb", "mh", "qs", "rs", "ss", "sv", "vs")
TREATED = 24
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2})?)?)?")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def cohort() -> dict[str, Rows]:
    return {name: _read(RAW / f"{name}.csv") for name in DOMAINS}


@pytest.fixture(scope="module")
def dictionary() -> Rows:
    return _read(RAW / "dictionary.csv")


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_made_again_it_has_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "data.raw.generator", "--out", str(tmp_path)]
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(made) == sorted([*(f"{name}.csv" for name in DOMAINS), "SHA256SUMS"])
    assert [name for name, data in made.items() if data != (RAW / name).read_bytes()] == []


def test_checksums_hold_for_every_domain() -> None:
    lines = [line.split("  ") for line in (RAW / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert [name for _, name in lines] == [f"{name}.csv" for name in DOMAINS]
    assert [name for digest, name in lines if hashlib.sha256((RAW / name).read_bytes()).hexdigest() != digest] == []


def test_text_is_utf_8_with_unix_line_ends() -> None:
    assert [name for name in DOMAINS if b"\r" in (RAW / f"{name}.csv").read_bytes()] == []


def test_variables_are_those_of_the_dictionary_in_its_order(cohort: dict[str, Rows], dictionary: Rows) -> None:
    described: dict[str, list[str]] = {}
    for line in dictionary:
        described.setdefault(line["domain"].lower(), []).append(line["variable"])
    assert described == {name: list(rows[0]) for name, rows in cohort.items()}


def test_dictionary_fits_the_transport_format(dictionary: Rows) -> None:
    too_long = [line["variable"] for line in dictionary if len(line["variable"]) > 8 or len(line["label"]) > 40]
    assert too_long == []
    assert {line["type"] for line in dictionary} == {"Char", "Num"}
    assert {line["origin"] for line in dictionary} == {"assigned", "synthetic"}


def test_values_are_of_the_dictionary_s_type_and_length(cohort: dict[str, Rows], dictionary: Rows) -> None:
    wrong = [
        (line["variable"], value)
        for line in dictionary
        for value in {row[line["variable"]] for row in cohort[line["domain"].lower()]} - {""}
        if not _fits(line, value)
    ]
    assert wrong == []


def _fits(line: dict[str, str], value: str) -> bool:
    if line["type"] == "Num":
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    dated = line["codelist"] != "ISO 8601" or DATE.fullmatch(value) is not None
    return dated and len(value) <= int(line["length"])


def test_rows_are_numbered_within_each_subject(cohort: dict[str, Rows]) -> None:
    for name, rows in cohort.items():
        subjects = [row["USUBJID"] for row in rows]
        assert subjects == sorted(subjects), name
        sequence = f"{name.upper()}SEQ"
        if sequence in rows[0]:
            seen: Counter[str] = Counter()
            for row in rows:
                seen[row["USUBJID"]] += 1
                assert int(row[sequence]) == seen[row["USUBJID"]], (name, row)


def test_39_are_screened_and_24_treated(cohort: dict[str, Rows]) -> None:
    people = cohort["dm"]
    assert len({row["USUBJID"] for row in people}) == len(people) == 39
    assert Counter(row["ARMCD"] for row in people) == {"LOW": 8, "MEDIUM": 8, "HIGH": 8, "": 15}
    assert {row["ARMNRS"] for row in people if not row["ARMCD"]} == {"SCREEN FAILURE"}
    failed = {row["USUBJID"] for row in people if not row["ARMCD"]}
    assert failed == {row["USUBJID"] for row in cohort["ds"] if row["EPOCH"] == "SCREENING" and row["DSSCAT"]}
    assert failed.isdisjoint(row["USUBJID"] for name in ("ex", "ae", "cm", "ss") for row in cohort[name])


def test_each_patient_had_three_infusions_of_the_group_s_dose(cohort: dict[str, Rows]) -> None:
    arms = {row["USUBJID"]: row["ARMCD"] for row in cohort["dm"]}
    given = Counter((arms[row["USUBJID"]], row["EXDOSE"]) for row in cohort["ex"])
    assert given == {("LOW", "25000000"): 24, ("MEDIUM", "50000000"): 24, ("HIGH", "100000000"): 24}
    assert {(row["EXVAMT"], row["EXVAMTU"]) for row in cohort["ex"]} == {("100", "mL")}


def test_three_died_and_four_were_lost(cohort: dict[str, Rows]) -> None:
    arms = {row["USUBJID"]: row["ARMCD"] for row in cohort["dm"]}
    ends = [row for row in cohort["ds"] if row["DSSCAT"] == "STUDY PARTICIPATION" and arms[row["USUBJID"]]]
    assert len(ends) == len({row["USUBJID"] for row in ends}) == TREATED
    assert Counter((arms[row["USUBJID"]], row["DSDECOD"]) for row in ends if row["DSDECOD"] != "COMPLETED") == {
        ("LOW", "DEATH"): 2,
        ("LOW", "LOST TO FOLLOW-UP"): 2,
        ("MEDIUM", "LOST TO FOLLOW-UP"): 2,
        ("HIGH", "DEATH"): 1,
    }


def test_deaths_agree_in_dm_ds_and_ss(cohort: dict[str, Rows]) -> None:
    died = {row["USUBJID"]: row["DTHDTC"] for row in cohort["dm"] if row["DTHFL"]}
    assert died == {row["USUBJID"]: row["DSSTDTC"] for row in cohort["ds"] if row["DSDECOD"] == "DEATH"}
    noted = {row["USUBJID"]: row["SSDTC"] for row in cohort["ss"] if row["SSSTRESC"] == "DEAD"}
    assert noted.keys() == died.keys()
    assert all(noted[usubjid] >= when for usubjid, when in died.items())


def test_deaths_and_losses_come_in_the_reconstructed_order(cohort: dict[str, Rows]) -> None:
    """By the day of death or the day last known alive, the order from which the published P follows."""
    arms = {row["USUBJID"]: row["ARMCD"] for row in cohort["dm"]}
    days = {row["USUBJID"]: int(row["SVSTDY"]) for row in cohort["sv"] if row["SVSTDY"] and row["SVOCCUR"] == "Y"}
    days |= {row["USUBJID"]: int(row["SSDY"]) for row in cohort["ss"] if row["SSSTRESC"] == "ALIVE"}
    died = {row["USUBJID"]: int(row["DSSTDY"]) for row in cohort["ds"] if row["DSDECOD"] == "DEATH"}
    ordered = sorted((day, usubjid) for usubjid, day in (days | died).items() if arms[usubjid])
    assert sorted(arms[usubjid] for _, usubjid in ordered[:3]) == ["LOW", "MEDIUM", "MEDIUM"]
    assert [(arms[usubjid], usubjid in died) for _, usubjid in ordered[3:7]] == [
        ("HIGH", True),
        ("LOW", False),
        ("LOW", True),
        ("LOW", True),
    ]
    assert ordered[3][0] > 183
    assert ordered[7][0] > 731


def test_three_events_were_serious_and_over_70_percent_slight(cohort: dict[str, Rows]) -> None:
    events = [row for row in cohort["ae"] if row["EPOCH"] != "SCREENING"]
    assert Counter(row["AESER"] for row in cohort["ae"])["Y"] == 3
    assert 0.7 < sum(row["AETOXGR"] in ("1", "2") for row in events) / len(events) <= 0.8
    assert max(int(row["AESTDY"]) for row in events if row["AESTDY"]) <= 169


def test_no_subject_stands_outside_dm(cohort: dict[str, Rows]) -> None:
    known = {row["USUBJID"] for row in cohort["dm"]}
    assert [name for name, rows in cohort.items() if {row["USUBJID"] for row in rows} - known] == []


def test_study_days_have_no_day_0_and_follow_the_dates(cohort: dict[str, Rows]) -> None:
    first = {row["USUBJID"]: row["RFSTDTC"] for row in cohort["dm"]}
    checked = 0
    for name, when, day in (("lb", "LBDTC", "LBDY"), ("ae", "AESTDTC", "AESTDY"), ("sv", "SVSTDTC", "SVSTDY")):
        for row in cohort[name]:
            if row[day]:
                distance = (date.fromisoformat(row[when][:10]) - date.fromisoformat(first[row["USUBJID"]])).days
                assert int(row[day]) == (distance + 1 if distance >= 0 else distance), (name, row)
                checked += 1
    assert checked > 3000


def test_units_differ_between_laboratories_in_creatinine_alone(cohort: dict[str, Rows]) -> None:
    units: dict[str, set[str]] = {}
    for row in cohort["lb"]:
        if row["LBSTRESU"]:
            units.setdefault(row["LBTESTCD"], set()).add(row["LBSTRESU"])
    assert {code: found for code, found in units.items() if len(found) > 1} == {"CREAT": {"umol/L", "mg/dL"}}
    branch = {row["LBNAM"] for row in cohort["lb"] if row["LBSTRESU"] == "mg/dL"}
    assert branch == {"BRANCH LABORATORY"}


def test_values_below_the_limit_have_no_number(cohort: dict[str, Rows]) -> None:
    below = [row for row in cohort["lb"] if row["LBSTRESC"].startswith("<")]
    assert {(row["LBTESTCD"], row["LBORRES"], row["LBSTRESN"]) for row in below} == {("IL8", "<5", "")}


def test_scores_are_not_recorded(cohort: dict[str, Rows]) -> None:
    assert {row["RSTESTCD"] for row in cohort["rs"]} == {"ASCITES", "ENCEPH"}
    codes = {row[f"{name.upper()}TESTCD"] for name in ("lb", "vs", "eg", "qs") for row in cohort[name]}
    assert not [code for code in codes if re.search("MELD|CHILD|ALBI|APRI|FIB4", code)]


def test_nobody_is_identified(cohort: dict[str, Rows], dictionary: Rows) -> None:
    assert {"BRTHDTC", "DMDTC", "INVNAM", "INVID"}.isdisjoint(line["variable"] for line in dictionary)
    assert {row["STUDYID"] for rows in cohort.values() for row in rows} == {"SYN-UCMSC-01"}
    text = "".join((RAW / f"{name}.csv").read_text(encoding="utf-8") for name in DOMAINS)
    assert not re.findall(r"NCT\d+|Zhongnan|Wuhan|Qin\b", text)
