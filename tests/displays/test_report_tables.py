"""The tables of a report, from results that are really estimated on a tiny trial of nine people in two groups."""

from __future__ import annotations

import pytest

from analysis.displays.listing_table import EMPTY
from analysis.displays.model import Number, plain
from analysis.errors import DisplayError
from analysis.results.table import Results
from tests.displays.tiny import clear, notes_of, texts, tiny_product, tiny_study, tiny_table

VISITS = {"parameters": ["ALB", "TBIL"], "visits": ["W4", "W8"]}


def test_disposition_counts_from_screening_to_analysis() -> None:
    found = texts(tiny_table("disposition-table", "flow"))
    assert found["Screened"] == ["", "", "9 (100.0)"]
    assert found["Excluded > Declined"] == ["", "", "1 (11.1)"]
    assert found["Enrolled"] == ["4 (100.0)", "3 (100.0)", "7 (77.8)"]
    assert found["Treated > Completed treatment"] == ["4 (100.0)", "2 (66.7)", "6 (85.7)"]
    assert found["Lost or discontinued > Died"] == ["0 (0.0)", "1 (33.3)", "1 (14.3)"]
    assert found["Analyzed > Safety population"] == ["4 (100.0)", "3 (100.0)", "7 (100.0)"]


def test_populations_tell_who_belongs_and_by_which_rule() -> None:
    table = tiny_table("populations-table", "flow")
    assert texts(table)["Enrolled"] == ["4 (100.0)", "3 (100.0)", "7 (77.8)"]
    assert "Safety: at least one dose" in notes_of(table)


def test_changes_are_described_by_visit_and_group() -> None:
    table = tiny_table("change-table", "change", **VISITS)
    found = texts(table)
    # Low dose, albumin at week 4: 31, 35, 33, 37; changes 1, 1, 3, 3
    value, change = (
        ["4", "34.0 ± 2.6", "34.0 (32.0, 36.0)", "31.0, 37.0"],
        ["4", "2.0 ± 1.2", "2.0 (1.0, 3.0)", "1.0, 3.0"],
    )
    assert found["Albumin, g/L > Week 4 > Low dose"] == value + change
    assert found["Albumin, g/L > Baseline > High dose"][4:] == ["", "", "", ""]
    assert table.landscape
    assert "Low dose (n = 4), High dose (n = 3), All groups (n = 7)." in notes_of(table)


def test_a_model_shows_means_differences_and_tests() -> None:
    table = tiny_table("model-table", "mmrm", **VISITS)
    found = texts(table)
    # Both groups have the same mean baseline, on which week 4's change does not depend: LS means are plain means
    assert found["Albumin, change (g/L) > Week 4 > Low dose"][0].startswith("+2.0 (")
    assert found["Albumin, change (g/L) > Week 4 > High dose − low dose"][0].startswith("+4.0 (")
    assert found["Bilirubin, change (natural logarithm) > Week 4 > Low dose"][2].startswith("1.35 (")
    assert found["Albumin, change (g/L) > Tests of the terms, type III > Group by visit"][0].startswith("F(1, 4.0) = ")
    assert "Mixed model for repeated measures" in notes_of(table)


def test_a_model_without_ratios_has_no_column_for_them() -> None:
    only = tiny_table("model-table", "mmrm", parameters=["ALB"], visits=["W4"])
    assert [clear(plain(column.heading)) for column in only.columns] == ["Estimate (95% CI)", "SE", "P", "Holm P"]


def test_responders_count_everybody_of_the_group() -> None:
    found = texts(tiny_table("responder-table", "responders"))
    # Above 36 at week 4: 37 of four, 39 and 40 of three
    assert found["High > Week 4"][0].startswith("1/4 (25.0)\n")
    assert found["High > Week 4"][1].startswith("2/3 (66.7)\n")
    assert "High > At any visit" in found


def test_interaction_and_multiplicity_have_a_line_for_each_parameter() -> None:
    interaction = texts(tiny_table("interaction-table", "mmrm", parameters=["ALB", "TBIL"]))
    assert list(interaction) == ["Albumin", "Bilirubin"]
    assert interaction["Albumin"][0].endswith("(1, 4.0)")
    multiplicity = tiny_table("multiplicity-table", "mmrm", **VISITS)
    assert len(multiplicity.columns) == 6
    first = texts(multiplicity)["Albumin"][:3]
    assert float(first[1]) >= float(first[0])


def test_occurrences_go_from_class_to_term() -> None:
    found = texts(tiny_table("occurrence-table", "occurrence"))
    assert list(found)[:3] == ["Any event", "General", "General > Chills"]
    assert found["Any event"] == ["1 (25.0)", "2", "1 (33.3)", "2", "2 (28.6)", "4"]
    assert found["Infections > Pneumonia"] == ["1 (25.0)", "1", "0 (0.0)", "0", "1 (14.3)", "1"]


