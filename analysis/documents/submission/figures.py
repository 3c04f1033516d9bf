"""Figures in the sizes of a journal: the smallest of its widths that the drawing fits, as PDF and as TIFF."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.displays.drawing import render_sized

CM_PER_INCH = 2.54


def find_width(width: float, widths: Sequence[float]) -> float:
    """The smallest width (cm) of the journal that is not below the drawing's own; the largest where all are."""
    wider = [one for one in widths if one >= width]
    return min(wider) if wider else max(widths)


def render_journal_figure(svg: str, bundle: Mapping[str, Any], widths: Sequence[float], dots: int) -> dict[str, bytes]:
    """A drawing in the journal's width as ``pdf`` (lines stay lines) and ``tif`` with so many dots an inch."""
    from PIL import Image

    width = find_width(float(bundle["width"]), widths)
    words = str(bundle["title"]), str(bundle["alt"])
    png = render_sized(svg, width, words, "png", dots)
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").save(out, "TIFF", compression="tiff_lzw", dpi=(dots, dots))
    return {"pdf": render_sized(svg, width, words, "pdf", dots), "tif": out.getvalue()}
