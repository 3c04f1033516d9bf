"""The folder's lock: one build at a time, nothing left of one that died, and no step of it overlooked."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.errors import TrialError
from analysis.steps import lock
from analysis.steps.lock import lock_folder, share_folder

ROOT = Path(__file__).resolve().parents[2]
HOLD = "import sys, time; from pathlib import Path; from analysis.steps.lock import lock_folder, share_folder; "


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_held", {})


def start(code: str, path: Path) -> subprocess.Popen[bytes]:
    """Another process that has done this with the lock file ``path``, and waits."""
    program = f"{HOLD}held = {code}(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_build_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a study/.work/lock"
    first = start("lock_folder", path)
    try:
        with pytest.raises(TrialError) as caught:
            lock_folder(path)
    finally:
        first.kill()
        first.wait()
    told = str(caught.value)
    assert f"{tmp_path}/a study: another build is running in this folder (process {first.pid})" in told
    assert "→ wait until it has ended" in told


def test_a_killed_build_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / ".work/lock"
    first = start("lock_folder", path)
    first.send_signal(signal.SIGKILL)
    first.wait()
    lock_folder(path)
    lock_folder(path)  # the same build may read the Snakefile twice
    assert "process" in path.read_text(encoding="utf-8")


def test_a_step_that_outlives_its_build_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / ".work/lock"
    path.parent.mkdir()
    path.touch()
    step = start("share_folder", path)
    try:
        begin = time.monotonic()
        with pytest.raises(TrialError, match="a step of a build that was stopped is still running"):
            lock_folder(path, patience=0.2)
        assert time.monotonic() - begin < 10
    finally:
        step.kill()
        step.wait()
    lock_folder(path)


def test_steps_of_the_same_build_share_the_folder(tmp_path: Path) -> None:
    path = tmp_path / ".work/lock"
    lock_folder(path)
    steps = [start("share_folder", path) for _ in range(2)]
    for step in steps:
        step.kill()
        step.wait()


def test_outside_of_a_build_a_step_needs_no_lock(tmp_path: Path) -> None:
    assert share_folder(tmp_path / ".work/lock") is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / ".work").write_text("not a folder", encoding="utf-8")
    with pytest.raises(TrialError, match="nothing can be written here"):
        lock_folder(tmp_path / ".work/lock")
