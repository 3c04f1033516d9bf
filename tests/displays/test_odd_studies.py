"""Studies that are odd: nobody in them, one patient, no values, long names, words that formats take for commands.

Every kind of display, from raw data, in every format: what it says is there, whole, in its place, without a warning.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from analysis.displays.drawing import render_pdf, render_png
from analysis.displays.model import Figure
from tests.displays.invented import Trial, describe_trial, write_trial
from tests.displays.odd import Shown, make_displays

HOSTILE = (
    *("<script>alert(1)</script>", "a|b & c", "back\\slash # hash", "=cmd()|' /C calc'!A0", "@SUM(A1) $x$"),
    *("*bold* _em_", "中文不良事件", "حمى شديدة", "x" * 40, "{brace} [x] ~ ` ^", "-1+1 dash", "http://example.org/a_b"),
)
LONG = "A very long label of forty characters, "
NOTHING = ("ALB", "ALT", "AST", "TBIL")
TRIALS = {
    "nobody treated": Trial(treated=False),
    "nobody enrolled": Trial(size=0),
    "one patient, one visit": Trial(arms=("Only",), size=1, visits=1),
    "no value, no event": Trial(arms=("Only",), size=2, missing=NOTHING, events=0, deaths=False, excluded=0),
    "an arm that nobody had": Trial(arms=("Low", "High", "Never given"), left_out=("Never given",), size=3),
    "long names": Trial(
        arms=tuple(f"{LONG}{n}" for n in "ABC"), size=3, labels=tuple(LONG + n for n in "abcd"),
        terms=tuple(f"{LONG * 2}{n}" for n in range(5)), classes=(LONG, "W" * 40),
    ),
    "hostile words": Trial(
        arms=HOSTILE[:3] + HOSTILE[6:9], labels=HOSTILE[2:6], terms=HOSTILE, classes=HOSTILE[::-1], events=36, size=2
    ),
    "200 terms": Trial(terms=tuple(f"Term {n}" for n in range(200)), events=200, size=4, visits=1),
}  # fmt: skip


@pytest.mark.parametrize("name", TRIALS)
def test_every_display_is_right_in_every_format(tmp_path: Path, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        displays = make_displays(write_trial(tmp_path / "study", TRIALS[name]))
        faults = [f"{display}: {fault}" for display, made in displays.items() for fault in Shown(made).faults()]
    assert not faults


def test_a_drawing_with_words_of_all_kinds_becomes_a_page_and_a_picture(tmp_path: Path) -> None:
    tree = describe_trial(TRIALS["hostile words"])
    only = {
        "analyses": [block for block in tree["analyses"] if block["kind"] == "occurrence"],
        "displays": [block for block in tree["displays"] if block["kind"] == "event-dotplot"],
    }
    made = make_displays(write_trial(tmp_path / "study", TRIALS["hostile words"], **only))["event-dotplot"]
    assert isinstance(made, Figure)
    assert render_pdf(made).startswith(b"%PDF")
    assert render_png(made).startswith(b"\x89PNG")
