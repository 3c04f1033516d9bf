"""numbers: every number that a document and its displays print, against the results, in every format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.errors import Fault, VerificationError
from analysis.results.table import Results, read_results
from analysis.steps.step import Done, Job
from analysis.study import Study, read_study
from analysis.verification.numbers import NumberCheck, verify_display, verify_document
from analysis.verification.unbound import read_context, verify_unbound


def run(job: Job) -> Done:
    """Check all; a number that differs stops the build with its place, its row and both texts."""
    study, results = read_study(job.one("study")), read_results(job.one("results"))
    checks = [*_of_document(job, results, study), *_of_displays(job, results, study), *_unbound(job, results, study)]
    faults = [
        Fault(f"{d.product}, {d.number}", f'prints "{d.found}", expected "{d.expected}" from {d.row or "no row"}')
        for check in checks
        for d in check.differences
    ]
    if faults:
        raise VerificationError(faults)
    checked = sum(check.checked for check in checks)
    body = {"document": job.name, "checked": checked, "differ": 0, "checks": [asdict(c) for c in checks]}
    return Done({job.outputs[0]: json.dumps(body, indent=1, ensure_ascii=False)}, f"{checked:,} checked, 0 differ")


def _of_document(job: Job, results: Results, study: Study) -> Iterator[NumberCheck]:
    ledger = json.loads(job.one("ledger").read_text(encoding="utf-8"))
    yield from verify_document(ledger, _contents(job, job.name), results, study)


def _of_displays(job: Job, results: Results, study: Study) -> Iterator[NumberCheck]:
    for path in job.inputs.get("displays", ()):
        bundle: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if job.name in study.display(bundle["id"]).numbers:
            yield from verify_display(bundle, _contents(job, bundle["id"]), results, study)


def _unbound(job: Job, results: Results, study: Study) -> Iterator[NumberCheck]:
    """The numbers that no row is behind, each explained or a fault."""
    products = _contents(job, job.name)
    if "html" in products:
        bundles = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("displays", ())]
        shown = {bundle["id"]: bundle for bundle in bundles if job.name in study.display(bundle["id"]).numbers}
        drawings = {name: drawing for name in shown if (drawing := _contents(job, name).get("svg"))}
        yield from verify_unbound(job.name, products, read_context(study, results, shown, drawings))


def _contents(job: Job, stem: str) -> dict[str, bytes]:
    files: tuple[Path, ...] = job.inputs["products"]
    return {path.suffix[1:]: path.read_bytes() for path in files if path.stem == stem}
