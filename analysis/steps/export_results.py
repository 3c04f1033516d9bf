"""exports: the results as a CDISC ARS 1.0 reporting event, and as one CSV in the layout of R's cards."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.documents.exports.ars import format_ars
from analysis.documents.exports.cards import format_cards
from analysis.results.table import read_results
from analysis.steps.plan import Plan
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Both exports of the same results; a text that a display prints stands beside the value."""
    study, results = read_study(job.one("study")), read_results(job.one("results"))
    printed = _printed(job.inputs.get("displays", ()))
    plan = Plan(study)
    files = {name: [path.as_posix().removeprefix(".work/") for path in plan.files_of(name)] for name in plan.displays()}
    content = {
        job.out("ars.json"): format_ars(study, results, printed, files),
        job.out("cards.csv"): format_cards(study, results),
    }
    return Done(dict(content), f"{len(results):,} results, {len(printed):,} of them with their printed text")


def _printed(bundles: tuple[Path, ...]) -> dict[str, str]:
    """The first text in which a display prints each row."""
    printed: dict[str, str] = {}
    for path in bundles:
        for anchor in json.loads(path.read_text(encoding="utf-8"))["anchors"]:
            printed.setdefault(anchor["row"], anchor["text"])
    return printed
