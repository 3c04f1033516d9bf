"""The engine's own words about what typst can't set."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.documents.embedded import render_pages
from analysis.errors import DocumentError, Fault


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("#set document(title: [A])\nA \U0001f600 smile", "the fonts of the PDF do not have \U0001f600"),
        ("#unknown", "typst says: unknown variable: unknown"),
    ],
)
def test_what_cannot_be_set_is_told(tmp_path: Path, source: str, told: str) -> None:
    assert read_fault(tmp_path, source).what == told


def test_a_machine_without_memory_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nkill -9 $$\n", encoding="ascii")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    fault = read_fault(tmp_path, "A page.")
    assert fault.what.startswith("the machine has not enough memory for the PDF")
    assert "leave pdf out" in fault.remedy


def read_fault(folder: Path, source: str) -> Fault:
    """The one fault that is told of the pages of this Typst source."""
    page = folder / "page/paper.typ"
    page.parent.mkdir()
    page.write_text(source, encoding="utf-8")
    (folder / "_quarto.yml").write_text("format:\n  typst:\n    pdf-standard: ua-1\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        render_pages(page, folder, 0)
    (fault,) = caught.value.faults
    return fault
