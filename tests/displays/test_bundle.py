"""The bundle that documents read, and the files that are published."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from analysis.displays.bundle import render_bundle, render_files
from analysis.displays.model import Display, derive_anchors
from tests.displays.made_up import made_up_display, made_up_study

ROOT = Path(__file__).resolve().parents[2]
EVERY = [block.id for block in made_up_study().displays]


@pytest.mark.parametrize("name", EVERY)
def test_a_bundle_is_plain_json_with_every_number_once(name: str) -> None:
    display = made_up_display(name)
    bundle = render_bundle(made_up_study(), display)
    assert json.loads(json.dumps(bundle)) == bundle
    listed = [anchor["id"] for anchor in (*bundle["anchors"], *bundle["drawn"])]
    assert sorted(listed) == sorted(anchor.id for anchor in derive_anchors(display))
    assert len(set(listed)) == len(listed)


def test_a_table_tells_its_number_and_holds_its_body_in_each_format() -> None:
    bundle = render_bundle(made_up_study(), made_up_display("baseline"))
    assert (bundle["produces"], bundle["numbers_in_documents"]) == ("table", {"paper": "Table 1"})
    assert bundle["title"] == "Baseline characteristics"
    assert ("<table" in bundle["html"], "#table(" in bundle["typst"], "<w:tbl>" in bundle["openxml"]) == (True,) * 3
    assert (bundle["drawn"], bundle["files"], bundle["alt"]) == ([], {}, "")


def test_a_figure_tells_its_files_and_its_text() -> None:
    bundle = render_bundle(made_up_study(), made_up_display("consort-flow"))
    assert bundle["produces"] == "figure"
    assert bundle["files"] == {form: f"consort-flow.{form}" for form in ("svg", "pdf", "png", "txt")}
    assert bundle["drawn"][0] == {
        "id": "n_consort_flow_1",
        "text": "29",
        "row": "flow.counts/screened/ALL/n",
        "form": "i",
    }
    assert bundle["alt"].startswith("Flow of participants. Assessed 29")
    assert bundle["alt_anchors"][0] == {"text": "29", "row": "flow.counts/screened/ALL/n", "form": "i"}
    assert bundle["width"] == pytest.approx(17)


def _files(display: Display) -> Mapping[str, str | bytes]:
    return render_files(made_up_study(), display, render_bundle(made_up_study(), display))


def test_files_of_a_table_and_a_figure() -> None:
    table, figure = (_files(made_up_display(name)) for name in ("baseline", "consort-flow"))
    assert set(table) == {"html", "rtf", "csv"}
    assert "<strong>Table 1.</strong> Baseline characteristics" in str(table["html"])
    assert "MADE-UP \\u183? Draft \\u183? Data of 2025-01-31" in str(table["rtf"])
    assert "SYNTHETIC DATA" in str(table["rtf"])
    assert set(figure) == {"svg", "pdf", "png", "txt"}
    assert str(figure["txt"]).startswith("Figure 1. Flow of participants\n\nENROLLMENT")


SCRIPT = """
import hashlib
from analysis.displays.bundle import render_bundle, render_files
from tests.displays.made_up import made_up_display, made_up_study
digest = hashlib.sha256()
for block in made_up_study().displays:
    display = made_up_display(block.id)
    bundle = render_bundle(made_up_study(), display)
    digest.update(repr(bundle).encode())
    for name, content in render_files(made_up_study(), display, bundle).items():
        digest.update(content if isinstance(content, bytes) else content.encode())
print(digest.hexdigest())
"""


def test_the_same_results_give_the_same_bytes_in_any_setting() -> None:
    digests = set()
    for settings in (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "UTC"},
    ):
        made = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=ROOT, env={"PYTHONPATH": str(ROOT), **settings},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        digests.add(made.stdout)
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2


@pytest.mark.parametrize("kind", ["baseline_table", "efficacy_table", "survival_table", "events_overview"])
def test_a_table_needs_neither_drawing_nor_statistics(kind: str) -> None:
    asked = (
        f"import sys, analysis.displays.{kind}, analysis.displays.bundle\n"
        "print(*sorted({'matplotlib', 'pandas', 'scipy', 'numpy', 'typst', 'great_tables'} & set(sys.modules)))"
    )
    made = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == ""
