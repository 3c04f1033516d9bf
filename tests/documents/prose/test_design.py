"""What prose says of the study itself: facts, arms, visits, claims, displays, pages."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

from analysis.documents.places import Places
from analysis.documents.prose import VERBS
from analysis.documents.prose.claims import format_claim, format_claims, format_published
from analysis.documents.prose.design import (
    format_arms,
    format_days,
    format_fact,
    format_margins,
    format_number_of_arms,
    format_number_of_visits,
    format_parameters,
    format_time,
    format_visits,
)
from analysis.documents.prose.pages import format_title_page
from analysis.documents.prose.showing import format_link, format_show
from analysis.documents.report import VERBS as OF_REPORTS
from analysis.documents.session import Session
from analysis.errors import DocumentError
from tests.documents.made_up import made_results, made_session, made_study, made_table, read_aloud

SESSION = made_session({})


def test_facts_have_units_and_are_bound_to_study_yaml() -> None:
    assert read_aloud(format_fact(SESSION, "volume")) == "100 mL"
    assert read_aloud(format_fact(SESSION, "volume", unit=False)) == "100"
    assert read_aloud(format_fact(SESSION, "days")) == "1 and 8"
    assert 'data-row="study:facts/doses/value"' in format_fact(SESSION, "doses")
    assert 'data-row="study:facts/days/value/1"' in format_fact(SESSION, "days")
    with pytest.raises(DocumentError, match="known: doses, volume, days"):
        format_fact(SESSION, "dosses")


def test_arms_visits_and_parameters_in_sentences() -> None:
    assert format_arms(SESSION) == "placebo and active"
    assert format_number_of_arms(SESSION) == "two"
    assert format_number_of_visits(SESSION, "model") == "two"
    assert read_aloud(format_visits(SESSION, "model", baseline=True)) == "days 1, 29 and 57"
    assert read_aloud(format_days(SESSION, ["W8"])) == "day 57"
    assert 'data-row="study:visits/W8/day"' in format_days(SESSION, ["W8"])
    assert read_aloud(format_parameters(SESSION, "Blood")) == "hemoglobin, CRP and prothrombin activity"
    assert read_aloud(format_margins(SESSION)) == "3 g/L for hemoglobin"
    assert read_aloud(format_time(SESSION, "M6")) == "6 months"
    with pytest.raises(DocumentError, match="known: visits, model"):
        format_visits(SESSION, "os")


def test_claims_are_told_by_their_verdicts() -> None:
    session = made_session({"model.ls-mean/HGB/W8/ALL/estimate": 2.0})
    assert format_claim(session, "rise") == "holds by construction"
    assert format_claim(session, "fall") == "does not hold"
    assert read_aloud(format_claims(session)) == "all hold except “Hemoglobin falls” (does not hold)"
    assert read_aloud(format_published(session, "rise")) == "“Hemoglobin rises”"


def shown(folder: Path, **changes: object) -> Session:
    path = folder / "data/results/displays/base-table.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(made_table() | changes), encoding="utf-8")
    return Session("note", made_study(), made_results({}), Places("", str(folder)))


def test_a_table_reaches_each_format_in_its_own_language(tmp_path: Path) -> None:
    told = format_show(shown(tmp_path), "base-table")
    assert "{=html}" in told
    assert "<figcaption><b>Table 1</b> Who they were</figcaption>" in told
    assert '#display-caption("Table 1", "Who they were") <display-base-table>' in told
    assert 'w:name="display-base-table"' in told
    assert "w:sectPr" not in told


def test_a_wide_table_has_pages_of_its_own(tmp_path: Path) -> None:
    told = format_show(shown(tmp_path, landscape=True), "base-table")
    assert "#page(flipped: true)[" in told
    assert told.count("<w:sectPr>") == 2
    assert told.index('w:orient="landscape"') > told.index("<w:tbl>")


def test_a_link_is_the_number_of_the_display_in_this_document(tmp_path: Path) -> None:
    assert format_link(shown(tmp_path), "base-table") == "[Table\u00a01](#display-base-table)"


def test_displays_that_do_not_exist_or_have_no_number_are_told(tmp_path: Path) -> None:
    session = shown(tmp_path)
    with pytest.raises(DocumentError, match="did you mean base-table"):
        format_show(session, "base-tabel")
    with pytest.raises(DocumentError, match="this display is not built"):
        format_show(session, "flow-figure")
    (tmp_path / "data/results/displays/elsewhere.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DocumentError, match="has no number in the document note"):
        format_link(session, "elsewhere")


def test_the_title_page_bears_the_stamp_and_the_authors_of_the_study() -> None:
    told = format_title_page(SESSION, "Note")
    assert '<p class="stamp" role="note">Synthetic data</p>' in told
    assert '#running-stamp.update("Synthetic data")' in told
    assert 'pagetitle: "A made-up trial of Testamab"' in told
    real = made_study(study=dict(made_study().study.model_dump(), synthetic=False))
    assert "Synthetic" not in format_title_page(made_session({}, study=real))


def test_authors_of_several_places_are_marked() -> None:
    people = [{"name": "A", "affiliation": "X"}, {"name": "B", "affiliation": "Y"}, {"name": "C", "affiliation": "X"}]
    study = made_study(study=dict(made_study().study.model_dump(), authors=people))
    told = format_title_page(made_session({}, study=study))
    assert "A<sup>1</sup>, B<sup>2</sup>, C<sup>1</sup>" in told


GUIDE = Path(__file__).resolve().parents[3] / "docs/writing.md"


def test_every_verb_is_in_the_guide_for_writers() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert [name for name in VERBS if f"{name}(" not in guide] == []


def test_every_example_in_the_guide_is_a_call_that_its_verb_understands() -> None:
    examples = re.findall(r"`(?:\{python\} )?(\w+\([^`…]*\))`", GUIDE.read_text(encoding="utf-8"))
    assert len(examples) > len(VERBS)
    for example in examples:
        call = ast.parse(example, mode="eval").body
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        named = {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}
        verb = {**OF_REPORTS, **VERBS}[call.func.id]
        inspect.signature(verb).bind(SESSION, *map(ast.literal_eval, call.args), **named)
