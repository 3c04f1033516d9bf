"""A made-up study, its results and a document, typed here: two arms, three visits, no data behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.documents.places import Places
from analysis.documents.session import Session
from analysis.results.table import Results, Row, format_results
from analysis.study import Study

NBSP = "\N{NO-BREAK SPACE}"
FORMATS = ("html", "pdf", "docx")

TREE: dict[str, Any] = {
    "study": {
        "id": "MADE-UP",
        "title": "A made-up trial of Testamab",
        "short_title": "Made up",
        "synthetic": True,
        "data_date": "2025-01-31",
        "authors": [{"name": "A Writer", "affiliation": "An institute", "corresponding": True}],
    },
    "facts": {
        "doses": {"value": 2},
        "volume": {"value": 100, "unit": "mL"},
        "days": {"value": ["1", "8"], "unit": "day"},
    },
    "arms": [
        {"id": "PBO", "label": "Placebo", "color": "#777777"},
        {"id": "ACT", "label": "Active", "dose_text": "10 mg", "color": "#4477AA"},
    ],
    "pooled_label": "All patients",
    "visits": [
        {"id": "W0", "label": "Week 0", "day": 1, "baseline": True},
        {"id": "W4", "label": "Week 4", "day": 29, "window": [15, 42]},
        {"id": "W8", "label": "Week 8", "day": 57, "window": [43, 70]},
    ],
    "populations": [{"id": "safety", "label": "Safety", "flag": "SAFFL", "rule": "treated"}],
    "parameters": [
        {
            "id": "HGB",
            "label": "Hemoglobin",
            "unit": "g/L",
            "category": "Blood",
            "domain": "LB",
            "digits": 1,
            "margin": 3,
        },
        {
            "id": "CRP",
            "label": "C-reactive protein",
            "short": "CRP",
            "unit": "mg/L",
            "category": "Blood",
            "domain": "LB",
            "digits": 2,
            "distribution": "log-normal",
        },
        {"id": "PTA", "label": "Prothrombin activity", "unit": "%", "category": "Blood", "domain": "LB", "digits": 0},
    ],
    "event_times": [{"id": "OS", "label": "Overall survival"}],
    "safety": {"last_day": 90, "special_interest": {"Infection": ["Pneumonia"]}},
    "disposition": {"exclusions": [], "discontinuations": []},
    "analyses": [
        {"id": "flow", "kind": "flow", "label": "Flow", "population": "safety"},
        {
            "id": "base",
            "kind": "baseline",
            "label": "Baseline",
            "population": "safety",
            "characteristics": [{"variable": "AGE", "label": "Age", "digits": 0}, {"parameter": "CRP"}],
        },
        {
            "id": "visits",
            "kind": "change",
            "label": "Change",
            "population": "safety",
            "parameters": ["HGB", "CRP", "PTA"],
            "visits": ["W4", "W8"],
        },
        {
            "id": "model",
            "kind": "mmrm",
            "label": "Model",
            "population": "safety",
            "parameters": ["HGB", "CRP"],
            "visits": ["W4", "W8"],
        },
        {
            "id": "os",
            "kind": "survival",
            "label": "Survival",
            "population": "safety",
            "event_time": "OS",
            "landmarks": [6],
            "at_risk": [0, 6],
        },
        {"id": "ae", "kind": "adverse-events", "label": "Adverse events", "population": "safety"},
    ],
    "displays": [
        {
            "id": "base-table",
            "kind": "baseline-table",
            "title": "Who they were",
            "analyses": ["base"],
            "numbers": {"note": "Table 1"},
        },
        {
            "id": "flow-figure",
            "kind": "flow-diagram",
            "title": "Flow",
            "analyses": ["flow"],
            "numbers": {"note": "Figure 1"},
        },
        {"id": "elsewhere", "kind": "flow-diagram", "title": "Flow", "analyses": ["flow"]},
    ],
    "documents": [{"id": "note", "source": "note.qmd"}],
    "claims": [
        {
            "id": "rise",
            "text": "Hemoglobin rises",
            "published": "yes",
            "holds_when": [{"row": "model.ls-mean/HGB/W8/ALL/estimate", "op": ">", "value": 0}],
        },
        {
            "id": "fall",
            "text": "Hemoglobin falls",
            "published": "yes",
            "holds_when": [{"row": "model.ls-mean/HGB/W8/ALL/estimate", "op": "<", "value": 0}],
        },
    ],
}


def made_study(**changes: Any) -> Study:
    """The made-up study; ``changes`` replace whole parts of its description."""
    return Study.model_validate(TREE | changes)


def made_results(values: Mapping[str, float], errors: Mapping[str, str] | None = None) -> Results:
    """Rows by their ids; NaN with a reason in ``errors``."""
    rows = []
    for name, value in values.items():
        analysis, rest = name.split(".", 1)
        context, *middle, stat = rest.split("/")
        where = {
            "variable": "/".join(middle),
            "stat_name": stat,
            "stat_label": stat,
            "error": (errors or {}).get(name, ""),
        }
        rows.append(
            Row(analysis=analysis, context=context, dataset="D", population="safety", stat=value, n=12, **where)
        )
    return Results(rows)


def made_session(
    values: Mapping[str, float], errors: Mapping[str, str] | None = None, study: Study | None = None
) -> Session:
    """The session of the document "note" on these results."""
    return Session("note", study or made_study(), made_results(values, errors), Places("study.yaml", "."))


def change_rows(stem: str, *numbers: float) -> dict[str, float]:
    """Rows of an estimate at ``analysis.context/place``: estimate, conf.low, conf.high, p.value, p.adjusted."""
    names = ("estimate", "conf.low", "conf.high", "p.value", "p.adjusted")
    return {f"{stem}/{name}": value for name, value in zip(names, numbers, strict=False)}


def verdict_rows(place: str, direction: float, significant: float, within: float) -> dict[str, float]:
    """What the results say of a change of the model."""
    stem = f"model.verdict/{place}"
    return {f"{stem}/direction": direction, f"{stem}/significant": significant, f"{stem}/within.margin": within}


def read_aloud(markdown: str) -> str:
    """Markdown as a reader hears it: marks of numbers and escapes taken away, spaces plain."""
    text = re.sub(r"\[((?:\\.|[^\]\\])*)\]\{\.n [^}]*\}", r"\1", markdown)
    return re.sub(r"\\(.)", r"\1", text).replace("*", "").replace(NBSP, " ")


def write_study(folder: Path, document: str, values: Mapping[str, float], formats: Sequence[str] = FORMATS) -> Path:
    """A study folder with results, two displays and the document's text; returns the folder of products."""
    (folder / "study.yaml").write_text(
        json.dumps(TREE | {"documents": [{"id": "note", "source": "note.qmd", "formats": list(formats)}]}),
        encoding="utf-8",
    )  # JSON is YAML
    (folder / "manuscript").mkdir()
    (folder / "manuscript/note.qmd").write_text(document, encoding="utf-8")
    products = folder / "built"
    (products / "data/results/displays").mkdir(parents=True)
    (products / "data/results/results.csv").write_text(format_results(made_results(values).values()), encoding="utf-8")
    for bundle in (made_table(), made_figure(products / "figures")):
        path = products / f"data/results/displays/{bundle['id']}.json"
        path.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return products


