"""A display in all its forms: the bundle that documents read, and the files that are published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.displays.csv import render_csv
from analysis.displays.drawing import render_pdf, render_png
from analysis.displays.html import render_html, render_page
from analysis.displays.model import Anchor, Display, Figure, Number, derive_anchors, plain
from analysis.displays.rtf import render_rtf
from analysis.displays.typst import render_typst
from analysis.displays.widths import derive_orientation
from analysis.displays.word import render_openxml
from analysis.study import Study

EMPTY: Mapping[str, Any] = {}
FIGURE_FILES = ("svg", "pdf", "png", "txt")


def render_bundle(study: Study, display: Display, counted: Mapping[str, Any] = EMPTY) -> dict[str, Any]:
    """What a document needs of a display: text of title, notes and alternative, the body in each format, the numbers.

    ``anchors`` are the numbers in the document's text, ``drawn`` those inside a drawing, ``alt_anchors`` those of the
    alternative text (which have no place of their own).
    ``counted`` are the subjects behind counts (see counted.py). A figure's ``html`` holds the drawing; in ``typst`` and
    ``openxml`` the document places the file itself and these hold the notes.
    """
    display = _turned(display)
    figure = display if isinstance(display, Figure) else None
    anchors = derive_anchors(display)
    first = sum(isinstance(piece, Number) for piece in display.title)
    drawn = anchors[first : first + len(figure.drawn)] if figure else ()
    return {
        "id": display.id,
        "produces": "figure" if figure else "table",
        "title": plain(display.title),
        "numbers_in_documents": dict(study.display(display.id).numbers),
        "notes": [plain(note) for note in display.notes],
        "alt": plain(figure.alt) if figure else "",
        **render_body(display),
        "files": {form: f"{display.id}.{form}" for form in FIGURE_FILES} if figure else {},
        "width": figure.width if figure else 0.0,
        "landscape": False if isinstance(display, Figure) else display.landscape,
        "anchors": [_record(anchor) for anchor in anchors if anchor not in drawn],
        "counted": dict(counted),
        "drawn": [_record(anchor) for anchor in drawn],
        "alt_anchors": [_parts(piece) for piece in figure.alt if isinstance(piece, Number)] if figure else [],
    }


def render_body(display: Display) -> dict[str, str]:
    """Body and notes in the format of each kind of document."""
    display = _turned(display)
    return {"html": render_html(display), "typst": render_typst(display), "openxml": render_openxml(display)}


def render_files(study: Study, display: Display, bundle: Mapping[str, Any]) -> Mapping[str, str | bytes]:
    """The published files by ending: html, rtf and csv of a table; svg, pdf, png and txt of a figure.

    ``bundle`` is what documents read of the display.
    """
    display = _turned(display)
    number = ", ".join(dict.fromkeys(study.display(display.id).numbers.values()))
    if not isinstance(display, Figure):
        about = study.study
        line = f"{about.id} · {about.status.capitalize()} · Data of {about.data_date}"
        return {
            "html": render_page(display, number, about.language, bundle["html"]),
            "rtf": render_rtf(display, number, line, "SYNTHETIC DATA" if about.synthetic else ""),
            "csv": render_csv(display),
        }
    return {
        "svg": display.svg,
        "pdf": render_pdf(display),
        "png": render_png(display),
        "txt": _render_text(display, number),
    }


def _turned(display: Display) -> Display:
    """The display as it lies on a page."""
    return display if isinstance(display, Figure) or display.landscape else derive_orientation(display)


def _render_text(figure: Figure, number: str) -> str:
    """A figure in words: its title, what it shows, and its notes."""
    title = f"{number}. {plain(figure.title)}" if number else plain(figure.title)
    return "\n".join([title, "", figure.text or plain(figure.alt), "", *(plain(note) for note in figure.notes), ""])


def _record(anchor: Anchor) -> dict[str, str]:
    return {"id": anchor.id} | _parts(anchor.number)


def _parts(number: Number) -> dict[str, str]:
    return {"text": number.text, "row": number.row, "form": number.form}
