"""The warm process: a step run through it is the step run alone; it ends with the build; steps run without it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.results.table import Row, format_results

ROOT = Path(__file__).resolve().parents[2]
ASK = [sys.executable, "-I", "-S", str(ROOT / "analysis/steps/ask.py")]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ASK, *arguments, "--log", "log.txt"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "analysis.steps.warm"]
    process = subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.PIPE)
    while not (tmp_path / ".work/warm.sock").exists():
        assert process.poll() is None
        time.sleep(0.02)
    yield process
    process.kill()
    process.wait()


def combine(folder: Path) -> subprocess.CompletedProcess[str]:
    """A small step: the results of no analysis, joined."""
    (folder / "part.csv").write_text(format_results([Row("a", "c", "D", "p", "n", "n", 1.0, 1)]), encoding="utf-8")
    return ask(folder, "combine_results", "--inputs", "results=part.csv", "--outputs", "results.csv")


def test_a_step_is_the_same_with_and_without(tmp_path: Path, warm: subprocess.Popen[bytes]) -> None:
    assert combine(tmp_path).returncode == 0
    first = (tmp_path / "results.csv").read_bytes()
    (tmp_path / "results.csv").unlink()
    assert warm.stdin is not None
    warm.stdin.close()
    assert warm.wait(timeout=20) == 0  # it ends when the build ends
    assert not (tmp_path / ".work/warm.sock").exists()
    assert combine(tmp_path).returncode == 0
    assert (tmp_path / "results.csv").read_bytes() == first


def test_a_failed_step_is_told_through_it(tmp_path: Path, warm: subprocess.Popen[bytes]) -> None:
    run = ask(tmp_path, "combine_results", "--inputs", "results=missing.csv", "--outputs", "results.csv")
    assert run.returncode == 1
    assert "missing.csv" in run.stderr
    assert warm.poll() is None


def test_a_socket_that_nobody_serves_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".work").mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / ".work/warm.sock"))
    assert combine(tmp_path).returncode == 0
