"""Sections 10 to 12 in words and tables: what stands in them, by hand from a few typed results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.documents.report.appendices import format_method_notes, format_methods
from analysis.documents.report.case_report_form import format_case_report_form
from analysis.documents.report.courses import format_changes_table, format_differences_table
from analysis.documents.report.design import format_efficacy_endpoints
from analysis.documents.report.issues import format_exposure_text, format_see_about
from analysis.documents.report.options import format_options
from analysis.documents.report.plan import format_analyses, format_conventions, format_populations, format_shells
from analysis.documents.report.safety import format_compared
from analysis.documents.report.sensitivity import format_sensitivity_text
from analysis.results.table import Results, Row
from analysis.study import Study
from tests.documents.made_up import TREE, change_rows, made_results, made_session, made_study, read_aloud

BREAK = "\\"


def with_analyses(*more: dict[str, Any]) -> Study:
    return made_study(analyses=[*TREE["analyses"], *more])


def table(markdown: str) -> list[list[str]]:
    """The cells of the rows of a grid as a reader hears them, line breaks as slashes."""
    rows: list[list[str]] = []
    for line in markdown.split("\n"):
        if line.startswith("* - "):
            rows.append([line[4:]])
        elif line.startswith("  - "):
            rows[-1].append(line[4:])
        elif line.startswith("    ") and rows:
            rows[-1][-1] = f"{rows[-1][-1].removesuffix(BREAK)} / {line.strip()}"
    return [[read_aloud(cell) for cell in row] for row in rows]


def changes() -> dict[str, float]:
    values: dict[str, float] = {"model.type-3/HGB/group-by-visit/p.value": 0.2}
    for visit in ("W4", "W8"):
        values |= change_rows(f"model.ls-mean/HGB/{visit}/PBO", 1.5, 0.5, 2.5, 0.012)
        values |= change_rows(f"model.ls-mean/HGB/{visit}/ACT", -1.0, -2.0, 0.1, 0.07)
    return values


def test_groups_that_are_no_doses_stand_in_lines_of_their_own() -> None:
    session = made_session(changes())
    block: Any = session.study.analysis("model")
    head, placebo, active = table(format_changes_table(session, block, ["HGB"]))
    assert head == ["Parameter", "Group", "Week 4", "Week 8", "Group by visit"]
    assert placebo[:3] == ["Hemoglobin, g/L", "Placebo", "1.5 (0.5 to 2.5) / P = 0.012"]
    assert placebo[4] == "P = 0.200"
    assert active[1:3] == ["Active", "\u22121.0 (\u22122.0 to 0.1) / P = 0.070"]


def test_without_differences_there_is_no_table_of_them() -> None:
    session = made_session(changes())
    block: Any = session.study.analysis("model")
    assert format_differences_table(session, block, ["HGB"]) == ""


def difference(category: str) -> list[Row]:
    values = {"estimate": 0.25, "conf.low": -0.1, "conf.high": 0.5}
    return [
        Row(
            analysis="ae",
            context="overview-difference",
            dataset="ADAE",
            population="safety",
            stat_name=name,
            stat_label=name,
            stat=value,
            n=12,
            variable=category,
            group1="TRT01A",
            group1_level="ACT",
            group2="TRT01A",
            group2_level="PBO",
        )
        for name, value in values.items()
    ]


def test_groups_are_compared_by_category_with_intervals() -> None:
    session = replace(made_session({}), results=Results(difference("any")))
    told = format_compared(session)
    assert "95% confidence interval" in told
    assert table(told) == [
        ["Patients with", "Active against placebo"],
        ["At least one treatment-emergent event", "25.0 (\u221210.0 to 50.0)"],
    ]
    assert "not compared" in format_compared(made_session({"ae.overview/any/ALL/n": 1}))


def test_the_sensitivity_table_names_approaches_and_leaves_out_empty_lines() -> None:
    block = {
        "id": "sens",
        "kind": "sensitivity",
        "label": "Sensitivity",
        "population": "safety",
        "of": "model",
        "parameters": ["HGB"],
        "approaches": ["mmrm", "complete-cases"],
    }
    values = change_rows("sens.difference/HGB/complete-cases/W4/ACT/PBO", 1.0, 0.1, 2.0, 0.03)
    rows = table(format_sensitivity_text(made_session(values, study=with_analyses(block))))
    assert rows == [
        ["Hemoglobin, g/L", "Week 4", "Week 8"],
        ["Active against placebo: Complete cases", "1.0 (0.1 to 2.0)", "–"],
    ]
    assert "no analysis under other assumptions" in format_sensitivity_text(made_session({"ae.x/any/ALL/n": 1}))


def test_tipping_points_are_told_with_the_reason_where_there_is_none() -> None:
    block: dict[str, Any] = {"id": "sens", "kind": "sensitivity", "label": "Sensitivity", "population": "safety"}
    block |= {"of": "model", "parameters": ["HGB"], "approaches": ["mmrm", "tipping-point"]}
    values = change_rows("sens.difference/HGB/mmrm/W4/ACT/PBO", 1.0, 0.1, 2.0, 0.03)
    points = {f"sens.tipping-point/HGB/{visit}/ALL/estimate": -1.5 for visit in ("W4", "W8")}
    missing = {"sens.tipping-point/HGB/W8/ALL/estimate": "no value is missing at this visit"}
    points["sens.tipping-point/HGB/W8/ALL/estimate"] = float("nan")
    session = made_session(values | points, missing, study=with_analyses(block))
    told = read_aloud(format_sensitivity_text(session)).replace("\n", " ")
    assert "Hemoglobin: day 29, \u22121.5" in told
    assert "; day 57, none (no value is missing at this visit)" in told


def test_methods_tell_what_differs_once() -> None:
    base = {
        "analysis": "visits",
        "context": "change",
        "dataset": "ADLB",
        "population": "safety",
        "stat_name": "mean",
        "stat_label": "Mean",
        "stat": 1.0,
        "n": 1,
        "method": "Imputation",
    }
    options = [f"seed 7; delta {delta}" for delta in (1, 2.5, "−3", 4, 5)]
    rows = [Row(**base, variable=f"V{n}", options=one) for n, one in enumerate(options)]  # type: ignore[arg-type]
    told = read_aloud(format_methods(replace(made_session({}), results=Results(rows))))
    assert "- Imputation; seed 7; in part: delta … (5 values)" in told


def test_a_form_asks_for_what_a_person_writes() -> None:
    session = made_session({})
    names = {"AESEQ": "", "AETERM": "", "AEDECOD": "", "AESER": "Y, N", "AESTDTC": "ISO 8601", "EPOCH": "EPOCH"}
    lines = [{"domain": "AE", "variable": n, "label": n.lower(), "codelist": c} for n, c in names.items()]
    lines.append({"domain": "DM", "variable": "AGE", "label": "Age", "codelist": "YEARS", "type": "Num"})
    session.__dict__["description"] = {"dictionary": lines}
    told = format_case_report_form(session)
    assert "**AE: Adverse events**" in told
    assert [row[0] for row in table(told)] == ["Variable", "AETERM", "AESER", "AESTDTC", "Variable", "AGE"]
    assert "________ YEARS" in told.replace("\\_", "_")
    assert "☐ Y ☐ N" in told
    assert "☐ ISO" not in told


def test_methods_are_told_without_their_code() -> None:
    session = made_session({})
    text = "The paired test.\n\nStudent 1908. scipy has the same. The search is in some_module. Exact in small groups."
    session.__dict__["description"] = {"methods": [{"method": "paired_t", "text": text, "analyses": "base"}]}
    told = read_aloud(format_method_notes(session)).split("\n\n")
    assert told[0].startswith("The paired test")
    assert told[1] == "Student 1908. Exact in small groups."
    assert told[2] == "Used by: Baseline."


def test_primary_endpoints_of_safety_stand_apart_from_those_of_efficacy() -> None:
    endpoints = [
        {"id": "e", "label": "Hemoglobin at week 8", "analysis": "model"},
        {"id": "s", "label": "Adverse events", "analysis": "ae"},
    ]
    objectives = [{"id": "o", "level": "primary", "text": "To see", "endpoints": ["e", "s"]}]
    protocol = {"endpoints": endpoints, "objectives": objectives}
    session = replace(made_session({}), study=made_study(protocol=protocol))
    efficacy, about, safety = format_efficacy_endpoints(session, "primary").split("\n\n")
    assert (efficacy, safety) == ("- Hemoglobin at week 8", "- Adverse events")
    assert about == "About safety, and primary, too:"


def test_the_population_of_a_sensitivity_analysis_has_that_analysis() -> None:
    people = {"id": "per-protocol", "label": "Per protocol", "flag": "PPROTFL", "rule": "per-protocol"}
    block: dict[str, Any] = {"id": "sens", "kind": "sensitivity", "label": "Sensitivity", "population": "safety"}
    block |= {"of": "model", "parameters": ["HGB"], "approaches": ["mmrm", "per-protocol"]}
    study = made_study(analyses=[*TREE["analyses"], block], populations=[*TREE["populations"], people])
    found = {row[0]: row[3] for row in table(format_populations(replace(made_session({}), study=study)))}
    assert found["Per protocol"] == "Sensitivity"


def test_options_that_are_off_are_not_told() -> None:
    told = read_aloud(format_analyses(made_session({})))
    assert "False" not in told
    assert "Landmarks: 6 months" in told
    assert "None" not in told


def test_options_are_told_in_words_and_not_by_the_keys_of_study_yaml() -> None:
    criterion = {"id": "low", "label": "Anemia", "parameter": "HGB", "op": "<", "value": 100, "new": True}
    common = {"population": "safety", "visits": ["W4"]}
    told = {
        block.id: format_options(study, block)
        for study in [
            with_analyses(
                {"id": "who", "kind": "responders", "label": "Who", "criteria": [criterion], **common},
                {"id": "try", "kind": "sensitivity", "label": "Try", "population": "safety", "of": "model"}
                | {"parameters": ["HGB"], "approaches": ["delta"], "deltas": [-0.5]},
                {"id": "tests", "kind": "change", "label": "Tests", "parameters": ["HGB"], "tests": ["paired-t"]}
                | common,
            )
        ]
        for block in study.analyses
    }
    assert told["who"] == [
        "Criterion: Anemia (Hemoglobin: below 100 g/L, and not so at baseline)",
        "Groups: as planned",
        "Confidence level: 95%",
    ]
    assert told["try"][0] == "Model, visits and level of: Model"
    assert told["try"][-1] == "Shifts of imputed values, in SD of the change at the visit: \u22120.5"
    assert told["tests"][0] == "Against baseline: paired t test"
    assert told["model"][0].endswith(
        "unstructured; heterogeneous Toeplitz; heterogeneous autoregressive; compound symmetry"
    )


def test_the_plan_links_displays_and_analyses_to_one_another() -> None:
    displays = [TREE["displays"][0] | {"numbers": {"csr": "Table 14.1.1"}}]
    documents = [{"id": "note", "source": "sap.qmd"}, {"id": "csr", "source": "csr.qmd"}]
    session = replace(made_session({}), study=made_study(displays=displays, documents=documents))
    assert "[Table\u00a014.1.1]{#shell-base-table}" in format_shells(session)
    assert "[Baseline](#analysis-base)" in format_shells(session)
    assert "[**Baseline**]{#analysis-base}" in format_analyses(session)
    assert "[Table 14.1.1](#shell-base-table)" in format_analyses(session)


def test_nothing_is_silently_empty() -> None:
    assert "To be filled in" in format_conventions(made_session({}))
    assert format_see_about(made_session({}), "14.1", "ADMH", "Medical history") == ""
    treated = {f"flow.counts/treated/{group}/n": 6.0 for group in ("ALL", "PBO", "ACT")}
    assert read_aloud(format_exposure_text(made_session(treated))) == "6 patients were treated: 6 in each group."


def test_what_is_not_estimable_has_its_reason_in_the_cell() -> None:
    values = changes() | change_rows("model.ls-mean/HGB/W8/ACT", float("nan"), float("nan"), float("nan"), float("nan"))
    reasons = {f"model.ls-mean/HGB/W8/ACT/{name}": "no values at this visit" for name in ("estimate", "p.value")}
    session = replace(made_session(values), results=made_results(values, reasons))
    block: Any = session.study.analysis("model")
    cell = table(format_changes_table(session, block, ["HGB"]))[2][3]
    assert cell == "NE (no values at this visit) / P = NE (no values at this visit)"


def test_one_arm_has_no_test_between_groups() -> None:
    arm = [TREE["arms"][1]]
    values = change_rows("model.ls-mean/HGB/W4/ALL", 1, 0, 2, 0.5) | change_rows(
        "model.ls-mean/HGB/W8/ALL", 1, 0, 2, 0.5
    )
    values["model.type-3/HGB/group-by-visit/p.value"] = float("nan")
    session = replace(made_session(values), study=made_study(arms=arm))
    block: Any = session.study.analysis("model")
    assert table(format_changes_table(session, block, ["HGB"]))[0] == ["Parameter", "Week 4", "Week 8"]


def test_one_arm_is_told_once() -> None:
    values = {f"flow.counts/treated/{group}/n": 6.0 for group in ("ALL", "ACT")}
    session = replace(made_session(values), study=made_study(arms=[TREE["arms"][1]]))
    assert read_aloud(format_exposure_text(session)) == "6 patients were treated."
