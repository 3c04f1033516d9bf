from pathlib import Path

import pytest

from analysis.errors import RawDataError
from analysis.raw.reading import read_domain, read_raw


def test_types_blanks_and_missing_values(tmp_path: Path) -> None:
    (tmp_path / "LB.csv").write_text(
        "\ufeffstudyid,USUBJID,LBSEQ,LBSTRESN,LBSTRESC,LBDTC\nS, S-1 ,1,30.5,30.5,2024-01\nS,S-1,2,.,NA,\n",
        encoding="utf-8",
    )
    frame = read_domain(tmp_path / "LB.csv")
    assert list(frame.columns[:2]) == ["STUDYID", "USUBJID"]
    assert frame["USUBJID"].tolist() == ["S-1", "S-1"]
    assert frame["LBSTRESN"].iloc[0] == 30.5
    assert frame["LBSTRESN"].isna().iloc[1]
    assert frame["LBSTRESC"].tolist() == ["30.5", "NA"]
    assert frame["LBDTC"].tolist() == ["2024-01", ""]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"A,B\n1,2\n1,2,3\n", "row 3: 3 fields where the header has 2"),
        ("A,B\n1,2\nM\u00fcller,3\n".encode("latin-1"), "near line 3: the file is not UTF-8"),
        (b"A;B\n1;2\n", "separated by ;, not by a comma"),
        (b"A\tB\n1\t2\n", "separated by a tab, not by a comma"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "dm.csv").write_bytes(content)
    with pytest.raises(RawDataError, match=told):
        read_domain(tmp_path / "dm.csv")


@pytest.mark.parametrize("cell", ["high", "3,5", "inf", "nan", "1_000"])
def test_text_in_a_numeric_column(tmp_path: Path, cell: str) -> None:
    (tmp_path / "lb.csv").write_text(f'USUBJID,LBSTRESN\nS-1,1\nS-2,"{cell}"\n')
    with pytest.raises(RawDataError, match=r"lb.csv \(LB\), LBSTRESN, row 3, subject S-2: text in a numeric column"):
        read_domain(tmp_path / "lb.csv")


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "dm.csv").write_text("USUBJID,AGE\nS-1,old\n")
    (tmp_path / "lb.csv").write_text("USUBJID,LBDTC\nS-1,2023-02-30\n")
    with pytest.raises(RawDataError) as error:
        read_raw(tmp_path)
    assert [fault.what for fault in error.value.faults] == [
        "text in a numeric column (found: old)",
        "impossible date (found: 2023-02-30)",
    ]


def test_only_the_domains_asked_for(tmp_path: Path) -> None:
    for name in ("dm", "lb"):
        (tmp_path / f"{name}.csv").write_text("USUBJID\nS-1\n")
    assert list(read_raw(tmp_path, ["LB", "VS"])) == ["LB"]


def test_the_parts_of_a_split_domain_are_put_together(tmp_path: Path) -> None:
    (tmp_path / "qsaa.csv").write_text("USUBJID,QSSEQ,QSSTRESC\nS-1,1,A\n")
    (tmp_path / "qsbb.csv").write_text("USUBJID,QSSEQ,QSEVAL\nS-1,2,ME\n")
    frame = read_raw(tmp_path)["QS"]
    assert frame.to_numpy().tolist() == [["S-1", 1, "A", ""], ["S-1", 2, "", "ME"]]
