"""SVG in which every drawn number is an element with its id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from analysis.displays.fonts import STACK
from analysis.displays.model import Number, Text, number_id
from analysis.displays.parts import printable
from analysis.displays.style import FAINT, QUIET, SMALL

POINTS_PER_CM = 72 / 2.54
BOUND = "bound-"  # begins the id of an element whose text is replaced


class Ledger:
    """The numbers drawn so far in a display whose title has none: each gets the next id."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.numbers: list[Number] = []

    def render(self, text: Text) -> str:
        """A text as SVG: plain pieces escaped, numbers as ``tspan`` with their ids."""
        return "".join(self._mark(piece) if isinstance(piece, Number) else escape(printable(piece)) for piece in text)

    def _mark(self, number: Number) -> str:
        self.numbers.append(number)
        return f'<tspan id="{number_id(self.display, len(self.numbers))}">{escape(number.text)}</tspan>'


def render_svg(size: tuple[float, float], alt: str, body: Iterable[str]) -> str:
    """A drawing of this size (width, height in points) for the web and for typst, with its alternative text."""
    width, height = size
    inside = "\n".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width:.2f}pt" '
        f'height="{height:.2f}pt" viewBox="0 0 {width:.2f} {height:.2f}" role="img" aria-label="{escape(alt)}" '
        f'font-family="{STACK}" style="stroke-linejoin: round; stroke-linecap: butt">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{inside}\n</svg>\n'
    )


def render_stamp(width: float) -> str:
    """The mark of synthetic data in the upper right corner of a drawing of this width in points."""
    return (
        f'<rect x="{width - 56:.2f}" y="1.5" width="54.5" height="12" rx="2.5" fill="#ffffff" stroke="{FAINT}" '
        f'stroke-width="0.6"/><text x="{width - 28.75:.2f}" y="9.8" font-size="{SMALL}" fill="{QUIET}" '
        'text-anchor="middle">Synthetic data</text>'
    )


def clean_svg(svg: str, display: str) -> str:
    """The inside of matplotlib's SVG without metadata, style sheet, and ids that nothing refers to."""
    inside = svg[svg.index("<g id=") : svg.rindex("</svg>")]
    used = set(re.findall(r'(?:xlink:href="|url\()#([\w-]+)', inside))
    kept = {name: f' id="{display}-{name}"' for name in used}
    inside = re.sub(rf' id="(?!{BOUND})([\w.-]+)"', lambda match: kept.get(match[1], ""), inside)
    inside = re.sub(r'(xlink:href="|url\()#', rf"\1#{display}-", inside)
    inside = re.sub(r'font-family: [^;"]+', f"font-family: {STACK}", inside)
    return re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", inside)
