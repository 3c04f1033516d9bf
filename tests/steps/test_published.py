"""What was published, held against what is there now; and what a build says of it at its end."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

from analysis.steps.progress import Progress
from analysis.steps.published import is_whole, line_of, set_aside_damaged, state_of

WORK = Path("work")


@pytest.fixture(autouse=True)
def _published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole build, and after it one of the paper."""
    monkeypatch.chdir(tmp_path)
    WORK.mkdir()
    for name in ("paper", "plan"):
        Path(name).write_text("12", encoding="utf-8")
    for scope, names in {"all": ("paper", "plan"), "paper": ("paper",)}.items():
        record = WORK / f"published-{scope}.json"
        record.write_text(json.dumps({name: state_of(Path(name)) for name in names}), encoding="utf-8")
        line_of(record).write_text(f"Products of {scope}\n", encoding="utf-8")


def nothing_to_do(capsys: pytest.CaptureFixture[str], *targets: str) -> list[str]:
    record = logging.LogRecord(
        "", logging.INFO, "", 0, "Nothing to be done (all requested files are present).", (), None
    )
    Progress(WORK, ["paper", "plan"], lambda: targets).emit(record)
    return capsys.readouterr().out.splitlines()


def test_the_last_line_is_about_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    everything = ["Nothing to do: all products are up to date.", "Products of all"]
    assert nothing_to_do(capsys) == everything
    assert nothing_to_do(capsys, "verify") == everything
    assert nothing_to_do(capsys, "paper") == ["Nothing to do: paper is up to date.", "Products of paper"]
    told = nothing_to_do(capsys, "work/csr.html")
    assert told[0] == "Nothing to do: work/csr.html is up to date."
    assert "Products" not in told[1]


def test_other_products_of_an_earlier_build_are_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan").write_text("another", encoding="utf-8")
    for _ in range(2):
        assert "Other products are of an earlier build" in nothing_to_do(capsys, "paper")[-1]
        set_aside_damaged(WORK)  # as the next build does


def test_an_edit_that_hides_in_size_and_time_is_noticed() -> None:
    seen = Path("plan").stat()
    Path("plan").write_text("21", encoding="utf-8")
    os.utime("plan", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert not is_whole(WORK / "published-all.json")
    assert is_whole(WORK / "published-paper.json")
