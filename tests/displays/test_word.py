"""Word: native tables whose headers repeat and whose rows stay whole, bookmarks, and hostile text as it is."""

from __future__ import annotations

from lxml import etree

from analysis.displays.model import Column, Line, Number, Table, derive_anchors
from analysis.displays.parts import printable
from analysis.displays.widths import ACROSS, UPRIGHT
from analysis.displays.word import render_openxml
from tests.displays.hostile import HOSTILE, hostile_table
from tests.displays.made_up import made_up_display, made_up_table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = {"w": W}


def read(openxml: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W}">{openxml}</w:body>')


def text_of(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{{{W}}}t"))


def attribute(element: etree._Element, path: str) -> list[str]:
    return [str(value) for value in element.xpath(path, namespaces=SPACE)]


def test_header_rows_repeat_and_no_row_is_torn() -> None:
    rows = read(render_openxml(made_up_table("events"))).findall(".//w:tr", SPACE)
    heads = [row.find("w:trPr/w:tblHeader", SPACE) is not None for row in rows]
    assert heads == [True, True] + [False] * (len(rows) - 2)
    assert all(row.find("w:trPr/w:cantSplit", SPACE) is not None for row in rows)


def test_every_number_is_in_its_bookmark() -> None:
    table = made_up_table("efficacy")
    body = read(render_openxml(table))
    texts: dict[str, str] = {}
    for start in body.iter(f"{{{W}}}bookmarkStart"):
        run = start.getnext()
        assert run is not None
        end = run.getnext()
        assert end is not None
        assert end.get(f"{{{W}}}id") == start.get(f"{{{W}}}id")
        texts[str(start.get(f"{{{W}}}name"))] = text_of(run)
    assert texts == {anchor.id: anchor.number.text for anchor in derive_anchors(table)}
    assert len(set(attribute(body, ".//w:bookmarkStart/@w:id"))) == len(texts)


def test_every_row_fills_the_grid() -> None:
    body = read(render_openxml(made_up_table("events")))
    columns = len(body.findall(".//w:gridCol", SPACE))
    for row in body.findall(".//w:tr", SPACE):
        spans = [int(span) for span in attribute(row, ".//w:gridSpan/@w:val")]
        assert len(row.findall("w:tc", SPACE)) - len(spans) + sum(spans) == columns


def test_a_table_is_as_wide_as_the_text_and_across_where_asked() -> None:
    table = made_up_table("baseline")
    for wide, whole in ((False, 20 * UPRIGHT), (True, 20 * ACROSS)):
        made = Table(table.id, table.title, "", table.columns, table.lines, (), landscape=wide)
        widths = [int(width) for width in attribute(read(render_openxml(made)), ".//w:gridCol/@w:w")]
        assert abs(sum(widths) - whole) <= len(widths)


def test_single_numbers_stand_at_a_decimal_tab_and_others_between_indents() -> None:
    lines = (Line(("a",), (("1.5",), ("6 (75.0)",))), Line(("b",), (("12.25",), ("12 (8.3)",))))
    made = read(render_openxml(Table("t", (), "", (Column(("x",)), Column(("y",))), lines, ())))
    assert len(set(attribute(made, ".//w:tab[@w:val='decimal']/@w:pos"))) == 1
    assert attribute(made, ".//w:ind/@w:left") == ["95", "0"]


def test_styles_come_from_the_reference_document() -> None:
    table, figure = (read(render_openxml(made_up_display(name))) for name in ("baseline", "consort-flow"))
    assert set(attribute(table, ".//w:pStyle/@w:val")) == {"TableHeading", "TableText", "TableNote"}
    assert set(attribute(figure, ".//w:pStyle/@w:val")) == {"FigureNote"}


def test_hostile_text_is_shown_as_it_is() -> None:
    body = read(render_openxml(hostile_table()))
    rows = body.findall(".//w:tr", SPACE)[2:]
    assert [printable(text_of(row.findall("w:tc", SPACE)[0])) for row in rows] == list(HOSTILE)
    assert [printable(text_of(p)) for p in body.findall("w:p", SPACE)] == list(HOSTILE)


def test_characters_that_word_refuses_are_replaced() -> None:
    table = Table("t", (), "", (Column(("x",)),), (Line(("a\x07b\u202ec",), ((Number("1", "r", "i"),),)),), ())
    assert "a\ufffdbc" in render_openxml(table)


def test_a_table_that_is_too_long_for_word_goes_on_as_another_with_the_next_patient() -> None:
    lines = tuple(Line((f"Patient {n // 400}",), ((f"Record {n}",),)) for n in range(11_000))
    heading = ("Value, n = ", Number("12", "listing.count/n", "i"))
    body = read(render_openxml(Table("long", ("A listing",), "Patient", (Column(heading),), lines, (("A note.",),))))
    tables = body.findall("w:tbl", SPACE)
    assert [len(one.findall("w:tr", SPACE)) - 1 for one in tables] == [5200, 5200, 600]
    assert all(one.find("w:tr/w:trPr/w:tblHeader", SPACE) is not None for one in tables)
    assert [text_of(one.findall("w:tr", SPACE)[1]) for one in tables[1:]] == [
        "Patient 13Record 5200",
        "Patient 26Record 10400",
    ]
    between = body.findall("w:p", SPACE)[:2]
    assert all(one.find("w:pPr/w:pageBreakBefore", SPACE) is not None for one in between)
    assert len(attribute(body, "//w:bookmarkStart/@w:name")) == 1
