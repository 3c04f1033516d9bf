"""From a folder of SDTM to a study that builds: what is found, what is written, what is never overwritten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.study import read_study
from tests.golden.building import ROOT, STUDY, build


def new_study(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.new_study", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "my study"
    run = new_study(str(folder), "--from", str(STUDY / "data/raw"))
    assert run.returncode == 0, run.stderr
    assert "Look at first" in run.stdout
    return folder


def test_arms_visits_parameters_and_units_are_those_of_the_data(written: Path) -> None:
    study = read_study(written / "study.yaml")
    assert [(arm.id, arm.label) for arm in study.arms] == [("PBO", "Placebo"), ("ACT", "Active 10 mg")]
    assert [visit.day for visit in study.visits] == [1, 29, 57]
    assert {"HGB", "CRP", "WEIGHT"} <= {parameter.id for parameter in study.parameters}
    assert study.parameter("HGB").unit == "g/L"
    assert any(way.source == "g/dL" and way.factor == 10 for way in study.units)


def test_it_builds_at_once(written: Path) -> None:
    run = build(written)
    assert run.returncode == 0, run.stderr
    assert "0 differ" in run.stdout.splitlines()[-1]


def test_what_exists_is_not_overwritten(written: Path) -> None:
    before = (written / "study.yaml").read_bytes()
    run = new_study(str(written), "--from", str(STUDY / "data/raw"))
    assert run.returncode != 0
    assert "--force" in run.stderr
    assert (written / "study.yaml").read_bytes() == before


def test_a_folder_without_a_trial_is_told(tmp_path: Path) -> None:
    run = new_study(str(tmp_path / "new"), "--from", str(tmp_path))
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "new" / "study.yaml").exists()
