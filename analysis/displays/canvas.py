"""A matplotlib figure on which results are drawn, and the SVG that it becomes."""

from __future__ import annotations

import io
import warnings
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.font_manager import fontManager

from analysis.displays.fonts import FOLDER
from analysis.displays.model import Number, Text, plain
from analysis.displays.parts import printable
from analysis.displays.style import FAINT, QUIET, RC, SMALL
from analysis.displays.svg import BOUND, POINTS_PER_CM, Ledger, clean_svg, render_svg

for _face in sorted(FOLDER.glob("*.ttf")):
    fontManager.addfont(_face)
mpl.rcParams.update(RC)


class Canvas:
    """A sheet of ``width`` × ``height`` cm in the style of all drawings.

    Bound texts are drawn under a name of their own; when the SVG is written, each is replaced by itself with ids.
    """

    def __init__(self, display: str, width: float, height: float) -> None:
        self.display, self.width, self.height = display, width, height
        self._bound: list[Text] = []
        self.figure = MatplotlibFigure(figsize=(width / 2.54, height / 2.54))
        FigureCanvasSVG(self.figure)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place measured in cm from the upper left corner."""
        place = (left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height)
        return self.figure.add_axes(place)

    def write(self, left: float, top: float, text: Text, **looks: Any) -> None:
        """A text whose anchor stands at a place measured in cm from the upper left corner."""
        self._bound.append(text)
        name = f"{BOUND}{len(self._bound)}"
        self.figure.text(
            left / self.width, 1 - top / self.height, printable(plain(text)), gid=name, **{"va": "center"} | looks
        )

    def stamp(self) -> None:
        """The mark of synthetic data in the upper right corner."""
        box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": FAINT, "linewidth": 0.6}
        self.write(self.width - 0.15, 0.25, ("Synthetic data",), ha="right", fontsize=SMALL, color=QUIET, bbox=box)

    def render(self, alt: Text) -> tuple[str, tuple[Number, ...]]:
        """The SVG, and the numbers in it in the order of their ids."""
        out, ledger = io.StringIO(), Ledger(self.display)
        with mpl.rc_context({"svg.hashsalt": self.display}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")  # a browser has other fonts; PDF and PNG tell
            self.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        drawn = clean_svg(out.getvalue(), self.display)
        for number, text in enumerate(self._bound, 1):
            start = drawn.index(f'<g id="{BOUND}{number}">')
            before, after = drawn.index(">", drawn.index("<text", start)) + 1, drawn.index("</text>", start)
            drawn = drawn[:before] + ledger.render(text) + drawn[after:]
        size = (self.width * POINTS_PER_CM, self.height * POINTS_PER_CM)
        return render_svg(size, plain(alt), [drawn]), tuple(ledger.numbers)
