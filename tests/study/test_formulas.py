"""Formulas in text: nothing is left that a spreadsheet would run, and every text is read as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.results.product import format_frame
from analysis.results.table import format_results, read_results
from analysis.study.formulas import format_field, format_safe, read_field
from tests.golden.building import ROOT

FORMULAS = (
    *("=cmd()", "@SUM(A1)", "+cmd", "-cmd|' /C calc'!A0", "  =1+1", "\t=1", "\r=1", "\n=1"),
    *("-2+3+cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "+1+HYPERLINK(1)", "- nausea"),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_become_text(text: str) -> None:
    assert format_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+1.2 (−0.3 to 2.7)", "+++", "-", "<5", "", "Nausea = mild", "O'Neill"])
def test_numbers_signs_and_words_stay(text: str) -> None:
    assert format_safe(text) == format_field(text) == text


@given(st.text())
def test_what_is_read_is_what_was_written(text: str) -> None:
    assert read_field(format_field(text)) == text


def test_results_and_frames_hold_no_formula_and_lose_nothing(tmp_path: Path) -> None:
    (one, *_) = read_results(next((ROOT / "tests/golden/expected/data/results").glob("events.csv"))).values()
    hostile = tmp_path / "results.csv"
    row = replace(one, variable_level="=cmd()", unit="'g")
    hostile.write_text(format_results([row]), encoding="utf-8")
    assert ",'=cmd()," in hostile.read_text(encoding="utf-8")
    (back,) = read_results(hostile).values()
    assert (back.variable_level, back.unit) == ("=cmd()", "'g")
    assert format_frame(pd.DataFrame({"term": ["=cmd()", "-1.5"], "n": [1.0, 2.0]})) == "term,n\n'=cmd(),1\n-1.5,2\n"
