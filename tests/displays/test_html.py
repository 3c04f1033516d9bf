"""HTML: structure for screen readers, numbers with their rows, and hostile text shown as it is."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html

from analysis.displays.html import render_html, render_page
from analysis.displays.model import Table, derive_anchors
from tests.displays.hostile import HOSTILE, hostile_table
from tests.displays.made_up import made_up_display, made_up_figure, made_up_table


def read(text: str) -> html.HtmlElement:
    return html.fromstring(text)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def page_of(table: Table, number: str) -> str:
    return render_page(table, number, "en", render_html(table))


def test_every_number_is_a_span_with_its_row() -> None:
    table = made_up_table("events")
    spans = {span.get("id"): span for span in read(page_of(table, "Table 1")).iter("span") if span.get("id")}
    for anchor in derive_anchors(table):
        span = spans[anchor.id]
        assert (span.text, span.get("data-row"), span.get("class")) == (anchor.number.text, anchor.number.row, "n")
    assert len(spans) == len(derive_anchors(table))


def test_headings_say_what_they_head() -> None:
    tree = read(render_html(made_up_table("events")))
    columns, rows = tree.xpath("//thead//th"), tree.xpath("//tbody//th")
    assert {th.get("scope") for th in columns} == {"col", "colgroup"}
    assert {th.get("scope") for th in rows} == {"row"}
    ids = {th.get("id") for th in (*columns, *rows)}
    assert all(set(td.get("headers").split()) <= ids for td in tree.xpath("//tbody//td"))


def test_numbers_stand_in_the_middle_of_their_columns_on_one_line() -> None:
    tree = read(render_html(made_up_table("events")))
    assert not tree.xpath("//tbody//td[@class='left']")


def test_spanners_span_their_columns() -> None:
    tree = read(render_html(made_up_table("events")))
    spans = [
        (th.text_content().split("(")[0].strip(), th.get("colspan")) for th in tree.xpath("//th[@class='spanner']")
    ]
    assert spans == [("Low dose", "2"), ("Medium dose", "2"), ("High dose", "2"), ("All doses", "3")]


def test_hostile_text_is_shown_as_it_is() -> None:
    tree = read(page_of(hostile_table(), "Table <1>"))
    stubs = [squeezed(th.text_content()).strip() for th in tree.xpath("//tbody//th")]
    assert stubs == list(HOSTILE)
    assert [p.text_content() for p in tree.xpath("//div[@class='notes']/p")] == list(HOSTILE)
    assert not tree.xpath("//script")
    assert tree.findtext(".//title") == f"Table <1>. Title {HOSTILE[0]}"
    assert f"Arm {HOSTILE[1]}" in squeezed(tree.xpath("//thead/tr[2]/th[2]")[0].text_content()).replace("(n", " (n")


def test_right_to_left_text_is_kept_apart() -> None:
    assert "<bdi>مرحبا</bdi>" in render_html(hostile_table())


def test_a_figure_holds_its_drawing_and_notes() -> None:
    figure = made_up_figure("consort-flow")
    tree = read(render_html(figure))
    assert tree.xpath("//*[local-name()='svg']/@aria-label")
    assert len(tree.xpath("//div[@class='notes']/p")) == len(figure.notes)


def test_the_same_display_gives_the_same_text() -> None:
    assert render_html(made_up_display("baseline")) == render_html(made_up_display("baseline"))


def test_a_wide_table_is_printed_across_the_page() -> None:
    table = made_up_table("efficacy")
    assert '<div class="display">' in render_html(replace(table, landscape=False))
    wide = render_html(replace(table, landscape=True))
    assert '<div class="display wide">' in wide
    assert "@page wide{size:A4 landscape}" in wide
