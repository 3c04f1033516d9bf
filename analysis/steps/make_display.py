"""table and figure: one display of study.yaml from the results of its analyses, as documents and readers need it."""

from __future__ import annotations

import csv
import importlib
import json
from pathlib import Path

from analysis.displays.bundle import render_body, render_bundle, render_files
from analysis.displays.counted import derive_counted
from analysis.displays.registry import derive_profiles
from analysis.results.table import read_results
from analysis.steps.step import Done, Job
from analysis.study import read_study
from analysis.study.formulas import read_field


def run(job: Job) -> Done:
    """Call the module of the display's kind; write its bundle and its files."""
    study = read_study(job.one("study"))
    block = study.display(job.name)
    results = read_results(*job.inputs["results"])
    frames = {path.stem: _read_frame(path) for path in job.inputs.get("frames", ())}
    kind = importlib.import_module(f"analysis.displays.{block.kind.replace('-', '_')}")
    make = kind.tabulate if kind.PRODUCES == "table" else kind.draw
    (_, first), *others = derive_profiles(study, block).items()
    display = make(study, first, results, frames)
    bundle = render_bundle(study, display, derive_counted(display, frames, study.study.id))
    if kind.PRODUCES == "table":
        bundle["profiles"] = {p: render_body(make(study, one, results, frames)) for p, one in others}
    files: dict[Path, str | bytes] = {job.out(f"/{job.name}.json"): json.dumps(bundle, indent=1, ensure_ascii=False)}
    for form, content in render_files(study, display, bundle).items():
        files[job.out(f"/{job.name}.{form}")] = content
    return Done(files, f"{len(bundle['anchors']) + len(bundle['drawn'])} numbers")


def _read_frame(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: read_field(text) for name, text in line.items()} for line in csv.DictReader(file)]
