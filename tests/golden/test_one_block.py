"""An endpoint and a display of a known kind are one block each in study.yaml, and every product follows."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from tests.golden.building import build, copy_study

ENDPOINT = """\
  - id: recovery
    kind: responders
    label: Recovery
    population: full-analysis
    visits: [W8]
    criteria: [{id: hgb-110, label: Hemoglobin 110 g/L or more, parameter: HGB, op: ">=", value: 110}]
"""
DISPLAY = """\
  - {id: recovery, kind: responder-table, title: Recovered, analyses: [recovery], numbers: {csr: Table 14.2.9}}
"""


def add_blocks(study: Path) -> None:
    path = study / "study.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("analyses:\n", f"analyses:\n{ENDPOINT}", 1).replace(
        "\ndisplays:\n", f"\ndisplays:\n{DISPLAY}", 1
    )
    # one report in one format is enough to see the display in it
    documents = "documents:\n  - {id: csr, source: csr.qmd, kind: Clinical Study Report, formats: [html]}\n"
    text = re.sub(r"(?m)^documents:\n(?:  - .*\n)+", documents, text)
    text = re.sub(r"paper: (?:Table|Figure) \d+, ", "", text)
    path.write_text(text, encoding="utf-8")


def test_an_endpoint_and_a_display_are_one_block_each(tmp_path: Path) -> None:
    study = copy_study(tmp_path)
    add_blocks(study)
    run = build(study, "--cores", "2", "csr")  # an option ends the list of --config
    assert run.returncode == 0, run.stderr
    assert (study / "data/results/recovery.csv").is_file()
    assert {path.suffix for path in (study / "tables").glob("recovery.*")} == {".html", ".rtf", ".csv"}
    bundle = json.loads((study / "data/results/displays/recovery.json").read_text(encoding="utf-8"))
    page = (study / "output/csr.html").read_text(encoding="utf-8")
    assert "<b>Table 14.2.9</b> Recovered" in page
    assert all(f'id="{anchor["id"]}"' in page for anchor in bundle["anchors"])
    # what is printed is what a count of the dataset gives
    with (study / "data/datasets/adlb.csv").open(encoding="utf-8", newline="") as file:
        records = [r for r in csv.DictReader(file) if (r["PARAMCD"], r["AVISIT"], r["ANL01FL"]) == ("HGB", "W8", "Y")]
    reached = {r["USUBJID"] for r in records if float(r["AVAL"]) >= 110}
    printed = {a["row"]: a["text"] for a in bundle["anchors"]}
    assert printed["recovery.responder/HGB/hgb-110/W8/ALL/n"] == str(len(reached))
    counted = bundle["counted"]
    anchor = next(a["id"] for a in bundle["anchors"] if a["row"] == "recovery.responder/HGB/hgb-110/W8/ALL/n")
    assert len(counted["counts"].get(anchor, [])) == len(reached)
