"""Notes: what makes a display readable alone."""

from __future__ import annotations

import math
from dataclasses import replace

from analysis.displays.model import Number, plain
from analysis.displays.notes import SYNTHETIC, derive_notes, format_method
from analysis.results.table import Results, Row
from analysis.study import Study
from tests.displays.made_up import made_up_results, made_up_study

ROW = Row("change", "value", "ADLB", "full", "mean", "Mean", 31.5, 8, variable="ALB", visit="D8", group1_level="A0")


def notes(row: Row, words: str = "", study: Study | None = None, **block: object) -> list[str]:
    study = study or made_up_study()
    results = Results([*(r for r in made_up_results(study).values() if r.id != row.id), row])
    display = study.display("panel").model_copy(update=block)
    shown = ((f"{words} ", Number("31.5", row.id, "f1")),)
    return [plain(note).replace("\u00a0", " ") for note in derive_notes(study, display, results, shown, (("Own.",),))]


def test_population_dataset_and_date_always_stand_there() -> None:
    assert notes(ROW) == ["Own.", "Full analysis population (n = 24). Data: ADLB, as of 2025-01-31.", SYNTHETIC]


def test_real_data_bear_no_stamp() -> None:
    study = made_up_study()
    real = made_up_study(study=study.study.model_dump() | {"synthetic": False})
    assert SYNTHETIC not in notes(ROW, study=real)


def test_the_reason_of_what_is_missing_is_told() -> None:
    row = replace(ROW, stat=math.nan, error="one value has no interval")
    assert "NE, not estimable: one value has no interval." in notes(row)


def test_a_warning_is_told_with_its_place() -> None:
    row = replace(ROW, warning="1 of 8 have no value")
    assert "Warnings: Albumin, Low dose: 1 of 8 have no value." in notes(row)


def test_abbreviations_are_explained_where_they_occur() -> None:
    told = "ALT, alanine aminotransferase; CI, confidence interval; SD, standard deviation."
    assert told in notes(ROW, words="mean ± SD of ALT, 95% CI")
    assert not [note for note in notes(ROW, words="CIRCLE") if "confidence" in note]


def test_notes_of_the_study_follow_those_of_the_kind() -> None:
    assert notes(ROW, notes=("From the study.",))[:2] == ["Own.", "From the study."]


def test_what_models_have_in_common_is_said_once() -> None:
    rows = {
        "ALB": replace(ROW, method="Mixed model", options="REML; unstructured covariance"),
        "ALT": replace(ROW, method="Mixed model", options="REML; heterogeneous AR(1)"),
        "AST": replace(ROW, method="Mixed model", options="REML; unstructured covariance"),
    }
    assert format_method(rows) == "Mixed model; REML (unstructured covariance: ALB, AST; heterogeneous AR(1): ALT)"
    assert format_method({"": rows["ALB"]}) == "Mixed model; REML; unstructured covariance"
