"""From a drawing to its files: the SVG is what is drawn; typst makes PDF and PNG of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from analysis.displays.fonts import read_fonts
from analysis.displays.model import Figure, plain
from analysis.displays.typst import escape_typst

PIXELS_PER_INCH = 300


def render_pdf(figure: Figure) -> bytes:
    """The drawing as a page of its own size, text as text, with the alternative text in it."""
    return _compile(figure, "pdf")


def render_png(figure: Figure) -> bytes:
    """The drawing at 300 dots an inch."""
    return _compile(figure, "png")


def _compile(figure: Figure, form: str) -> bytes:
    return render_sized(figure.svg, figure.width, (plain(figure.title), plain(figure.alt)), form, PIXELS_PER_INCH)


def render_sized(svg: str, width: float, words: tuple[str, str], form: str, dots: int) -> bytes:
    """A drawing in a width (cm) as ``pdf`` or ``png`` with so many dots an inch; ``words``: title and alternative."""
    import typst

    title, told = words
    shown = unescape(re.sub(r"<[^>]*>", "", svg))
    alt = told.replace("\\", "\\\\").replace('"', '\\"')
    source = (
        f"#set document(title: [{escape_typst(title)}], date: none)\n"
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        f'#image("drawing.svg", width: {width:g}cm, alt: "{alt}")\n'
    )
    files: Any = {"main.typ": source.encode(), "drawing.svg": svg.encode()}
    kind: Any = form
    made: bytes = typst.compile(
        files, format=kind, font_paths=read_fonts(shown), ignore_system_fonts=True, ppi=dots, timestamp=0
    )
    return made
