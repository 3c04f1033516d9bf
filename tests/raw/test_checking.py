import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.errors import RawDataError
from analysis.raw.checking import check_findings, check_raw, derive_needed_domains
from analysis.raw.findings import Finding
from tests.datasets.small import LABORATORY, make_csv, make_domain, make_study

STUDY = make_study()
DM = """
USUBJID | SUBJID | AGE | SEX | ARMCD | ACTARMCD
S-1     | 1      | 50  | F   | A     | A
S-2     | 2      | 60  | M   |       |
"""
DS = """
USUBJID | DSTERM         | DSDECOD        | DSCAT             | DSSTDTC
S-1     | COMPLETED      | COMPLETED      | DISPOSITION EVENT | 2024-03-01
S-2     | SCREEN FAILURE | SCREEN FAILURE | DISPOSITION EVENT | 2024-01-01
"""
EX = """
USUBJID | EXTRT | EXDOSE | EXSTDTC    | EXENDTC
S-1     | DRUG  | 10     | 2024-01-10 | 2024-01-10
"""
CLEAN = {"dm": DM, "ds": DS, "ex": EX, "lb": LABORATORY}
Change = Callable[[str], str]


def write(folder: Path, **changes: Change) -> Path:
    for name, text in CLEAN.items():
        content = make_csv(make_domain(name.upper(), text))
        (folder / f"{name}.csv").write_text(changes.get(name, str)(content), encoding="utf-8")
    return folder


def errors(folder: Path) -> list[Finding]:
    return [finding for finding in check_raw(STUDY, folder) if finding.severity == "error"]


def test_clean_data_have_no_errors(tmp_path: Path) -> None:
    assert not errors(write(tmp_path))


def test_what_a_study_needs() -> None:
    assert derive_needed_domains(STUDY) == ("DM", "DS", "LB")
    assert derive_needed_domains(STUDY, {"ADSL", "ADLB"}) == ()


@pytest.mark.parametrize(("domain", "severity"), [("ex", "warning"), ("ds", "error"), ("dm", "error"), ("lb", "error")])
def test_what_a_missing_domain_means(tmp_path: Path, domain: str, severity: str) -> None:
    folder = write(tmp_path)
    (folder / f"{domain}.csv").unlink()
    found = [finding.severity for finding in check_raw(STUDY, folder) if finding.rule == "file-missing"]
    assert found == [severity]


def double(text: str) -> str:
    return text + text.splitlines()[1] + "\n"


@pytest.mark.parametrize(
    ("rule", "name", "change", "told"),
    [
        ("column-missing", "dm", lambda t: t.replace("SEX", "GENDER"), ("dm.csv (DM), SEX",)),
        ("file-empty", "lb", lambda t: t.splitlines()[0] + "\n", ("lb.csv", "no records")),
        ("file-unreadable", "lb", lambda _: "", ("lb.csv", "empty")),
        ("text-in-number", "lb", lambda t: t.replace(",34.0,", ",high,"), ("LBSTRESN", "row 4", "S-1", "high")),
        ("date-impossible", "ex", lambda t: t.replace("2024-01-10", "2024-02-30", 1), ("EXSTDTC", "2024-02-30")),
        ("record-double", "lb", double, ("lb.csv", "rows 2, 8", "S-1", "LBTESTCD")),
        ("record-double", "dm", double, ("dm.csv", "USUBJID", "S-1")),
        ("subject-unknown", "lb", lambda t: t.replace("S-1", "S-9", 1), ("lb.csv", "S-9", "not in DM")),
        ("subject-missing", "lb", lambda t: t.replace("S-1", "", 1), ("lb.csv", "row 2", "without a subject")),
        ("unit-unknown", "lb", lambda t: t.replace("g/dL", "stone"), ("LBSTRESU", "stone", "row 3", "ALB")),
        ("study-id", "dm", lambda t: t.replace(",S\n", ",T\n", 1), ("dm.csv", "STUDYID", "not 'S'")),
        ("arm-unknown", "dm", lambda t: t.replace("F,A,A", "F,B,A"), ("ARMCD", "S-1", "B")),
        ("sequence", "lb", lambda t: t.replace(",S,2", ",S,1"), ("LBSEQ", "not unique", "S-1")),
        ("test-absent", "lb", lambda t: t.replace("BILI", "OTHER"), ("LBTESTCD", "no record of BILI")),
    ],
)
def test_each_fault_is_told_once_with_place_and_remedy(
    tmp_path: Path, rule: str, name: str, change: Change, told: tuple[str, ...]
) -> None:
    found = errors(write(tmp_path, **{name: change}))
    assert [finding.rule for finding in found] == [rule]
    message = str(found[0].fault)
    assert "→" in message
    for word in told:
        assert word in message


def test_events_that_nobody_had_are_a_warning(tmp_path: Path) -> None:
    folder = write(tmp_path, ex=lambda t: t.splitlines()[0] + "\n")
    (found,) = (finding for finding in check_raw(STUDY, folder) if finding.rule == "file-empty")
    assert (found.severity, found.file) == ("warning", "ex.csv")


def test_all_faults_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, dm=lambda t: t.replace("SEX", "GENDER"), lb=lambda t: t.replace("g/dL", "stone"))
    (folder / "ds.csv").unlink()
    with pytest.raises(RawDataError) as error:
        check_findings(check_raw(STUDY, folder))
    assert len(error.value.faults) == 3
    assert "put ds.csv into" in str(error.value)


def test_a_changed_file_is_a_warning_only(tmp_path: Path) -> None:
    folder = write(tmp_path)
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    lines = [f"{digest}  {name}\n" for name, digest in digests.items()]
    (folder / "SHA256SUMS").write_text("".join(lines))
    assert not [finding for finding in check_raw(STUDY, folder) if finding.rule == "checksum"]
    (folder / "lb.csv").write_text((folder / "lb.csv").read_text().replace("34.0", "33.0"))
    (found,) = (finding for finding in check_raw(STUDY, folder) if finding.rule == "checksum")
    assert (found.severity, found.file) == ("warning", "lb.csv")
    check_findings([found])


def test_a_missing_folder_is_told() -> None:
    (found,) = check_raw(STUDY, Path("nowhere"))
    assert "missing" in found.what


def test_an_accepted_rule_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    study = STUDY.model_copy(update={"accepted": {"no-such-rule": "typed wrongly"}})
    (found,) = (finding for finding in check_raw(study, write(tmp_path)) if finding.severity == "error")
    assert found.rule == "accepted-unknown"
    assert "no-such-rule" in found.what


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    found = errors(write(tmp_path, dm=lambda t: t.replace("USUBJID,SUBJID", "USUBJID,usubjid")))
    assert "stand twice in the header: USUBJID" in found[0].what
