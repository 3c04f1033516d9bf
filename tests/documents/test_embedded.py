"""The engine's own words about what typst can't set."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.documents.embedded import render_pages
from analysis.errors import DocumentError


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("#set document(title: [A])\nA \U0001f600 smile", "the fonts of the PDF do not have \U0001f600"),
        ("#unknown", "typst says: unknown variable: unknown"),
    ],
)
def test_what_cannot_be_set_is_told(tmp_path: Path, source: str, told: str) -> None:
    page = tmp_path / "page/paper.typ"
    page.parent.mkdir()
    page.write_text(source, encoding="utf-8")
    (tmp_path / "_quarto.yml").write_text("format:\n  typst:\n    pdf-standard: ua-1\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        render_pages(page, tmp_path, 0)
    (fault,) = caught.value.faults
    assert fault.what == told
