"""Steps: nothing is done twice, nothing half, and a change of input, code or setting is a change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.steps import __main__ as command
from analysis.steps.step import Done, Job, fingerprint, is_current, write_file, write_outputs

COST = {"seconds": 1.5, "megabytes": 200.0}


def job(folder: Path, **changes: object) -> Job:
    source = folder / "in.txt"
    if not source.exists():
        source.write_text("1", encoding="utf-8")
    settings: dict[str, object] = {
        "step": "demo",
        "name": "x",
        "inputs": {"raw": (source,)},
        "outputs": (folder / "out.csv",),
        "settings": {},
        "code": "abc",
        "memory": folder / "steps",
    }
    return Job(**{**settings, **changes})  # type: ignore[arg-type]


def finish(one: Job, text: str = "made\n") -> None:
    write_outputs(one, Done({one.outputs[0]: text}, "made"), fingerprint(one), COST)


def test_a_finished_job_is_current_until_something_changes(tmp_path: Path) -> None:
    one = job(tmp_path)
    assert not is_current(one, fingerprint(one))
    finish(one)
    assert is_current(one, fingerprint(one))
    for other in (job(tmp_path, code="abd"), job(tmp_path, settings={"engine": "quarto"})):
        assert not is_current(other, fingerprint(other))
    (tmp_path / "in.txt").write_text("2", encoding="utf-8")
    assert not is_current(one, fingerprint(one))


def test_an_output_edited_by_hand_is_made_again(tmp_path: Path) -> None:
    one = job(tmp_path)
    finish(one)
    (tmp_path / "out.csv").write_text("edited", encoding="utf-8")
    assert not is_current(one, fingerprint(one))


def test_the_same_bytes_keep_their_time_stamp(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_file(path, b"same")
    os.utime(path, ns=(1, 1))
    write_file(path, b"same")
    assert path.stat().st_mtime_ns == 1
    write_file(path, b"other")
    assert path.stat().st_mtime_ns != 1
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_a_step_that_fails_writes_nothing_and_tells_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "study.yaml").write_text("arms: []\n", encoding="utf-8")
    out, log = tmp_path / "results.csv", tmp_path / "log.txt"
    arguments = [
        "verify_results",
        "--inputs",
        f"study={tmp_path / 'study.yaml'}",
        "--outputs",
        str(out),
        "--log",
        str(log),
    ]
    assert command.main(arguments) == 1
    assert not out.exists()
    told = capsys.readouterr().err
    assert told.startswith("study.yaml can't be used")
    assert log.read_text(encoding="utf-8").strip() == told.strip()
