"""The methods against outside truth, in the verification report."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.verification.validation import render_validation

TWIN = Path(__file__).resolve().parents[2] / "docs/validation.json"


def test_every_method_stands_with_its_source_and_difference() -> None:
    rows = json.loads(TWIN.read_text(encoding="utf-8"))
    page = "".join(render_validation(rows))
    assert f"{sum(int(row['values']) for row in rows):,} values" in page
    assert page.count("<tr>") == len(rows) + 1
    assert '<td class="count">&lt; 1e-09</td>' in page


def test_nothing_compared_is_nothing_told() -> None:
    assert list(render_validation([])) == []
