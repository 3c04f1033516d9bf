import math
from pathlib import Path

import pytest

from analysis.errors import ResultsError
from analysis.results.table import COLUMNS, Results, Row, format_joined, format_results, format_stat, read_results


def make_row(stat: float = 1.5, **where: str) -> Row:
    return Row("mmrm", "ls-mean", "ADLB", "safety", "estimate", "Estimate", stat, 7, **where)


def test_the_id_joins_the_coordinates_that_apply() -> None:
    assert make_row(variable="ALB", visit="D57", group1_level="ALL").id == "mmrm.ls-mean/ALB/D57/ALL/estimate"
    pair = make_row(variable="ALB", visit="D57", group1_level="HIGH", group2_level="LOW")
    assert pair.id == "mmrm.ls-mean/ALB/D57/HIGH/LOW/estimate"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1 / 3, "0.333333333333"), (24.0, "24"), (-0.0, "0"), (math.nan, ""), (1.23456789e-7, "1.23456789e-07")],
)
def test_values_have_twelve_significant_digits(value: float, text: str) -> None:
    assert format_stat(value) == text


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rows = [make_row(0.1, variable="ALB", unit="µmol/L", options='a; "b", c'), make_row(math.nan, error="no values")]
    path = tmp_path / "results.csv"
    path.write_text(format_results(rows), encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)
    first, second = read_results(path).values()
    assert first == rows[0]
    assert math.isnan(second.stat)
    assert second.error == "no values"


def test_an_id_that_stands_twice_is_an_error() -> None:
    with pytest.raises(ResultsError, match=r"mmrm\.ls-mean/ALB/estimate: stands twice"):
        Results([make_row(variable="ALB"), make_row(variable="ALB")])


def test_a_row_that_is_not_there_is_told_with_its_neighbours() -> None:
    results = Results([make_row(variable="ALB"), make_row(variable="ALT")])
    with pytest.raises(ResultsError, match=r"near it: mmrm\.ls-mean/ALB/estimate"):
        results["mmrm.ls-mean/ALBU/estimate"]
    assert "mmrm.ls-mean/ALBU/estimate" not in results


def test_rows_are_found_by_their_coordinates() -> None:
    results = Results([make_row(variable="ALB"), make_row(variable="ALT")])
    assert [row.variable for row in results.find(context="ls-mean")] == ["ALB", "ALT"]
    assert results.one(variable="ALT").id == "mmrm.ls-mean/ALT/estimate"
    with pytest.raises(ResultsError, match="2 rows of the results match, 1 is needed"):
        results.one(context="ls-mean")


def test_files_are_joined_as_they_stand(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    rows = [make_row(0.1, variable="ALB", options='a; "b", c\nd'), make_row(math.nan, variable="ALT", error="none")]
    first.write_text(format_results(rows[:1]), encoding="utf-8")
    second.write_text(format_results(rows[1:]), encoding="utf-8")
    assert format_joined(first, second) == (format_results(rows), 2, 1)
    with pytest.raises(ResultsError, match="stands twice"):
        format_joined(first, first)


def test_another_table_is_not_taken_for_results(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,stat\n", encoding="utf-8")
    with pytest.raises(ResultsError, match=r"a\.csv: the columns are not those of a results table"):
        read_results(path)
