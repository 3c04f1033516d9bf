"""How labels stand inside sentences: names and abbreviations keep their letters."""

from __future__ import annotations

import pytest

from analysis.study.wording import format_name


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Total bilirubin", "total bilirubin"),
        ("MELD score", "MELD score"),
        ("Child-Pugh score", "Child-Pugh score"),
        ("Low dose", "low dose"),
        ("C-reactive protein", "C-reactive protein"),
        ("Placebo (0 mg)", "placebo (0 mg)"),
        ("mFOLFOX6 + Bev", "mFOLFOX6 + Bev"),
        ("XELOX", "XELOX"),
        ("Standard Of Care", "Standard Of Care"),
        ("Cycle 1 Day 8", "Cycle 1 Day 8"),
        ("Week 4", "week 4"),
        ("Drug X 10 mg", "drug X 10 mg"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence(label: str, inside: str) -> None:
    assert format_name(label) == inside
