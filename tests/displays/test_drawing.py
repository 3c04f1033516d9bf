"""Drawings as files: PDF with its text, PNG at 300 dots an inch, the same bytes each time."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from analysis.displays.drawing import render_pdf, render_png
from analysis.displays.model import Figure
from analysis.errors import DisplayError
from tests.displays.made_up import made_up_figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return made_up_figure("curves")


def test_the_pdf_is_one_page_of_the_drawing_with_its_text(figure: Figure) -> None:
    pages = pypdfium2.PdfDocument(render_pdf(figure))
    assert len(pages) == 1
    assert pages[0].get_width() == pytest.approx(figure.width * 72 / 2.54, abs=0.1)
    text = pages[0].get_textpage().get_text_bounded()
    assert "Number at risk" in text
    assert "Log-rank" in text


def test_the_png_has_300_dots_an_inch(figure: Figure) -> None:
    assert Image.open(io.BytesIO(render_png(figure))).width == pytest.approx(figure.width / 2.54 * 300, abs=2)


def test_the_same_drawing_gives_the_same_bytes(figure: Figure) -> None:
    assert render_pdf(figure) == render_pdf(figure)
    assert render_png(figure) == render_png(figure)


def test_a_character_without_a_font_stops_the_build(figure: Figure) -> None:
    strange = Figure("f", ("t",), ("alt",), (), figure.svg.replace("Number at risk", "\U00013000"))
    with pytest.raises(DisplayError, match="no font on this machine"):
        render_pdf(strange)