def made_table() -> dict[str, Any]:
    """The bundle of a table with one bound number."""
    anchor = {"id": "n_base_table_1", "text": "51", "row": "base.summary/AGE/ALL/mean", "form": "i"}
    bound = f'<span class="n" id="{anchor["id"]}" data-row="{anchor["row"]}">51</span>'
    word = (
        '<w:tbl><w:tblPr><w:tblW w:w="9638" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="9638"/></w:tblGrid>'
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="9638" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>'
        f'<w:bookmarkStart w:id="7" w:name="{anchor["id"]}"/><w:r><w:t>51</w:t></w:r><w:bookmarkEnd w:id="7"/>'
        "</w:p></w:tc></w:tr></w:tbl>"
    )
    return {
        "id": "base-table",
        "produces": "table",
        "title": "Who they were",
        "alt": "",
        "html": f'<div class="display"><table><tr><th>Age</th><td>{bound}</td></tr></table></div>',
        "typst": "#table(columns: 2, [Age], [51])\n",
        "openxml": word,
        "files": {},
        "width": 0.0,
        "landscape": False,
        "anchors": [anchor],
    }


def made_figure(folder: Path) -> dict[str, Any]:
    """The bundle of a figure, its files in ``folder``: a square."""
    import matplotlib.figure

    folder.mkdir(parents=True)
    drawing = matplotlib.figure.Figure(figsize=(2, 2))
    drawing.savefig(folder / "flow-figure.png")
    drawing.savefig(folder / "flow-figure.svg", metadata={"Date": None})
    return {
        "id": "flow-figure",
        "produces": "figure",
        "title": "Flow",
        "alt": "A [square] with nothing in it",
        "html": '<div class="display"><svg viewBox="0 0 9 9" aria-label="A square"></svg>'
        '<div class="notes"><p>A note.</p></div></div>',
        "typst": "#text(size: 8pt)[A note.]\n",
        "openxml": '<w:p><w:pPr><w:pStyle w:val="FigureNote"/></w:pPr><w:r><w:t>A note.</w:t></w:r></w:p>',
        "files": {"svg": "flow-figure.svg", "pdf": "flow-figure.pdf", "png": "flow-figure.png"},
        "width": 17.0,
        "landscape": False,
        "anchors": [],
    }
