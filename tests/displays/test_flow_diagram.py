"""The flow diagram: one to six arms, long reasons, no two boxes touch, and counts that must add up."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from lxml import etree

from analysis.displays import flow_diagram
from analysis.displays.boxes import PADDING, Box, Entry
from analysis.displays.flow_layout import WIDTH, FlowLayout, FlowText, derive_layout
from analysis.displays.fonts import measure_text
from analysis.displays.model import derive_anchors, plain
from analysis.errors import DisplayError
from analysis.results.table import Results
from tests.displays.made_up import made_up_figure, made_up_results, made_up_study

REASON = "Did not come back after moving to another province without telling anyone at the hospital (n\u00a0=\u00a01)"


def layout(arms: int, *reasons: str) -> FlowLayout:
    entries = [Entry(("Heading (n\u00a0=\u00a08)",), bold=True), *(Entry((reason,), bullet=True) for reason in reasons)]
    row = tuple([*entries] for _ in range(arms))
    one = [Entry(("Assessed for eligibility (n\u00a0=\u00a039)",), bold=True)]
    return derive_layout(FlowText(one, entries, one, (row, row, row), ("A", "Allocation", "Follow-up", "Analysis")))


def apart(one: Box, other: Box) -> bool:
    beside = one.right < other.left or other.right < one.left
    return beside or one.bottom < other.top or other.bottom < one.top


@pytest.mark.parametrize("arms", range(1, 7))
@pytest.mark.parametrize("reasons", [(), ("Died (n\u00a0=\u00a00)",), (REASON,) * 5, ("x" * 60,)])
def test_boxes_never_touch_and_stay_on_the_sheet(arms: int, reasons: tuple[str, ...]) -> None:
    made = layout(arms, *reasons)
    for one, other in combinations(made.boxes(), 2):
        assert apart(one, other)
    assert all(box.left >= 0 and box.right <= WIDTH and box.bottom <= made.height for box in made.boxes())


@pytest.mark.parametrize("arms", range(1, 7))
def test_text_stays_within_its_box(arms: int) -> None:
    for box in layout(arms, REASON, "x" * 60).boxes():
        widths = [line.indent + measure_text(plain(line.text), box.size, line.bold) for line in box.lines]
        assert max(widths) <= box.width - PADDING
        assert box.above + len(box.lines) * box.size <= box.height


def test_reasons_that_nobody_had_are_shown() -> None:
    text = "".join(etree.fromstring(made_up_figure("consort-flow").svg.encode()).itertext())
    assert "Other reasons (n\u00a0=\u00a00)" in text
    assert "Died (n\u00a0=\u00a00)" in text


def test_every_count_is_an_element_with_its_id() -> None:
    figure = made_up_figure("consort-flow")
    tree = etree.fromstring(figure.svg.encode())
    texts = {e.get("id"): "".join(str(t) for t in e.itertext()) for e in tree.iter() if e.get("id")}
    anchors = derive_anchors(figure)[: len(figure.drawn)]
    assert len(anchors) == 4 + 1 + 3 * (1 + 2 + 2 + 2 + 4)
    assert {anchor.id: anchor.number.text for anchor in anchors} == texts


def test_the_text_version_tells_every_box() -> None:
    text = made_up_figure("consort-flow").text
    assert text.startswith("ENROLLMENT\n  Assessed for eligibility (n = 29)\n  Excluded (n = 5)")
    assert "    - Died (n = 1)" in text
    assert text.count("Analyzed, safety (n = 8)") == 3


def test_british_spelling_where_the_study_asks_for_it() -> None:
    study = made_up_study()
    british = made_up_study(study=study.study.model_dump() | {"language": "en-GB"})
    assert "ENROLMENT" in made_up_figure("consort-flow", british).text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("flow.counts/screened/ALL/n", "screened"),
        ("flow.counts/excluded/other/ALL/n", "excluded"),
        ("flow.counts/treated/A0/n", "enrolled"),
        ("flow.counts/discontinued/died/A1/n", "discontinued"),
        ("flow.counts/not-analysed/full/A2/n", "enrolled"),
    ],
)
def test_counts_that_do_not_add_up_stop_the_build(row: str, words: str) -> None:
    study = made_up_study()
    wrong = (replace(r, stat=r.stat + 1) if r.id == row else r for r in made_up_results(study).values())
    with pytest.raises(DisplayError, match=words):
        flow_diagram.draw(study, study.display("consort-flow"), Results(wrong), {})  # type: ignore[arg-type]


def test_those_without_an_end_are_shown_where_there_are_any() -> None:
    study = made_up_study()
    rows = {row.id: row for row in made_up_results(study).values()}
    template = rows["flow.counts/completed/A0/n"]
    moved = {f"A{n}": rows[f"flow.counts/completed/A{n}/n"] for n in range(3)}
    going = [replace(row, variable="ongoing", stat=float(n == 0)) for n, row in enumerate(moved.values())]
    kept = replace(template, stat=template.stat - 1)
    results = Results([*(kept if row.id == template.id else row for row in rows.values()), *going])
    figure = flow_diagram.draw(study, study.display("consort-flow"), results, {})  # type: ignore[arg-type]
    assert "No end of follow-up recorded (n = 1)" in figure.text
    assert "No end of follow-up" not in made_up_figure("consort-flow").text
