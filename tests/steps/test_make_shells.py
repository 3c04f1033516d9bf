"""Shells: the whole document of all displays from study.yaml alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.steps.make_shells import run
from analysis.steps.step import Job
from tests.displays.made_up import made_up_study


def test_every_display_has_a_shell_in_every_format_without_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    study = made_up_study()
    shown = study.model_copy(update={"displays": tuple(d for d in study.displays if d.id in ("baseline", "curves"))})
    (tmp_path / "study.yaml").write_text(shown.model_dump_json(exclude_unset=True), encoding="utf-8")
    outputs = tuple(Path(f"output/shells.{form}") for form in ("html", "pdf", "docx"))
    done = run(Job("make_shells", "", {"study": (Path("study.yaml"),)}, outputs, {"engine": "embedded"}))
    page = bytes(done.files[outputs[0]]).decode()  # type: ignore[arg-type]
    assert 'id="display-baseline"' in page
    assert 'id="display-curves"' in page
    assert "xx.x ± xx.x" in page
    assert "there are no data yet" in page
    assert set(done.files) == set(outputs)
