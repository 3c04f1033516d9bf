"""Contents, not time stamps, tell what is out of date."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.errors import TrialError
from analysis.steps.memory import Memory, check_time_stamps, remove_orphaned_work
from analysis.steps.step import Done, Job, fingerprint, write_outputs

RAW, DATASET, TABLE = Path("lb.csv"), Path("adlb.csv"), Path("table.csv")
COST = {"seconds": 1.5, "megabytes": 200.0}


@pytest.fixture(autouse=True)
def _built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raw → dataset → table, each a second younger than what it is made from."""
    monkeypatch.chdir(tmp_path)
    RAW.write_text("1", encoding="utf-8")
    for name, source, output in (("a", RAW, DATASET), ("b", DATASET, TABLE)):
        job = Job("derive", name, {"data": (source,)}, (output,), memory=Path("steps"))
        write_outputs(job, Done({output: f"made of {source.read_text(encoding='utf-8')}"}, ""), fingerprint(job), COST)
    for age, path in enumerate((TABLE, DATASET, RAW)):
        os.utime(path, (1000 - age, 1000 - age))


def disturbance() -> str:
    return Memory(Path("steps")).find_disturbance("derive a")


def breaks() -> list[str]:
    return [fault.where for fault in Memory(Path("steps")).find_breaks([TABLE])]


def test_nothing_is_wrong_after_a_build() -> None:
    assert disturbance() == ""
    assert breaks() == []


def test_another_content_with_an_old_time_stamp_is_noticed() -> None:
    RAW.write_text("2", encoding="utf-8")
    os.utime(RAW, (5, 5))
    assert disturbance().startswith("lb.csv=")
    assert breaks() == ["lb.csv"]


def test_a_newer_input_is_left_to_snakemake_which_compares_it_itself() -> None:
    RAW.write_text("2", encoding="utf-8")
    assert disturbance() == ""


def test_an_input_that_was_only_touched_is_no_disturbance() -> None:
    os.utime(RAW, (5, 5))
    assert disturbance() == ""


def test_a_working_file_edited_by_hand_is_noticed() -> None:
    stamp = DATASET.stat()
    DATASET.write_text("edited", encoding="utf-8")
    os.utime(DATASET, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert disturbance().startswith("adlb.csv=")
    assert "adlb.csv" in breaks()


def test_an_output_that_no_step_remembers_is_made_again() -> None:
    for path in Path("steps").iterdir():
        path.write_text("torn {", encoding="utf-8")
    assert disturbance() == "not remembered"


def test_a_working_file_that_was_removed_breaks_nothing_but_a_wrong_one_in_its_place_does() -> None:
    DATASET.unlink()
    assert breaks() == []
    RAW.write_text("2", encoding="utf-8")
    assert breaks() == ["lb.csv"]


def test_the_record_of_a_step_that_has_another_name_now_does_not_count() -> None:
    stale = Path("steps/derive-a.json").read_text(encoding="utf-8").replace('"lb.csv": "', '"lb.csv": "0')
    for name in ("0", "z"):
        other = stale.replace('"adlb.csv": "', '"adlb.csv": "0')
        Path(f"steps/{name}.json").write_text(other, encoding="utf-8")
    assert disturbance() == ""
    assert breaks() == []


def test_an_output_that_is_not_there_is_no_disturbance() -> None:
    DATASET.unlink()
    assert disturbance() == ""


def test_a_step_that_never_ran_is_not_disturbed() -> None:
    assert Memory(Path("steps")).find_disturbance("derive c") == ""


def test_work_that_snakemake_has_forgotten_goes_and_records_stay(tmp_path: Path) -> None:
    work = tmp_path / ".work"
    for folder in ("steps", "data/results"):
        (work / folder).mkdir(parents=True)
    for file in ("lock", "published-all.json"):
        (work / file).touch()
    (tmp_path / ".snakemake/metadata").mkdir(parents=True)
    remove_orphaned_work(work, tmp_path / ".snakemake")
    assert (work / "data/results").is_dir()
    (tmp_path / ".snakemake/metadata").rmdir()
    remove_orphaned_work(work, tmp_path / ".snakemake")
    assert sorted(path.name for path in work.iterdir()) == ["lock", "published-all.before"]


def test_sources_from_the_future_are_told_and_working_files_are_dated_anew(tmp_path: Path) -> None:
    work = tmp_path / ".work"
    work.mkdir()
    (work / "made.csv").touch()
    check_time_stamps([RAW], work, now=1000.0)
    assert (work / "made.csv").stat().st_mtime == 1000
    os.utime(RAW, (1002, 1002))
    with pytest.raises(TrialError, match=r"lb.csv: was changed in the future"):
        check_time_stamps([RAW, Path("gone.csv")], work, now=1000.0)
