from pathlib import Path

import pytest

from analysis.errors import RawDataError
from analysis.raw.files import format_domain, read_files


@pytest.mark.parametrize(
    ("stem", "domain"),
    [
        *(("lb", "LB"), ("LBCH", "LB"), ("qsph", "QS"), ("x1", "X1"), ("relrec", "RELREC")),
        *(("suppdm", "SUPPDM"), ("supplbch", "SUPPLB"), ("adsl", "ADSL"), ("adlb", "ADLB")),
        *(("dictionary", ""), ("define", ""), ("a", "")),
    ],
)
def test_the_domain_that_a_name_stands_for(stem: str, domain: str) -> None:
    assert format_domain(stem) == domain


def test_files_are_found_by_name_in_any_case_and_format(tmp_path: Path) -> None:
    for name in ("dm.csv", "LB.XPT", "qsco.json", "QSMM.csv", "suppdm.ndjson", "dictionary.csv", "README.txt"):
        (tmp_path / name).touch()
    found = {domain: [path.name for path in paths] for domain, paths in read_files(tmp_path).items()}
    assert found == {"DM": ["dm.csv"], "LB": ["LB.XPT"], "QS": ["qsco.json", "QSMM.csv"], "SUPPDM": ["suppdm.ndjson"]}


def test_two_files_of_one_name(tmp_path: Path) -> None:
    for name in ("dm.csv", "DM.xpt"):
        (tmp_path / name).touch()
    with pytest.raises(RawDataError, match=r"dm.csv: DM.xpt is the same domain"):
        read_files(tmp_path)


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "ae.csv").mkdir()
    (tmp_path / "kept.txt").touch()
    (tmp_path / "dm.csv").symlink_to("kept.txt")
    assert read_told(tmp_path) == "ae.csv: not a file"
    (tmp_path / "lb.csv").symlink_to("gone.csv")
    assert read_told(tmp_path) == "ae.csv: not a file; lb.csv: a link that leads nowhere"


def read_told(folder: Path) -> str:
    with pytest.raises(RawDataError) as caught:
        read_files(folder)
    return "; ".join(f"{fault.where}: {fault.what}" for fault in caught.value.faults)


def test_no_folder() -> None:
    with pytest.raises(RawDataError, match="the folder is missing"):
        read_files(Path("nowhere"))
