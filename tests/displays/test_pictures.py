"""A few drawings and a table look as they did when someone approved of them (`--accept` approves of new looks)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import typst
from PIL import Image

from analysis.displays.drawing import render_pdf
from analysis.displays.fonts import read_fonts
from analysis.displays.model import Figure
from analysis.displays.typst import render_typst
from tests.displays.kinds import KINDS
from tests.displays.made_up import made_up_display
from tests.displays.tiny import tiny_display

APPROVED = Path(__file__).parent / "approved"
#: Displays of the made-up study, and kinds of display of the tiny trial.
MADE_UP = ("consort-flow", "curves", "panel", "efficacy")
TINY = ("effect-forest", "swimmer-plot", "occurrence-table")
SCALE = 0.75  # 54 dots an inch: small files, and still every box, curve and rule
TOLERANCE = 3.0  # mean difference of grey levels (0 to 255); a moved curve or a lost column is more


def picture(name: str) -> Image.Image:
    display = tiny_display(name, *KINDS[name][0], **KINDS[name][1]) if name in KINDS else made_up_display(name)
    if isinstance(display, Figure):
        made = render_pdf(display)
    else:
        page = "#set page(width: 19cm, height: auto, margin: 1cm)\n#set text(font: 'Liberation Sans')\n"
        source = page.replace("'", '"') + render_typst(display)
        made = typst.compile(source.encode(), font_paths=read_fonts(""), ignore_system_fonts=True)
    drawn: Image.Image = pypdfium2.PdfDocument(made)[0].render(scale=SCALE).to_pil().convert("L")
    return drawn


@pytest.mark.parametrize("name", [*MADE_UP, *TINY])
def test_it_looks_as_approved(name: str, request: pytest.FixtureRequest) -> None:
    made, path = picture(name), APPROVED / f"{name}.png"
    if request.config.getoption("--accept"):
        APPROVED.mkdir(exist_ok=True)
        made.save(path, optimize=True)
    approved = Image.open(path).convert("L")
    assert made.size == approved.size
    difference = np.abs(np.asarray(made, dtype=float) - np.asarray(approved, dtype=float))
    assert difference.mean() < TOLERANCE


def test_a_lost_curve_is_seen() -> None:
    approved = np.asarray(Image.open(APPROVED / "consort-flow.png").convert("L"), dtype=float)
    changed = approved.copy()
    changed[:, changed.shape[1] // 2 :] = 255  # half of the boxes are gone
    assert np.abs(changed - approved).mean() > TOLERANCE
