"""Displays as values: reading order and the ids of numbers."""

from __future__ import annotations

from analysis.displays.model import Column, Figure, Line, Number, Table, derive_anchors, number_id, plain

ONE, TWO, THREE, FOUR, FIVE = (Number(str(n), f"a.b/{n}", "i") for n in range(1, 6))


def test_numbers_of_a_table_are_counted_in_reading_order() -> None:
    columns = (Column(("x", TWO), spanner=("all ", ONE)), Column(("y",), spanner=("all ", ONE)))
    lines = (Line(("s",), ((THREE,), (FOUR,))),)
    anchors = derive_anchors(Table("t-1", ("title",), "stub", columns, lines, (("note ", FIVE),)))
    assert [anchor.number.text for anchor in anchors] == ["1", "2", "3", "4", "5"]
    assert [anchor.id for anchor in anchors] == [f"n_t_1_{n}" for n in range(1, 6)]


def test_numbers_in_a_drawing_stand_between_title_and_notes() -> None:
    figure = Figure("f", ("title",), ("alt ", FIVE), (("n = ", TWO),), "<svg/>", drawn=(ONE,))
    assert [anchor.number for anchor in derive_anchors(figure)] == [ONE, TWO]


def test_ids_fit_into_a_bookmark_of_word() -> None:
    assert len(number_id("a" * 30, 999999)) <= 40


def test_neighbours_share_their_spanner() -> None:
    columns = (Column(("a",)), Column(("b",), spanner=("S",)), Column(("c",), spanner=("S",)), Column(("d",)))
    assert [(plain(s), n) for s, n in Table("t", (), "", columns, (), ()).spanners()] == [("", 1), ("S", 2), ("", 1)]
