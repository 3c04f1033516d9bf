"""Boxes: text is wrapped within them, and numbers keep their ids wherever the line breaks."""

from __future__ import annotations

from analysis.displays.boxes import PADDING, Box, Entry, render_arrow, render_box, wrap_entries, wrap_text
from analysis.displays.fonts import measure_text
from analysis.displays.model import Number, Text, plain
from analysis.displays.svg import Ledger

EIGHT = Number("8", "a.b/n", "i")
LONG: Text = ("Lost to follow-up after moving away (n\u00a0=\u00a0", EIGHT, ")")


def test_lines_are_no_wider_than_asked() -> None:
    lines = list(wrap_text(LONG, 60, 7))
    assert len(lines) > 1
    assert all(measure_text(plain(line), 7) <= 60 for line in lines)
    assert " ".join(plain(line) for line in lines) == plain(LONG)


def test_a_count_stays_with_its_brackets() -> None:
    last = list(wrap_text(LONG, 60, 7))[-1]
    assert plain(last).endswith("(n\u00a0=\u00a08)")
    assert EIGHT in last


def test_a_word_that_is_too_long_is_parted() -> None:
    lines = list(wrap_text(("x" * 40,), 30, 7))
    assert "".join(plain(line) for line in lines) == "x" * 40
    assert all(measure_text(plain(line), 7) <= 30 for line in lines)


def test_empty_text_has_no_line() -> None:
    assert list(wrap_text(("",), 30, 7)) == []


def test_what_follows_a_bullet_hangs_behind_it() -> None:
    lines = wrap_entries([Entry(LONG, bullet=True)], 70 + 2 * PADDING, 7)
    assert plain(lines[0].text).startswith("•")
    assert lines[0].indent == 0
    assert lines[1].indent == measure_text("•\u00a0", 7)


def test_a_box_prints_its_lines() -> None:
    lines = wrap_entries([Entry(("A <b> & ",), bold=True), Entry(LONG)], 200, 7)
    drawn = "".join(render_box(Box(10, 20, 200, 40, lines, 7), Ledger("flow")))
    assert "A &lt;b&gt; &amp;" in drawn
    assert '<tspan id="n_flow_1">8</tspan>' in drawn
    assert 'font-weight="bold"' in drawn


def test_an_arrow_ends_in_a_tip() -> None:
    assert render_arrow([(0, 0), (0, 10)]).count("<path") == 2
    assert render_arrow([(0, 0), (10, 0)], tip=False).count("<path") == 1
