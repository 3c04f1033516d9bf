"""What a build says of a step that failed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from analysis.steps.progress import Progress


def fail(log: Path, capsys: pytest.CaptureFixture[str], own_words: str) -> str:
    """A step begins, perhaps writes its log, and fails."""
    progress = Progress(log.parent, [], list)
    for event in ("job_info", "job_error"):
        told = {"event": event, "jobid": 1, "rule_msg": "dataset adlb", "log": [str(log)]}
        progress.emit(logging.makeLogRecord(told))
        if own_words:
            log.write_text(own_words, encoding="utf-8")
    return capsys.readouterr().err


def test_a_failed_step_leads_to_its_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "dataset-adlb.log"
    assert f"FAILED  dataset adlb\n        log: {log}\n" in fail(log, capsys, "AVAL is no number")


def test_a_step_that_was_killed_does_not_lead_to_the_log_of_its_last_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "dataset-adlb.log"
    log.write_text("4,012 records", encoding="utf-8")
    told = fail(log, capsys, "")
    assert "It ended without a word: stopped from outside, perhaps as memory ran out." in told
    assert str(log) not in told
