"""SVG: numbers with ids, and nothing of matplotlib's that could collide with the page around it."""

from __future__ import annotations

from lxml import etree

from analysis.displays.model import Number
from analysis.displays.svg import BOUND, Ledger, clean_svg, render_svg

EIGHT, NINE = Number("8", "a.b/n", "i"), Number("9", "a.c/n", "i")
DRAWN = (
    '<svg><metadata>x</metadata><g id="figure_1"><defs><path id="m1" d="M 0 0"/></defs><use xlink:href="#m1"/>'
    f'<g id="{BOUND}1"><text style="font-family: \'Other\'" transform="rotate(-0 1 2)">8</text></g></g></svg>'
)


def test_numbers_get_ids_in_the_order_of_drawing() -> None:
    ledger = Ledger("my-figure")
    assert ledger.render(("(n = ", EIGHT, ")")) == '(n = <tspan id="n_my_figure_1">8</tspan>)'
    assert ledger.render((NINE,)) == '<tspan id="n_my_figure_2">9</tspan>'
    assert ledger.numbers == [EIGHT, NINE]


def test_text_is_escaped() -> None:
    assert Ledger("f").render(("<b> & \x07",)) == "&lt;b&gt; &amp; \ufffd"


def test_only_ids_that_are_referred_to_stay_and_belong_to_the_display() -> None:
    cleaned = clean_svg(DRAWN, "panel")
    assert 'id="panel-m1"' in cleaned
    assert 'xlink:href="#panel-m1"' in cleaned
    assert "figure_1" not in cleaned
    assert f'id="{BOUND}1"' in cleaned
    assert "metadata" not in cleaned
    assert "rotate" not in cleaned
    assert "Liberation Sans" in cleaned


def test_a_drawing_is_well_formed_and_tells_what_it_shows() -> None:
    tree = etree.fromstring(render_svg((100, 50), 'A "B" & <C>', ["<text>x</text>"]).encode())
    assert tree.get("aria-label") == 'A "B" & <C>'
    assert (tree.get("width"), tree.get("viewBox")) == ("100.00pt", "0 0 100.00 50.00")
