"""The kinds of table: which results they print, for several arms, one arm, and nobody."""

from __future__ import annotations

import pytest

from analysis.displays.model import Line, Table, plain
from tests.displays.made_up import made_up_results, made_up_study, made_up_table

TABLES = ("baseline", "efficacy", "survival", "events")


def text(table: Table) -> list[list[str]]:
    return [[printed(line, number) for number in range(-1, len(line.cells))] for line in table.lines]


def printed(line: Line, number: int) -> str:
    return plain(line.stub if number < 0 else line.cells[number]).replace("\u00a0", " ")


@pytest.mark.parametrize("name", TABLES)
def test_every_number_prints_a_row_of_the_results(name: str) -> None:
    results = made_up_results(made_up_study())
    numbers = [piece for made in made_up_table(name).texts() for piece in made if not isinstance(piece, str)]
    assert len(numbers) > 20
    assert all(number.row in results for number in numbers)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("arms", "size"), [(1, 8), (2, 8), (6, 8), (1, 1), (3, 0)])
def test_every_line_has_a_cell_for_each_column(name: str, arms: int, size: int) -> None:
    table = made_up_table(name, made_up_study(arms), size)
    assert {len(line.cells) for line in table.lines} == {len(table.columns)}


def test_baseline_prints_what_the_variable_asks_for() -> None:
    found = text(made_up_table("baseline", made_up_study(2)))
    assert found == [
        ["Age, years, mean ± SD", "50.3 ± 10.1", "50.3 ± 10.1", "50.3 ± 10.1"],
        ["Sex, n (%)", "", "", ""],
        ["Male", "6 (75.0)", "6 (75.0)", "14 (87.5)"],
        ["Female", "2 (25.0)", "2 (25.0)", "2 (12.5)"],
        ["Alanine aminotransferase, U/L, median (Q1, Q3)", *["31 (26, 39) [7]"] * 2, "31 (26, 39) [15]"],
    ]


def test_baseline_in_the_style_of_sampl() -> None:
    study = made_up_study(1, documents=[{"id": "paper", "source": "paper.qmd", "profile": "sampl"}])
    assert text(made_up_table("baseline", study))[0] == ["Age, years, mean (SD)", "50.3 (10.1)"]


def test_efficacy_prints_changes_and_ratios() -> None:
    found = text(made_up_table("efficacy"))
    assert found[0] == ["Albumin, g/L", "", "", "", "", ""]
    assert found[1] == ["Baseline", "24", "31.5 ± 6.3", "", "", ""]
    assert found[3] == ["Day 85", "23", "37.2 ± 7.4", "+1.8 (−0.1 to 3.7)", "0.200", "0.201"]
    assert found[4][0] == "Alanine aminotransferase, U/L (ratio)"
    assert found[6] == ["Day 29", "24", "37 (30, 45)", "0.90 (0.80 to 1.01)", "< 0.001", "< 0.001"]


def test_efficacy_names_the_model_in_its_notes() -> None:
    notes = " ".join(plain(note) for note in made_up_table("efficacy").notes)
    for word in ("REML", "Kenward-Roger degrees of freedom", "unstructured covariance", "Holm P", "Ratios"):
        assert word in notes


def test_survival_prints_estimates_or_the_reason_for_none() -> None:
    table = made_up_table("survival")
    found = text(table)
    assert found[0] == ["Deaths, n", "1", "1", "1", "1"]
    assert found[3][:2] == ["At 6 months", "87.5 (38.7 to 98.1)"]
    assert found[5][:2] == ["Median, months (95% CI)", "NE (9.0 to NE)"]
    notes = " ".join(plain(note) for note in table.notes).replace("\u00a0", " ")
    assert "χ² = 2.20, df = 2, P = 0.333" in notes
    assert "NE, not estimable: nothing to estimate from." in notes


def test_events_print_patients_per_cent_and_events() -> None:
    found = text(made_up_table("events", made_up_study(1)))
    assert found[0] == ["Any event", "7 (87.5)", "20.0 to 80.0", "14"]
    assert found[-2:] == [["Of special interest", "", "", ""], ["Infection", "2 (25.0)", "20.0 to 80.0", "4"]]


def test_a_group_of_nobody_is_printed() -> None:
    found = text(made_up_table("events", size=0))
    assert found[1][1] == "0"
    notes = " ".join(plain(note) for note in made_up_table("events", size=0).notes)
    assert "NE" not in notes
