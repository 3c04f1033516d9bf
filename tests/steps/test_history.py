"""The history of a build: the steps behind the products, in order, and what they took."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.steps.history import format_costs, read_history
from analysis.steps.step import Done, Job, fingerprint, write_outputs


@pytest.fixture(autouse=True)
def _built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raw → b → a, and a step that the study no longer has."""
    monkeypatch.chdir(tmp_path)
    for name in ("raw", "old"):
        Path(name).write_text(name, encoding="utf-8")
    for name, source, output in (("b", "raw", "dataset"), ("a", "dataset", "table"), ("c", "old", "left")):
        job = Job("derive", name, {"data": (Path(source),)}, (Path(output),), memory=Path("steps"))
        done = Done({Path(output): name}, f"made {output}")
        write_outputs(job, done, fingerprint(job), {"seconds": 1.25, "megabytes": 99.6})


def test_steps_stand_after_those_that_they_depend_on_and_old_ones_are_passed_over() -> None:
    history = read_history(Path("steps"), [Path("table")])
    assert [(past.name, past.summary) for past in history] == [("b", "made dataset"), ("a", "made table")]
    assert history[1].inputs == ("dataset",)


def test_time_and_memory_of_each_step_are_told() -> None:
    told = format_costs(read_history(Path("steps"), [Path("table")]))
    assert told.splitlines() == ["step,name,seconds,peak_memory_mb", "derive,b,1.25,100", "derive,a,1.25,100"]


def test_a_record_that_cannot_be_read_is_passed_over() -> None:
    Path("steps/derive-b.json").write_text("{", encoding="utf-8")
    assert [past.name for past in read_history(Path("steps"), [Path("table")])] == ["a"]
