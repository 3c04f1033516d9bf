"""CSV: as printed, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from analysis.displays.csv import render_csv
from tests.displays.hostile import HOSTILE, hostile_table
from tests.displays.made_up import made_up_table


def records(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_lines_are_as_printed() -> None:
    found = records(render_csv(made_up_table("baseline")))
    assert found[0] == [
        "Characteristic",
        "Low dose (n = 8)",
        "Medium dose (n = 8)",
        "High dose (n = 8)",
        "All doses (n = 24)",
    ]
    assert found[1][:2] == ["Age, years, mean ± SD", "50.3 ± 10.1"]
    assert found[3] == ["  Male", "6 (75.0)", "6 (75.0)", "6 (75.0)", "22 (91.7)"]


def test_spanners_stand_in_the_headings() -> None:
    assert records(render_csv(made_up_table("events")))[0][1] == "Low dose (n = 8) n (%)"


def test_hostile_text_is_one_field() -> None:
    found = records(render_csv(hostile_table()))
    assert {len(record) for record in found} == {3}
    assert [record[0].strip().lstrip("'").strip() for record in found[1:]] == [text.strip() for text in HOSTILE]
