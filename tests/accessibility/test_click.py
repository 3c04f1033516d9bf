"""From a count to its patients, in a browser: by click and by key, closed by Escape, without losing the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.accessibility.axe import run_in_browser

TEMPLATE = Path(__file__).resolve().parents[2] / "manuscript/styles/document.html"
COUNTED = {"subjects": ["001", "002", "004"], "counts": {"n_table_1": [0, 2], "n_table_2": [1]}}
TRY = """
const [two, one] = ["n_table_1", "n_table_2"].map(id => document.getElementById(id));
const listed = () => [...document.querySelectorAll(".patients")].map(list => list.textContent);
const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
const found = {role: two.getAttribute("role")};
two.focus(); two.click(); found.clicked = listed();
press("Escape"); found.closed = listed(); found.kept = document.activeElement.id;
one.focus(); press("Enter"); found.entered = listed();
press("Escape"); press(" "); found.spaced = listed();
document.body.click(); found.elsewhere = listed(); found.still = document.activeElement.id;
tell(found);
"""


@pytest.mark.chromium
@pytest.mark.slow
def test_a_count_lists_its_patients(tmp_path: Path) -> None:
    script = TEMPLATE.read_text(encoding="utf-8").rpartition("<script>")[2].partition("</script>")[0]
    numbers = '<p><span class="n" id="n_table_1">2</span> and <span class="n" id="n_table_2">1</span></p>'
    data = f'<script type="application/json" class="counted">{json.dumps(COUNTED)}</script>'
    page = f"<html><body>{numbers}{data}<script>{script}</script></body></html>"
    assert run_in_browser(page, TRY, tmp_path) == {
        "role": "button",
        "clicked": ["2 patients: 001, 004"],
        "closed": [],
        "kept": "n_table_1",
        "entered": ["1 patient: 002"],
        "spaced": ["1 patient: 002"],
        "elsewhere": [],
        "still": "n_table_2",
    }