def test_worst_levels_and_differences_stand_where_they_are_asked_for() -> None:
    table = tiny_table("occurrence-table", "occurrence", by="grade", difference=True, events=False)
    found = texts(table)
    assert found["Infections > Grade 3"] == ["1 (25.0)", "0 (0.0)", "1 (14.3)", ""]
    assert "Infections > Grade 1" not in found
    assert found["Any event"][3].startswith("8.3 (")  # 1 of 3 less 1 of 4
    assert "Miettinen-Nurminen" in notes_of(table)


def test_rare_terms_can_be_left_out() -> None:
    assert set(texts(tiny_table("occurrence-table", "occurrence", least=20))) == {"Any event", "General", "Infections"}


def test_an_unknown_breakdown_is_told() -> None:
    with pytest.raises(DisplayError, match="no breakdown colour"):
        tiny_table("occurrence-table", "occurrence", by="colour")


def test_a_listing_holds_each_record() -> None:
    table = tiny_table("listing-table", "listing")
    assert [plain(line.stub) for line in table.lines] == ["01", "01", "05", "05"]
    assert [plain(cell) for cell in table.lines[0].cells] == ["Low dose", "Pneumonia", "3", "40"]
    assert "Patients listed (n = 2), records (n = 4)." in notes_of(table)


def test_a_listing_of_patients_without_a_group_has_no_column_of_groups() -> None:
    from analysis.displays.listing_table import tabulate

    study = tiny_study({"id": "shown", "kind": "listing-table", "title": "None", "analyses": ["listing"]})
    product = tiny_product("listing")
    frames = {f"listing.{name}": product.frames[name].to_dict("records") for name in ("listing", "columns")}
    frames["listing.listing"] = [record | {"group": ""} for record in frames["listing.listing"]]
    table = tabulate(study, study.display("shown"), Results(product.rows), frames)  # type: ignore[arg-type]
    assert [plain(cell) for cell in table.lines[0].cells] == ["Pneumonia", "3", "40"]


def test_an_empty_listing_says_so() -> None:
    from analysis.displays.listing_table import tabulate

    study = tiny_study({"id": "shown", "kind": "listing-table", "title": "None", "analyses": ["listing"]})
    product = tiny_product("listing")
    frames = {"listing.listing": [], "listing.columns": product.frames["columns"].to_dict("records")}
    table = tabulate(study, study.display("shown"), Results(product.rows), frames)  # type: ignore[arg-type]
    assert [plain(line.stub) for line in table.lines] == [EMPTY]


@pytest.mark.parametrize(
    ("kind", "analysis", "options"),
    [
        ("disposition-table", "flow", {}),
        ("change-table", "change", VISITS),
        ("model-table", "mmrm", VISITS),
        ("occurrence-table", "occurrence", {"by": "grade", "difference": True}),
    ],
)
def test_every_number_prints_its_row(kind: str, analysis: str, options: dict[str, object]) -> None:
    known = {row.id for row in tiny_product(analysis).rows}
    numbers = [
        piece for text in tiny_table(kind, analysis, **options).texts() for piece in text if isinstance(piece, Number)
    ]
    assert numbers
    assert {number.row for number in numbers} <= known


def test_shifts_go_from_the_baseline_to_later() -> None:
    table = tiny_table("shift-table", "shift", at=["W4"])
    found = texts(table)
    assert [plain(column.heading) for column in table.columns] == ["Low", "Normal", "High", "Missing", "Total"]
    # 01 and 03 began low and were normal at week 4; 02 stayed normal, 04 rose above the range
    assert found["Albumin, g/L: week 4 > Low dose > Low"] == ["0 (0.0)", "2 (50.0)", "0 (0.0)", "0 (0.0)", "2 (50.0)"]
    assert found["Albumin, g/L: week 4 > Low dose > Normal"] == [
        "0 (0.0)",
        "1 (25.0)",
        "1 (25.0)",
        "0 (0.0)",
        "2 (50.0)",
    ]
    assert not [name for name in found if name.endswith("> Missing")]


def test_liver_safety_counts_peaks_and_quadrants() -> None:
    found = texts(tiny_table("liver-table", "liver-safety"))
    assert found["Bilirubin > Above 2 × ULN"] == ["1 (25.0)", "0 (0.0)", "1 (14.3)"]
    assert found["Aminotransferase ≥ 3 × ULN, bilirubin > 2 × ULN > Neither"] == ["3 (75.0)", "3 (100.0)", "6 (85.7)"]
    assert list(found).count("Albumin") == 1


def test_sensitivity_puts_approaches_below_each_other() -> None:
    table = tiny_table("sensitivity-table", "sensitivity", parameters=["ALB", "TBIL"], visits=["W4"])
    found = texts(table)
    assert found["Albumin, change, g/L > Week 4 > As planned"][0].startswith("+4.0 (")
    assert found["Albumin, change, g/L > Week 4 > Per protocol"] == ["NE", "NE"]
    assert found["Bilirubin, ratio to baseline > Week 4 > As planned"][0].startswith("1.20 (")
    assert " to " in found["Albumin, change, g/L > Week 4 > Each patient left out, range"][1]
    assert "NE, not estimable: study.yaml has no population by the rule per-protocol" in notes_of(table)
