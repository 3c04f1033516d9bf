"""Alignment: decimals under decimals among cells that are put together alike."""

from __future__ import annotations

from analysis.displays.alignment import Space, align_cells
from analysis.displays.model import Column, Line, Table


def spaces(*cells: str, align: str = "decimal") -> list[Space]:
    lines = tuple(Line((str(n),), ((cell,),)) for n, cell in enumerate(cells))
    table = Table("t", (), "", (Column(("x",), align=align),), lines, ())  # type: ignore[arg-type]
    return [row[0] for row in align_cells(table)]


def test_shorter_numbers_get_space_on_their_left() -> None:
    assert [(space.left, space.right) for space in spaces("12.3", "4.5", "100.25")] == [(1, 1), (2, 1), (0, 0)]


def test_what_follows_counts_on_the_right() -> None:
    assert [(space.left, space.right) for space in spaces("6 (75.0)", "12 (8.3)")] == [(1, 0), (0, 1)]


def test_cells_of_another_make_are_aligned_apart() -> None:
    assert [(space.left, space.right) for space in spaces("1", "23", "87.5 (38.7 to 98.1)")] == [(1, 0), (0, 0), (0, 0)]


def test_signs_limits_and_missing_values_belong_to_the_number() -> None:
    minus = spaces("−1.2", "3.4")
    assert (minus[0].left, minus[1].left) == (0, 1.05)
    limits = spaces("< 0.001", "0.200")
    assert limits[0].left == 0
    assert limits[1].left > 1
    assert spaces("NE", "12.5 (1.0 to 2.0)")[0].left == 0


def test_single_numbers_can_stand_at_a_tab() -> None:
    assert [space.alone for space in spaces("12.3", "6 (75.0)", "", "text")] == [True, False, False, False]


def test_other_columns_get_no_space() -> None:
    assert spaces("1", "1000", align="center") == [Space(), Space()]
