"""The model matrix, what is estimable, type III hypotheses."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.design import (
    Design,
    Factor,
    derive_basis,
    derive_design,
    derive_matrix,
    derive_mean_row,
    derive_type3,
    format_column,
)

GROUP, VISIT = Factor("group", ("a", "b", "c")), Factor("visit", ("v1", "v2"))
CROSSED = derive_design((GROUP, VISIT), ("x",), (("group",), ("visit",), ("group", "visit"), ("x",), ("x", "visit")))
CODES = {"group": np.repeat([0, 1, 2], 4), "visit": np.tile([0, 0, 1, 1], 3)}
X = {"x": np.array([1.0, 4.0, 2.0, 3.0, 7.0, 5.0, 6.0, 1.0, 2.0, 9.0, 4.0, 8.0])}


def names(design: Design, rows: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None = None) -> list[str]:
    keep = np.ones(12, dtype=bool) if rows is None else rows
    matrix = derive_matrix(design, {k: v[keep] for k, v in CODES.items()}, {"x": X["x"][keep]})
    return [format_column(design, design.columns[place]) for place in derive_basis(matrix).kept]


def test_kept_columns_are_treatment_contrasts() -> None:
    assert names(CROSSED) == [
        "(Intercept)",
        "group[b]",
        "group[c]",
        "visit[v2]",
        "group[b]:visit[v2]",
        "group[c]:visit[v2]",
        "x",
        "x:visit[v2]",
    ]


def test_an_empty_cell_loses_its_column() -> None:
    filled = ~((CODES["group"] == 2) & (CODES["visit"] == 1))
    assert "group[c]:visit[v2]" not in names(CROSSED, filled)


def test_type_3_averages_over_the_terms_that_contain_it() -> None:
    basis = derive_basis(derive_matrix(CROSSED, CODES, X))
    (row,) = derive_type3(CROSSED, basis, ("visit",))
    by_name = {format_column(CROSSED, c): w for c, w in zip(CROSSED.columns, row, strict=True)}
    assert by_name["visit[v1]"] == pytest.approx(1)
    assert by_name["visit[v2]"] == pytest.approx(-1)
    assert [by_name[f"group[{g}]:visit[v1]"] for g in "abc"] == pytest.approx([1 / 3] * 3)
    assert by_name["x:visit[v1]"] == pytest.approx(0)  # a term with another covariate does not contain visit
    (slope,) = derive_type3(CROSSED, basis, ("x",))
    by_name = {format_column(CROSSED, c): w for c, w in zip(CROSSED.columns, slope, strict=True)}
    assert (by_name["x:visit[v1]"], by_name["x:visit[v2]"]) == pytest.approx((0.5, 0.5))


def test_rows_compare_with_the_last_level_or_with_the_mean() -> None:
    basis = derive_basis(derive_matrix(CROSSED, CODES, X))
    own = [place for place, column in enumerate(CROSSED.columns) if column.term == ("group",)]
    order = [dict(CROSSED.columns[place].levels)["group"] for place in own]
    last = derive_type3(CROSSED, basis, ("group",), "sas")[:, own][:, np.argsort(order)]
    mean = derive_type3(CROSSED, basis, ("group",), "mmrm")[:, own][:, np.argsort(order)]
    assert last == pytest.approx(np.array([[1, 0, -1], [0, 1, -1]]))
    assert mean == pytest.approx(np.array([[2, -1, -1], [-1, 2, -1]]) / 3)


def test_type_3_with_an_empty_cell_has_one_hypothesis_less() -> None:
    filled = ~((CODES["group"] == 2) & (CODES["visit"] == 1))
    matrix = derive_matrix(CROSSED, {k: v[filled] for k, v in CODES.items()}, {"x": X["x"][filled]})
    basis = derive_basis(matrix)
    rows = derive_type3(CROSSED, basis, ("group", "visit"))
    assert len(rows) == 1
    assert basis.is_estimable(rows)


def test_ls_mean_row_and_its_estimability() -> None:
    filled = ~((CODES["group"] == 2) & (CODES["visit"] == 1))
    matrix = derive_matrix(CROSSED, {k: v[filled] for k, v in CODES.items()}, {"x": X["x"][filled]})
    basis = derive_basis(matrix)
    margins: dict[tuple[int, ...], float] = {(0,): 1.0, (1,): 1.0, (2,): 1.0}
    rows = [derive_mean_row(CROSSED, {"visit": visit}, margins, {"x": 4.0}) for visit in (0, 1)]
    assert rows[0].sum() == pytest.approx(1 + 1 + 1 + 1 + 4 + 4)
    assert [basis.is_estimable(row[None]) for row in rows] == [True, False]


@pytest.mark.parametrize("term", [(), ("group", "group"), ("sex",)])
def test_wrong_terms_are_refused(term: tuple[str, ...]) -> None:
    with pytest.raises(MethodError, match="must join different names"):
        derive_design((GROUP,), (), (term,))


def test_a_name_may_not_stand_twice() -> None:
    with pytest.raises(MethodError, match="stands twice"):
        derive_design((GROUP,), ("group",), ())
