"""Pages: which lines of a table stay together."""

from __future__ import annotations

from analysis.displays.model import Column, Line, Table
from analysis.displays.pagination import WHOLE_TABLE, derive_pages, derive_ties


def table(*groups: int) -> Table:
    lines: list[Line] = []
    for size in groups:
        lines.append(Line(("group",), ((),), group=True))
        lines += [Line((str(n),), (("1",),), indent=1) for n in range(size)]
    return Table("t", (), "", (Column(("x",)),), tuple(lines), ())


def test_a_short_table_is_never_parted() -> None:
    assert derive_ties(table(5, 5)) == (True,) * 11 + (False,)
    assert derive_ties(table()) == ()


def test_a_group_of_a_long_table_stays_whole_where_it_is_short() -> None:
    ties = derive_ties(table(4, WHOLE_TABLE))
    assert ties[:5] == (True, True, True, True, False)


def test_the_heading_of_a_long_group_stays_with_its_first_line() -> None:
    ties = derive_ties(table(WHOLE_TABLE, 20))
    assert ties[:3] == (True, False, False)


def test_a_heading_within_a_group_stays_with_its_own_lines() -> None:
    inner = (Line(("a",), ((),), group=True), Line(("b",), ((),), indent=1, group=True), Line(("c",), ((),), indent=2))
    lines = (*inner, *(Line((str(n),), ((),)) for n in range(WHOLE_TABLE)))
    assert derive_ties(Table("t", (), "", (Column(("x",)),), lines, ()))[:3] == (True, True, False)


def pages(ties: str, room: float, *heights: float) -> list[list[int]]:
    tied = [sign == "+" for sign in ties]
    return [list(page) for page in derive_pages(tied, heights or [1.0] * len(tied), room)]


def test_pages_are_filled_and_ties_respected() -> None:
    assert pages("-----", 2) == [[0, 1], [2, 3], [4]]
    assert pages("+-+--", 3) == [[0, 1], [2, 3, 4]]
    assert pages("--", 5) == [[0, 1]]
    assert pages("", 5) == []


def test_what_is_higher_than_a_page_is_parted() -> None:
    assert pages("++++-", 2) == [[0, 1], [2, 3], [4]]
    assert pages("-++-", 3, 1, 2, 2, 2) == [[0], [1], [2], [3]]
    assert pages("--", 1, 5, 5) == [[0], [1]]


def test_no_page_holds_the_last_line_alone() -> None:
    lines = tuple(Line((str(n),), ()) for n in range(40))
    assert derive_ties(Table("t", (), "", (), lines, ())) == (False,) * 37 + (True, True, False)
