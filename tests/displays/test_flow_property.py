"""The flow diagram with one to six arms and reasons of any length: no two boxes touch, all text is in its box."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.displays.boxes import Entry, height_of
from analysis.displays.flow_layout import WIDTH, FlowText, derive_layout
from analysis.displays.fonts import measure_text
from analysis.displays.model import plain

WORD = st.text("abcdefghi WWWW中文-/", min_size=1, max_size=60).filter(str.strip)
BOX = st.lists(st.builds(lambda text: Entry((text,)), WORD), min_size=1, max_size=9)


@st.composite
def flows(draw: st.DrawFn) -> FlowText:
    arms = draw(st.integers(1, 6))
    rows = tuple(tuple(draw(BOX) for _ in range(arms)) for _ in range(3))
    stages = ("Enrollment", "Allocation", "Follow-up", "Analysis")
    heading = [Entry(("Assessed for eligibility (n = 1234567)",), bold=True)]
    return FlowText(heading, draw(BOX), heading, rows, stages)


@given(flows())
@settings(max_examples=12, deadline=None, derandomize=True)
def test_boxes_never_touch_and_stay_on_the_sheet(text: FlowText) -> None:
    layout = derive_layout(text)
    boxes = layout.boxes()
    for box in boxes:
        assert box.left >= 0
        assert box.left + box.width <= WIDTH + 0.01
        assert box.bottom <= layout.height + 0.01
    for one, other in combinations(boxes, 2):
        beside = one.left + one.width < other.left or other.left + other.width < one.left
        assert beside or one.bottom < other.top or other.bottom < one.top


@given(flows())
@settings(max_examples=8, deadline=None, derandomize=True)
def test_every_line_is_inside_its_box(text: FlowText) -> None:
    for box in derive_layout(text).boxes():
        widths = (line.indent + measure_text(plain(line.text), box.size, line.bold) for line in box.lines)
        assert max(widths) <= box.width + 0.01
        assert height_of(box.lines, box.size) <= box.height + 0.01
