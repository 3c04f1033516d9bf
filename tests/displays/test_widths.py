"""Widths: the whole page, no word and no number broken where there is room, across the page where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.displays.fonts import measure_text
from analysis.displays.model import Column, Line, Table
from analysis.displays.parts import with_breaks
from analysis.displays.widths import ACROSS, SIZE, UPRIGHT, derive_orientation, derive_widths


def table_of(columns: int, cell: str, *, stub: str = "Albumin", heading: str = "n", spanner: str = "") -> Table:
    heads = tuple(Column((heading,), spanner=(spanner,) if spanner else ()) for _ in range(columns))
    return Table("t", (), "Parameter", heads, (Line((stub,), ((cell,),) * columns),), ())


@pytest.mark.parametrize("columns", [1, 4, 9])
def test_the_columns_fill_the_page(columns: int) -> None:
    assert sum(derive_widths(table_of(columns, "31.1 (25.9, 40.4)"))) == pytest.approx(UPRIGHT)


def test_a_column_is_as_wide_as_the_numbers_in_it_at_the_stub_s_expense() -> None:
    cell = "489.6 (364.5 to 643.7)"
    stub, *widths = derive_widths(table_of(4, cell))
    assert min(widths) > measure_text(cell, SIZE)
    assert stub > measure_text("Parameter", SIZE, bold=True)


def test_no_word_of_a_heading_is_broken() -> None:
    _, *widths = derive_widths(table_of(8, "1", heading="Deviations", stub="A long class of terms, and more of it"))
    assert min(widths) > measure_text("Deviations", SIZE, bold=True)


def test_a_column_is_as_wide_as_the_spanner_above_it() -> None:
    lines = (Line(("Any",), (("1 (12.5)",), ("25.0 (−13.5 to 60.1)",), ("25.0 (−13.5 to 60.1)",))),)
    narrow = Column(("n (%)",), spanner=("Medium dose",), width=0.1)
    wide = Column(("% (95% CI)",), spanner=("Difference",), width=2.0)
    widths = derive_widths(Table("t", (), "Class", (narrow, wide, wide), lines, ()))
    assert widths[1] > measure_text("Medium dose", SIZE, bold=True)


def test_what_does_not_fit_upright_lies_across() -> None:
    upright = table_of(4, "6 (75.0)")
    assert not derive_orientation(upright).landscape
    points = tuple(replace(column, width=60.0) for column in upright.columns)  # as listings measure them
    assert not derive_orientation(replace(upright, columns=points, stub_width=60.0)).landscape
    across = derive_orientation(table_of(7, "31.1 (25.9, 40.4)"))
    assert across.landscape
    assert sum(derive_widths(across)) == pytest.approx(ACROSS)


def test_a_line_may_end_after_a_stroke_between_words_but_not_within_a_unit() -> None:
    told, unit = "Recovered/resolved", "10 mg/dL"
    widths = [derive_widths(table_of(8, "1", stub=text, heading=text))[1] for text in (told, unit)]
    assert widths[0] < measure_text(told, SIZE, bold=True)
    assert "/\u200b" in with_breaks(told)
    assert with_breaks(unit) == unit
